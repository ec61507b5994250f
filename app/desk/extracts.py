"""The uploaded map of a consultation: kept between steps, read once, drawn whole to draw on."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import current_app
from werkzeug.datastructures import FileStorage

from exports.files import put
from exports.plan import Extras, draw
from workshops.basemap import Frame, box_round, build
from workshops.models import Consultation
from workshops.osm import Extract, read_osm
from workshops.refusal import Refused

#: What a pixel is worth where one draws: names as large as a house is wide.
PIXEL_M = 0.2


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
    if not _read(path).features:
        raise Refused("There is nothing to draw in this file. Export the area once more.")


def extract_of(consultation: Consultation) -> Extract | None:
    """Return the map of a consultation, if one was uploaded."""
    path = _path(consultation)
    return _read(path) if path else None


def drawn(consultation: Consultation) -> tuple[Frame, str] | None:
    """Return the whole map as SVG with its frame, to draw an outline on."""
    path = _path(consultation)
    if path is None:
        return None
    basemap, svg = _drawn(path)
    return Frame.from_json(basemap["frame"]), svg


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
