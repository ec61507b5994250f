"""The tables of what notes add up to: zones, hot spots, conflicts. Rows in plain values."""

from collections.abc import Iterator, Sequence

from exports.columns import Columns
from workshops.findings import Findings
from workshops.words import mark

_ACTIVITY: Columns = (("activity", mark("The activity, as workshop.position.")),)
_PLACE: Columns = (
    ("lon", mark("Longitude in degrees, WGS 84.")),
    ("lat", mark("Latitude in degrees, WGS 84.")),
    ("radius_m", mark("The radius in metres within which it was counted.")),
    ("near", mark("The nearest landmark, when there is one near.")),
    ("zone", mark("The letter of the zone; empty for none.")),
)

ZONES: Columns = (
    *_ACTIVITY,
    ("zone", mark("The letter of the zone; empty for none.")),
    ("name", mark("Its name.")),
    ("notes", mark("Notes in it: points by place, lines and areas wherever they reach.")),
    ("people", mark("How many people left them.")),
    ("like", mark("Notes that like it there.")),
    ("dislike", mark("Notes that do not like it there.")),
    ("lines", mark("How many lines reach into it.")),
    ("length_m", mark("How many metres of lines lie in it.")),
    ("areas", mark("How many areas reach into it.")),
    ("area_m2", mark("How many square metres of areas lie in it.")),
)
SPOTS: Columns = (
    *_ACTIVITY,
    ("number", mark("The number on the plate.")),
    *_PLACE,
    ("notes", mark("Notes within that radius.")),
    ("people", mark("How many people left them.")),
)
CONFLICTS: Columns = (
    *_ACTIVITY,
    ("number", mark("The number on the plate.")),
    *_PLACE,
    ("people_for", mark("People who like it there.")),
    ("people_against", mark("People who do not like it there.")),
    ("tied", mark("1 when both are as many.")),
    ("for", mark("Contributions that speak for it.")),
    ("against", mark("Contributions that speak against it.")),
)

DICTIONARY = {"zones.csv": ZONES, "hot-spots.csv": SPOTS, "conflicts.csv": CONFLICTS}
Row = Sequence[object]


def zones(findings: Findings) -> Iterator[Row]:
    """A row for each zone of each activity with sums."""
    for activity in findings.activities:
        for each in activity.sums.zones if activity.sums else ():
            liked, disliked = (each.feelings.get(key, 0) for key in ("like", "dislike"))
            counts = (each.notes, each.people, liked, disliked)
            drawn = (each.lines, each.length_m, each.areas, each.area_m2)
            yield (activity.ref, each.letter, each.name, *counts, *drawn)


def spots(findings: Findings) -> Iterator[Row]:
    """A row for each hot spot."""
    for activity in findings.activities:
        for nth, each in enumerate(activity.sums.spots if activity.sums else (), 1):
            place = (each.lon, each.lat, each.radius_m, each.near, each.zone)
            yield (activity.ref, nth, *place, each.notes, each.people)


def conflicts(findings: Findings) -> Iterator[Row]:
    """A row for each place where both sides meet."""
    refs = {each.number: each.ref for each in findings.contributions}
    for activity in findings.activities:
        for nth, each in enumerate(activity.sums.clashes if activity.sums else (), 1):
            place = (each.lon, each.lat, each.radius_m, each.near, each.zone)
            sides = (
                " ".join(refs[number] for number in numbers if number in refs)
                for numbers in (each.numbers_for, each.numbers_against)
            )
            people = (each.people_for, each.people_against, int(each.tied))
            yield (activity.ref, nth, *place, *people, *sides)
