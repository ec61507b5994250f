"""Who took part and who did not: groups over all workshops, beside the figures of the town."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workshops import joining
from workshops.activities import KINDS, kind_of
from workshops.activities.kind import Grouping
from workshops.methods.suppression import FEWEST, hidden, sums_told
from workshops.models import Activity, Consultation, Slip
from workshops.reference import Reference, reference_of
from workshops.results import answers_of
from workshops.turnout import day_of
from workshops.weighing import Counted
from workshops.who_facts import GroupFacts, TurnoutFacts, WhoFacts

#: Below this part of its share in the town a group is called under-represented.
FAIR = 0.8


@dataclass(frozen=True)
class Asked:
    """A question as one activity asked it, with how many are in each group."""

    counted: Counted
    grouping: Grouping
    people: Mapping[str, int]  # by label


def who_came(
    session: Session, consultation: Consultation, counted: Sequence[Counted]
) -> tuple[WhoFacts, ...]:
    """Return a table for each question about people that was asked and is closed."""
    by_key: dict[str, list[Asked]] = {}
    for each in counted:
        for asked in _asked(session, each):
            by_key.setdefault(asked.grouping.key, []).append(asked)
    return tuple(
        _facts(session, some, reference_of(consultation, key)) for key, some in by_key.items()
    )


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
    labels = list(dict.fromkeys(label for each in asked for label in each.people))
    table = [[each.people.get(label, 0) for label in labels] for each in asked]
    unsaid = {
        (row, labels.index(label))
        for row, each in enumerate(asked)
        for label in _small(each.people)
    }
    sums = sums_told(table, unsaid)
    people = [sum(row[column] for row in table) for column in range(len(labels))]
    told = sum(people)
    rest = [column for column in range(len(labels)) if column not in sums]
    base = _base(session, asked)
    together = sum(people[column] for column in rest)
    return WhoFacts(
        key=asked[0].grouping.key,
        title=asked[0].grouping.title,
        asked=tuple(each.counted.ref for each in asked),
        days=tuple(sorted({_day(each) for each in asked})),
        base=base,
        told=told,
        unknown=max(0, base - told),
        groups=tuple(
            beside((label,), people[n] if n in sums else None, told, town)
            for n, label in enumerate(labels)
        ),
        together=beside(
            tuple(labels[n] for n in rest), together if together >= FEWEST else None, told, town
        )
        if rest
        else None,
        only_in_reference=town.without(labels),
        source=town.source,
        done=town.done,
    )


def _small(people: Mapping[str, int]) -> list[str]:
    """Return the groups without a figure of their own, the same as on the evening's screen."""
    unsaid = hidden(list(people.values()))
    return [label for place, label in enumerate(people) if place in unsaid]


def beside(labels: tuple[str, ...], people: int | None, told: int, town: Reference) -> GroupFacts:
    """Put one group, or some together, beside the town."""
    percent = round(100 * people / told, 1) if people is not None and told else None
    shares = [town.share(label) for label in labels]
    known = [share for share in shares if share is not None]
    reference = round(sum(known), 1) if known and len(known) == len(shares) else None
    if percent is None or not reference:
        return GroupFacts(labels, people, percent, reference, None, None, under=False)
    ratio = percent / reference
    points = round(percent - reference, 1)
    return GroupFacts(labels, people, percent, reference, points, round(ratio, 2), ratio < FAIR)


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
