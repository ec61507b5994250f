"""Days as people type them, and as every file tells them: ISO 8601, "" for none."""

from datetime import date

from workshops import text
from workshops.refusal import Refused


def told(day: date | None) -> str:
    """Return a day as every file tells it."""
    return day.isoformat() if day else ""


def read(written: str) -> date | None:
    """Read a day that somebody typed; refuses what is none."""
    if not written.strip():
        return None
    try:
        return date.fromisoformat(written.strip())
    except ValueError as fault:
        raise Refused(
            "“%(day)s” is not a date. Write it as 2027-01-15.", day=text.clean(written, 20)
        ) from fault
