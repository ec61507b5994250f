"""The tables: what was said, voted and required, with a dictionary of every column.

UTF-8 with a byte order mark, comma, CRLF: what spreadsheets read without asking. A text that a
spreadsheet would run as a formula gets an apostrophe before it, and so does one that begins
with an apostrophe: take one off and you have what was sent. Figures are never touched.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Unpack

from exports import dictionary, files
from exports.export import Export, Wishes, silently
from exports.tables import Row, sheets
from exports.words import Words, translator
from workshops.findings import Findings
from workshops.findings_json import to_json
from workshops.words import mark

FINDINGS = "findings.json"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")


def write(findings: Findings, path: Path, **wishes: Unpack[Wishes]) -> int:
    """Write all tables into one zip file, with the findings that they can be checked by.

    Returns its bytes. The same findings, the same bytes.
    """
    words = translator(wishes.get("language", "en"), wishes.get("catalogues"))
    tables = _files(findings, words) | {FINDINGS: to_json(findings).encode()}
    moment = datetime.fromisoformat(findings.frozen_at).timetuple()[:6]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in tables.items():
            archive.writestr(zipfile.ZipInfo(name, moment), content, zipfile.ZIP_DEFLATED)
    wishes.get("progress", silently)(100, words.gettext(mark("Tables written.")))
    return files.put(path, packed.getvalue())


def write_folder(findings: Findings, folder: Path, **wishes: Unpack[Wishes]) -> list[Path]:
    """Write each table as a file of its own; return their paths."""
    tables = _files(findings, translator(wishes.get("language", "en"), wishes.get("catalogues")))
    for name, content in tables.items():
        files.put(folder / name, content)
    return [folder / name for name in tables]


def _files(findings: Findings, words: Words) -> dict[str, bytes]:
    """Return every table, and the dictionary also to be read."""
    told = dictionary.markdown(words).encode("utf-8")
    return make(findings, words) | {"data-dictionary.md": told}


def make(findings: Findings, words: Words) -> dict[str, bytes]:
    """Return every table by its file name, the dictionary last."""
    return {
        **{each.file: _table(each.header, each.rows) for each in sheets(findings, words)},
        "data-dictionary.csv": _table(dictionary.HEADER, dictionary.rows(words)),
    }


def harmless(cell: object) -> object:
    """Return the cell with an apostrophe before what a spreadsheet would run."""
    if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS):
        return "'" + cell
    return cell


def _table(header: Sequence[str], rows: Iterable[Row]) -> bytes:
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(header)
    table.writerows([harmless(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8", "replace")


EXPORT = Export(
    "csv",
    mark("Tables (CSV)"),
    ".zip",
    write,
    mark("For a spreadsheet: ideas, votes and requirements, each column explained."),
    "tables",
)
