"""Counting: at a stop, for some minutes, who passes; at a glance, who stays. Secret until shown."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import BooleanField, Field, FloatField, Form, IntegerField, SelectField, StringField

from workshops.activities import counting_result
from workshops.activities.counting_words import (
    GLANCE,
    MOVING,
    PACE,
    SORTS,
    STAYING,
    WHOLE,
    keys_of,
    sorts_of,
    times_of,
)
from workshops.activities.kind import Around, Kind, Payload, Settings, between, choice
from workshops.activities.result import Answer, Result
from workshops.refusal import Refused
from workshops.words import mark

PREFIX = "n-"
MOST = 9999
#: A fortnight of twelve hours a day at one stop; more is a flood.
MOST_COUNTS = 200
WITHOUT_STOPS = mark(
    "There are no stops to count at. Draw stops on the square, or tick “Without stops, count the "
    "whole square as one”."
)


class SettingsForm(Form):
    """What the desk chooses: how long, from when to when, what is counted."""

    minutes = IntegerField(mark("Minutes a count"), [between(1, 60)])
    every = SelectField(
        mark("A count every"),
        coerce=int,
        choices=[
            choice(15, mark("quarter of an hour")),
            choice(30, mark("half an hour")),
            choice(60, mark("hour")),
            choice(120, mark("two hours")),
        ],
    )
    first = IntegerField(mark("From (hour of the day)"), [between(0, 23)])
    last = IntegerField(mark("Last count begins at (hour)"), [between(0, 23)])
    phase = SelectField(
        mark("Beside a trial on the square"),
        choices=[
            choice("", mark("no trial")),
            choice("before", mark("before the trial")),
            choice("during", mark("during the trial")),
            choice("after", mark("after the trial")),
        ],
    )
    ages = BooleanField(mark("Guess ages as well"))
    whole = BooleanField(mark("Without stops, count the whole square as one"))
    foot = BooleanField(MOVING["foot"])
    wheels = BooleanField(MOVING["wheels"])
    pram = BooleanField(MOVING["pram"])
    bicycle = BooleanField(MOVING["bicycle"])
    scooter = BooleanField(MOVING["scooter"])
    running = BooleanField(MOVING["running"])
    standing = BooleanField(STAYING["standing"])
    bench = BooleanField(STAYING["bench"])
    cafe = BooleanField(STAYING["cafe"])
    sitting = BooleanField(STAYING["sitting"])
    lying = BooleanField(STAYING["lying"])
    playing = BooleanField(STAYING["playing"])
    market = BooleanField(STAYING["market"])
    working = BooleanField(STAYING["working"])


class CountsField(Field):
    """All fields named n-<kind> or n-<kind>-<age> as one; the noughts and blanks are left out."""

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Read how many people of each kind were seen."""
        self.process_errors = []
        named = {key: n for key, n in (formdata or {}).items() if n and key.startswith(PREFIX)}
        try:
            counted = {key.removeprefix(PREFIX): int(n) for key, n in named.items()}
        except ValueError:
            self.process_errors = ["Not a number of people."]
            counted = {}
        self.data = {key: n for key, n in counted.items() if n}


class AnswerForm(Form):
    """What an observer sends; `check` says what it may be."""

    stop = StringField()
    day = StringField()
    start = StringField()
    minutes = FloatField(validators=[between(0, 240)])
    looked = StringField()
    counts = CountsField()


