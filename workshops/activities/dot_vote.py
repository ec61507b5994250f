"""Dot vote: everybody has so many dots to put on a few options; secret until shown."""

import math
from collections.abc import Sequence
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, Form, IntegerField, SelectField, TextAreaField
from wtforms.validators import Optional

from workshops import text
from workshops.activities.kind import Around, Kind, Payload, Released, Settings, between, choice
from workshops.activities.result import NOTHING_YET, Answer, Bar, Column, Result, voices
from workshops.methods.counting import Standing, standings, totals
from workshops.refusal import Refused
from workshops.words import Sentence, count, mark, say

KEEP = "keep"
PREFIX = "dots-"
COLUMNS = (
    Column("rank", mark("Rank")),
    Column("option", mark("Option")),
    Column("dots", mark("Dots")),
    Column("people", mark("People")),
    Column("phone", mark("by phone")),
    Column("table", mark("at tables")),
    Column("paper", mark("on paper")),
    Column("remote", mark("remote")),
)


class VoteSettings(Form):
    """What the desk chooses; options are written one a line, or taken from released ideas."""

    dots = IntegerField(mark("Dots each"), [between(1, 20)])
    cap = IntegerField(mark("At most on one line"), [between(1, 20)])
    options = TextAreaField(mark("Options, one a line"))
    source = SelectField(mark("Or take them from"), coerce=int, validators=[Optional()])
    most = IntegerField(mark("At most so many of them"), [between(2, 20)])
    keep = BooleanField(mark("Offer “Keep it as it is”"))


