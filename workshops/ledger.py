"""The ledger: what became of each requirement, step by step. Steps are only ever added.

A mistake is corrected by one more step that says why; the newest says how it stands.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshops import clock, days, log, text
from workshops.design_facts import StepFacts
from workshops.models import Consultation, LedgerEntry, Requirement
from workshops.refusal import Refused
from workshops.words import mark

#: In the order in which they are usually reached; one of the last three ends it for now.
STATES = {
    "received": mark("received"),
    "grouped": mark("grouped"),
    "in_brief": mark("in the brief"),
    "in_design": mark("in the design"),
    "built": mark("built"),
    "changed": mark("changed"),
    "dropped": mark("dropped"),
}
ORDER = tuple(STATES)
ENDS = ("built", "changed", "dropped")
#: How a requirement stands that has no step yet: that it was written groups what it rests on.
FIRST = "grouped"
#: What the log says was done with the requirement.
VERBS = {state: f"noted {state}" for state in STATES}


def record(
    session: Session,
    requirement: Requirement,
    state: str,
    *,
    on: str = "",
    by: str = "",
    why: str = "",
    saved: str = "",
) -> LedgerEntry:
    """Add a step. `on` is an ISO 8601 date, today when empty; `by` is an office.

    An end names the office. Dropping, changing, going back, saying the same again and going on
    after an end all need a reason.
    """
    by, why, saved = text.clean(by, 80), text.clean(why, 300), text.clean(saved, 120)
    consultation = session.get_one(Consultation, requirement.consultation_id)
    _refuse(state, stands(steps_of(session, requirement)), by, why)
    if requirement.draft:
        raise Refused("R%(n)s is a draft. Take it over first.", n=requirement.number)
    entry = LedgerEntry(
        requirement_id=requirement.id,
        state=state,
        on=_day(on, today(consultation)),
        by=by,
        why=why,
        saved=saved,
        created_at=clock.now(),
    )
    session.add(entry)
    session.flush()
    subject = f"R{requirement.number}"
    log.note(session, consultation.id, "planner", VERBS[state], subject, reason=why, by=by)
    return entry


def _refuse(state: str, before: str, by: str, why: str) -> None:
    if state not in STATES:
        raise Refused("Choose one of the steps offered.")
    if state in ENDS and not by:
        raise Refused("Name the office that decided it.")
    if state in ("changed", "dropped") and not why:
        raise Refused("Say why. People will read it.")
    goes_on = ORDER.index(state) > ORDER.index(before) and before not in ENDS
    if not goes_on and (before, state) != (FIRST, FIRST) and not why:
        raise Refused(
            "Nothing is erased here. Say why it goes back, is said again or goes on: "
            "the step before stays."
        )


def _day(written: str, latest: date) -> date:
    day = days.read(written) or latest
    if day > latest:
        raise Refused("The ledger says what has happened. Choose a day up to today.")
    return day


def today(consultation: Consultation) -> date:
    """Return the day where the square is."""
    return clock.now().astimezone(ZoneInfo(consultation.time_zone)).date()


def put_in_brief(session: Session, consultation: Consultation, by: str = "") -> int:
    """Note for every requirement that has not come so far that it is in the brief; how many."""
    known = steps_in(session, consultation)
    rows = session.scalars(
        select(Requirement)
        .where(Requirement.consultation_id == consultation.id, Requirement.draft.is_(False))
        .order_by(Requirement.number)
    ).all()
    early = [each for each in rows if stands(known.get(each.number, ())) in ORDER[:2]]
    for each in early:
        record(session, each, "in_brief", by=by)
    return len(early)


def stands(steps: Sequence[StepFacts]) -> str:
    """Return how a requirement stands: the state of its newest step."""
    return steps[-1].state if steps else FIRST


def steps_of(session: Session, requirement: Requirement) -> tuple[StepFacts, ...]:
    """Return the steps of a requirement in the order they were noted."""
    rows = session.scalars(
        select(LedgerEntry)
        .where(LedgerEntry.requirement_id == requirement.id)
        .order_by(LedgerEntry.id)
    )
    return tuple(_facts(row) for row in rows)


def steps_in(session: Session, consultation: Consultation) -> Mapping[int, tuple[StepFacts, ...]]:
    """Return the steps of all requirements by number; those without any are left out."""
    rows = session.execute(
        select(Requirement.number, LedgerEntry)
        .join(LedgerEntry, LedgerEntry.requirement_id == Requirement.id)
        .where(Requirement.consultation_id == consultation.id)
        .order_by(LedgerEntry.id)
    )
    found: dict[int, tuple[StepFacts, ...]] = {}
    for number, row in rows:
        found[number] = (*found.get(number, ()), _facts(row))
    return found


def _facts(row: LedgerEntry) -> StepFacts:
    return StepFacts(row.state, row.on.isoformat(), row.by, row.why, row.saved)
