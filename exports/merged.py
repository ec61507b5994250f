"""What stands together in the findings: what leads, what is under it, by how many it was said."""

from collections.abc import Iterable, Mapping

from workshops.findings import ContributionFacts, Findings


def leading(said: Iterable[ContributionFacts]) -> list[ContributionFacts]:
    """Return what was said without what was merged: its lead has its hearts and its people."""
    return [each for each in said if each.state != "merged"]


def below(findings: Findings) -> Mapping[str, tuple[str, ...]]:
    """Return the references of what was merged into each, by its reference, in their order."""
    found: dict[str, tuple[str, ...]] = {}
    for each in findings.contributions:
        if each.merged_into:
            found[each.merged_into] = (*found.get(each.merged_into, ()), each.ref)
    return found


def said_by(findings: Findings) -> Mapping[int, int]:
    """Return how many different people said a lead, or what is under it, by its number."""
    return {
        row["number"]: row["said_by"]
        for activity in findings.activities
        for row in activity.rows
        if "said_by" in row
    }
