"""The tables of the planner's room: the ledger, vision, programme. Rows in plain values."""

from collections.abc import Callable, Iterator, Mapping, Sequence

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

PINS: Columns = (
    ("drawing", mark("The number of the drawing.")),
    ("title", mark("Its title.")),
    ("variant", mark("Which variant it is; empty where there is one design.")),
    ("drawn_on", mark("The day it was drawn.")),
    ("office", mark("The office or firm that drew it.")),
    ("page", mark("The page of the drawing, from 1.")),
    ("page_x", mark("How far from the left edge of the page, as a part of its width.")),
    ("page_y", mark("How far from the top edge of the page, as a part of its height.")),
    ("ref", mark("The requirement's number.")),
    ("sentence", mark("What the design has to do.")),
    ("scored", mark("Whether the drawing does it: met, partly or not; empty before a score.")),
)
Row = Sequence[object]


def ledger(findings: Findings) -> Iterator[Row]:
    """A row for each step of each requirement."""
    for each in findings.requirements:
        for nth, step in enumerate(each.ledger, 1):
            ref = f"R{each.number}"
            yield (ref, each.sentence, nth, step.state, step.on, step.by, step.why, step.saved)


def pins(findings: Findings) -> Iterator[Row]:
    """A row for each pin on each drawing."""
    sentences = {each.number: each.sentence for each in findings.requirements}
    for each in findings.drawings:
        about = (each.number, each.title, each.variant, each.drawn_on, each.by)
        for pin in each.pins:
            number = pin["requirement"]
            asked = (f"R{number}", sentences.get(number, ""), each.scores.get(str(number), ""))
            yield (*about, pin["page"], pin["x"], pin["y"], *asked)


def _part(part: str, columns: Columns) -> Callable[[Findings], Iterator[Row]]:
    return lambda findings: _rows(findings, part, columns)


def _rows(findings: Findings, part: str, columns: Columns) -> Iterator[Row]:
    """A row for each line of a part of the vision."""
    for each in getattr(findings.vision, part) if findings.vision else ():
        row = each if isinstance(each, Mapping) else vars(each)
        yield [_cell(row[name]) for name, _ in columns]


def _cell(value: object) -> object:
    return " ".join(value) if isinstance(value, list | tuple) else value


TABLES = {
    "ledger.csv": (LEDGER, ledger),
    "words.csv": (WORDS, _part("words", WORDS)),
    "objectives.csv": (OBJECTIVES, _part("objectives", OBJECTIVES)),
    "programme.csv": (PROGRAMME, _part("programme", PROGRAMME)),
    "opposed.csv": (OPPOSED, _part("opposed", OPPOSED)),
    "indicators.csv": (INDICATORS, _part("indicators", INDICATORS)),
    "pins.csv": (PINS, pins),
}
