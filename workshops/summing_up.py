"""What planners write on the first page of the brief: conflicts, what is open, who decides when."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from workshops import days, log, text
from workshops.clash import merged
from workshops.models import Consultation
from workshops.refusal import Refused

#: Written one a line.
LINES = ("conflicts", "not_settled", "next_steps")
WORDS = ("decision", "decided_by")
DAYS = ("decide_on", "answer_by")
MOST_LINES = 12


def values_of(consultation: Consultation) -> dict[str, str]:
    """Return what is written, as a form holds it."""
    lines = {name: "\n".join(getattr(consultation, name)) for name in LINES}
    words = {name: getattr(consultation, name) for name in WORDS}
    typed = {name: days.told(getattr(consultation, name)) for name in DAYS}
    return lines | words | typed


def change(
    session: Session,
    consultation: Consultation,
    fields: Mapping[str, str],
    was: Mapping[str, str] | None = None,
) -> None:
    """Change the summary; `was` is what the planner's page showed, lest work be lost."""
    before = values_of(consultation)
    wanted = merged(consultation.name, before, fields, was or {})
    read = {name: days.read(wanted[name]) for name in DAYS}
    for name in LINES:
        setattr(consultation, name, _lines(wanted[name]))
    for name in WORDS:
        setattr(consultation, name, text.clean(wanted[name], 300))
    for name, day in read.items():
        setattr(consultation, name, day)
    if values_of(consultation) != before:
        log.note(session, consultation.id, "planner", "changed", "summary")


def _lines(written: str) -> list[str]:
    cleaned = [text.clean(line, 300) for line in written.splitlines()]
    lines = [line for line in cleaned if line]
    if len(lines) > MOST_LINES:
        raise Refused("At most %(n)s lines; you wrote %(wrote)s.", n=MOST_LINES, wrote=len(lines))
    return lines
