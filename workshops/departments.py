"""What departments answer to a requirement: possible, costly or forbidden, and why."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from workshops import log, text
from workshops.clash import merged
from workshops.models import Requirement
from workshops.refusal import Refused
from workshops.words import mark

ANSWERS = {
    "possible": mark("possible"),
    "costly": mark("costly"),
    "forbidden": mark("forbidden"),
}
FIELDS = ("department", "answer", "why")
MOST = 12


def answer_of(requirement: Requirement, department: str) -> dict[str, str]:
    """Return one department's answer as a form holds it; empty where it has not answered."""
    found = next((each for each in requirement.answers if each["department"] == department), {})
    return {name: str(found.get(name, "")) for name in FIELDS}


def answer(
    session: Session,
    requirement: Requirement,
    fields: Mapping[str, str],
    was: Mapping[str, str] | None = None,
) -> None:
    """Write one department's answer, in place of its last; without an answer it is taken away.

    `was` is what the planner's page showed of it: what two people wrote at once is a `Clash`.
    """
    shown = was or {}
    department = text.clean(shown.get("department") or fields["department"], 80)
    before = answer_of(requirement, department)
    wanted = _clean(merged(f"R{requirement.number}", before, fields, shown))
    if wanted == before:
        return
    kept = [dict(each) for each in requirement.answers]
    requirement.answers = _with(kept, department, wanted)
    log.note(
        session,
        requirement.consultation_id,
        "planner",
        "noted an answer to" if wanted["answer"] else "took away an answer to",
        f"R{requirement.number}",
        reason=wanted["department"],
    )


def _clean(fields: Mapping[str, str]) -> dict[str, str]:
    department = text.clean(fields["department"], 80)
    if not department:
        raise Refused("Say which department answers.")
    if fields["answer"] not in ("", *ANSWERS):
        raise Refused("Choose one of the words offered.")
    return {
        "department": department,
        "answer": fields["answer"],
        "why": text.clean(fields["why"], 300),
    }


def _with(
    rows: list[dict[str, Any]], department: str, wanted: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return the answers with this one in its place, or at the end."""
    names = [each["department"] for each in rows]
    if wanted["department"] != department and wanted["department"] in names:
        raise Refused("%(name)s has answered already.", name=wanted["department"])
    at = names.index(department) if department in names else len(rows)
    made = [*rows[:at], *([dict(wanted)] if wanted["answer"] else []), *rows[at + 1 :]]
    if len(made) > MOST:
        raise Refused("At most %(n)s departments answer.", n=MOST)
    return made
