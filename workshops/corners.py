"""Corners as people type them, and the points, lines and areas that they make."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from workshops import text
from workshops.methods.geodesy import Geometry, Point, area_m2, distance_m, polygons_of
from workshops.methods.spatial import inside
from workshops.osm.rings import untangled
from workshops.refusal import Refused

SMALLEST_M2 = 20
SHORTEST_M = 2
MOST_CORNERS = 200

_NUMBER = r"[+-]?\d{1,3}(?:\.\d+)?"
_CORNER = re.compile(rf"\s*({_NUMBER})\s*°?[\s,;]+({_NUMBER})\s*°?\s*")


def corners_of(typed: str) -> list[Point]:
    """Read corners one a line, latitude and longitude as maps give them; returns lon, lat."""
    lines = [line for line in typed.splitlines() if line.strip()]
    if len(lines) > MOST_CORNERS:
        raise Refused(
            "That is %(n)s corners. %(most)s are enough.", n=len(lines), most=MOST_CORNERS
        )
    return [_corner(line) for line in lines]


def _corner(line: str) -> Point:
    found = _CORNER.fullmatch(line)
    lat, lon = (float(found[1]), float(found[2])) if found else (999.0, 999.0)
    if not (-90 < lat < 90 and -180 <= lon <= 180):
        raise Refused(
            "“%(line)s” is not a corner. Write latitude and longitude: 60.79450, 11.06800",
            line=text.clean(line, 40),
        )
    return lon, lat


def typed_of(geometry: Geometry) -> str:
    """Return a geometry as people type it; of an area the outer ring of its largest part."""
    if geometry["type"] == "Point":
        return _typed([geometry["coordinates"]])
    if geometry["type"] == "LineString":
        return _typed(geometry["coordinates"])
    rings = max(polygons_of(geometry), key=lambda each: area_m2(_polygon(each)))
    return _typed(rings[0][:-1])


def _typed(corners: Sequence[Sequence[float]]) -> str:
    return "\n".join(f"{lat:.7f}, {lon:.7f}" for lon, lat, *_ in corners)


def polygon_of(corners: Sequence[Point]) -> dict[str, Any]:
    """Return the polygon of these corners; refuses fewer than three, crossings, and specks."""
    open_ring = list(corners[:-1] if len(corners) > 1 and corners[0] == corners[-1] else corners)
    if len(open_ring) < 3:
        raise Refused("An outline needs at least three corners.")
    loops = untangled(open_ring)
    if len(loops) > 1:
        raise Refused("The outline crosses itself. Put the corners in order round the place.")
    polygon = _polygon([[_rounded(corner) for corner in [*open_ring, open_ring[0]]]])
    if not loops or area_m2(polygon) < SMALLEST_M2:
        raise Refused(
            "This is smaller than %(n)s square metres. Draw the place larger.", n=SMALLEST_M2
        )
    return polygon


def line_of(corners: Sequence[Point]) -> list[list[float]]:
    """Return the positions of a line; refuses fewer than two corners, and specks."""
    if len(corners) < 2:
        raise Refused("A route needs at least two corners.")
    if length_m(corners) < SHORTEST_M:
        raise Refused("This is shorter than %(n)s metres. Draw the route longer.", n=SHORTEST_M)
    return [_rounded(corner) for corner in corners]


def place_of(corners: Sequence[Point]) -> Point:
    """Return the one place that was typed or clicked, the last of several."""
    if not corners:
        raise Refused("Say where it is: click on the plan, or type its place.")
    lon, lat = _rounded(corners[-1])
    return lon, lat


def length_m(line: Sequence[Sequence[float]]) -> float:
    """Metres along a line of positions."""
    return sum(distance_m(a, b) for a, b in pairwise(line))


def with_holes_of(polygon: dict[str, Any], before: Geometry) -> dict[str, Any]:
    """Return a polygon with those holes of another that lie wholly in it."""
    holes = [hole for rings in polygons_of(before) for hole in rings[1:]]
    kept = [hole for hole in holes if all(inside(p[0], p[1], polygon) for p in hole)]
    return _polygon([*polygon["coordinates"], *kept])


def _polygon(rings: Sequence[Any]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def _rounded(corner: Sequence[float]) -> list[float]:
    return [round(corner[0], 7), round(corner[1], 7)]
