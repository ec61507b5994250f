"""Who took part, drawn: how long the bars are, who came too little and too much."""

from collections.abc import Iterator

from workshops.findings import Findings
from workshops.who_facts import GroupFacts, WhoFacts

#: As much more than its share of the town as "under-represented" is less: five quarters.
MANY = 1.25


def groups_of(who: WhoFacts) -> tuple[GroupFacts, ...]:
    """The groups that are told, those too small as one."""
    return (*who.groups, who.together) if who.together else who.groups


def longest_share(who: WhoFacts) -> float:
    """The longest bar or tick of a question in per cent; never 0."""
    shares = [each.percent for each in groups_of(who)] + [e.reference for e in groups_of(who)]
    return max((share for share in shares if share), default=100.0)


def missing(findings: Findings) -> Iterator[tuple[GroupFacts, str]]:
    """Every group of whom fewer came than four fifths of its share, and what was done."""
    for who in findings.who:
        yield from ((each, who.done) for each in groups_of(who) if each.under)


def plenty(findings: Findings) -> Iterator[GroupFacts]:
    """Every group of whom more than five quarters of its share came."""
    for who in findings.who:
        yield from (each for each in groups_of(who) if each.ratio and each.ratio > MANY)
