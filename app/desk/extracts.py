"""The uploaded map of a consultation: kept between steps, read once, drawn whole to draw on."""

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Response, abort, current_app
from werkzeug.datastructures import FileStorage

from app.edge import in_a_thread
from exports.files import put
from exports.pictures import embedded
from exports.plan import Extras, draw
from workshops.basemap import Frame, blank, box_round, build
from workshops.ground import facts_of, ground_of, is_laid
from workshops.ground_picture import box_of
from workshops.models import Consultation, Square
from workshops.osm import Extract, read_osm
from workshops.refusal import Refused

#: What a pixel is worth where one draws: names as large as a house is wide.
PIXEL_M = 0.2
PICTURE_PX, PICTURE_BYTES = 2400, 1_500_000


def keep(consultation_id: int, upload: FileStorage | None) -> None:
    """Keep an uploaded .osm or .osm.pbf file in place of the one before, if it can be read."""
    content = upload.read() if upload is not None else b""
    if not content:
        raise Refused("Choose a map file first: it ends in .osm or .osm.pbf.")
    folder = _folder(consultation_id)
    path = folder / f"{hashlib.sha256(content).hexdigest()}.osm"
    put(path, content)
    try:
        _check(path)
    except Refused:
        path.unlink()
        raise
    for other in folder.glob("*.osm"):
        if other != path:
            other.unlink()


def _check(path: Path) -> None:
    if not in_a_thread(_read, path).features:
        raise Refused("There is nothing to draw in this file. Export the area once more.")


def extract_of(consultation: Consultation) -> Extract | None:
    """Return the map of a consultation, if one was uploaded."""
    path = _path(consultation)
    return in_a_thread(_read, path) if path else None


def drawn(consultation: Consultation) -> tuple[Frame, str] | None:
    """Return the placed picture, else the whole map, as SVG with its frame, to draw on."""
    picture = consultation.square.picture
    if picture and is_laid(picture):
        return in_a_thread(
            _drawn_on, json.dumps(facts_of(picture)), current_app.config["TORG"].photos
        )
    return mapped(consultation)


def answer_with(drawing: tuple[Frame, str] | None) -> Response:
    """Answer with a drawing alone: nothing in it runs, and nothing is fetched for it."""
    if drawing is None:
        abort(404)
    response = Response(drawing[1], mimetype="image/svg+xml")
    response.headers["Cache-Control"] = "private, max-age=600"
    response.headers["Content-Security-Policy"] = "default-src 'none'; img-src data:"
    return response


def stamp(consultation: Consultation) -> str:
    """Return what changes when another map or picture is drawn on."""
    picture, path = consultation.square.picture, _path(consultation)
    if picture and is_laid(picture):
        return str(picture["laid"]["sha256"][:12])
    return path.stem[:12] if path else ""


def mapped(consultation: Consultation) -> tuple[Frame, str] | None:
    """Return the whole uploaded map as SVG with its frame; None when there is none."""
    path = _path(consultation)
    if path is None:
        return None
    basemap, svg = in_a_thread(_drawn, path)
    return Frame.from_json(basemap["frame"]), svg


def basemap_of(consultation: Consultation) -> Mapping[str, Any] | None:
    """Return what is mapped in the plan metres of `drawn`; None without a map."""
    path, picture = _path(consultation), consultation.square.picture
    if path is None:
        return None
    if picture and is_laid(picture):
        return in_a_thread(_laid, path, box_of(picture))
    return in_a_thread(_drawn, path)[0]


def _folder(consultation_id: int) -> Path:
    return Path(current_app.config["TORG"].osm) / str(consultation_id)


def _path(consultation: Consultation) -> Path | None:
    return next(iter(sorted(_folder(consultation.id).glob("*.osm"))), None)


@lru_cache(maxsize=2)
def _read(path: Path) -> Extract:
    """Read a map; named by its hash, it never changes."""
    with path.open("rb") as stream:
        return read_osm(stream)


@lru_cache(maxsize=2)
def _drawn(path: Path) -> tuple[dict[str, Any], str]:
    extract = _read(path)
    basemap = build(extract, box_round(extract), margin_m=0)
    extras = Extras(pixel_m=PIXEL_M)
    return basemap, str(draw(basemap, None, (), "light", title="OpenStreetMap", extras=extras))


def _laid(path: Path, box: dict[str, Any]) -> dict[str, Any]:
    """Return what is mapped within a box, in its plan metres."""
    return build(_read(path), box, margin_m=0)


@lru_cache(maxsize=4)
def _drawn_on(stored: str, folder: Path) -> tuple[Frame, str]:
    """Draw a placed picture alone."""
    picture = json.loads(stored)
    square = Square(basemap=blank(box_of(picture), 0), picture=picture, layers=[])
    basemap = embedded(ground_of(square) or {}, folder, PICTURE_PX, PICTURE_BYTES)
    extras = Extras(pixel_m=PIXEL_M)
    svg = str(draw(basemap, None, (), "light", title=picture["name"] or "Plan", extras=extras))
    return Frame.from_json(basemap["frame"]), svg
