"""A report as text that reads from top to bottom: what, outcomes with their steps, what differs."""

from collections.abc import Iterator

from app.recount.report import Check, Outcome, Report, Row, listed


def text_of(report: Report) -> str:
    """Return the report as lines."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield f"{report.file}: {report.what}" if report.what else report.file
    yield from report.facts
    for outcome in report.outcomes:
        yield ""
        yield from _outcome(outcome)
    if report.checks:
        yield ""
        yield from _checks(report)
    if report.verdict:
        yield ""
        yield from report.verdict


def _outcome(outcome: Outcome) -> Iterator[str]:
    title = outcome.rule.upper()
    yield f"{title}  ({outcome.source})" if outcome.source else title
    yield f"  Outcome: {listed(outcome.winners)}"
    for tie in outcome.ties:
        yield f"  Tie: {listed(tie)}"
    if outcome.note:
        yield f"  {outcome.note}"
    for row in outcome.rows:
        yield f"    {_row(row)}"
    for number, step in enumerate(outcome.steps, start=1):
        yield f"  {number}. {step}"


def _row(row: Row) -> str:
    cells = ((key, _value(value)) for key, value in row.items() if value != "")
    return "  ".join(f"{key} {told}" if key in SAID else told for key, told in cells)


#: Cells that need their name before them.
SAID = ("round", "exhausted", "out", "place", "over", "costs", "got")


def _value(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {n:,}" for key, n in value.items())
    if isinstance(value, list):
        return " = ".join(str(each) for each in value)
    return f"{value:,}" if isinstance(value, int) else str(value)


def _checks(report: Report) -> Iterator[str]:
    """Count what is equal, name what differs."""
    equal = len(report.checks) - len(report.differing)
    yield f"PUBLISHED FIGURES: {equal} equal, {len(report.differing)} differ"
    for each in report.differing:
        yield f"  differs: {_check(each)}"


def _check(each: Check) -> str:
    return f"{each.what}: published {each.told}, counted {each.found}"
