"""Before and after in findings: which activities stand beside one another."""

from workshops.before_after import Compared, Told, comparisons
from workshops.findings import ActivityFacts, Findings, WorkshopFacts
from workshops.sum_facts import Sums


def changes_of(findings: Findings) -> tuple[Compared, ...]:
    """All comparisons that the findings hold."""
    workshops = {str(each.number): each for each in findings.workshops}
    kinds = dict.fromkeys(each.kind for each in findings.activities if each.sums)
    return tuple(
        compared
        for kind in kinds
        for compared in comparisons(
            [
                _told(each, each.sums, workshops.get(each.ref.split(".")[0]))
                for each in findings.activities
                if each.kind == kind and each.sums
            ]
        )
    )


def _told(activity: ActivityFacts, sums: Sums, workshop: WorkshopFacts | None) -> Told:
    title, day = (workshop.title, workshop.date) if workshop else ("", "")
    asked = activity.question or activity.title
    return Told(activity.ref, title, day, asked, sums)
