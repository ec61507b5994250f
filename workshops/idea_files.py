"""Ideas, and who supported them, out of tables that other programs wrote."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from workshops.degrees import Place, number, settle
from workshops.geojson import is_geojson, read_geojson
from workshops.idea_columns import Columns, guess
from workshops.refusal import Refused
from workshops.support_files import Aside, Supports, read_supports, supports_beside
from workshops.tabular import Table, read_table
from workshops.text import clean, fold, plain
from workshops.words import Sentence, count, say

__all__ = [
    "Aside",
    "Columns",
    "ImportedIdea",
    "Supports",
    "Taken",
    "guess",
    "ideas",
    "preview",
    "read",
    "read_supports",
    "supports_beside",
]

LONGEST = 20_000
LONGEST_TITLE = 300
LONGEST_LABEL = 80
EXAMPLES = 5
SAMPLE_ROWS = 500

_HTML = re.compile(r"</(div|p|li|ul|ol|span|b|strong|i|em|a|h\d)>|<br\s*/?>", re.IGNORECASE)
_THOUSANDS = re.compile(r"\d{1,3}([.,'’\s]\d{3})+")
_SENTENCE_ENDS = (".", "!", "?", "…", ":", "。", "！", "？", "؟")


@dataclass(frozen=True)
class ImportedIdea:
    """One idea of a file; `row` counts from 1, `source_id` stays the same in every import."""

    row: int
    source_id: str
    text: str
    category: str = ""
    lon: float | None = None
    lat: float | None = None
    supports: int | None = None
    title: str = ""
    author: str = ""
    state: str = "released"
    against: int | None = None

    @property
    def place(self) -> Place | None:
        """Longitude and latitude, when it has both."""
        return None if self.lon is None or self.lat is None else (self.lon, self.lat)


@dataclass(frozen=True)
class Taken:
    """The ideas of a file, and what was left."""

    name: str
    ideas: tuple[ImportedIdea, ...]
    set_aside: tuple[Aside, ...] = ()
    warnings: tuple[Sentence, ...] = ()
    has_authors: bool = False


def read(data: bytes, name: str) -> Table:
    """Read a file of ideas, GeoJSON or table."""
    return read_geojson(data, name) if is_geojson(data) else read_table(data, name)


def preview(table: Table, columns: Columns, n: int = 5) -> tuple[ImportedIdea, ...]:
    """Return the first ideas as they would be taken."""
    return ideas(table, columns).ideas[:n]


def ideas(table: Table, columns: Columns) -> Taken:
    """Return every row with words as an idea: the title first, then the words.

    Refuses when no column holds words.
    """
    if not (columns.text or columns.title):
        raise Refused("No column of “%(name)s” holds words.", name=table.name)
    places, warnings = _places(table, columns)
    found = list(_each(table, columns, places))
    kept, repeated = _once([idea for idea in found if idea.text])
    empty = [idea for idea in found if not idea.text]
    return Taken(
        name=table.name,
        ideas=tuple(_shortened(idea) for idea in kept),
        set_aside=tuple(_left(empty, repeated)),
        warnings=(*table.warnings, *warnings, *_made_plain(table, columns), *_too_long(kept)),
        has_authors=bool(columns.author),
    )


def _left(empty: Sequence[ImportedIdea], repeated: Sequence[ImportedIdea]) -> Iterator[Aside]:
    if empty:
        yield Aside(len(empty), say("rows without words"), _rows_of(empty))
    if repeated:
        yield Aside(len(repeated), say("rows with the id of an earlier row"), _rows_of(repeated))


def _rows_of(left: Sequence[ImportedIdea]) -> tuple[str, ...]:
    return tuple(str(idea.row) for idea in left[:EXAMPLES])


def _places(table: Table, columns: Columns) -> tuple[Sequence[Place | None], tuple[Sentence, ...]]:
    if table.places:
        return table.places, ()
    if not (columns.lon and columns.lat):
        return [None] * len(table.rows), ()
    found = []
    for row in table.rows:
        lon, lat = number(row[columns.lon]), number(row[columns.lat])
        found.append(None if lon is None or lat is None else (lon, lat))
    return settle(found, table.name)


def _each(table: Table, columns: Columns, places: Sequence[Place | None]) -> Iterator[ImportedIdea]:
    html = frozenset(each for each in table.columns if _is_html(table, each))
    words = [each for each in table.columns if each in {columns.text, *columns.more}]
    for at, (row, place) in enumerate(zip(table.rows, places, strict=True), start=1):
        title = _words(row, columns.title, html, lines=False)
        paragraphs = [_words(row, each, html, lines=True) for each in words]
        yield ImportedIdea(
            row=at,
            source_id=clean(row[columns.id], LONGEST_LABEL) if columns.id else "",
            text=_joined(title, paragraphs),
            category=clean(row[columns.category], LONGEST_LABEL) if columns.category else "",
            lon=None if place is None else place[0],
            lat=None if place is None else place[1],
            supports=_whole(row[columns.supports]) if columns.supports else None,
            title=title[:LONGEST_TITLE],
            author=clean(row[columns.author]) if columns.author else "",
            state=_state(columns.moderated, row),
            against=_whole(row[columns.against]) if columns.against else None,
        )


def _is_html(table: Table, column: str) -> bool:
    cells = [row[column] for row in islice(table.rows, SAMPLE_ROWS) if row[column].strip()]
    return sum(bool(_HTML.search(cell)) for cell in cells) > len(cells) / 3


def _made_plain(table: Table, columns: Columns) -> Iterator[Sentence]:
    of_words = {columns.title, columns.text, *columns.more} & set(table.columns)
    html = [each for each in of_words if _is_html(table, each)]
    if n := sum(any(_HTML.search(row[each]) for each in html) for row in table.rows):
        yield count(
            "HTML in %(n)s text became plain words.", "HTML in %(n)s texts became plain words.", n
        )


def _words(row: Mapping[str, str], column: str, html: frozenset[str], *, lines: bool) -> str:
    if not column:
        return ""
    words = plain(row[column]) if column in html else row[column]
    return clean(words, lines=lines)


def _joined(title: str, paragraphs: Sequence[str]) -> str:
    """Put the title before the words as a sentence of its own, what repeats another only once."""
    said: list[str] = []
    for words in filter(None, paragraphs):
        if any(words in other for other in said):
            continue
        said = [other for other in said if not words.startswith(other)]
        said.append(words)
    whole = "\n".join(said)
    if not title or fold(whole).startswith(fold(title) or title):
        return clean((whole or title), lines=True)
    if not whole:
        return title
    # Many forms ask for a title and let the words go on from it.
    end = ":" if whole[0].islower() else "."
    return title + ("" if title.endswith(_SENTENCE_ENDS) else end) + " " + whole


def _whole(cell: str) -> int | None:
    """Return a count, with or without a separator of thousands; None when it is none."""
    cell = cell.strip()
    if _THOUSANDS.fullmatch(cell):
        cell = re.sub(r"\D", "", cell)
    value = number(cell)
    return int(value) if value is not None and value >= 0 and value == int(value) else None


def _state(column: str, row: Mapping[str, str]) -> str:
    """Keep what moderators decided before: rejected stays hidden, undecided waits again."""
    verdict = row[column].strip().casefold() if column else ""
    if fold(column) == "hidden":
        return "hidden" if verdict in {"true", "yes", "1"} else "released"
    if verdict in {"-1", "false", "no"}:
        return "hidden"
    if verdict == "0":
        return "held" if fold(column) == "moderated" else "hidden"
    return "released"


def _once(
    found: Sequence[ImportedIdea],
) -> tuple[list[ImportedIdea], list[ImportedIdea]]:
    """Give ideas without an id one made of their words; part those whose id came before."""
    kept: dict[str, ImportedIdea] = {}
    repeated: list[ImportedIdea] = []
    alike: Counter[str] = Counter()
    for idea in found:
        own = idea.source_id
        if not own:
            words = _hash_of(idea)
            alike[words] += 1
            own = f"{words}-{alike[words]}"
        if own in kept:
            repeated.append(idea)
        else:
            kept[own] = replace(idea, source_id=own)
    return list(kept.values()), repeated


def _hash_of(idea: ImportedIdea) -> str:
    return hashlib.sha256(f"{idea.text}\n{idea.place}".encode()).hexdigest()[:16]


def _shortened(idea: ImportedIdea) -> ImportedIdea:
    if len(idea.text) <= LONGEST:
        return idea
    return replace(idea, text=clean(idea.text, LONGEST, lines=True))


def _too_long(kept: Sequence[ImportedIdea]) -> Iterator[Sentence]:
    long = [idea for idea in kept if len(idea.text) > LONGEST]
    if long:
        yield count(
            "%(n)s text is longer than %(most)s characters and was cut there (row %(rows)s).",
            "%(n)s texts are longer than %(most)s characters and were cut there (rows %(rows)s).",
            len(long),
            most=LONGEST,
            rows=", ".join(_rows_of(long)),
        )
