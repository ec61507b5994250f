"""Weighing: the different people behind a requirement's evidence, and its strength."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshops import answers
from workshops.activities import kind_of
from workshops.activities.result import Result
from workshops.findings import EvidenceFacts
from workshops.models import (
    Activity,
    Attendee,
    Ballot,
    Consultation,
    Contribution,
    Evidence,
    Requirement,
    Workshop,
)
from workshops.requirements import strength
from workshops.words import Sentence

#: attendee → (channel, people at the device, number of the workshop)
People = dict[int, tuple[str, int, int]]


@dataclass(frozen=True)
class Counted:
    """A closed activity with its reference and result."""

    ref: str
    activity: Activity
    result: Result


@dataclass(frozen=True)
class Weighed:
    """A requirement's evidence with what it adds up to."""

    letter: str
    why: Sentence
    people: int
    workshops: tuple[int, ...]
    channels: Mapping[str, int]
    evidence: tuple[EvidenceFacts, ...]


def weigh(session: Session, requirement: Requirement, counted: Sequence[Counted]) -> Weighed:
    """Count the different people behind the evidence: writers, hearts, voters for an option."""
    by_id = {each.activity.id: each for each in counted}
    behind: People = {}
    against: set[int] = set()
    evidence = []
    for each in requirement.evidence:
        people, facts = _behind(session, each, by_id)
        evidence.append(facts)
        if each.against:
            against |= set(people)
        else:
            behind |= people
    n = sum(people for _, people, _ in behind.values())
    workshops = tuple(sorted({workshop for _, _, workshop in behind.values()}))
    channels = answers.by_channel((channel, people) for channel, people, _ in behind.values())
    share = len(against) / (len(behind) + len(against)) if against else 0.0
    found = strength(n, len(workshops), len(channels), share)
    return Weighed(found.letter, found.why, n, workshops, channels, tuple(evidence))


def _behind(
    session: Session, evidence: Evidence, counted: Mapping[int, Counted]
) -> tuple[People, EvidenceFacts]:
    """Return attendee → (channel, people, workshop) behind one piece of evidence."""
    if evidence.contribution_id is not None:
        row = session.get_one(Contribution, evidence.contribution_id)
        voters = select(Ballot.attendee_id).where(
            Ballot.activity_id == row.activity_id, Ballot.slot == f"heart:{row.number}"
        )
        ids = {row.attendee_id, *session.scalars(voters)}
        facts = EvidenceFacts(
            evidence.against, _ref_of(session, row), "", "", len(ids) - 1, 0, tied=False
        )
        return _people(session, ids), facts
    each = counted.get(evidence.activity_id)
    if each is None:
        return {}, EvidenceFacts(evidence.against, "", "", evidence.option or "", 0, 0, tied=False)
    bar = next((bar for bar in each.result.bars if bar.key == evidence.option), None)
    ballots = session.execute(
        select(Ballot.attendee_id, Ballot.payload).where(Ballot.activity_id == each.activity.id)
    )
    kind = kind_of(each.activity.kind)
    ids = {attendee for attendee, payload in ballots if kind.supports(payload, evidence.option)}
    facts = EvidenceFacts(
        evidence.against,
        "",
        each.ref,
        bar.label if bar else "",
        bar.value if bar else 0,
        bar.rank if bar else 0,
        tied=bar.tied if bar else False,
    )
    return _people(session, ids), facts


def _people(session: Session, ids: set[int]) -> People:
    rows = session.execute(
        select(Attendee.id, Attendee.channel, Attendee.people, Workshop.number)
        .join(Workshop, Workshop.id == Attendee.workshop_id)
        .where(Attendee.id.in_(ids))
    )
    return {attendee: (channel, people, number) for attendee, channel, people, number in rows}


def _ref_of(session: Session, row: Contribution) -> str:
    return ref(session.get_one(Consultation, row.consultation_id).prefix, row.number)


def ref(prefix: str, number: int) -> str:
    """Return the public reference of a contribution: HAM-0142."""
    return f"{prefix}-{number:04d}"