class DotsField(Field):
    """All fields named dots-<key> as one, since a room sends many ballots at once."""

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Read how many dots are on each option; the zeros are left out."""
        self.process_errors = []
        try:
            put = {name: int(n) for name, n in (formdata or {}).items() if n and _is_dots(name)}
        except ValueError:
            self.process_errors = ["Not a number of dots."]
            put = {}
        self.data = {name.removeprefix(PREFIX): n for name, n in put.items() if n}


class Ballot(Form):
    """How many dots are on which option."""

    dots = DotsField()


class DotVote(Kind):
    """People put dots on options."""

    title = mark("Dot vote")
    icon = "dots"
    collects = "ballot"
    SettingsForm = VoteSettings

    def defaults(self) -> Payload:
        """Five dots, at most three on one line, seven lines at most."""
        return {"dots": 5, "cap": 3, "options": [], "source": None, "most": 7, "keep": True}

    def settings_form(self, around: Around, settings: Settings) -> Form:
        """Give the form with options as lines and the earlier activities to take from."""
        written = [option["label"] for option in settings["options"] if option["key"] != KEEP]
        data = {**settings, "options": "\n".join(written), "source": settings.get("source") or 0}
        return self._with_sources(VoteSettings(data=data), around)

    def read_settings(self, around: Around, data: MultiDict[str, str]) -> tuple[Form, Payload]:
        """Read options a line each; `source` 0 means that they are written here."""
        form = self._with_sources(VoteSettings(data), around)
        if not form.validate():
            return form, {}
        settings = dict(form.data)
        settings["options"] = [
            {"key": str(n), "label": label}
            for n, label in enumerate(_lines(settings["options"]), start=1)
        ]
        settings["source"] = settings["source"] or None
        settings["cap"] = min(settings["cap"], settings["dots"])
        return form, settings

    def _with_sources(self, form: VoteSettings, around: Around) -> Form:
        form.source.choices = [
            choice(0, mark("the lines above")),
            *(choice(each.id, each.title) for each in around.sources),
        ]
        return form

    def source(self, settings: Settings) -> int | None:
        """Return the activity whose released ideas become the options."""
        source = settings.get("source")
        return int(source) if source else None

    def prepare(self, settings: Settings, released: Sequence[Released]) -> Payload:
        """Freeze the options: those with most hearts first taken, then in order of number."""
        options = [dict(option) for option in settings["options"] if option["key"] != KEEP]
        if self.source(settings):
            taken = sorted(released[: settings["most"]], key=lambda each: each.number)
            options = [
                {"key": f"n{each.number}", "label": each.text, "number": each.number}
                for each in taken
            ]
        if len(options) < 2 - bool(settings["keep"]):
            raise Refused("A vote needs two lines. Write options, or release ideas first.")
        if settings["keep"]:
            options.append({"key": KEEP, "label": mark("Keep it as it is")})
        return {**settings, "options": options}

    def taken(self, settings: Settings) -> frozenset[int]:
        """Return the numbers of the ideas that are its options."""
        return frozenset(each["number"] for each in settings["options"] if "number" in each)

    def answer_form(self, settings: Settings, around: Around) -> type[Form]:
        """Return a form with one number an option, named dots-<key>."""
        return Ballot

    def check(self, settings: Settings, payload: Payload, mine: Sequence[Payload]) -> Payload:
        """Refuse more dots than there are, too many on one line, and lines that are not there."""
        dots = {key: int(n) for key, n in payload["dots"].items() if n}
        known = {option["key"] for option in settings["options"]}
        if not dots:
            raise Refused("Put at least one dot first.")
        if not set(dots) <= known or min(dots.values()) < 0:
            raise Refused("This vote has changed. Look at the lines again.")
        if sum(dots.values()) > settings["dots"]:
            raise Refused(
                "You have %(n)s dots. You put %(put)s.", n=settings["dots"], put=sum(dots.values())
            )
        if max(dots.values()) > settings["cap"]:
            raise Refused("At most %(n)s dots on one line.", n=settings["cap"])
        return {"dots": dots}

    def tally(self, settings: Settings, answers: Sequence[Answer]) -> Result:
        """Count dots by option and channel; equal totals share a rank."""
        options = settings["options"]
        ballots = [(each.channel, each.payload.get("dots", {})) for each in answers]
        counted = totals(ballots)
        order = standings([option["key"] for option in options], counted)
        labels = {option["key"]: option["label"] for option in options}
        heard = voices(tuple(answers))
        used = sum(standing.total for standing in order)
        people = {
            key: sum(each.people for each in answers if each.payload.get("dots", {}).get(key))
            for key in labels
        }
        given = settings["dots"] * len(answers)
        return Result(
            headline=_headline(order, labels),
            n=sum(heard.values()),
            voices=heard,
            columns=COLUMNS,
            rows=tuple(_row(standing, labels, people) for standing in order),
            bars=tuple(_bar(standing, labels) for standing in order) if used else (),
            facts={"dots": settings["dots"], "given": given, "used": used, "left": given - used},
            steps=(
                say(
                    "Everybody had %(dots)s dots, at most %(cap)s on one line.",
                    dots=settings["dots"],
                    cap=settings["cap"],
                ),
                say("Dots are added up. Equal sums share a place: that is a tie."),
                say("Who voted twice counts once, with the last vote."),
            ),
        )

    def supports(self, payload: Payload, key: str | None) -> bool:
        """Whether this ballot has a dot on that option."""
        return bool(payload.get("dots", {}).get(key))

    def marks(self, payload: Payload) -> dict[str, int]:
        """Return the dots by option."""
        return {key: int(n) for key, n in payload.get("dots", {}).items() if n}

    def example(self) -> Payload:
        """Three lines to choose from."""
        lines = enumerate(("A fire to gather round", "Warm seats", "Light in the trees"), start=1)
        options = [{"key": str(n), "label": label} for n, label in lines]
        return {**self.defaults(), "options": options}

    def samples(self, settings: Settings, n: int) -> list[Payload]:
        """Return made-up ballots, more dots on the first lines."""
        keys = [option["key"] for option in settings["options"]] or ["1"]
        places = (int(math.sqrt(i * 7 % 50) * len(keys) / 8) % len(keys) for i in range(n))
        favourites = [keys[place] for place in places]
        return [{"dots": {key: min(2, settings["cap"], settings["dots"])}} for key in favourites]


def _is_dots(name: str) -> bool:
    return name.startswith(PREFIX)


def _lines(written: str) -> list[str]:
    """Return the options as written, one a line, cleaned, each once."""
    cleaned = (text.clean(line, 120) for line in (written or "").splitlines())
    return list(dict.fromkeys(line for line in cleaned if line))


def _headline(order: Sequence[Standing], labels: dict[str, str]) -> Sentence:
    """Say who leads; a tie is called a tie."""
    if not order or order[0].total == 0:
        return NOTHING_YET
    first = [standing for standing in order if standing.rank == 1]
    if len(first) == 1:
        return say("“%(option)s” comes first", option=labels[first[0].key])
    if len(first) == 2:
        return say("A tie: two share first place")
    return count("%(n)s shares first place", "A tie: %(n)s share first place", len(first))


def _row(standing: Standing, labels: dict[str, str], people: dict[str, int]) -> dict[str, Any]:
    return {
        "rank": standing.rank,
        "option": labels[standing.key],
        "dots": standing.total,
        "people": people[standing.key],
        **{channel: standing.parts.get(channel, 0) for channel in ("phone", "table", "paper")},
        "remote": standing.parts.get("remote", 0),
    }


def _bar(standing: Standing, labels: dict[str, str]) -> Bar:
    return Bar(
        standing.key,
        labels[standing.key],
        standing.total,
        standing.rank,
        standing.tied,
        standing.parts,
    )


KIND = DotVote()
