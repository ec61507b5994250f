"""Who took part and who did not: groups over all workshops, beside the figures of the town."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workshops import joining
from workshops.activities import KINDS, kind_of
from workshops.activities.kind import Grouping
from workshops.methods.rounding import exact, half_up
from workshops.methods.suppression import FEWEST, hidden, sums_told
from workshops.models import Activity, Consultation, Slip
from workshops.reference import Reference, reference_of
from workshops.results import answers_of
from workshops.turnout import day_of
from workshops.weighing import Counted
from workshops.who_facts import GroupFacts, TurnoutFacts, WhoFacts

#: Below this part of its share in the town a group is called under-represented.
FAIR = 0.8
#: The setting that holds the sums over all workshops, once the taps are forgotten.
OVER_ALL = "over_all"


@dataclass(frozen=True)
class Asked:
    """A question as one activity asked it, with how many are in each group."""

    counted: Counted
    grouping: Grouping
    people: Mapping[str, int]  # by label


@dataclass(frozen=True)
class Sums:
    """How many of each group over all workshops, by label; None where that may not be told.

    `together` is how many those of `rest` are, the groups that are not told apart.
    """

    told: int
    people: Mapping[str, int | None]
    rest: Sequence[str]
    together: int | None


def who_came(
    session: Session, consultation: Consultation, counted: Sequence[Counted]
) -> tuple[WhoFacts, ...]:
    """Return a table for each question about people that was asked and is closed."""
    return tuple(
        _facts(session, some, reference_of(consultation, key))
        for key, some in _by_question(session, counted).items()
    )


def over_all(session: Session, counted: Sequence[Counted]) -> dict[str, dict[str, Any]]:
    """Return by question what may be kept of all workshops: plain values, none too small."""
    return {
        key: vars(_remembered(some) or _summed(some))
        for key, some in _by_question(session, counted).items()
    }


def _by_question(session: Session, counted: Sequence[Counted]) -> dict[str, list[Asked]]:
    found: dict[str, list[Asked]] = {}
    for each in counted:
        for asked in _asked(session, each):
            found.setdefault(asked.grouping.key, []).append(asked)
    return found


def asks_of_people(activity: Activity) -> bool:
    """Whether an activity asks what people are, not what they think."""
    return bool(kind_of(activity.kind).groupings(activity.settings))


def questions(consultation: Consultation) -> dict[str, Grouping]:
    """Return what the workshops ask about people, by key; where none does, what can be asked."""
    asked = [
        grouping
        for workshop in consultation.workshops
        for activity in workshop.activities
        for grouping in kind_of(activity.kind).groupings(activity.settings)
    ] or [each for kind in KINDS.values() for each in kind.groupings(kind.defaults())]
    found: dict[str, Grouping] = {}
    for each in asked:
        groups = {**found[each.key].groups} if each.key in found else {}
        groups |= {label: label for label in each.groups.values()}
        found[each.key] = Grouping(each.key, each.title, groups)
    return found


def _asked(session: Session, counted: Counted) -> list[Asked]:
    """Count the groups of each question; who told nothing is in none."""
    activity = counted.activity
    groupings = kind_of(activity.kind).groupings(activity.settings)
    answers = answers_of(session, activity) if groupings else []
    found = []
    for each in groupings:
        people = dict.fromkeys(each.groups, 0)
        for answer in answers:
            if answer.payload.get(each.key) in people:
                people[answer.payload[each.key]] += 1
        by_label = {each.groups[key]: n for key, n in people.items()}
        found.append(Asked(counted, each, by_label))
    return found


def _facts(session: Session, asked: Sequence[Asked], town: Reference) -> WhoFacts:
    sums = _remembered(asked) or _summed(asked)
    base = _base(session, asked)
    return WhoFacts(
        key=asked[0].grouping.key,
        title=asked[0].grouping.title,
        asked=tuple(each.counted.ref for each in asked),
        days=tuple(sorted({_day(each) for each in asked})),
        base=base,
        told=sums.told,
        unknown=max(0, base - sums.told),
        groups=tuple(
            beside((label,), people, sums.told, town) for label, people in sums.people.items()
        ),
        together=beside(tuple(sums.rest), sums.together, sums.told, town) if sums.rest else None,
        only_in_reference=town.without(list(sums.people)),
        source=town.source,
        done=town.done,
    )


def _summed(asked: Sequence[Asked]) -> Sums:
    """Add up what may be told, over all activities that asked it."""
    labels = list(dict.fromkeys(label for each in asked for label in each.people))
    table = [[each.people.get(label, 0) for label in labels] for each in asked]
    unsaid = {
        (row, labels.index(label))
        for row, each in enumerate(asked)
        for label in _small(each.people)
    }
    told = sums_told(table, unsaid)
    people = {label: sum(row[n] for row in table) for n, label in enumerate(labels)}
    rest = [label for n, label in enumerate(labels) if n not in told]
    together = sum(people[label] for label in rest)
    return Sums(
        sum(people.values()),
        {label: None if label in rest else n for label, n in people.items()},
        rest,
        together if rest and together >= FEWEST else None,
    )


def _remembered(asked: Sequence[Asked]) -> Sums | None:
    """Return what was kept of all of them when the taps were forgotten."""
    kept = (each.counted.activity.settings.get(OVER_ALL, {}) for each in asked)
    found = (each[asked[0].grouping.key] for each in kept if asked[0].grouping.key in each)
    return next((Sums(**each) for each in found), None)


def _small(people: Mapping[str, int]) -> list[str]:
    """Return the groups without a figure of their own, the same as on the evening's screen."""
    unsaid = hidden(list(people.values()))
    return [label for place, label in enumerate(people) if place in unsaid]


def beside(labels: tuple[str, ...], people: int | None, told: int, town: Reference) -> GroupFacts:
    """Put one group, or some together, beside the town."""
    percent = half_up(Fraction(100 * people, told), 1) if people is not None and told else None
    shares = [town.share(label) for label in labels]
    known = [share for share in shares if share is not None]
    reference = (
        half_up(sum(map(exact, known), Fraction()), 1)
        if known and len(known) == len(shares)
        else None
    )
    if percent is None or not reference:
        return GroupFacts(labels, people, percent, reference, None, None, under=False)
    ratio = exact(percent) / exact(reference)
    points = half_up(exact(percent) - exact(reference), 1)
    return GroupFacts(
        labels, people, percent, reference, points, half_up(ratio, 2), ratio < exact(FAIR)
    )


def _base(session: Session, asked: Sequence[Asked]) -> int:
    """Return how many were there: counted at the door, or joined when those are more."""
    workshops = {each.counted.activity.workshop for each in asked}
    return sum(
        max(each.present or 0, sum(joining.joined(session, each.id).values())) for each in workshops
    )


def _day(asked: Asked) -> str:
    return day_of(asked.counted.activity.workshop)


def turnouts(session: Session, counted: Sequence[Counted]) -> tuple[TurnoutFacts, ...]:
    """Return for each vote of how many people it speaks."""
    return tuple(
        _turnout(session, each)
        for each in counted
        if kind_of(each.activity.kind).collects == "ballot"
    )


def _turnout(session: Session, counted: Counted) -> TurnoutFacts:
    workshop = counted.activity.workshop
    printed = select(func.count()).where(Slip.workshop_id == workshop.id, Slip.state != "spoiled")
    return TurnoutFacts(
        activity=counted.ref,
        voted=counted.result.n,
        joined=sum(joining.joined(session, workshop.id).values()),
        present=workshop.present,
        slips=(session.scalar(printed) or 0) if counted.activity.asks_slips else 0,
    )
