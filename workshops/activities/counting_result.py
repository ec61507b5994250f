"""What a public-life count came to: people an hour who pass, people present who stay."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from workshops.activities.counting_words import (
    AGES,
    MOVING,
    PHASES,
    SORTS,
    STAYING,
    keys_of,
)
from workshops.activities.result import NOTHING_YET, Answer, Bar, Column, Result, voices
from workshops.methods import public_life as life
from workshops.methods.counting import standings
from workshops.words import Sentence, mark, named, say

COLUMNS = (
    Column("phase", mark("Trial")),
    Column("day", mark("Day")),
    Column("start", mark("Time")),
    Column("stop", mark("Stop")),
    Column("sort", mark("Moving or staying")),
    Column("kind", mark("Kind")),
    Column("age", mark("Age")),
    Column("observers", mark("Observers")),
    Column("counted", mark("Counted by each")),
    Column("figure", mark("Figure")),
    Column("unit", mark("Unit")),
)
UNITS = {"moving": mark("people an hour"), "staying": mark("people present")}
NAMES = {"moving": mark("moving"), "staying": mark("staying")}
#: A longer name is cut beside its disc; the list beside the plan has it whole.
LONGEST_LABEL = 20
#: How many whole parts of one person a figure is told in, as a fact and in a bar.
PARTS = {"moving": 1, "staying": 10}

Settings = Mapping[str, Any]
Slots = Mapping[str, tuple[life.Seen, ...]]


def result_of(settings: Settings, answers: tuple[Answer, ...]) -> Result:
    """Count observations; bars and features are stops, by who passes where that was counted."""
    slots = {sort: life.seen(_observations(settings, answers, sort)) for sort in SORTS}
    if not any(slots.values()):
        return Result(NOTHING_YET, 0, {}, COLUMNS, ())
    heard = voices(answers)
    first = "moving" if slots["moving"] else "staying"
    bars = _bars(settings, slots[first], first)
    return Result(
        headline=_headline(bars, first),
        n=sum(heard.values()),
        voices=heard,
        columns=COLUMNS,
        rows=tuple(
            row for sort in SORTS for each in slots[sort] for row in _rows(settings, each, sort)
        ),
        bars=bars,
        features=tuple(_features(settings, slots)),
        facts=_facts(settings, slots, len(answers)),
        steps=tuple(_steps(slots)),
    )


def _observations(
    settings: Settings, answers: Sequence[Answer], sort: str
) -> list[life.Observation]:
    """Return what was seen of one sort; who did not look saw nothing, not nobody."""
    keys = keys_of(settings, sort)
    return [
        life.Observation(
            each.payload["stop"],
            each.payload["day"],
            each.payload["start"],
            {key: n for key, n in each.payload["counts"].items() if key in keys},
            life.hourly(each.payload["minutes"]) if sort == "moving" else Fraction(1),
            each.channel,
        )
        for each in answers
        if each.payload["looked"] in ("both", sort)
    ]


def _bars(settings: Settings, slots: Sequence[life.Seen], sort: str) -> tuple[Bar, ...]:
    """Return the stops that were watched, busiest first; whole people, ties named."""
    figures = {key: life.rounded(value) for key, value in life.by_stop(slots).items()}
    parts = {key: life.in_whole_parts(n, life.shares_of(slots, key)) for key, n in figures.items()}
    names = {each["key"]: each["name"] for each in settings["stops"]}
    keys = [key for key in names if key in figures]
    return tuple(
        Bar(each.key, names[each.key], each.total, each.rank, each.tied, each.parts)
        for each in standings(keys, parts)
    )


def _headline(bars: Sequence[Bar], sort: str) -> Sentence:
    """Name the busiest stop; a tie is called a tie."""
    top = [each for each in bars if each.rank == 1]
    if not top[0].value:
        return say("Nobody was seen at the stops.")
    if len(top) > 1:
        return _tied(top, sort)
    if sort == "moving":
        return say("%(stop)s: %(n)s people an hour", stop=named(top[0].label), n=top[0].value)
    return say("%(stop)s: %(n)s people at a time", stop=named(top[0].label), n=top[0].value)


def _tied(top: Sequence[Bar], sort: str) -> Sentence:
    if sort == "moving":
        return say(
            "A tie: %(stops)s stops with %(n)s people an hour each", stops=len(top), n=top[0].value
        )
    return say(
        "A tie: %(stops)s stops with %(n)s people at a time each", stops=len(top), n=top[0].value
    )


def _rows(settings: Settings, seen: life.Seen, sort: str) -> list[dict[str, Any]]:
    """Return one stop at one time: a row for all, then one a kind and age that was seen."""
    names = {each["key"]: each["name"] for each in settings["stops"]}
    common = {
        "phase": PHASES.get(settings.get("phase") or "", ""),
        "day": seen.day,
        "start": seen.start,
        "stop": names.get(seen.stop, seen.stop),
        "sort": NAMES[sort],
        "observers": len(seen.each),
        "counted": ", ".join(str(n) for n in seen.each),
        "unit": UNITS[sort],
    }
    whole = {**common, "kind": mark("all"), "age": "", "figure": _tenths(seen.whole)}
    return [whole, *(common | _kind(key, n) for key, n in seen.kinds.items() if n)]


def _kind(key: str, n: Fraction) -> dict[str, Any]:
    kind, _, age = key.partition("-")
    return {
        "kind": (MOVING | STAYING)[kind],
        "age": AGES.get(age, ""),
        "counted": "",
        "figure": _tenths(n),
    }


def _tenths(value: Fraction) -> float:
    return life.rounded(value, 10) / 10


def _features(settings: Settings, slots: Slots) -> list[dict[str, Any]]:
    """Return the stops that were watched as points, with who passes or stays as their value."""
    first = "moving" if slots["moving"] else "staying"
    figures = life.by_stop(slots[first])
    return [
        _feature(each, life.rounded(figures[each["key"]]))
        for each in settings["stops"]
        if each["key"] in figures and "lon" in each
    ]


def _feature(stop: Mapping[str, Any], value: int) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [stop["lon"], stop["lat"]]},
        "properties": {
            "number": 0,
            "category": "",
            "text": stop["name"],
            "value": value,
            "label": _short(stop["name"]),
        },
    }


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_LABEL else name[: LONGEST_LABEL - 1].rstrip() + "…"


def _facts(settings: Settings, slots: Slots, observations: int) -> dict[str, int]:
    """Return the counts templates name: "moving.start.17:00" are whole people an hour.

    Those of staying are tenths of people present. The axes are stop, start, kind and age.
    """
    facts = {
        "observations": observations,
        "stops": len({each.stop for sort in SORTS for each in slots[sort]}),
        "days": len({each.day for sort in SORTS for each in slots[sort]}),
        "doubled": len(
            {
                (each.day, each.start, each.stop)
                for sort in SORTS
                for each in slots[sort]
                if len(each.each) > 1
            }
        ),
        "gaps": max(life.gaps(slots[sort]) for sort in SORTS),
    }
    for sort in SORTS:
        if slots[sort]:
            facts |= _figures(settings, slots[sort], sort)
    return facts


def _figures(settings: Settings, slots: Sequence[life.Seen], sort: str) -> dict[str, int]:
    """Return one sort by stop, start, kind and age, each in the order of the settings."""
    axes = {
        "stop": life.by_stop(slots),
        "start": life.by_start(slots),
        "kind": _summed(life.by_kind(slots), 0),
        "age": _summed(life.by_kind(slots), 2) if settings.get("ages") else {},
    }
    return {
        f"{sort}.{axis}.{key}": life.rounded(n, PARTS[sort])
        for axis, values in axes.items()
        for key, n in values.items()
    }


def _summed(kinds: Mapping[str, Fraction], part: int) -> dict[str, Fraction]:
    """Add up kinds over ages (part 0 of their key), or ages over kinds (part 2)."""
    summed: dict[str, Fraction] = {}
    for key, n in kinds.items():
        name = key.partition("-")[part]
        summed[name] = summed.get(name, Fraction()) + n
    return summed


def _steps(slots: Slots) -> list[Sentence]:
    """Say how it was counted, and where to be careful."""
    steps = []
    if slots["moving"]:
        steps += [
            say("Moving people were counted for some minutes and are told as people an hour."),
            *_peak(slots["moving"], "moving"),
        ]
    if slots["staying"]:
        steps += [
            say("Staying people were counted at one glance; figures are averages, not sums."),
            *_peak(slots["staying"], "staying"),
        ]
    doubled = sum(len(each.each) > 1 for sort in SORTS for each in slots[sort])
    if doubled:
        steps.append(say("Where two or more counted the same, their mean stands."))
    if any(life.gaps(slots[sort]) for sort in SORTS):
        steps.append(
            say("Not every stop was watched at every time, so compare stops and times with care.")
        )
    return steps


def _peak(slots: Sequence[life.Seen], sort: str) -> list[Sentence]:
    """Name the time of day with most people; a tie is called a tie."""
    figures = {key: life.rounded(n, PARTS[sort]) for key, n in life.by_start(slots).items()}
    peaks = life.peaks(figures)
    if not peaks or len(figures) == 1:
        return []
    times = ", ".join(peaks)
    if len(peaks) > 1:
        return [_peaks(times, sort)]
    if sort == "moving":
        return [say("Most pass at %(time)s.", time=times)]
    return [say("Most stay at %(time)s.", time=times)]


def _peaks(times: str, sort: str) -> Sentence:
    if sort == "moving":
        return say("Most pass at %(times)s: a tie.", times=times)
    return say("Most stay at %(times)s: a tie.", times=times)
