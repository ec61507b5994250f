"""The brief as a Word document, to go on writing in: headings, tables, evidence numbers.

The maps are not in it; their tables are, and the first line says where the maps stand.
"""

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Unpack

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from exports import files, summary
from exports.clean import cleaned
from exports.docx_parts import Line, Rows, Title, parts_of
from exports.export import Export, Wishes, silently
from exports.one_workshop import of_workshop
from exports.words import Words, in_words, translators
from workshops.findings import Findings
from workshops.words import mark, say

# A file of nobody's: what the library puts in of itself.
GENERATOR = "Torg"


def write(findings: Findings, path: Path, **wishes: Unpack[Wishes]) -> int:
    """Write the document; return its bytes. The same findings, the same bytes."""
    told = cleaned(of_workshop(findings, wishes.get("workshop")))
    tongues = translators(wishes.get("language", "en"), wishes.get("catalogues"))
    document = Document()
    _describe(document, findings, tongues[0])
    for words in tongues:
        _tell(document, in_words(told, words), words)
    wishes.get("progress", silently)(100, tongues[0].gettext(mark("The document is ready.")))
    return files.put(path, _packed(document, findings))


def _describe(document: Any, findings: Findings, words: Words) -> None:
    """Say what the file is and when it was made: never by whom, never at what hour of today."""
    about = document.core_properties
    moment = datetime.fromisoformat(findings.frozen_at).replace(tzinfo=None)
    about.title = _storable(
        words.say(say("What people ask of %(square)s", square=findings.square.name[:120]))
    )
    about.author = about.last_modified_by = GENERATOR
    about.language, about.comments = words.tag, findings.hash
    about.created = about.modified = moment


def _tell(document: Any, findings: Findings, words: Words) -> None:
    """Put one language's parts into the document, each piece as what it is."""
    asked = summary.asked(findings, words)
    for piece in parts_of(findings, asked, words):
        match piece:
            case Title(text, level):
                made = document.add_heading(_storable(text), level)
            case Line(text, style):
                made = document.add_paragraph(_storable(text), style)
            case Rows():
                _table(document, piece, words)
                continue
        _speak(made, words)


def _table(document: Any, rows: Rows, words: Words) -> None:
    """A table whose head is repeated on every page, with what it says as its description."""
    table = document.add_table(rows=1, cols=len(rows.head), style="Light Grid")
    _describe_table(table, rows.about)
    _fill(table.rows[0], rows.head, words)
    _repeat(table.rows[0])
    for row in rows.rows:
        _fill(table.add_row(), row, words)
    document.add_paragraph()


def _fill(row: Any, texts: Sequence[str], words: Words) -> None:
    for cell, text in zip(row.cells, texts, strict=True):
        cell.text = _storable(text)
        _speak(cell.paragraphs[0], words)


def _repeat(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001


def _describe_table(table: Any, about: str) -> None:
    description = OxmlElement("w:tblDescription")
    description.set(qn("w:val"), _storable(about))
    table._tbl.tblPr.append(description)  # noqa: SLF001


def _speak(paragraph: Any, words: Words) -> None:
    """Name the language of our own words, for whoever has them read aloud."""
    for run in paragraph.runs:
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), words.tag)
        run._r.get_or_add_rPr().append(language)  # noqa: SLF001


def _storable(text: str) -> str:
    """Return the text as XML can hold it."""
    return "".join(letter for letter in text if letter in "\n\t" or letter >= " ")


def _packed(document: Any, findings: Findings) -> bytes:
    """Return the file with every date in it that of the findings."""
    raw, packed = io.BytesIO(), io.BytesIO()
    document.save(raw)
    moment = datetime.fromisoformat(findings.frozen_at).timetuple()[:6]
    with zipfile.ZipFile(raw) as before, zipfile.ZipFile(packed, "w") as after:
        for name in _names(before):
            entry = zipfile.ZipInfo(name, moment)
            after.writestr(entry, before.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _names(packed: zipfile.ZipFile) -> Iterator[str]:
    """The list of contents first, as readers want it; no thumbnail of somebody's."""
    yield "[Content_Types].xml"
    yield from (name for name in sorted(packed.namelist()) if name != "[Content_Types].xml")


EXPORT = Export(
    "docx",
    mark("Brief (Word)"),
    ".docx",
    write,
    mark("The brief to go on writing in: headings, tables, and the numbers of the evidence."),
    "brief",
)
