"""Weighing: the different people behind a requirement's evidence, and its strength."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from workshops import turnout
from workshops.backing import Answers, Backing, Counted, People, back, ref
from workshops.findings import EvidenceFacts
from workshops.models import Evidence, Requirement
from workshops.requirements import STANDING, Strength, strength
from workshops.results import answers_of
from workshops.words import Sentence, say

__all__ = ["Counted", "People", "Reach", "Weighed", "ref", "weigh", "weigh_all"]


@dataclass(frozen=True)
class Piece:
    """One piece of evidence that stands: who is behind it, and what it says."""

    people: People
    facts: EvidenceFacts


@dataclass(frozen=True)
class Fallen:
    """Evidence that stands no longer, and why; `said` or `line` is what a tick calls it.

    `instead` is the number of what it was merged into.
    """

    key: str
    why: Sentence
    instead: int | None = None


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
    pieces: tuple[Piece, ...] = ()
    fallen: tuple[Fallen, ...] = ()


def weigh(session: Session, requirement: Requirement, counted: Sequence[Counted]) -> Weighed:
    """Count the different people behind the evidence: writers, hearts, voters for an option."""
    return weigh_all(session, [requirement], counted)[0]


def weigh_all(
    session: Session,
    requirements: Sequence[Requirement],
    counted: Sequence[Counted],
    answers: Answers = answers_of,
) -> list[Weighed]:
    """Weigh several at once; what stands no longer counts for nothing and is told.

    Who has the answers of activities at hand reads them by `answers`.
    """
    backing = back(session, requirements, counted, answers)
    return [_weigh(each, backing) for each in requirements]


def _weigh(requirement: Requirement, backing: Backing) -> Weighed:
    pro: dict[int, tuple[str, int, int]] = {}
    contra: dict[int, tuple[str, int, int]] = {}
    pieces, fallen = [], []
    for each in requirement.evidence:
        gone = _fallen(each, backing)
        if gone is not None:
            fallen.append(gone)
            continue
        piece = Piece(backing.behind(each), _facts(each, backing))
        pieces.append(piece)
        (contra if each.against else pro).update(piece.people)
    power = strength_of(pro, contra)
    facts = tuple(each.facts for each in pieces)
    return Weighed(
        power.letter, power.why, reach_of(pro), facts, pro, contra, tuple(pieces), tuple(fallen)
    )


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


def _fallen(evidence: Evidence, backing: Backing) -> Fallen | None:
    """Say why evidence stands no longer; None while it does."""
    if evidence.contribution_id is None:
        return _line_fallen(evidence, backing)
    words = backing.said[evidence.contribution_id]
    if words.state in STANDING and words.activity_id in backing.counted:
        return None
    name = ref(backing.prefix, words.number)
    if words.state == "merged" and words.into is not None:
        why = say(
            "%(ref)s was merged into %(into)s", ref=name, into=ref(backing.prefix, words.into)
        )
    elif words.state == "withdrawn":
        why = say("%(ref)s was taken back by its writer", ref=name)
    elif words.state in STANDING:
        why = say("%(ref)s belongs to an activity that is open again", ref=name)
    else:
        why = say("%(ref)s is not released any more", ref=name)
    return Fallen(f"said:{words.number}", why, words.into)


def _line_fallen(evidence: Evidence, backing: Backing) -> Fallen | None:
    each = backing.counted.get(evidence.activity_id or 0)
    if each is None:
        why = say("A vote it rests on is open again, or not shown")
        return Fallen(f"activity:{evidence.activity_id}:{evidence.option}", why)
    if backing.bar(evidence) is None:
        why = say("%(activity)s has no such line any more", activity=each.ref)
        return Fallen(f"line:{each.ref}:{evidence.option}", why)
    return None


def _facts(evidence: Evidence, backing: Backing) -> EvidenceFacts:
    """Return what one piece of evidence says."""
    if evidence.contribution_id is not None:
        words = backing.said[evidence.contribution_id]
        name, hearts = ref(backing.prefix, words.number), len(backing.hearts(words))
        return EvidenceFacts(evidence.against, name, "", "", hearts, 0, tied=False)
    activity, bar = backing.counted[evidence.activity_id or 0].ref, backing.bar(evidence)
    if bar is None:
        raise KeyError(evidence.option)
    return EvidenceFacts(
        evidence.against, "", activity, bar.label, bar.value, bar.rank, tied=bar.tied
    )
