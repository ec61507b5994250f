"""Weighing: the different people behind a requirement's evidence, and its strength."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from workshops import turnout
from workshops.backing import Answers, Backing, Counted, People, Words, back, ref
from workshops.findings import EvidenceFacts
from workshops.models import Evidence, Requirement
from workshops.requirements import STANDING, Strength, strength
from workshops.results import answers_of
from workshops.words import Sentence, mark, say

__all__ = ["Counted", "People", "Reach", "Weighed", "ref", "weigh", "weigh_all"]

COUNTS_THERE = mark("%(ref)s was merged into %(into)s, and counts there")
OTHER_SIDE = mark("%(ref)s was merged into %(into)s, which is counted on the other side")


@dataclass(frozen=True)
class Piece:
    """One piece of evidence that stands: who is behind it, and what it says."""

    people: People
    facts: EvidenceFacts


@dataclass(frozen=True)
class Fallen:
    """Evidence that stands no longer, or by other words, and why; `key` is that of its tick."""

    key: str
    why: Sentence


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
    moved: tuple[Fallen, ...] = ()  # stands, by what it was merged into


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
    standing, fallen, moved = _sorted_out(requirement, backing)
    pieces = [Piece(backing.behind(each), _facts(each, backing)) for each in standing]
    for piece in pieces:
        (contra if piece.facts.against else pro).update(piece.people)
    power = strength_of(pro, contra)
    facts = tuple(each.facts for each in pieces)
    return Weighed(
        letter=power.letter,
        why=power.why,
        reach=reach_of(pro),
        evidence=facts,
        pro=pro,
        contra=contra,
        pieces=tuple(pieces),
        fallen=tuple(fallen),
        moved=tuple(moved),
    )


def _sorted_out(
    requirement: Requirement, backing: Backing
) -> tuple[list[Evidence], list[Fallen], list[Fallen]]:
    """Return what stands, each lead once; what does not; and what stands by what it went into.

    A lead that is evidence itself stands on its own side: what was merged into it and ticked on
    the other side falls.
    """
    standing: list[Evidence] = []
    fallen: list[Fallen] = []
    moved: list[Fallen] = []
    sides: dict[int, bool] = {}
    for each in sorted(requirement.evidence, key=lambda each: _is_merged(each, backing)):
        gone = _fallen(each, backing)
        if gone is not None:
            fallen.append(gone)
            continue
        if each.contribution_id is None:
            standing.append(each)
            continue
        lead = backing.speaking(each.contribution_id)
        is_first = lead.id not in sides
        if sides.setdefault(lead.id, each.against) != each.against:
            fallen.append(_went(each.contribution_id, lead, backing, OTHER_SIDE))
            continue
        if lead.id != each.contribution_id:
            moved.append(_went(each.contribution_id, lead, backing, COUNTS_THERE))
        if is_first:
            standing.append(each)
    return standing, fallen, moved


def _is_merged(evidence: Evidence, backing: Backing) -> bool:
    key = evidence.contribution_id
    return key is not None and backing.said[key].lead is not None


def _went(contribution_id: int, lead: Words, backing: Backing, words: str) -> Fallen:
    number = backing.said[contribution_id].number
    why = say(words, ref=ref(backing.prefix, number), into=ref(backing.prefix, lead.number))
    return Fallen(f"said:{number}", why)


def strength_of(pro: People, contra: People) -> Strength:
    """Return the strength by the printed rule; a table counts as the people who sit at it."""
    reach = reach_of(pro)
    if reach.people == 1 and not any(reach.channels.values()):
        return Strength("D", say("One voice at least: how many people wrote is not known."))
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
    words = backing.speaking(evidence.contribution_id)
    if words.state in STANDING and words.activity_id in backing.counted:
        return None
    name = ref(backing.prefix, words.number)
    if words.state == "withdrawn":
        why = say("%(ref)s was taken back by its writer", ref=name)
    elif words.state in STANDING:
        why = say("%(ref)s belongs to an activity that is open again", ref=name)
    else:
        why = say("%(ref)s is not released any more", ref=name)
    return Fallen(f"said:{backing.said[evidence.contribution_id].number}", why)


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
        words = backing.speaking(evidence.contribution_id)
        name, hearts = ref(backing.prefix, words.number), len(backing.hearts(words))
        return EvidenceFacts(evidence.against, name, "", "", hearts, 0, tied=False)
    activity, bar = backing.counted[evidence.activity_id or 0].ref, backing.bar(evidence)
    if bar is None:
        raise KeyError(evidence.option)
    return EvidenceFacts(
        evidence.against, "", activity, bar.label, bar.value, bar.rank, tied=bar.tied
    )
