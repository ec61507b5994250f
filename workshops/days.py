"""Days as people type them, and as every file tells them: ISO 8601, "" for none."""

from datetime import date

from workshops import text
from workshops.refusal import Refused

#: Nothing that is written down here happens outside.
FIRST_YEAR, LAST_YEAR = 1900, 2199


def told(day: date | None) -> str:
    """Return a day as every file tells it."""
    return day.isoformat() if day else ""


def read(written: str) -> date | None:
    """Read a day that somebody typed; refuses what is none."""
    if not written.strip():
        return None
    day = _parse(written)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Refused("%(day)s is too far from today. Look at the year.", day=told(day))
    return day


def _parse(written: str) -> date:
    try:
        return date.fromisoformat(written.strip())
    except ValueError as fault:
        raise Refused(
            "“%(day)s” is not a date. Write it as 2027-01-15.", day=text.clean(written, 20)
        ) from fault
