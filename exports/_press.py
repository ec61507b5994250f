"""HTML to a tagged PDF, the same bytes for the same input. Imported only where one is printed."""

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from weasyprint import HTML, Attachment
from weasyprint.logger import PROGRESS_LOGGER
from weasyprint.urls import URLFetcherResponse

from exports.assets import Shelf
from exports.export import Progress
from workshops.words import mark

DPI = 150
#: Where each of the printer's steps begins, in per cent of the whole.
STEPS = {1: 8, 2: 10, 3: 14, 4: 18, 5: 35, 6: 72, 7: 90}
WORDS = {False: mark("Laying out the pages."), True: mark("Writing the file.")}
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
    options = {"dpi": DPI, "pdf_variant": "pdf/ua-1", "attachments": attached}
    with _steps_told(progress):
        document = HTML(string=html, base_url="torg:", url_fetcher=fetch).render(**options)
        pdf = document.write_pdf(pdf_identifier=moment.isoformat().encode(), **options)
    return Printed(pdf, len(document.pages))


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
