"""A geometry of somebody's GeoJSON as one place, with its faults mended or named."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from workshops.degrees import Place, number
from workshops.methods.geodesy import ring_area
from workshops.methods.spatial import centre_of
from workshops.words import Sentence, pair, say

#: How deep the positions lie in the coordinates of each type (RFC 7946, section 3.1).
DEPTH = {
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}
LEAST_RING = 4

#: Faults that do not cost the place, for one and for many.
MENDED = {
    "text": pair(
        "%(n)s coordinate is text instead of a number: read as a number.",
        "%(n)s coordinates are text instead of numbers: read as numbers.",
    ),
    "open": pair(
        "%(n)s ring of an area does not end where it begins: closed.",
        "%(n)s rings of areas do not end where they begin: closed.",
    ),
    "turns": pair(
        "%(n)s ring of an area turns the wrong way (right-hand rule): it does not matter here.",
        "%(n)s rings of areas turn the wrong way (right-hand rule): it does not matter here.",
    ),
    "single": pair(
        "%(n)s collection holds a single geometry: read as that geometry.",
        "%(n)s collections hold a single geometry: read as that geometry.",
    ),
}

Position = tuple[float, float]


class Unreadable(ValueError):
    """A geometry that gives no place; `why` names the fault."""

    def __init__(self, text: str, **details: object) -> None:
        self.why: Sentence = say(text, **details)
        super().__init__(str(self.why))


def place_in(geometry: object, mended: Counter[str]) -> Place | None:
    """Return the place that stands for a geometry; None when it is empty.

    A point is itself, several points the one nearest to their middle, a line its middle, an area
    a point inside. Faults of `MENDED` are counted in `mended`, others raise `Unreadable`.
    """
    if geometry is None:
        return None
    if not isinstance(geometry, dict):
        raise Unreadable("a geometry is no object")
    if geometry.get("type") == "GeometryCollection":
        return _in_collection(geometry.get("geometries"), mended)
    return _middle(*positions_of(geometry, mended), mended)


def positions_of(geometry: Mapping[str, Any], mended: Counter[str]) -> tuple[str, Any]:
    """Return the type of a geometry that is no collection, and its (lon, lat) positions."""
    kind = geometry.get("type")
    if not isinstance(kind, str) or kind not in DEPTH:
        raise Unreadable("there is no geometry of type “%(type)s”", type=str(kind)[:40])
    if "coordinates" not in geometry:
        raise Unreadable("a %(type)s has no “coordinates”", type=kind)
    return kind, read_positions(geometry["coordinates"], DEPTH[kind], kind, mended)


def _middle(kind: str, coordinates: Any, mended: Counter[str]) -> Place | None:
    if kind in {"Point", "MultiPoint"}:
        return _nearest_to_middle(coordinates if kind == "MultiPoint" else [coordinates])
    parts = coordinates if kind.startswith("Multi") else [coordinates]
    return _in_area(parts, mended) if "Polygon" in kind else _halfway(parts)


def _in_collection(members: object, mended: Counter[str]) -> Place | None:
    places = [place_in(member, mended) for member in members_of(members, mended)]
    return next((place for place in places if place is not None), None)


def members_of(members: object, mended: Counter[str]) -> list[dict[str, Any]]:
    """Return the geometries of a collection, which may not lie within another."""
    if not isinstance(members, list):
        raise Unreadable("a GeometryCollection has no list of “geometries”")
    if not all(isinstance(member, dict) for member in members):
        raise Unreadable("a GeometryCollection holds something that is no geometry")
    if any(member.get("type") == "GeometryCollection" for member in members):
        raise Unreadable("a GeometryCollection lies within another")
    mended["single"] += len(members) == 1
    return members


def read_positions(nested: object, depth: int, kind: str, mended: Counter[str]) -> Any:
    """Return the coordinates with (lon, lat) positions at their depth; an empty one as ()."""
    if not isinstance(nested, list):
        raise Unreadable("the coordinates of a %(type)s are not nested deeply enough", type=kind)
    if depth:
        return [read_positions(each, depth - 1, kind, mended) for each in nested]
    if not nested:
        return ()
    if any(isinstance(each, list) for each in nested):
        raise Unreadable("the coordinates of a %(type)s are nested too deeply", type=kind)
    if len(nested) < 2:
        raise Unreadable("a position has one number instead of two")
    values = [number(each) for each in nested[:2]]
    if None in values:
        raise Unreadable("a coordinate is no number")
    mended["text"] += sum(isinstance(each, str) for each in nested[:2])
    return tuple(values)


def _in_area(
    polygons: Sequence[Sequence[Sequence[Position]]], mended: Counter[str]
) -> Place | None:
    whole = [sound_rings(rings, mended) for rings in polygons if rings]
    return centre_of({"type": "MultiPolygon", "coordinates": whole}) if whole else None


def sound_rings(rings: Sequence[Sequence[Position]], mended: Counter[str]) -> list[list[Position]]:
    """Return the rings of an area, each closed; one of fewer than three corners is `Unreadable`."""
    closed = [_ring(ring, mended) for ring in rings]
    # The outer ring runs against the clock, holes with it (RFC 7946, section 3.1.6).
    mended["turns"] += ring_area(closed[0]) < 0
    mended["turns"] += sum(ring_area(hole) > 0 for hole in closed[1:])
    return closed


def _ring(ring: Sequence[Position], mended: Counter[str]) -> list[Position]:
    if not all(ring) or len(set(ring)) < LEAST_RING - 1:
        raise Unreadable("a ring of an area has fewer than four positions")
    if ring[0] == ring[-1]:
        return list(ring)
    mended["open"] += 1
    return [*ring, ring[0]]


def _nearest_to_middle(points: Sequence[Position]) -> Place | None:
    points = [point for point in points if point]
    if not points:
        return None
    middle = (sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points))
    return min(points, key=lambda point: math.dist(point, middle))


def _halfway(lines: Sequence[Sequence[Position]]) -> Place | None:
    """Return the middle of the longest line, measured along it."""
    lines = [[point for point in line if point] for line in lines]
    line = max(lines, key=_length, default=[])
    if not line:
        return None
    left = _length(line) / 2
    for a, b in pairwise(line):
        step = math.dist(a, b)
        if step >= left:
            share = left / step if step else 0.0
            return a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])
        left -= step
    return line[-1]


def _length(line: Sequence[Position]) -> float:
    return sum(math.dist(a, b) for a, b in pairwise(line))
