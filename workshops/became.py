"""What became of what people said: it follows from the requirements that rest on it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshops.design_facts import StepFacts
from workshops.findings import ContributionFacts, Findings, RequirementFacts
from workshops.ledger import ENDS, ORDER, stands
from workshops.models import Contribution, Evidence, LedgerEntry, Requirement
from workshops.words import Sentence, mark, say

#: What counts as an answer to the people who asked.
DONE = ("in_design", "built", "changed")
ANSWERED = (*DONE, "dropped")
#: Of several requirements the best counts; dropped is only what all of them dropped.
BEST_FIRST = ("built", "changed", "in_design", "in_brief", "grouped", "received", "dropped")


@dataclass(frozen=True)
class Became:
    """The public state of a contribution: a key of ledger.STATES, and where it comes from.

    `requirement` is 0 while no requirement rests on it.
    """

    state: str
    requirement: int = 0
    step: StepFacts | None = None

    @property
    def answered(self) -> bool:
        """Whether the people who asked have an answer."""
        return self.state in ANSWERED


@dataclass(frozen=True)
class Answered:
    """A requirement that was answered: the step that says how, and who asked."""

    requirement: RequirementFacts
    step: StepFacts
    refs: tuple[str, ...]


@dataclass(frozen=True)
class Answers:
    """You said, we did, or could not, because. `waiting` are requirements without an answer.

    `unanswered` are the references of all that was said and has no answer yet; `unheard` those
    among them that no requirement rests on.
    """

    did: tuple[Answered, ...]
    could_not: tuple[Answered, ...]
    waiting: tuple[RequirementFacts, ...]
    unanswered: tuple[str, ...]
    unheard: tuple[str, ...]


RECEIVED = Became("received")
#: It stands with others that say the same; no requirement rests on them.
GROUPED = Became("grouped")
TOLD = {
    "grouped": mark("Your idea counts in requirement R%(n)s."),
    "in_brief": mark("Your idea is in the brief, in R%(n)s."),
    "in_design": mark("Your idea is in the design."),
    "built": mark("Your idea is built."),
    "changed": mark("Your idea was built in another way: %(why)s"),
    "dropped": mark("Your idea could not be done: %(why)s"),
}


def state_of(said: ContributionFacts, findings: Findings) -> Became:
    """Return the public state of a contribution; for many, `states_of` is quicker."""
    return states_of(findings)[said.ref]


def states_of(findings: Findings) -> Mapping[str, Became]:
    """Return the public state of every contribution, by reference.

    What was merged shares the state of what it went into. A contribution that only speaks
    against requirements was weighed there: it is grouped, and so is what says the same as others.
    """
    found: dict[str, list[Became]] = {}
    for requirement in findings.requirements:
        for each in requirement.evidence:
            if each.contribution:
                made = _became(requirement.number, requirement.ledger, against=each.against)
                found.setdefault(each.contribution, []).append(made)
    into = {each.ref: each.merged_into for each in findings.contributions}
    together = set(into.values()) | {ref for ref, lead in into.items() if lead}
    return {
        ref: best(_with_merged(ref, into, found), GROUPED if ref in together else RECEIVED)
        for ref in into
    }


def _with_merged(
    ref: str, into: Mapping[str, str], found: Mapping[str, Sequence[Became]]
) -> Iterable[Became]:
    seen: set[str] = set()
    while ref and ref not in seen:
        yield from found.get(ref, ())
        seen.add(ref)
        ref = into.get(ref, "")


def _became(number: int, steps: Sequence[StepFacts], *, against: bool) -> Became:
    if against:
        return Became("grouped", number)
    return Became(stands(steps), number, steps[-1] if steps else None)


def best(found: Iterable[Became], otherwise: Became = RECEIVED) -> Became:
    """Return the best of several states, of equals that of the first requirement."""
    ranked = sorted(found, key=lambda each: (BEST_FIRST.index(each.state), each.requirement))
    return ranked[0] if ranked else otherwise


def answers_in(findings: Findings) -> Answers:
    """Return what the brief tells people: what was done, what could not be, and what waits."""
    states = states_of(findings)
    ended = [_answered(each) for each in findings.requirements if _is_answered(each)]
    open_ = tuple(ref for ref, each in states.items() if not each.answered)
    return Answers(
        did=tuple(each for each in ended if each.step.state in DONE),
        could_not=tuple(each for each in ended if each.step.state == "dropped"),
        waiting=tuple(each for each in findings.requirements if not _is_answered(each)),
        unanswered=open_,
        unheard=tuple(ref for ref in open_ if not states[ref].requirement),
    )


def _is_answered(requirement: RequirementFacts) -> bool:
    return stands(requirement.ledger) in ANSWERED


def _answered(requirement: RequirementFacts) -> Answered:
    refs = [each.contribution for each in requirement.evidence if not each.against]
    return Answered(requirement, requirement.ledger[-1], tuple(ref for ref in refs if ref))


def told(became: Became) -> Sentence | None:
    """Say to the person who wrote it what became of it; nothing before a requirement has it."""
    if not became.requirement:
        return None
    why = became.step.why if became.step else ""
    words = TOLD.get(became.state)
    return say(words, n=became.requirement, why=why) if words else None


def became_of(session: Session, contributions: Sequence[int]) -> dict[int, Became]:
    """Return the states of contributions by id, as far as a requirement rests on them.

    One that rests on what was merged with them rests on them.
    """
    if not contributions:
        return {}
    lead = _leads(session, contributions)
    rows = session.execute(
        select(Evidence.contribution_id, Evidence.against, Requirement.id, Requirement.number)
        .join(Requirement, Requirement.id == Evidence.requirement_id)
        .where(Evidence.contribution_id.in_(list(lead)), Requirement.draft.is_(False))
    ).all()
    steps = _newest(session, {row.id for row in rows})
    found: dict[int, list[Became]] = {}
    for said, against, requirement, number in rows:
        last = steps.get(requirement)
        made = _became(number, (last,) if last else (), against=against)
        found.setdefault(lead[said or 0], []).append(made)
    some = {each: found.get(lead[each], ()) for each in contributions if each in lead}
    return {each: best(states) for each, states in some.items() if states}


def _leads(session: Session, contributions: Sequence[int]) -> Mapping[int, int]:
    """Return the leads of contributions and of all that stands with them, by id."""
    columns = (Contribution.id, Contribution.merged_into_id)
    asked = session.execute(
        select(*columns, Contribution.activity_id).where(Contribution.id.in_(contributions))
    ).all()
    lead = {row.id: row.merged_into_id or row.id for row in asked}
    lead |= {each: each for each in lead.values()}
    beside = session.execute(
        select(*columns).where(
            Contribution.activity_id.in_({row.activity_id for row in asked}),
            Contribution.state == "merged",
            Contribution.merged_into_id.in_(list(lead)),
        )
    )
    return lead | dict(beside.all())


def _newest(session: Session, requirements: Iterable[int]) -> Mapping[int, StepFacts]:
    rows = session.scalars(
        select(LedgerEntry)
        .where(LedgerEntry.requirement_id.in_(requirements))
        .order_by(LedgerEntry.id)
    )
    return {
        row.requirement_id: StepFacts(row.state, row.on.isoformat(), row.by, row.why, row.saved)
        for row in rows
    }


def counts_of(findings: Findings) -> Mapping[str, int]:
    """Return how many requirements stand where, in the order of the ledger; without zeros."""
    found = [stands(each.ledger) for each in findings.requirements]
    return {state: found.count(state) for state in ORDER if state in found}


def has_ended(requirement: RequirementFacts) -> bool:
    """Whether it is built, changed or dropped, for now."""
    return stands(requirement.ledger) in ENDS