class Counting(Kind):
    """Observers count public life at the stops of the square."""

    title = mark("Public-life count")
    icon = "people"
    collects = "ballot"
    speaks = False
    on_plan = True
    receipt = mark("Sent. Count the same stop and time again to replace it.")
    SettingsForm = SettingsForm

    def defaults(self) -> Payload:
        """Ten minutes each hour from 8 to 20; every kind, no ages."""
        plan = {"minutes": 10, "every": 60, "first": 8, "last": 20, "phase": ""}
        rest = {"ages": False, "whole": False, "stops": []}
        return plan | rest | dict.fromkeys((*MOVING, *STAYING), True)

    def example(self) -> Payload:
        """Return settings that open on a square without stops as well."""
        return self.defaults() | {"whole": True}

    def prepare(self, settings: Settings, released: Sequence[Any]) -> Payload:
        """Refuse a count of nothing, and one that ends before it begins."""
        if not sorts_of(settings):
            raise Refused("Tick at least one thing to count.")
        if settings["last"] < settings["first"]:
            raise Refused("The last count begins before the first one. Change the hours.")
        return dict(settings)

    def placed(self, settings: Settings, around: Around) -> Payload:
        """Freeze the stops of the square, or take it as one stop where that is allowed."""
        names = [str(each["name"]) for each in around.stops]
        stops = [_stop(number, each, names) for number, each in enumerate(around.stops, start=1)]
        if not stops and not settings["whole"]:
            raise Refused(WITHOUT_STOPS)
        return {**settings, "stops": stops or [{"key": WHOLE, "name": mark("The whole square")}]}

    def drawn(self, settings: Settings) -> Sequence[Payload]:
        """Return the stops, so that everybody sees where to stand."""
        return [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [each["lon"], each["lat"]]},
                "properties": {"key": each["key"], "label": each["number"]},
            }
            for each in settings["stops"]
            if "lon" in each
        ]

    def answer_form(self, settings: Settings, around: Around) -> type[Form]:
        """Return a form with stop, day, time, and one number a kind, named n-<kind>."""
        return AnswerForm

    def slot(self, payload: Payload) -> str:
        """Return one slot for each stop and time: counted again, it is replaced."""
        return "@".join(str(payload.get(name)) for name in ("stop", "day", "start"))

    def check(self, settings: Settings, payload: Payload, mine: Sequence[Payload]) -> Payload:
        """Refuse a stop, day or time that is not there, and counts of what was not asked."""
        if payload.get("stop") not in {each["key"] for each in settings["stops"]}:
            raise Refused("Choose your stop first.")
        if not _is_day(payload.get("day")):
            raise Refused("Say on which day you counted.")
        if payload.get("start") not in times_of(settings):
            raise Refused("Choose the time at which you counted.")
        if len(mine) >= MOST_COUNTS:
            raise Refused("You have sent %(n)s counts. Let somebody else count on.", n=len(mine))
        looked = payload.get("looked")
        if looked not in sorts_of(settings):
            raise Refused("Say what you counted: who moves, who stays, or both.")
        return {
            **{name: payload[name] for name in ("stop", "day", "start", "looked")},
            "minutes": _minutes(payload.get("minutes")),
            "counts": _counts(settings, payload.get("counts") or {}, looked),
        }

    def tally(self, settings: Settings, answers: Sequence[Answer]) -> Result:
        """Tell people an hour and people present, by stop, time, kind and age."""
        return counting_result.result_of(settings, tuple(answers))

    def supports(self, payload: Payload, key: str | None) -> bool:
        """Whether this was counted at that stop."""
        return payload.get("stop") == key

    def samples(self, settings: Settings, n: int) -> list[Payload]:
        """Return made-up counts: all stops in turn, time after time, as busy as each other."""
        stops, times = settings["stops"], times_of(settings)
        looked = sorts_of(settings)[0]
        return [
            {
                "stop": stops[i % len(stops)]["key"],
                "day": "2026-06-12",
                "start": times[i // len(stops) % len(times)],
                "minutes": settings["minutes"],
                "looked": looked,
                "counts": _sample(settings, looked, i % len(stops), i // len(stops) % len(times)),
            }
            for i in range(n)
        ]


def _stop(number: int, stop: Settings, names: Sequence[str]) -> Payload:
    """Return a stop with its number on the plan, which tells stops of the same name apart."""
    name = str(stop["name"])
    if not name or names.count(name) > 1:
        name = f"{name} {number}".strip()
    place = {"lon": stop["lon"], "lat": stop["lat"]}
    return {"key": str(stop["key"]), "number": str(number), "name": name, **place}


def _is_day(words: Any) -> bool:
    """Whether it is a day as 2026-06-12, and in no other way, since it is part of the slot."""
    try:
        return isinstance(words, str) and date.fromisoformat(words).isoformat() == words
    except ValueError:
        return False


def _minutes(said: Any) -> float:
    """Return for how long was counted, to the hundredth of a minute."""
    minutes = round(float(said or 0), 2)
    if not minutes >= 0.5:
        raise Refused("Say for how many minutes you counted: half a minute at least.")
    return minutes


def _counts(settings: Settings, counts: Settings, looked: str) -> dict[str, int]:
    """Return the numbers of what was looked at, without noughts; refuse other kinds."""
    asked = {sort: keys_of(settings, sort) for sort in SORTS}
    if not set(counts) <= {key for keys in asked.values() for key in keys}:
        raise Refused("What is counted here has changed. Look at it again.")
    if any(not 0 <= int(n) <= MOST for n in counts.values()):
        raise Refused("A number of people is between 0 and %(most)s.", most=MOST)
    wanted = {key for sort in SORTS if looked in ("both", sort) for key in asked[sort]}
    return {key: int(n) for key, n in sorted(counts.items()) if key in wanted and n}


def _sample(settings: Settings, looked: str, stop: int, time: int) -> dict[str, int]:
    """Return counts that add up to the same at every stop and differ in their mix."""
    counts: dict[str, int] = {}
    for sort, pace in (("moving", PACE), ("staying", GLANCE)):
        keys = keys_of(settings, sort) if looked in ("both", sort) else []
        for part in range(3 if keys else 0):
            key = keys[(stop + part * part) % len(keys)]
            counts[key] = counts.get(key, 0) + pace[time % len(pace)] * (3 - part)
    return counts


KIND = Counting()
