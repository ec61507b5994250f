"""The tables of the planner's room: the ledger, vision, programme. Rows in plain values."""

from collections.abc import Iterator, Mapping, Sequence

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

WORDS: Columns = (
    ("word", mark("A word people used, as most of them wrote it.")),
    ("people", mark("How many people used it.")),
)
OBJECTIVES: Columns = (
    ("sentence", mark("What is to be reached.")),
    ("test", mark("How one sees that it is reached.")),
)
PROGRAMME: Columns = (
    ("use", mark("What goes on.")),
    ("season", mark("spring, summer, autumn or winter; empty for all year.")),
    ("time", mark("morning, day, evening or night; empty for any time.")),
    ("who", mark("For whom above all.")),
    ("zone", mark("Where.")),
    ("refs", mark("The numbers it rests on.")),
)
OPPOSED: Columns = (
    ("one", mark("One side.")),
    ("other", mark("The other side.")),
    ("who_one", mark("Who holds the first.")),
    ("who_other", mark("Who holds the other.")),
    ("accept_one", mark("What the first would accept.")),
    ("accept_other", mark("What the others would accept.")),
    ("refs", mark("The numbers it rests on.")),
)
INDICATORS: Columns = (
    ("what", mark("What is measured.")),
    ("baseline", mark("How it was before anything changed.")),
    ("when", mark("When it is measured again.")),
)

DICTIONARY = {
    "ledger.csv": LEDGER,
    "words.csv": WORDS,
    "objectives.csv": OBJECTIVES,
    "programme.csv": PROGRAMME,
    "opposed.csv": OPPOSED,
    "indicators.csv": INDICATORS,
}
Row = Sequence[object]


def ledger(findings: Findings) -> Iterator[Row]:
    """A row for each step of each requirement."""
    for each in findings.requirements:
        for nth, step in enumerate(each.ledger, 1):
            ref = f"R{each.number}"
            yield (ref, each.sentence, nth, step.state, step.on, step.by, step.why, step.saved)


def tables(findings: Findings) -> Iterator[tuple[str, Columns, Iterator[Row]]]:
    """Every table of the planner's room: its file, its columns, its rows."""
    yield "ledger.csv", LEDGER, ledger(findings)
    for part, columns in _PARTS.items():
        yield f"{part}.csv", columns, _rows(findings, part, columns)


_PARTS = {
    "words": WORDS,
    "objectives": OBJECTIVES,
    "programme": PROGRAMME,
    "opposed": OPPOSED,
    "indicators": INDICATORS,
}


def _rows(findings: Findings, part: str, columns: Columns) -> Iterator[Row]:
    """A row for each line of a part of the vision."""
    for each in getattr(findings.vision, part) if findings.vision else ():
        row = each if isinstance(each, Mapping) else vars(each)
        yield [_cell(row[name]) for name, _ in columns]


def _cell(value: object) -> object:
    return " ".join(value) if isinstance(value, list | tuple) else value
