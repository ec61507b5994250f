"""The tables of the planner's room: the ledger. Rows in plain values."""

from collections.abc import Iterator, Sequence

from exports.columns import Columns
from workshops.findings import Findings
from workshops.words import mark

LEDGER: Columns = (
    ("ref", mark("The requirement's number.")),
    ("sentence", mark("What the design has to do.")),
    ("step", mark("The number of the step; the last one says how it stands.")),
    ("became", mark("What became of it with this step.")),
    ("on", mark("The day.")),
    ("by", mark("The office that did or decided it.")),
    ("why", mark("The reason.")),
    ("saved", mark("What it saved, in words or money.")),
)

DICTIONARY = {"ledger.csv": LEDGER}
Row = Sequence[object]


def ledger(findings: Findings) -> Iterator[Row]:
    """A row for each step of each requirement."""
    for each in findings.requirements:
        for nth, step in enumerate(each.ledger, 1):
            ref = f"R{each.number}"
            yield (ref, each.sentence, nth, step.state, step.on, step.by, step.why, step.saved)
