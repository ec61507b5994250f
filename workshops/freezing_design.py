"""What freezing adds of the planner's room: ledger, vision, programme, conflicts, drawings."""

from dataclasses import replace

from sqlalchemy.orm import Session

from workshops import design_versions, ledger, visions
from workshops.findings import Findings
from workshops.models import Consultation


def with_design(session: Session, consultation: Consultation, findings: Findings) -> Findings:
    """Return the findings with what planners noted after the requirements were written."""
    steps = ledger.steps_in(session, consultation)
    return replace(
        findings,
        requirements=tuple(
            replace(each, ledger=steps[each.number]) if each.number in steps else each
            for each in findings.requirements
        ),
        vision=visions.facts_of(session, consultation),
        drawings=design_versions.facts_of(session, consultation),
    )
