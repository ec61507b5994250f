"""What planners noted, beside the rows: the ledger's steps, trials with their counts, drawings."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.recount.report import Check
from app.recount.rows import Package
from workshops.findings import Findings
from workshops.log import TOOK_IN

STEP = ("state", "on", "by", "why", "saved")
TRIAL = ("title", "zone", "began_on", "ended_on", "partners", "seen", "verdict", "why")


def recount(findings: Findings, package: Package) -> Iterator[Check]:
    """Return each step, trial and drawing as published beside its row."""
    asked = {row["number"]: row for row in package.rows["requirement"] if not row["draft"]}
    told = [each.number for each in findings.requirements]
    yield Check("requirements, numbers", sorted(told), sorted(asked))
    for each in findings.requirements:
        owner = asked.get(each.number, {}).get("id")
        steps = [
            tuple(row[name] for name in STEP)
            for row in package.rows["ledger_entry"]
            if row["requirement_id"] == owner
        ]
        published = [tuple(getattr(step, name) for name in STEP) for step in each.ledger]
        yield Check(f"R{each.number}, steps of the ledger", published, steps)
    yield from _trials(findings, package)
    yield from _drawings(findings, package)
    yield from _square(findings, package)
    yield from _log(findings, package)


def _square(findings: Findings, package: Package) -> Iterator[Check]:
    [row] = package.rows["square"]
    square = findings.square
    told = (square.outline, [dict(each) for each in square.zones])
    yield Check("square, outline and zones", told, (row["outline"], row["zones"]))


def _log(findings: Findings, package: Package) -> Iterator[Check]:
    """Every line but that of a consultation taken in from elsewhere."""
    lines = [
        (row["who"], row["verb"], row["subject"])
        for row in package.rows["log_entry"]
        if row["verb"] != TOOK_IN
    ]
    told = [(each["who"], each["verb"], each["subject"]) for each in findings.log]
    yield Check("log, lines", told, lines)


def _trials(findings: Findings, package: Package) -> Iterator[Check]:
    rows = {f"T{row['number']}": row for row in package.rows["trial"]}
    yield Check("trials, numbers", sorted(each.ref for each in findings.trials), sorted(rows))
    for each in findings.trials:
        row = rows.get(each.ref, {})
        yield Check(f"{each.ref}, counts", [dict(n) for n in each.counts], row.get("counts"))
        told = tuple(getattr(each, name) for name in TRIAL)
        yield Check(f"{each.ref}, what is written", told, _written(row, TRIAL))


def _drawings(findings: Findings, package: Package) -> Iterator[Check]:
    rows = {row["number"]: row for row in package.rows["drawing"]}
    numbers = sorted(each.number for each in findings.drawings)
    yield Check("drawings, numbers", numbers, sorted(rows))
    for each in findings.drawings:
        row = rows.get(each.number, {})
        told = ([dict(pin) for pin in each.pins], dict(each.scores))
        found = (row.get("pins"), row.get("scores"))
        yield Check(f"drawing {each.number}, pins and scores", told, found)


def _written(row: Mapping[str, Any], names: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(row.get(name) or "" for name in names)
