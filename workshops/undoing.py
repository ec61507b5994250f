"""Undo: take back the last thing done in a workshop, on the stage or in moderation."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, String, cast, or_, select
from sqlalchemy.orm import Session

from workshops import log, merging, moderation, stage
from workshops.models import Activity, Contribution, LogEntry, Workshop
from workshops.refusal import Refused

#: How far back one may go.
MOST = 100


def last_done(session: Session, workshop: Workshop) -> LogEntry | None:
    """Return the last step of a workshop, or fate of one of its contributions, not yet undone."""
    arrived = log.arrived(session, workshop.consultation_id)
    found = [entry for entry in entries(session, workshop, MOST) if entry.id > arrived]
    undone = {entry.details.get("undid") for entry in found}
    return next(
        (entry for entry in found if "before" in entry.details and entry.id not in undone), None
    )


def entries(session: Session, workshop: Workshop, most: int) -> Sequence[LogEntry]:
    """Return the last lines of the log about a workshop, the newest first."""
    return session.scalars(
        select(LogEntry)
        .where(LogEntry.consultation_id == workshop.consultation_id, _is_of(workshop))
        .order_by(LogEntry.id.desc())
        .limit(most)
    ).all()


def _is_of(workshop: Workshop) -> ColumnElement[bool]:
    """Lines about the stage of a workshop, or about something said in it, by its number."""
    said = (
        select(cast(Contribution.number, String))
        .join(Activity, Activity.id == Contribution.activity_id)
        .where(Activity.workshop_id == workshop.id)
    )
    return or_(LogEntry.subject == f"workshop {workshop.number}", LogEntry.subject.in_(said))


def undo(session: Session, workshop: Workshop, who: str = "desk") -> None:
    """Take back the last thing done. No answer is lost."""
    entry = last_done(session, workshop)
    if entry is None:
        raise Refused("There is nothing to undo.")
    if is_step(entry):
        stage.undo(session, workshop, who)
    elif entry.verb in merging.VERBS:
        merging.undo(session, entry, who)
    else:
        moderation.undo(session, entry, who)


def is_step(entry: LogEntry) -> bool:
    """Whether a line of the log is a step on the stage; else it is about a contribution."""
    return not entry.subject.isdecimal()
