"""Reading GeoJSON as shapes to draw on a square: every geometry whole, its parts one by one."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from workshops import text
from workshops.decoding import decode
from workshops.degrees import Place, settle
from workshops.geojson import GEOMETRIES, Faults, features_of, first_of, parse, row_of
from workshops.geometries import Unreadable, members_of, positions_of, sound_rings
from workshops.methods.spatial import places_of
from workshops.refusal import Refused
from workshops.shapes import Shape, Shapes, parts_of, sorted_out
from workshops.words import pair

#: Where the name of a thing is looked for, the first that says something.
NAMES = ("name", "navn", "title", "tittel", "label", "bezeichnung", "nom", "namn")
#: So many corners are simplified; a file of more is not of one square.
MOST_CORNERS = 100_000
LOST = pair(
    "%(n)s shape could not be read and was left out: %(why)s.",
    "%(n)s shapes could not be read and were left out: %(why)s.",
)


def read_shapes(data: bytes, name: str = "") -> Shapes:
    """Return the points, lines and areas of a file in WGS 84. Refuses what it cannot read.

    Collections and geometries of several parts are taken apart; each part keeps the name.
    """
    decoded = decode(data, name)
    faults = Faults()
    root = parse(decoded.text, name, faults)
    features = features_of(root, name, faults)
    shapes = [shape for feature in features for shape in _shapes(feature, faults)]
    if root.get("type") in GEOMETRIES and faults.lost:
        raise Refused("“%(name)s” cannot be read: %(why)s.", name=name, why=first_of(faults.why))
    corners = [place for shape in shapes for place in places_of(shape.geometry)]
    if len(corners) > MOST_CORNERS:
        raise Refused(
            "“%(name)s” has %(n)s corners. Cut it to the square: %(most)s can be read.",
            name=name,
            n=len(corners),
            most=MOST_CORNERS,
        )
    settled, warnings = settle(corners, name)
    kept = _settled(shapes, iter(settled))
    return sorted_out(kept, (*decoded.warnings, *faults.sentences(LOST), *warnings))


def _shapes(feature: dict[str, Any], faults: Faults) -> Iterator[Shape]:
    row = {key.lower(): value for key, value in row_of(feature, faults).items()}
    name = next((row[key] for key in NAMES if row.get(key, "").strip()), "")
    try:
        parts = list(whole_in(feature.get("geometry"), faults.mended))
    except Unreadable as fault:
        faults.lose(fault)
        return
    yield from (Shape(text.clean(name, 60), part) for part in parts)


def whole_in(geometry: object, mended: Counter[str]) -> Iterator[dict[str, Any]]:
    """Yield the single parts of somebody's geometry; none where it is empty.

    Faults that can be mended are counted in `mended`, others raise `Unreadable`.
    """
    if geometry is None:
        return
    if not isinstance(geometry, dict):
        raise Unreadable("a geometry is no object")
    if geometry.get("type") == "GeometryCollection":
        for member in members_of(geometry.get("geometries"), mended):
            yield from whole_in(member, mended)
        return
    kind, coordinates = positions_of(geometry, mended)
    for part in parts_of({"type": kind, "coordinates": coordinates}):
        if part["coordinates"]:
            yield _sound(part, mended)


def _sound(part: Mapping[str, Any], mended: Counter[str]) -> dict[str, Any]:
    kind, coordinates = part["type"], part["coordinates"]
    if kind == "Polygon":
        coordinates = sound_rings(coordinates, mended)
    elif kind == "LineString" and len([p for p in coordinates if p]) < 2:
        raise Unreadable("a line has fewer than two positions")
    elif kind == "LineString":
        coordinates = [place for place in coordinates if place]
    return {"type": kind, "coordinates": coordinates}


def _settled(shapes: list[Shape], places: Iterator[Place | None]) -> Iterator[Shape]:
    """Yield the shapes with their settled places; those with a place nowhere on earth go."""
    for shape in shapes:
        own = list(islice(places, sum(1 for _ in places_of(shape.geometry))))
        if all(place is not None for place in own):
            yield Shape(shape.name, _refilled(shape.geometry, iter(own)))


def _refilled(geometry: Mapping[str, Any], places: Iterator[Place | None]) -> dict[str, Any]:
    def fill(nested: Any) -> Any:
        if isinstance(nested[0], int | float):
            return list(next(places) or ())
        return [fill(part) for part in nested]

    return {"type": geometry["type"], "coordinates": fill(geometry["coordinates"])}
