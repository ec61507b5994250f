"""The uploaded map of a consultation: kept between steps, read once, drawn whole to draw on."""

import hashlib
import math
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import current_app
from werkzeug.datastructures import FileStorage

from exports.files import put
from exports.plan import Extras, draw
from workshops.basemap import Frame, build
from workshops.methods.geodesy import distance_m
from workshops.methods.spatial import places_of
from workshops.models import Consultation
from workshops.osm import Extract, read_osm
from workshops.refusal import Refused

#: A larger extract is shown round its middle: a square is not found on a map of a town.
WIDEST_M = 4000
METRES_A_DEGREE = 111_000
#: What a pixel is worth where one draws: names as large as a house is wide.
PIXEL_M = 0.2


def keep(consultation_id: int, upload: FileStorage | None) -> None:
    """Keep an uploaded .osm file in place of the one before. Refuses what cannot be read."""
    content = upload.read() if upload is not None else b""
    if not content:
        raise Refused("Choose a map file first: it ends in .osm.")
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
    basemap = build(extract, _around(extract), margin_m=0)
    extras = Extras(pixel_m=PIXEL_M)
    return basemap, str(draw(basemap, None, (), "light", title="OpenStreetMap", extras=extras))


def _around(extract: Extract) -> dict[str, Any]:
    """Return the box round what is on the map; of a large one, round its middle."""
    places = [place for feature in extract.features for place in places_of(feature.geometry)]
    lons, lats = sorted(lon for lon, _ in places), sorted(lat for _, lat in places)
    west, east, south, north = lons[0], lons[-1], lats[0], lats[-1]
    if distance_m((west, south), (east, north)) > WIDEST_M:
        lon, lat = lons[len(lons) // 2], lats[len(lats) // 2]
        up = WIDEST_M / 4 / METRES_A_DEGREE
        aside = up / max(0.01, math.cos(math.radians(lat)))
        west, east, south, north = lon - aside, lon + aside, lat - up, lat + up
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}
