"""HTML to a tagged PDF, the same bytes for the same input. Imported only where one is printed.

It claims PDF/A-3a (kept for good, data inside) and PDF/UA-1 (read aloud) at once.
"""

import logging
import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydyf import Array, String  # type: ignore[import-untyped]
from weasyprint import Attachment
from weasyprint.formatting_structure.boxes import LineBox, MarginBox, TextBox
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.logger import PROGRESS_LOGGER
from weasyprint.urls import URLFetcherResponse

from exports import (
    _columns,  # noqa: F401 - the printer lays columns out by it
    _readable,  # noqa: F401 - the printer says by it what is read aloud
)
from exports._thrift import Pages, pack_once
from exports.assets import Shelf
from exports.export import Progress
from exports.garbage import left_lying
from workshops.refusal import Refused
from workshops.words import mark

DPI = 150
END_OF_FACTS = b"</rdf:RDF>"
# PDF/A wants every property described that it does not know itself.
PDF_UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of the PDF/UA standard</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
#: Where each of the printer's steps begins, in per cent of the whole.
STEPS = {1: 8, 2: 10, 3: 14, 4: 18, 5: 35, 6: 72, 7: 90}
WORDS = {False: mark("Laying out the pages."), True: mark("Writing the file.")}
#: How the printer's log says that a drawing is missing.
UNDRAWN = ("Failed to render SVG image", "Failed to load inline SVG")
_STEP = re.compile(r"Step (\d)")


@dataclass(frozen=True)
class Printed:
    pdf: bytes
    pages: int


def print_pdf(
    html: str, shelf: Shelf, data: Mapping[str, bytes], moment: datetime, progress: Progress
) -> Printed:
    """Print with the data files attached; `moment` is what every date in the file says."""

    def fetch(address: str) -> URLFetcherResponse:
        asset = shelf.get(address)
        return URLFetcherResponse(address, asset.content, {"Content-Type": asset.kind})

    attached = [
        Attachment(
            string=content,
            name=name,
            created=moment,
            modified=moment,
            relationship="Data",
        )
        for name, content in data.items()
    ]
    options = {"dpi": DPI, "pdf_variant": "pdf/a-3a", "attachments": attached}
    with _steps_told(progress), _no_map_missing(), left_lying():
        document = Pages(string=html, base_url="torg:", url_fetcher=fetch).render(**options)
        pdf = _written(document, moment, options)
    return Printed(pdf, len(document.pages))


def _written(document: Any, moment: datetime, options: Mapping[str, Any]) -> bytes:
    with warnings.catch_warnings():
        # The printer opens its colour profile and leaves the closing to Python.
        warnings.simplefilter("ignore", ResourceWarning)
        pdf: bytes = document.write_pdf(
            finisher=_finish, pdf_identifier=moment.isoformat().encode(), **options
        )
    return pdf


def _finish(document: Any, pdf: Any) -> None:
    """Claim PDF/UA-1 as well, name the language of every section, and each attachment once."""
    _name_languages(document, pdf)
    pdf.catalog["AF"] = Array(dict.fromkeys(pdf.catalog["AF"]))
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    metadata.stream = [
        part.replace(END_OF_FACTS, PDF_UA + END_OF_FACTS) for part in metadata.stream
    ]
    pack_once(pdf)


def _name_languages(document: Any, pdf: Any) -> None:
    """The printer names the language of the whole document alone."""
    tags = [each for each in pdf.objects if _is_section(each)]
    boxes = [box for page in document.pages for box in _sections(page._page_box)]  # noqa: SLF001
    for tag, box in zip(tags, boxes, strict=True):
        if language := box.element.get("lang"):
            tag["Lang"] = String(language)


def _is_section(thing: Any) -> bool:
    return isinstance(thing, dict) and thing.get("S") == "/Sect"


def _sections(box: Any) -> Iterator[Any]:
    """Every box that is tagged as a section, in the order of the tags."""
    if isinstance(box, AbsolutePlaceholder):
        box = box._box  # noqa: SLF001
    if isinstance(box, TextBox | MarginBox):
        return
    if box.element_tag == "section" and not isinstance(box, LineBox):
        yield box
    for child in getattr(box, "children", ()):
        yield from _sections(child)


@contextmanager
def _no_map_missing() -> Iterator[None]:
    """Refuse a file in which a drawing is missing: the printer leaves it out and logs a line."""
    listener = _Listener()
    logging.getLogger("weasyprint").addHandler(listener)
    try:
        yield
    finally:
        logging.getLogger("weasyprint").removeHandler(listener)
    if listener.undrawn:
        raise Refused("A map of this brief could not be drawn, so it was not made.")


class _Listener(logging.Handler):
    """Counts the drawings that were left out."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.undrawn = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.undrawn += record.getMessage().startswith(UNDRAWN)


@contextmanager
def _steps_told(progress: Progress) -> Iterator[None]:
    """Pass on the printer's steps as they are logged."""
    handler = _Teller(progress)
    before = PROGRESS_LOGGER.level
    PROGRESS_LOGGER.addHandler(handler)
    PROGRESS_LOGGER.setLevel(logging.INFO)
    try:
        yield
    finally:
        PROGRESS_LOGGER.setLevel(before)
        PROGRESS_LOGGER.removeHandler(handler)


class _Teller(logging.Handler):
    """Tells each step once; pages while they are laid out."""

    def __init__(self, progress: Progress) -> None:
        super().__init__()
        self._progress = progress
        self._told = 0

    def emit(self, record: logging.LogRecord) -> None:
        found = _STEP.search(record.getMessage())
        per_cent = STEPS.get(int(found[1]), 0) if found else 0
        if per_cent > self._told:
            self._told = per_cent
            self._progress(per_cent, WORDS[per_cent >= STEPS[6]])
