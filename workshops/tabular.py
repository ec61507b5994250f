"""Tables from other people's files: comma, semicolon, tab; quotes, ragged rows, odd encodings."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from workshops.decoding import decode
from workshops.refusal import Refused
from workshops.text import clean
from workshops.words import Sentence, count, say

DELIMITERS = (",", ";", "\t", "|")
#: Stands for "no delimiter": a table of one column.
NONE = "\x1f"
SAMPLE_ROWS = 200
#: Names of columns are short; a question of a survey may be long.
SHORT_HEADER = 30
LONG_HEADER = 80
LONGEST_HEADER = 200
MOST_COLUMNS = 1000
EXAMPLES = 5

Place = tuple[float, float]


@dataclass(frozen=True)
class Table:
    """Rows of named cells. `places` has one (lon, lat) or None a row when the file is a map."""

    columns: tuple[str, ...]
    rows: Sequence[Mapping[str, str]]
    encoding: str = "utf-8"
    dialect: str = ""
    warnings: tuple[Sentence, ...] = ()
    name: str = ""
    places: Sequence[Place | None] = field(default=())


def read_table(data: bytes, name: str) -> Table:
    """Read a CSV-like file, repairing what can be repaired; every repair is a warning.

    Refuses what is empty, no text, or has a cell beyond 131,072 characters.
    """
    decoded = decode(data, name)
    text, delimiter = _delimiter_of(decoded.text.replace("\x00", ""))
    records, unclosed = _records(text, delimiter, name)
    if not records:
        raise Refused("“%(name)s” is empty.", name=name)
    has_header = _is_header(records[0])
    header = records[0] if has_header else [""] * len(records[0])
    if len(header) > MOST_COLUMNS:
        raise Refused(
            "“%(name)s” has %(n)s columns. That is no list of ideas.", name=name, n=len(header)
        )
    columns, renamed = _columns(header)
    rows, ragged = _rows(records[has_header:], columns, delimiter, first=1 + has_header)
    headless = () if has_header else (say("There is no row of headings. The first row counts."),)
    return Table(
        columns=columns,
        rows=rows,
        encoding=decoded.encoding,
        dialect="" if delimiter == NONE else delimiter,
        warnings=(*decoded.warnings, *unclosed, *headless, *renamed, *ragged),
        name=name,
    )


def _delimiter_of(text: str) -> tuple[str, str]:
    """Return the text without Excel's "sep=;" line, and the delimiter it is read with."""
    first, _, rest = text.partition("\n")
    told = first.strip().strip('"').lower().removeprefix("sep=")
    if first.strip().strip('"').lower().startswith("sep=") and len(told) == 1:
        return rest, told
    if first.lower().startswith("sep=\t"):
        return rest, "\t"
    best = max(DELIMITERS, key=lambda delimiter: _regularity(text, delimiter))
    return text, best if _regularity(text, best) > (0, 0) else NONE


def _regularity(text: str, delimiter: str) -> tuple[float, int]:
    """How many of the first rows have as many cells as the header, then how many those are."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        sample = [row for row in islice(reader, SAMPLE_ROWS) if any(row)]
    except csv.Error:
        return 0, 0
    if not sample or len(sample[0]) < 2:
        return 0, 0
    header, body = sample[0], sample[1:]
    share = sum(len(row) == len(header) for row in body) / len(body) if body else 1.0
    names = all(cell == cell.strip() and len(cell) <= SHORT_HEADER for cell in header)
    divided = any(len(row) > 1 for row in body)
    return (share, len(header)) if share > 0.5 or (names and divided) else (0, 0)


def _records(text: str, delimiter: str, name: str) -> tuple[list[list[str]], tuple[Sentence, ...]]:
    """Return the rows that hold something; read without quotes when a quote is never closed."""
    unclosed = _has_open_quote(text, delimiter)
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter,
        quoting=csv.QUOTE_NONE if unclosed else csv.QUOTE_MINIMAL,
    )
    warning = say("A quotation mark is never closed: all of them were read as ordinary signs.")
    try:
        return [row for row in reader if any(map(str.strip, row))], (warning,) * unclosed
    except csv.Error as fault:
        raise Refused(
            "“%(name)s” has a cell of more than %(most)s characters after line %(line)s. Perhaps a "
            "quotation mark is missing there.",
            name=name,
            most=csv.field_size_limit(),
            line=reader.line_num,
        ) from fault


def _has_open_quote(text: str, delimiter: str) -> bool:
    """Whether a quotation mark swallows the rest of the file."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    last: list[str] = []
    try:
        for row in reader:
            last = row
    except csv.Error:
        return '"' in text
    return any("\n" in cell for cell in last[-1:]) and not text.rstrip().endswith('"')


def _is_header(first: Sequence[str]) -> bool:
    """Whether the first row names columns: short names or questions, not all of them numbers."""
    if any(len(cell) > LONG_HEADER and not cell.rstrip().endswith(("?", ":")) for cell in first):
        return False
    if len(first) == 1:
        return "," not in first[0] and not first[0].rstrip().endswith((".", "!", "…"))
    return any(any(map(str.isalpha, cell)) for cell in first)


def _columns(header: Sequence[str]) -> tuple[tuple[str, ...], tuple[Sentence, ...]]:
    """Return every column's own name; nameless ones get their place as a name."""
    names: list[str] = []
    twice: list[str] = []
    for at, cell in enumerate(header, start=1):
        wanted = clean(cell, LONGEST_HEADER) or f"column {at}"
        name = wanted
        for n in range(2, len(header) + 2):
            if name not in names:
                break
            name = f"{wanted} ({n})"
        if name != wanted:
            twice.append(wanted)
        names.append(name)
    warnings = tuple(
        say("Two columns are called “%(column)s”; the later one is “%(column)s (2)”.", column=each)
        for each in dict.fromkeys(twice)
    )
    return tuple(names), warnings


def _rows(
    records: Sequence[Sequence[str]], columns: tuple[str, ...], delimiter: str, first: int
) -> tuple[list[dict[str, str]], tuple[Sentence, ...]]:
    """Return rows as wide as the header, and what had to be done for that."""
    width, rows = len(columns), []
    short: list[int] = []
    long: list[int] = []
    for at, record in enumerate(records, start=first):
        cells = list(record)
        if len(cells) > width and not any(cells[width:]):
            cells = cells[:width]
        if len(cells) > width:
            long.append(at)
            cells = [*cells[: width - 1], delimiter.join(cells[width - 1 :])]
        elif len(cells) < width:
            short.append(at)
            cells += [""] * (width - len(cells))
        rows.append(dict(zip(columns, cells, strict=True)))
    return rows, tuple(_ragged(short, long))


def _ragged(short: Sequence[int], long: Sequence[int]) -> Iterator[Sentence]:
    if short:
        yield count(
            "%(n)s row is too short (row %(which)s): its missing cells are empty.",
            "%(n)s rows are too short (rows %(which)s): their missing cells are empty.",
            len(short),
            which=_some(short),
        )
    if long:
        yield count(
            "%(n)s row is too long (row %(which)s): the rest stands in its last cell.",
            "%(n)s rows are too long (rows %(which)s): the rest stands in their last cell.",
            len(long),
            which=_some(long),
        )


def _some(rows: Sequence[int]) -> str:
    shown = ", ".join(str(each) for each in rows[:EXAMPLES])
    return shown + (" …" if len(rows) > EXAMPLES else "")
