"""The data dictionary: each table, column, meaning, unit and values, as rows and as Markdown."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from exports.columns import ABOUT, Columns
from exports.gis_fields import LAYERS, MAPPED, name_of
from exports.tables import TABLES
from exports.words import Words
from workshops.words import mark

HEADER = ("file", "column", "meaning", "unit", "values", "field")
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
    "agree": mark("people"),
    "disagree": mark("people"),
    "off_m": mark("metres"),
    "reach_m": mark("metres"),
    "within_m": mark("metres"),
    "minutes": mark("minutes"),
    "percent": mark("per cent"),
    "reference": mark("per cent"),
    "points": mark("percentage points"),
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
    "scored": "met, partly, not",
    "page_x": "0 … 1",
    "page_y": "0 … 1",
    "less": "paper, workshop, residents, duplicates",
    "outcome": "same, changed, few, nothing",
    "under": "0, 1",
}
#: Where no apostrophe of ours is before a text.
_TEXT = {"text": mark("What was said.")}

Row = tuple[str, str, str, str, str, str]


def rows(words: Words) -> Iterator[Row]:
    """Return the dictionary of the CSV tables and map layers; file "*" is about all of them.

    `field` is what layers for GIS and CAD call the column; "" where it is in none of them.
    """
    yield from _rows({"*": ABOUT, **{file: table[0] for file, table in TABLES.items()}}, words)
    yield from _layers(words)


def rows_of_sheets(words: Words) -> Iterator[Row]:
    """Return the dictionary of the same tables as sheets, where no text is changed."""
    sheets = {
        file: tuple((key, _TEXT.get(key, about)) for key, about in table[0])
        for file, table in TABLES.items()
    }
    for file, *row in _rows(sheets, words):
        yield file.removesuffix(".csv"), *row  # type: ignore[misc]  # as many as there were


def _rows(tables: Mapping[str, Columns], words: Words) -> Iterator[Row]:
    for table, columns in tables.items():
        for name, meaning in columns:
            unit = words.word(UNITS.get(name, ""))
            field = name_of(name) if table in MAPPED else ""
            yield table, name, words.gettext(meaning), unit, VALUES.get(name, ""), field


def _layers(words: Words) -> Iterator[Row]:
    """What the layers hold that have no table."""
    for layer, fields in LAYERS.items():
        for each in fields:
            yield f"layers.gpkg: {layer}", "", words.gettext(each.about), "", "", each.name


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
    heads = (mark("Column"), mark("Meaning"), mark("Unit"), mark("Values"), mark("Field on maps"))
    lines = [[words.gettext(each) for each in heads], ["---"] * len(heads)]
    lines += [list(row[1:]) for row in some]
    return "".join(f"| {' | '.join(_cells(line))} |\n" for line in lines)


def _cells(line: Sequence[str]) -> Iterator[str]:
    return (cell.replace("|", "\\|") for cell in line)
