"""The append-only log: who did what, when and why; each line hashed over the one before."""

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workshops import clock
from workshops.models import Consultation, LogEntry

FIRST = "0" * 64
#: Said when a consultation arrives from another machine. It is no part of what came of it.
TOOK_IN = "took in"


def note(
    session: Session, consultation_id: int, who: str, verb: str, subject: str, **details: Any
) -> LogEntry:
    """Append a line. `who` is a role, `subject` names the thing: "147", "workshop 2"."""
    # Held, so that no other server appends to the same line.
    held = select(Consultation.id).where(Consultation.id == consultation_id)
    session.execute(held.with_for_update(key_share=True))
    previous = session.scalars(
        select(LogEntry.hash)
        .where(LogEntry.consultation_id == consultation_id)
        .order_by(LogEntry.id.desc())
        .limit(1)
    ).first()
    entry = LogEntry(
        consultation_id=consultation_id,
        at=clock.now(),
        who=who,
        verb=verb,
        subject=subject,
        details=details,
    )
    entry.hash = line_hash(previous or FIRST, entry.at, who, verb, subject, details)
    session.add(entry)
    session.flush()
    return entry


def line_hash(
    previous: str, at: datetime, who: str, verb: str, subject: str, details: dict[str, Any]
) -> str:
    """Return the SHA-256 of a line over the hash of the line before."""
    line = json.dumps([previous, at.isoformat(), who, verb, subject, details], sort_keys=True)
    return hashlib.sha256(line.encode("utf-8", "surrogatepass")).hexdigest()


def arrived(session: Session, consultation_id: int) -> int:
    """Return the id of the line at which it came from another machine; 0 when it began here.

    Lines before speak of ids there: nothing of them can be undone here.
    """
    lines = select(func.max(LogEntry.id)).where(
        LogEntry.consultation_id == consultation_id, LogEntry.verb == TOOK_IN
    )
    return session.scalar(lines) or 0


def broken_at(entries: list[LogEntry]) -> LogEntry | None:
    """Return the first line that does not follow from the line before; None when all do."""
    previous = FIRST
    for entry in entries:
        expected = line_hash(
            previous, entry.at, entry.who, entry.verb, entry.subject, entry.details
        )
        if entry.hash != expected:
            return entry
        previous = entry.hash
    return None
