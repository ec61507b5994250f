"""findings.json alone: its hash, and the votes from the ballots that it holds."""

from collections.abc import Iterator

from app.recount.report import Check, Report
from workshops.findings import ActivityFacts, Findings, digest


def recount(findings: Findings, file: str) -> Report:
    """Return what can be counted without the archive's rows, and say what cannot."""
    checks = tuple(checks_of(findings))
    differing = sum(not each.is_equal for each in checks)
    counted = f"{len(checks) - differing} of {len(checks)} figures are what the ballots come to."
    missing = (
        "Who stands behind a requirement and who gave hearts is not in this file: the archive "
        "has it."
    )
    told = f"{len(findings.contributions):,} contributions, {findings.ballots:,} ballots."
    return Report(file, findings.name, (told,), checks=checks, verdict=(counted, missing))


def checks_of(findings: Findings) -> Iterator[Check]:
    """Return the hash, and the votes beside their ballots."""
    yield Check("findings, SHA-256", findings.hash, digest(findings))
    for each in findings.activities:
        yield from _votes(each, findings)


def _votes(each: ActivityFacts, findings: Findings) -> Iterator[Check]:
    papers = [paper for paper in findings.papers if paper["activity"] == each.ref]
    if not papers:
        return
    people = sum(paper["people"] * paper["n"] for paper in papers)
    yield Check(f"{each.ref}, people", each.n, people)
    for bar in each.bars:
        parts: dict[str, int] = {}
        for paper in papers:
            dots = paper["marks"].get(bar["key"], 0) * paper["n"]
            parts[paper["channel"]] = parts.get(paper["channel"], 0) + dots
        found = {channel: n for channel, n in parts.items() if n}
        told = {channel: n for channel, n in bar["parts"].items() if n}
        yield Check(f"{each.ref}, “{bar['label']}”, by channel", told, found)
        yield Check(f"{each.ref}, “{bar['label']}”, got", bar["value"], sum(parts.values()))
