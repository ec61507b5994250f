"""Merging: what says the same stands under one lead. Nothing is deleted, nobody counted twice.

What was merged keeps its number, words, channel and writer, and points to the lead. A lead is
always released and never merged itself. Each act is one line of the log with the state before
it, by public number, so that it can be undone exactly.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshops import clock, log, news
from workshops.activities import kind_of
from workshops.leads import parts_of
from workshops.models import Activity, Contribution, LogEntry
from workshops.refusal import Refused

MERGED, APART, HANDED_ON = "merged", "taken apart", "handed on"
#: Lines of the log about more than one contribution.
VERBS = (MERGED, APART)
#: What is in another state is decided on first.
MERGEABLE = ("held", "released")
#: contribution number, as text → its state and the number of its lead, 0 for none
Before = Mapping[str, Mapping[str, Any]]


def merge(
    session: Session, lead: Contribution, others: Iterable[Contribution], who: str = "desk"
) -> None:
    """Let others stand under a lead, with all that stood under them; what waits is released.

    Refused is what answers another question, is not to be seen, stands elsewhere already, or is
    a line of a vote.
    """
    lead, *parts = _locked(session, lead, others)
    if not parts:
        raise Refused("Choose two or more that say the same.")
    if not merges(session, lead):
        raise Refused("Answers to this question stand by themselves.")
    for each in (lead, *parts):
        _must_be_mergeable(session, each, lead)
    for each in parts:
        _must_be_in_no_vote(session, each)
    moved = [below for each in parts for below in (each, *parts_of(session, each))]
    moved.sort(key=lambda each: each.number)
    before = _before(session, (lead, *moved))
    _release(lead)
    for each in moved:
        each.state, each.merged_into_id = "merged", lead.id
    _record(session, who, MERGED, lead, moved, before)


def take_apart(session: Session, part: Contribution, who: str = "desk") -> None:
    """Let a merged contribution stand by itself again, as before; what came with it stays so."""
    _locked(session, part, ())
    lead = lead_of(session, part)
    if lead is None:
        raise Refused("No. %(number)s stands by itself already.", number=part.number)
    came = _came_with(session, part)
    before = _before(session, (part, *came))
    part.state = "held" if part.released_at is None else "released"
    part.merged_into_id = None
    if came:
        _release(part)
    for each in came:
        each.merged_into_id = part.id
    _record(session, who, APART, lead, [part, *came], before)


def merges(session: Session, contribution: Contribution) -> bool:
    """Whether the kind of activity it belongs to has contributions merged."""
    return kind_of(session.get_one(Activity, contribution.activity_id).kind).merges


def lead_of(session: Session, part: Contribution) -> Contribution | None:
    """Return what a contribution was merged into; None while it stands by itself."""
    if part.state != "merged" or part.merged_into_id is None:
        return None
    return session.get_one(Contribution, part.merged_into_id)


def must_stand_by_itself(session: Session, contribution: Contribution) -> None:
    """Refuse what was merged, and what others were merged into: take them apart first."""
    lead = lead_of(session, contribution)
    if lead is not None:
        raise Refused(
            "No. %(number)s stands together with no. %(lead)s. Take it apart first.",
            number=contribution.number,
            lead=lead.number,
        )
    if parts_of(session, contribution):
        raise Refused(
            "No. %(number)s stands for others too. Take them apart first.",
            number=contribution.number,
        )


def hand_on(session: Session, lead: Contribution) -> None:
    """Make the first of what stands under a lead the next lead: its writer takes it back."""
    parts = parts_of(session, lead)
    if not parts:
        return
    heir, *others = parts
    heir.merged_into_id = None
    _release(heir)
    for each in others:
        each.merged_into_id = heir.id
    _record(session, "torg", HANDED_ON, heir, parts)


def undo(session: Session, entry: LogEntry, who: str = "desk") -> None:
    """Give all that one line of the log is about the state from before it.

    What its writer took back stays so; what would stand under something that is not shown now
    stands where it is.
    """
    rows = _by_number(session, entry.consultation_id, [int(n) for n in entry.details["before"]])
    told = {rows[int(n)]: each for n, each in entry.details["before"].items() if int(n) in rows}
    there = {row: each for row, each in told.items() if row.state != "withdrawn"}
    for row, each in there.items():
        if each["state"] != "merged":
            _stand_alone(row, each["state"])
    session.flush()
    for row, each in there.items():
        lead = _by_number(session, entry.consultation_id, [each["into"]]).get(each["into"])
        if each["state"] == "merged" and lead is not None and lead.state == "released":
            row.state, row.merged_into_id = "merged", lead.id
    log.note(session, entry.consultation_id, who, "undid", entry.subject, undid=entry.id)
    _tell(session, told)


def _locked(
    session: Session, first: Contribution, others: Iterable[Contribution]
) -> list[Contribution]:
    """Return them as they stand now, each once, and hold them till the commit."""
    wanted = list(dict.fromkeys((first, *others)))
    ids = sorted(each.id for each in wanted)
    held = select(Contribution).where(Contribution.id.in_(ids)).order_by(Contribution.id)
    session.scalars(held.with_for_update().execution_options(populate_existing=True)).all()
    return wanted


def _must_be_mergeable(session: Session, each: Contribution, lead: Contribution) -> None:
    if each.activity_id != lead.activity_id:
        raise Refused(
            "No. %(number)s answers another question than no. %(lead)s.",
            number=each.number,
            lead=lead.number,
        )
    over = lead_of(session, each)
    if over is not None:
        raise Refused(
            "No. %(number)s stands together with no. %(lead)s already.",
            number=each.number,
            lead=over.number,
        )
    if each.state == "withdrawn":
        raise Refused("No. %(number)s was taken back by its writer.", number=each.number)
    if each.state == "returned":
        raise Refused("No. %(number)s went back to its writer.", number=each.number)
    if each.state not in MERGEABLE:
        raise Refused("No. %(number)s is hidden. Release it first.", number=each.number)


def _must_be_in_no_vote(session: Session, part: Contribution) -> None:
    """Refuse a line of a vote that was opened: what was voted on stays as it was."""
    consultation = session.get_one(Activity, part.activity_id).workshop.consultation
    for workshop in consultation.workshops:
        for activity in workshop.activities:
            taken = kind_of(activity.kind).taken(activity.settings)
            if activity.state != "draft" and part.number in taken:
                raise Refused(
                    "No. %(number)s is a line of the vote “%(title)s”: let it lead the others.",
                    number=part.number,
                    title=activity.title,
                )


def _release(lead: Contribution) -> None:
    lead.state, lead.reason = "released", ""
    lead.released_at = lead.released_at or clock.now()


def _stand_alone(row: Contribution, state: str) -> None:
    row.state, row.merged_into_id = state, None
    row.released_at = None if state == "held" else row.released_at or clock.now()


def _before(session: Session, rows: Sequence[Contribution]) -> dict[str, dict[str, Any]]:
    """Return how these stand now, by number."""
    found = {}
    for row in rows:
        lead = lead_of(session, row)
        found[str(row.number)] = {"state": row.state, "into": lead.number if lead else 0}
    return found


def _came_with(session: Session, part: Contribution) -> list[Contribution]:
    """Return what stood under it before it was merged, as far as it stands with it still."""
    lines = session.scalars(
        select(LogEntry)
        .where(LogEntry.consultation_id == part.consultation_id, LogEntry.verb == MERGED)
        .order_by(LogEntry.id.desc())
    )
    line = next((each for each in lines if _moved(each, part.number)), None)
    if line is None:
        return []
    below = [int(n) for n, it in line.details["before"].items() if it["into"] == part.number]
    found = _by_number(session, part.consultation_id, below).values()
    return [each for each in found if each.merged_into_id == part.merged_into_id]


def _moved(line: LogEntry, number: int) -> bool:
    """Whether that line merged the contribution when it stood by itself."""
    was = line.details["before"].get(str(number))
    return was is not None and was["state"] != "merged" and line.subject != str(number)


def _by_number(
    session: Session, consultation_id: int, numbers: Sequence[int]
) -> dict[int, Contribution]:
    rows = session.scalars(
        select(Contribution)
        .where(Contribution.consultation_id == consultation_id, Contribution.number.in_(numbers))
        .order_by(Contribution.number)
    )
    return {row.number: row for row in rows}


def _record(
    session: Session,
    who: str,
    verb: str,
    lead: Contribution,
    moved: Sequence[Contribution],
    before: Before | None = None,
) -> None:
    """Write one line about all of them; screens, desks and their writers look again."""
    session.flush()
    numbers = ", ".join(str(each.number) for each in moved)
    undone = {"before": before} if before else {}
    log.note(session, lead.consultation_id, who, verb, str(lead.number), reason=numbers, **undone)
    _tell(session, (lead, *moved))


def _tell(session: Session, rows: Iterable[Contribution]) -> None:
    for row in rows:
        activity = session.get_one(Activity, row.activity_id)
        news.tell(session, activity.workshop_id, "answers", activity.id)
        news.tell(session, activity.workshop_id, "writer", attendee_id=row.attendee_id)
