"""The tables of what notes add up to: zones, hot spots, conflicts, changes. Plain values."""

from collections.abc import Iterator, Sequence

from exports.columns import Columns
from exports.sum_changes import changes_of
from workshops.activities.result import CHANNELS
from workshops.findings import Findings
from workshops.sum_facts import Clash, Cluster, Spot
from workshops.summing_plan import LEAST_IN_A_CLUSTER
from workshops.words import mark

_ACTIVITY: Columns = (("activity", mark("The activity, as workshop.position.")),)
_PLACE: Columns = (
    ("lon", mark("Longitude in degrees, WGS 84.")),
    ("lat", mark("Latitude in degrees, WGS 84.")),
    ("radius_m", mark("The radius in metres within which it was counted.")),
    ("near", mark("The nearest landmark, when there is one near.")),
    ("off_m", mark("Metres from that landmark, where several lie near it.")),
    ("toward", mark("Which way from it: n, ne, e, se, s, sw, w or nw.")),
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
    ("idea", mark("Notes with an idea.")),
    ("danger", mark("Notes that call it dangerous.")),
    ("memory", mark("Notes with a memory.")),
    *((channel, mark("Notes by that channel.")) for channel in CHANNELS),
    ("categories", mark("Notes by category, as key=notes, separated by spaces.")),
)
CHANGES: Columns = (
    ("before", mark("The activity before, as workshop.position.")),
    ("after", mark("The activity after; the same where a day splits it.")),
    ("day", mark("The day that splits one activity; empty for two.")),
    ("same_question", mark("1 when both were asked the same.")),
    ("zone", mark("The letter of the zone; empty for none.")),
    ("name", mark("Its name.")),
    *(
        (f"{what}_{side}", meaning)
        for what, meaning in (
            ("notes", mark("Notes in the zone, before and after.")),
            ("people", mark("How many people left them, before and after.")),
            ("like", mark("Notes that like it there, before and after.")),
            ("dislike", mark("Notes that do not like it there, before and after.")),
        )
        for side in ("before", "after")
    ),
    ("difference", mark("How many more notes after.")),
    ("few", mark("1 when one side has fewer than five people in all: too few to compare.")),
)
CLUSTERS: Columns = (
    *_ACTIVITY,
    ("number", mark("The number in the brief.")),
    *(each for each in _PLACE if each[0] != "radius_m"),
    ("reach_m", mark("How far the farthest note lies from the middle, in metres.")),
    ("within_m", mark("Within how many metres a note has the next one.")),
    ("least", mark("How many notes make a cluster.")),
    ("notes", mark("Notes in it.")),
    ("people", mark("How many people left them.")),
)
CONTESTED: Columns = (
    *_ACTIVITY,
    ("contribution", mark("Its public reference.")),
    ("agree", mark("People who agree with it.")),
    ("disagree", mark("People who disagree with it.")),
    ("tied", mark("1 when both are as many.")),
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
    ("one", mark("The category of those for it; empty for who likes it there.")),
    ("other", mark("The category of those against it; empty for who does not like it there.")),
    ("people_for", mark("People on the first side.")),
    ("people_against", mark("People on the second side.")),
    ("tied", mark("1 when both are as many.")),
    ("for", mark("Contributions that speak for it.")),
    ("against", mark("Contributions that speak against it.")),
)

Row = Sequence[object]


def zones(findings: Findings) -> Iterator[Row]:
    """A row for each zone of each activity with sums."""
    for activity in findings.activities:
        for each in activity.sums.zones if activity.sums else ():
            liked, disliked = (each.feelings.get(key, 0) for key in ("like", "dislike"))
            counts = (each.notes, each.people, liked, disliked)
            drawn = (each.lines, each.length_m, each.areas, each.area_m2)
            felt = (each.feelings.get(key, 0) for key in ("idea", "danger", "memory"))
            by = (each.channels.get(channel, 0) for channel in CHANNELS)
            kinds = " ".join(f"{key}={n}" for key, n in each.categories.items())
            yield (activity.ref, each.letter, each.name, *counts, *drawn, *felt, *by, kinds)


def spots(findings: Findings) -> Iterator[Row]:
    """A row for each hot spot."""
    for activity in findings.activities:
        for nth, each in enumerate(activity.sums.spots if activity.sums else (), 1):
            yield (activity.ref, nth, *_place(each), each.notes, each.people)


def clusters(findings: Findings) -> Iterator[Row]:
    """A row for each cluster."""
    for activity in findings.activities:
        for nth, each in enumerate(activity.sums.clusters if activity.sums else (), 1):
            place = (each.lon, each.lat, each.near, *_off(each), each.zone)
            reach = (each.reach_m, activity.sums.cluster_m if activity.sums else 0)
            least = LEAST_IN_A_CLUSTER
            yield (activity.ref, nth, *place, *reach, least, each.notes, each.people)


def conflicts(findings: Findings) -> Iterator[Row]:
    """A row for each place where both sides meet."""
    refs = {each.number: each.ref for each in findings.contributions}
    for activity in findings.activities:
        for nth, each in enumerate(activity.sums.clashes if activity.sums else (), 1):
            sides = (
                " ".join(refs[number] for number in numbers if number in refs)
                for numbers in (each.numbers_for, each.numbers_against)
            )
            people = (each.people_for, each.people_against, int(each.tied))
            yield (activity.ref, nth, *_place(each), each.one, each.other, *people, *sides)


def contested(findings: Findings) -> Iterator[Row]:
    """A row for each note that enough agree and enough disagree with."""
    refs = {each.number: each.ref for each in findings.contributions}
    for activity in findings.activities:
        for each in activity.sums.contested if activity.sums else ():
            ref = refs.get(each.number, "")
            yield (activity.ref, ref, each.agree, each.disagree, int(each.tied))


def changes(findings: Findings) -> Iterator[Row]:
    """A row for each zone of each comparison."""
    for compared in changes_of(findings):
        two = (compared.before.ref, compared.after.ref, compared.day, int(compared.same_question))
        for each in compared.changes:
            both = (each.before, each.after)
            counts = (
                *(half.notes for half in both),
                *(half.people for half in both),
                *(half.feelings.get("like", 0) for half in both),
                *(half.feelings.get("dislike", 0) for half in both),
            )
            yield (*two, each.letter, each.name, *counts, each.notes, int(compared.few))


def _place(each: Spot | Clash) -> Row:
    return (each.lon, each.lat, each.radius_m, each.near, *_off(each), each.zone)


def _off(each: Spot | Cluster | Clash) -> tuple[object, str]:
    return (each.off_m, each.toward) if each.toward else ("", "")


TABLES = {
    "zones.csv": (ZONES, zones),
    "hot-spots.csv": (SPOTS, spots),
    "clusters.csv": (CLUSTERS, clusters),
    "conflicts.csv": (CONFLICTS, conflicts),
    "contested.csv": (CONTESTED, contested),
    "before-after.csv": (CHANGES, changes),
}
