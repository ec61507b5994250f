"""The brief: what people asked of a square, as a document that can be printed and trusted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any, Unpack

from exports import csv_tables, files, geojson, geopackage, pictures
from exports.assets import Shelf
from exports.brief_pages import LONG, render
from exports.clean import cleaned, rewritten
from exports.export import Export, Wishes, silently
from exports.gis import layers_of
from exports.one_workshop import of_workshop
from exports.planes import plane_of
from exports.words import Words, translators
from workshops.findings import Findings
from workshops.findings_json import to_json
from workshops.refusal import Refused
from workshops.words import mark


@dataclass(frozen=True)
class BriefFacts:
    """What came out: how many pages, how many bytes."""

    pages: int
    bytes: int


def write(
    findings: Findings,
    path: Path,
    *,
    pieces: Sequence[str] = LONG,
    **wishes: Unpack[Wishes],
) -> BriefFacts:
    """Write the brief as a tagged PDF (PDF/A-3a, PDF/UA-1). The same findings, the same bytes.

    The findings, the tables and the map data are attached inside. With a language "nb+en" every
    part stands in both; what people said stands once, as they said it.
    """
    photos, progress = wishes.get("photos"), wishes.get("progress", silently)
    tongues = translators(wishes.get("language", "en"), wishes.get("catalogues"))
    shelf, words = Shelf(photos), tongues[0]
    progress(2, words.gettext(mark("Laying out the maps.")))
    told = with_pictures(of_workshop(findings, wishes.get("workshop")), photos)
    told = cleaned(told)
    letters = _loaded("_letters").letters_of(told)
    told = rewritten(told, letters.named) if letters.lacking else told
    shelf.sheets["torg:letters.css"] = letters.sheet()
    html = render(told, tongues, shelf, pieces, letters)
    progress(8, words.gettext(mark("Reading the pages.")))
    printed = _loaded("_press").print_pdf(
        html,
        shelf,
        _attachments(findings, words),
        datetime.fromisoformat(findings.frozen_at),
        lambda per_cent, text: progress(per_cent, words.gettext(text)),
    )
    size = files.put(path, printed.pdf)
    progress(100, words.gettext(mark("The brief is ready.")))
    return BriefFacts(printed.pages, size)


def with_pictures(findings: Findings, photos: Path | None) -> Findings:
    """The findings without a picture under the plan where its file is not at hand."""
    basemap = pictures.kept(findings.square.basemap, photos)
    return replace(findings, square=replace(findings.square, basemap=basemap))


def _attachments(findings: Findings, words: Words) -> dict[str, bytes]:
    plane = plane_of(findings)
    return {
        "findings.json": to_json(findings).encode(),
        **csv_tables.make(findings, words),
        "map.geojson": geojson.to_text(findings).encode("utf-8", "replace"),
        "places.gpkg": geopackage.pack(
            layers_of(findings, plane, words), findings, plane, words.word
        ),
    }


def _loaded(name: str) -> Any:
    """The printer or its letters, loaded when something is printed: all else needs no Pango."""
    try:
        return import_module(f"exports.{name}")
    except OSError as error:
        raise Refused(
            "A PDF needs the Pango library, which is not installed here. On Debian or Ubuntu: "
            "apt install libpango-1.0-0 libpangoft2-1.0-0. On a Mac: brew install pango."
        ) from error


EXPORT = Export(
    "brief",
    mark("Brief (PDF)"),
    ".pdf",
    write,
    mark("To read and to print. The data is attached inside."),
)
