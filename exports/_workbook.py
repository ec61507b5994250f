"""Tables packed as a workbook by openpyxl: texts as texts, dates those of freezing."""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from copy import copy
from datetime import UTC, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from exports.xlsx import Table
from workshops.findings import Findings

MOST_LETTERS = 32_767  # of a cell, by the limits of spreadsheet programs
NARROWEST, WIDEST = 8, 60
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: How a spreadsheet spells a sign it cannot hold; people's words that look so are spelt too.
_SPELT = re.compile("_(x[0-9A-Fa-f]{4}_)")
_DATES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def pack(tables: Mapping[str, Table], findings: Findings) -> bytes:
    """Return a workbook with a sheet for each table."""
    book = Workbook(write_only=True)
    book.properties.creator, book.properties.title = "Torg", findings.slug
    book.properties.description = findings.hash
    for name, (header, rows) in tables.items():
        _add(book, name, header, rows)
    content = io.BytesIO()
    book.save(content)
    return _fixed(content.getvalue(), datetime.fromisoformat(findings.frozen_at).astimezone(UTC))


def _add(book: Any, name: str, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for nth, title in enumerate(header):
        width = _width([title, *(row[nth] for row in rows)])
        sheet.column_dimensions[get_column_letter(nth + 1)].width = width
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(header))}{len(rows) + 1}"
    style = _style(sheet, Font(bold=True))
    sheet.append([_cell(sheet, title, style) for title in header])
    style = _style(sheet, Font())
    for row in rows:
        sheet.append([_cell(sheet, value, style) for value in row])


def _width(column: Sequence[object]) -> float:
    """Return how wide a column is, in figures: its longest line, within reason."""
    lines = (line for value in column for line in str(value).split("\n"))
    return min(WIDEST, max(NARROWEST, 2 + max(map(len, lines))))


def _style(sheet: Any, font: Font) -> Any:
    """Return the style of a text: wrapped, and not a formula even after somebody edited it."""
    cell = WriteOnlyCell(sheet, "")
    cell.font = font
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.quotePrefix = True
    return cell._style  # noqa: SLF001 — shared by all cells: a style each takes ten times as long


def _cell(sheet: Any, value: object, style: Any) -> Any:
    """Return a text as a cell that is a text; figures and nothing as they are."""
    if not isinstance(value, str):
        return value
    if not value:
        return None
    cell = WriteOnlyCell(sheet, storable(value))
    cell.data_type = "s"  # "=1+1" would have become a formula
    cell._style = copy(style)  # noqa: SLF001 — see above
    return cell


def storable(text: str) -> str:
    """Return a text as a cell holds it: no control signs, no half of a character, not too long."""
    whole = _NO_XML.sub(" ", text).encode("utf-8", "replace").decode()
    return _SPELT.sub(r"_x005F_\1", whole)[:MOST_LETTERS]


def _fixed(content: bytes, moment: datetime) -> bytes:
    """Return the file with that moment in place of every other."""
    packed, stamp = io.BytesIO(), moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            part = _DATES.sub(rb"\g<1>" + stamp, old.read(name))
            entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
            new.writestr(entry, part, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
