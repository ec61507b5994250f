"""The findings of one workshop, out of those of the whole consultation."""

from dataclasses import replace

from workshops.activities import kind_of
from workshops.findings import ActivityFacts, Findings
from workshops.refusal import Refused


def of_workshop(findings: Findings, number: int | None) -> Findings:
    """Return what was said and voted in that workshop; all of it for None.

    The hash stays that of the whole: it is what a reader can check. Refuses an unknown number.
    """
    if number is None:
        return findings
    held = tuple(each for each in findings.workshops if each.number == number)
    if not held:
        raise Refused("There is no workshop %(number)s.", number=number)
    activities = tuple(each for each in findings.activities if _workshop(each) == number)
    return replace(
        findings,
        workshops=held,
        activities=activities,
        contributions=tuple(each for each in findings.contributions if each.workshop == number),
        requirements=(),
        voices=held[0].joined,
        ballots=sum(each.n for each in activities if kind_of(each.kind).collects == "ballot"),
    )


def _workshop(activity: ActivityFacts) -> int:
    return int(activity.ref.partition(".")[0])
