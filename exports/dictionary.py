"""The data dictionary: each table, column, meaning, unit and values, as rows and as Markdown."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from exports.ballots import DICTIONARY as BALLOTS
from exports.columns import DICTIONARY, Columns
from exports.design_tables import DICTIONARY as DESIGN
from exports.sum_tables import DICTIONARY as SUMS
from exports.who_tables import DICTIONARY as WHO
from exports.words import Words
from workshops.words import mark

HEADER = ("file", "column", "meaning", "unit", "values")
#: By the name of the column, which means the same in every table.
UNITS = {
    "lon": mark("degrees"),
    "lat": mark("degrees"),
    "radius_m": mark("metres"),
    "length_m": mark("metres"),
    "area_m2": mark("square metres"),
    "people": mark("people"),
    "people_for": mark("people"),
    "people_against": mark("people"),
    "hearts": mark("people"),
    "reported": mark("people"),
}
VALUES = {
    "channel": "phone, table, paper, remote",
    "state": "released, merged",
    "became": "received, grouped, in_brief, in_design, built, changed, dropped",
    "stands": "received, grouped, in_brief, in_design, built, changed, dropped",
    "answered": "0, 1",
    "inside": "0, 1",
    "tied": "0, 1",
    "feeling": "like, dislike, idea, danger, memory",
    "weight": "must, should, could, avoid",
    "cost_class": "1, 2, 3, 4",
    "strength": "A, B, C, D",
    "season": "spring, summer, autumn, winter",
    "time_of_day": "morning, day, evening, night",
    "verdict": "keep, adapt, drop",
    "lon": "-180 … 180",
    "lat": "-90 … 90",
    "rank": "1 …",
}
#: Where no apostrophe of ours is before a text.
_TEXT = {"text": mark("What was said.")}

Row = tuple[str, str, str, str, str]


def rows(words: Words) -> Iterator[Row]:
    """Return the dictionary of the CSV tables; file "*" is about all of them."""
    yield from _rows(DICTIONARY | BALLOTS | SUMS | DESIGN | WHO, words)


def rows_of_sheets(words: Words) -> Iterator[Row]:
    """Return the dictionary of the same tables as sheets, where no text is changed."""
    sheets = {
        name.removesuffix(".csv"): tuple((key, _TEXT.get(key, about)) for key, about in columns)
        for name, columns in (DICTIONARY | BALLOTS | SUMS | DESIGN | WHO).items()
        if name != "*"
    }
    yield from _rows(sheets, words)


def _rows(tables: Mapping[str, Columns], words: Words) -> Iterator[Row]:
    for table, columns in tables.items():
        for name, meaning in columns:
            unit = words.word(UNITS.get(name, ""))
            yield table, name, words.gettext(meaning), unit, VALUES.get(name, "")


def markdown(words: Words) -> str:
    """Return the dictionary of the CSV tables to be read: a heading and a table for each."""
    told: dict[str, list[Row]] = {}
    for row in rows(words):
        told.setdefault(row[0], []).append(row)
    about = [row[2] for row in told.pop("*", [])]
    title = words.gettext(mark("Data dictionary"))
    parts = [f"# {title}\n", *(f"{each}\n" for each in about)]
    parts += [f"## {name}\n\n{_table(some, words)}" for name, some in told.items()]
    return "\n".join(parts)


def _table(some: Iterable[Row], words: Words) -> str:
    heads = (mark("Column"), mark("Meaning"), mark("Unit"), mark("Values"))
    lines = [[words.gettext(each) for each in heads], ["---"] * len(heads)]
    lines += [list(row[1:]) for row in some]
    return "".join(f"| {' | '.join(_cells(line))} |\n" for line in lines)


def _cells(line: Sequence[str]) -> Iterator[str]:
    return (cell.replace("|", "\\|") for cell in line)
