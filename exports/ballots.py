"""The ballots as a table: a row for each option on each ballot, so that a spreadsheet can count."""

from collections.abc import Iterator

from exports.columns import Columns
from workshops.findings import Findings
from workshops.words import mark

BALLOTS: Columns = (
    ("activity", mark("The activity, as workshop.position.")),
    ("ballot", mark("A number for the ballot, in an order that says nothing.")),
    ("channel", mark("How it came: phone, table, paper or remote.")),
    ("people", mark("How many people cast it, on the first row of each; 0 on its other rows.")),
    ("option", mark("The key of the option.")),
    ("label", mark("The option, word for word.")),
    ("marks", mark("How many dots this ballot gives the option.")),
)
Row = tuple[object, ...]


def rows(findings: Findings) -> Iterator[Row]:
    """Return the rows; each ballot that was cast alike has a number of its own."""
    labels = {
        (each.ref, bar["key"]): bar["label"] for each in findings.activities for bar in each.bars
    }
    numbers: dict[str, int] = {}
    for paper in findings.papers:
        ref = paper["activity"]
        for _ in range(paper["n"]):
            numbers[ref] = numbers.get(ref, 0) + 1
            for place, (key, n) in enumerate(sorted(paper["marks"].items())):
                people = 0 if place else paper["people"]
                label = labels.get((ref, key), "")
                yield ref, numbers[ref], paper["channel"], people, key, label, n
