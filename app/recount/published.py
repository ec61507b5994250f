"""Our tables beside the findings they were made from: every cell, then sums from table to table."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from app.languages import CATALOGUES, LANGUAGES
from app.recount.report import Check
from exports import csv_tables
from exports.words import translator
from workshops.findings import Findings
from workshops.findings_json import from_json
from workshops.refusal import Refused

VOTES, FINDINGS, ENDING = "votes.csv", "findings.json", ".csv"
MOST_BYTES = 64 << 20
Cells = Sequence[Sequence[str]]
Tables = Mapping[str, Cells]


def is_tables(path: Path) -> bool:
    """Whether this is the zip of the tables, or of everything; not an archive."""
    try:
        with zipfile.ZipFile(path) as file:
            return any(PurePosixPath(name).name == VOTES for name in file.namelist())
    except (OSError, zipfile.BadZipFile):
        return False


def read(path: Path) -> tuple[Tables, Findings | None]:
    """Return the tables by their file names, and the findings beside them."""
    try:
        with zipfile.ZipFile(path) as file:
            content = {
                PurePosixPath(name).name: _content(file, name)
                for name in file.namelist()
                if name.endswith((ENDING, FINDINGS))
            }
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as fault:
        raise Refused("%(name)s has no tables that can be read.", name=path.name) from fault
    told = content.pop(FINDINGS, None)
    tables = {name: cells_of(each) for name, each in content.items()}
    return tables, from_json(told.decode("utf-8", "replace"), FINDINGS) if told else None


def _content(file: zipfile.ZipFile, name: str) -> bytes:
    with file.open(name) as stream:
        content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Refused("%(name)s is too large to be read whole.", name=name)
    return content


def cells_of(content: bytes) -> Cells:
    """Return the cells of a table, the header first."""
    text = content.decode("utf-8-sig", "replace")
    try:
        return list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error:
        return [text.splitlines()]


def rows_of(cells: Cells) -> list[dict[str, str]]:
    """Return the rows by column; a row that is too short has empty cells at its end."""
    if not cells:
        return []
    header, *rows = cells
    return [
        dict(zip(header, [*row, *[""] * (len(header) - len(row))], strict=False)) for row in rows
    ]


def recount(tables: Tables, findings: Findings) -> Iterator[Check]:
    """Return each row beside the one that the findings come to, each changed cell by itself."""
    wanted = _in_their_language(tables, findings)
    for file, expected in wanted.items():
        found = tables.get(file)
        if found is None:
            yield Check(file, "missing", "there")
            continue
        yield from _table(file, found, expected)


def _in_their_language(tables: Tables, findings: Findings) -> Tables:
    """Return the tables as they should be, in the language that fits most rows of these."""
    offered = [
        {
            file: cells_of(content)
            for file, content in csv_tables.make(
                findings, translator(language.code, CATALOGUES)
            ).items()
        }
        for language in LANGUAGES
    ]
    return max(offered, key=lambda wanted: _equal_rows(tables, wanted))


def _equal_rows(tables: Tables, wanted: Tables) -> int:
    pairs = ((tables.get(file, ()), rows) for file, rows in wanted.items())
    return sum(a == b for some, rows in pairs for a, b in zip(some, rows, strict=False))


def _table(file: str, found: Cells, expected: Cells) -> Iterator[Check]:
    header = expected[0]
    yield Check(f"{file}, rows", len(found) - 1, len(expected) - 1)
    for nth, (told, wanted) in enumerate(zip(found, expected, strict=False), 1):
        name = f"{file}, line {nth}" + (f" ({wanted[0]})" if nth > 1 and wanted else "")
        if list(told) == list(wanted):
            yield Check(name, "as in the findings", "as in the findings")
            continue
        for place, cell in enumerate(wanted):
            here = told[place] if place < len(told) else "missing"
            if here != cell:
                yield Check(f"{name}, {header[place]}", here, cell)
