"""Weighing: the different people behind a requirement's evidence, and its strength."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshops import turnout
from workshops.activities import kind_of
from workshops.activities.result import Result
from workshops.findings import EvidenceFacts
from workshops.models import (
    Activity,
    Attendee,
    Consultation,
    Contribution,
    Evidence,
    Requirement,
    Workshop,
)
from workshops.reactions import supporters
from workshops.requirements import STANDING, Strength, strength
from workshops.results import answers_of
from workshops.words import Sentence

#: attendee → (channel, people at the device, number of the workshop)
People = Mapping[int, tuple[str, int, int]]


@dataclass(frozen=True)
class Counted:
    """A closed activity with its reference and result."""

    ref: str
    activity: Activity
    result: Result


@dataclass(frozen=True)
class Reach:
    """How far some evidence reaches: different people, by channel, in which workshops."""

    people: int
    channels: Mapping[str, int]
    workshops: tuple[int, ...]


@dataclass(frozen=True)
class Weighed:
    """A requirement's evidence with what it adds up to; `pro` and `contra` are who is behind it."""

    letter: str
    why: Sentence
    reach: Reach
    evidence: tuple[EvidenceFacts, ...]
    pro: People
    contra: People


def weigh(session: Session, requirement: Requirement, counted: Sequence[Counted]) -> Weighed:
    """Count the different people behind the evidence: writers, hearts, voters for an option."""
    by_id = {each.activity.id: each for each in counted}
    pro: dict[int, tuple[str, int, int]] = {}
    contra: dict[int, tuple[str, int, int]] = {}
    facts = []
    for each in requirement.evidence:
        found = behind(session, each, by_id)
        if found is None:
            continue
        people, fact = found
        facts.append(fact)
        (contra if each.against else pro).update(people)
    power = strength_of(pro, contra)
    return Weighed(power.letter, power.why, reach_of(pro), tuple(facts), pro, contra)


def strength_of(pro: People, contra: People) -> Strength:
    """Return the strength by the printed rule; a table counts as the people who sit at it."""
    reach = reach_of(pro)
    against = reach_of(contra).people
    share = against / (reach.people + against) if against else 0.0
    return strength(reach.people, len(reach.workshops), len(reach.channels), share)


def reach_of(people: People) -> Reach:
    """Add up people, channels and workshops; voices of unknown number are one at least."""
    return Reach(
        max(sum(n for _, n, _ in people.values()), min(len(people), 1)),
        turnout.by_channel((channel, n) for channel, n, _ in people.values()),
        tuple(sorted({workshop for _, _, workshop in people.values()})),
    )


def without(people: People, *, channel: str = "", workshop: int = 0) -> People:
    """Return the people less those of a channel or of a workshop."""
    return {
        attendee: voice
        for attendee, voice in people.items()
        if voice[0] != channel and voice[2] != workshop
    }


def behind(
    session: Session, evidence: Evidence, counted: Mapping[int, Counted]
) -> tuple[People, EvidenceFacts] | None:
    """Return who is behind one piece of evidence, and what it says.

    None while it does not stand: words that are not released any more, a vote opened again.
    """
    if evidence.contribution_id is not None:
        row = session.get_one(Contribution, evidence.contribution_id)
        stands = row.state in STANDING and row.activity_id in counted
        return _behind_words(session, evidence, row) if stands else None
    each = counted.get(evidence.activity_id or 0)
    return _behind_option(session, evidence, each) if each is not None else None


def _behind_words(
    session: Session, evidence: Evidence, row: Contribution
) -> tuple[People, EvidenceFacts]:
    """Return the writer and everybody who gave the words a heart or agrees with them."""
    hearts = supporters(session, row.activity_id, row.number)
    prefix = session.get_one(Consultation, row.consultation_id).prefix
    fact = EvidenceFacts(
        evidence.against, ref(prefix, row.number), "", "", len(hearts), 0, tied=False
    )
    return _people(session, {row.attendee_id, *hearts}), fact


def _behind_option(
    session: Session, evidence: Evidence, each: Counted
) -> tuple[People, EvidenceFacts]:
    """Return everybody whose answer supports the option, be it a ballot or a note."""
    kind = kind_of(each.activity.kind)
    ids = {
        answer.attendee
        for answer in answers_of(session, each.activity)
        if kind.supports(dict(answer.payload), evidence.option)
    }
    bar = next((bar for bar in each.result.bars if bar.key == evidence.option), None)
    fact = EvidenceFacts(
        evidence.against,
        "",
        each.ref,
        bar.label if bar else "",
        bar.value if bar else 0,
        bar.rank if bar else 0,
        tied=bar.tied if bar else False,
    )
    return _people(session, ids), fact


def _people(session: Session, ids: Iterable[int]) -> People:
    rows = session.execute(
        select(Attendee.id, Attendee.channel, Attendee.people, Workshop.number)
        .join(Workshop, Workshop.id == Attendee.workshop_id)
        .where(Attendee.id.in_(ids))
    )
    return {attendee: (channel, people, number) for attendee, channel, people, number in rows}


def ref(prefix: str, number: int) -> str:
    """Return the public reference of a contribution: HAM-0142."""
    return f"{prefix}-{number:04d}"
