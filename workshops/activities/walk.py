"""Walk: from stop to stop over the square, a prompt at each; good, bad, or just words."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Form, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from workshops import text
from workshops.activities import walk_settings as chosen
from workshops.activities.kind import Around, Kind, Payload, Settings, choice
from workshops.activities.result import (
    NOTHING_YET,
    Answer,
    Bar,
    Column,
    Result,
    feature_of,
    is_placed,
    voices,
)
from workshops.methods.counting import standings, totals
from workshops.refusal import Refused
from workshops.words import Sentence, count, mark, say

PLUS, MINUS = "+", "−"
#: How a sign is kept: by the words that every plan and map knows.
SIGNS = {"like": PLUS, "dislike": MINUS}
COLUMNS = (
    Column("number", mark("Number")),
    Column("stop", mark("Stop")),
    Column("name", mark("Name of the stop")),
    Column("sign", mark("+ or −")),
    Column("text", mark("Observation")),
    Column("channel", mark("Channel")),
)
#: Made-up observations for previews and rehearsals, by sign.
MADE_UP = {
    "like": "The sun comes in here in the afternoon.",
    "dislike": "The wind goes straight through, nobody stays.",
    "": "Two people wait here for somebody.",
}


class Walk(Kind):
    """People walk from stop to stop and say what they notice."""

    title = mark("Walk")
    icon = "map"
    receipt = mark("Sent — observation no. %(number)s.")
    collects = "contribution"
    on_plan = True

    def defaults(self) -> Payload:
        """The stops that are drawn, along the first route that is drawn; photos allowed."""
        return {"route": "", "stops": [], "bad_route": "", "bad_stops": [], "ask_photo": True}

    def settings_form(self, around: Around, settings: Settings) -> Form:
        """Give the form with a row for each stop; without any chosen, those that are drawn."""
        return chosen.form_of(around, settings)

    def read_settings(self, around: Around, data: MultiDict[str, str]) -> tuple[Form, Payload]:
        """Read the rows by their order; rows as they are drawn are not written down."""
        return chosen.read(around, data)

    def placed(self, settings: Settings, around: Around) -> Payload:
        """Freeze the stops with prompts and places, the route and the one for bad weather."""
        return chosen.placed(settings, around)

    def drawn(self, settings: Settings) -> Sequence[Mapping[str, Any]]:
        """Return the routes, `route` and `bad`, and the stops that have a place, by number."""
        lines = (("route", settings.get("line")), ("bad", settings.get("bad_line")))
        found = [_feature("LineString", line, key, "") for key, line in lines if line]
        return [*found, *(_stop(each) for each in settings["stops"] if "lon" in each)]

    def answer_form(self, settings: Settings, around: Around) -> type[Form]:
        """Return the form with the stop's number, a sign and words."""

        class AnswerForm(Form):
            stop = StringField()
            feeling = SelectField(
                choices=[choice(key, "") for key in ("", *SIGNS)], validators=[Optional()]
            )
            text = TextAreaField()

        return AnswerForm

    def check(self, settings: Settings, payload: Payload, mine: Sequence[Payload]) -> Payload:
        """Refuse what is said at no stop of the walk, and what says nothing."""
        key = str(payload.get("stop") or "").strip()
        stop = next((each for each in settings["stops"] if each["key"] == key), None)
        if stop is None:
            raise Refused("Choose the stop where you are.")
        words = text.clean(str(payload.get("text") or ""), 500)
        feeling = payload.get("feeling") or ""
        photo = {"photo_id": payload["photo_id"]} if payload.get("photo_id") else {}
        if not (words or feeling or photo):
            raise Refused("Choose + or −, or write a few words.")
        spot = {name: stop[name] for name in ("lon", "lat") if name in stop}
        said = {"stop": key, "feeling": feeling, "text": words, "place": stop["label"]}
        return {**said, **spot, **photo}

    def tally(self, settings: Settings, answers: Sequence[Answer]) -> Result:
        """List observations by number, count + and − at each stop; ties are named."""
        said = tuple(sorted(answers, key=lambda answer: answer.number))
        if not said:
            return Result(NOTHING_YET, 0, {}, COLUMNS, ())
        heard = voices(said)
        names = {each["key"]: each["label"] for each in settings["stops"]}
        signs = Counter(_sign(each) for each in said)
        return Result(
            headline=_headline(said, names),
            n=sum(heard.values()),
            voices=heard,
            columns=COLUMNS,
            rows=tuple(_row(each, names) for each in said),
            bars=_bars(said, names),
            features=tuple(_features(settings, said)),
            facts={
                "observations": len(said),
                "plus": signs[PLUS],
                "minus": signs[MINUS],
                "neither": signs[""],
                "stops": len(names),
            },
            steps=(
                say("Every observation counts once, at the stop where it was made."),
                say("+ and − are counted side by side, never one against the other."),
            ),
        )

    def supports(self, payload: Payload, key: str | None) -> bool:
        """Whether this was said at that stop."""
        return bool(key) and payload.get("stop") == key

    def takes_photo(self, settings: Settings) -> bool:
        """Whether the desk allowed photos."""
        return bool(settings.get("ask_photo"))

    def example(self) -> Payload:
        """Three stops named in words, each with a prompt."""
        names = ("By the fountain", "The bus stop", "Under the trees")
        stops = [
            {"key": str(n), "label": name, "words": chosen.prompt_of(n)}
            for n, name in enumerate(names, start=1)
        ]
        return {**self.defaults(), "stops": stops}

    def samples(self, settings: Settings, n: int) -> list[Payload]:
        """Return made-up observations, as many at each stop and of each sign."""
        keys = [each["key"] for each in settings["stops"]] or ["1"]
        turns = [(keys[i % len(keys)], list(MADE_UP)[i // len(keys) % 3]) for i in range(n)]
        return [{"stop": key, "feeling": sign, "text": MADE_UP[sign]} for key, sign in turns]


def _sign(answer: Answer) -> str:
    """Return +, − or nothing."""
    return SIGNS.get(answer.payload.get("feeling", ""), "")


def _at(answer: Answer) -> str:
    return str(answer.payload.get("stop", ""))


def _headline(said: Sequence[Answer], names: Mapping[str, str]) -> Sentence:
    """Name the stop with most − and the one with most +; a tie is called a tie."""
    minus, plus = (_most(said, sign, names) for sign in (MINUS, PLUS))
    if minus and plus:
        return say("Most −: %(minus)s. Most +: %(plus)s.", minus=minus, plus=plus)
    if minus:
        return say("Most −: %(minus)s. No + anywhere.", minus=minus)
    if plus:
        return say("Most +: %(plus)s. No − anywhere.", plus=plus)
    return count("%(n)s observation", "%(n)s observations", len(said))


def _most(said: Sequence[Answer], sign: str, names: Mapping[str, str]) -> Sentence | None:
    """Return the stop with most of a sign; None where nobody gave it."""
    counted = Counter(_at(each) for each in said if _sign(each) == sign)
    most = max(counted.values(), default=0)
    top = [key for key in names if counted[key] == most]
    if not most or not top:
        return None
    if len(top) == 1:
        return say("%(number)s\u00a0%(stop)s (%(n)s)", number=top[0], stop=names[top[0]], n=most)
    return say("a tie, stops %(stops)s (%(n)s each)", stops=", ".join(top), n=most)


def _row(said: Answer, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "number": said.number,
        "stop": _at(said),
        "name": names.get(_at(said), ""),
        "sign": _sign(said),
        "text": said.payload.get("text", ""),
        "channel": said.channel,
    }


def _bars(said: Sequence[Answer], names: Mapping[str, str]) -> tuple[Bar, ...]:
    """Count observations by stop and channel, most first; equals share a rank."""
    counted = totals([(each.channel, {_at(each): 1}) for each in said if _at(each) in names])
    return tuple(
        Bar(each.key, names[each.key], each.total, each.rank, each.tied, each.parts)
        for each in standings(list(names), counted)
    )


def _features(settings: Settings, said: Sequence[Answer]) -> Iterable[dict[str, Any]]:
    """Return the route, the stops with how much was said there, and what was said."""
    counted = Counter(_at(each) for each in said)
    if settings.get("line"):
        yield _feature("LineString", settings["line"], "route", settings.get("line_name", ""))
    for each in settings["stops"]:
        if "lon" in each:
            stop = _stop(each)
            stop["properties"] |= {"value": counted[each["key"]], "text": each["label"]}
            yield stop
    for each in said:
        if is_placed(each) and not each.payload.get("set_aside"):
            yield feature_of(each)


def _stop(stop: Mapping[str, Any]) -> dict[str, Any]:
    return _feature("Point", [stop["lon"], stop["lat"]], stop["key"], stop["key"])


def _feature(shape: str, coordinates: Any, key: str, label: str) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": shape, "coordinates": coordinates},
        "properties": {"key": key, "label": label, "number": 0, "category": "", "text": ""},
    }


KIND = Walk()
