"""The tables as one workbook (Office Open XML): a sheet a table, and a sheet that explains them.

Every text is a text: nothing that people wrote is a formula, now or when a cell is edited.
"""

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Unpack

from exports import files
from exports.dictionary import HEADER, rows_of_sheets
from exports.export import Export, Wishes, silently
from exports.tables import sheets
from exports.words import translator
from workshops.findings import Findings
from workshops.words import mark

Table = tuple[Sequence[str], Sequence[Sequence[object]]]


def write(findings: Findings, path: Path, **wishes: Unpack[Wishes]) -> int:
    """Write the workbook; return its bytes. The same findings, the same bytes."""
    words = translator(wishes.get("language", "en"), wishes.get("catalogues"))
    tables: dict[str, Table] = {
        each.file.removesuffix(".csv"): (each.header, each.rows) for each in sheets(findings, words)
    }
    tables["dictionary"] = (HEADER, list(rows_of_sheets(words)))
    # openpyxl is loaded by whoever writes a workbook, not by every server.
    content = import_module("exports._workbook").pack(tables, findings)
    wishes.get("progress", silently)(100, words.gettext(mark("Workbook written.")))
    return files.put(path, content)


EXPORT = Export(
    "xlsx",
    mark("Tables for a spreadsheet (XLSX)"),
    ".xlsx",
    write,
    mark("The same as one workbook, a sheet for each table; no text is a formula."),
    "tables",
)
