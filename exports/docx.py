"""The brief as a Word document, to go on writing in: from the same pages as the printed one.

Headings, lists and tables are Word's own; maps and drawings are pictures with words for those who
do not see them; every number that stands for something leads there.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Unpack

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE

from exports import files
from exports.assets import Shelf
from exports.brief import with_pictures
from exports.brief_pages import LONG, render
from exports.clean import cleaned
from exports.docx_blocks import Blocks
from exports.docx_runs import Pen
from exports.docx_styles import UPRIGHT, head_and_foot, place_of, set_page, set_styles
from exports.docx_tree import Node, tree_of
from exports.export import Export, Wishes, silently
from exports.one_workshop import of_workshop
from exports.words import Words, translators
from workshops.findings import Findings
from workshops.words import mark, say

GENERATOR = "Torg"
_LEADS = re.compile(r'href="#([^"]+)"')
_UNSTORABLE = re.compile("[\x00-\x1f\ud800-\udfff\ufffe\uffff]")


def write(findings: Findings, path: Path, **wishes: Unpack[Wishes]) -> int:
    """Write the document; return its bytes. The same findings, the same bytes."""
    photos, progress = wishes.get("photos"), wishes.get("progress", silently)
    tongues = translators(wishes.get("language", "en"), wishes.get("catalogues"))
    words, shelf = tongues[0], Shelf(photos)
    progress(2, words.gettext(mark("Laying out the maps.")))
    told = with_pictures(of_workshop(findings, wishes.get("workshop")), photos)
    html = str(render(cleaned(told), tongues, shelf, LONG))
    progress(40, words.gettext(mark("Laying out the pages.")))
    document = _document(html, findings, words, shelf)
    size = files.put(path, _packed(document, findings))
    progress(100, words.gettext(mark("The document is ready.")))
    return size


def _document(html: str, findings: Findings, words: Words, shelf: Shelf) -> Any:
    page, drawings = tree_of(html)
    document = Document()
    _describe(document, findings, words)
    set_styles(document, words.tag)
    head_and_foot(document, _running(page, "head-place"), _running(page, "foot-source"))
    pen = Pen(document, shelf, drawings, words.tag, frozenset(_LEADS.findall(html)))
    set_page(document.element.body.sectPr, UPRIGHT)
    Blocks(pen).write(page)
    return document


def _running(page: Node, name: str) -> str:
    found = next((each for each in page.all("p") if name in each.classes), None)
    return _UNSTORABLE.sub("", found.text.strip()) if found else ""


def _describe(document: Any, findings: Findings, words: Words) -> None:
    """Say what the file is and when it was made: never by whom, never at what hour of today."""
    about = document.core_properties
    moment = datetime.fromisoformat(findings.frozen_at).replace(tzinfo=None)
    title = words.say(say("What people ask of %(square)s", square=findings.square.name[:120]))
    about.title = _UNSTORABLE.sub("", title)
    about.author = about.last_modified_by = GENERATOR
    about.language, about.comments = place_of(words.tag), findings.hash
    about.subject = words.gettext(mark("Design brief"))
    about.created = about.modified = moment


def _packed(document: Any, findings: Findings) -> bytes:
    """Return the file with every date in it that of the findings, and nobody's thumbnail."""
    relations = document.part.package.rels
    for name, relation in list(relations.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            del relations[name]
    raw, packed = io.BytesIO(), io.BytesIO()
    document.save(raw)
    moment = datetime.fromisoformat(findings.frozen_at).timetuple()[:6]
    with zipfile.ZipFile(raw) as before, zipfile.ZipFile(packed, "w") as after:
        for name in _names(before):
            entry = zipfile.ZipInfo(name, moment)
            after.writestr(entry, before.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _names(packed: zipfile.ZipFile) -> Iterator[str]:
    """The list of contents first, as readers want it."""
    yield "[Content_Types].xml"
    yield from (name for name in sorted(packed.namelist()) if name != "[Content_Types].xml")


EXPORT = Export(
    "docx",
    mark("Brief (Word)"),
    ".docx",
    write,
    mark("The whole brief to go on writing in: headings, tables, maps, numbers of the evidence."),
    "brief",
)
