"""Lines and areas that people draw: whether their sides meet, their middle, how large they are.

Two sides meet by the test of orientations (J. O'Rourke, 1998, *Computational Geometry in C*,
1.5), taken to the centimetre.
"""

import math
from collections.abc import Sequence
from itertools import combinations, pairwise

from workshops.methods.geodesy import Geometry, Point, polygons_of, ring_area, to_utm, utm_of
from workshops.methods.spatial import centre_of, from_side, is_on_earth, places_of, sides

TOUCH_M = 0.01
Side = tuple[Point, Point]


def crosses(ring: Sequence[Point]) -> bool:
    """Whether the sides of a ring, in metres, meet anywhere but at the corner they share."""
    drawn = list(sides(ring))
    return any(_cross(one, other) for one, other in combinations(drawn, 2))


def _cross(one: Side, other: Side) -> bool:
    """Whether two sides cross or touch; neighbours do when one runs back over the other."""
    (a, b), (c, d) = one, other
    if b == c or d == a:
        far = (a, d) if b == c else (b, c)
        return from_side(far[1], a, b) <= TOUCH_M or from_side(far[0], c, d) <= TOUCH_M
    touches = min(from_side(c, a, b), from_side(d, a, b), from_side(a, c, d), from_side(b, c, d))
    return touches <= TOUCH_M or (
        _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0
    )


def _turn(a: Point, b: Point, c: Point) -> float:
    """Positive when c lies to one hand of the way from a to b, negative to the other."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def size_of(geometry: Geometry | None) -> dict[str, float]:
    """Return `length_m` of a LineString or `area_m2` of a Polygon, on the local UTM grid.

    Rounded to the decimetre; of anything else nothing.
    """
    if geometry is None or geometry["type"] not in ("LineString", "Polygon"):
        return {}
    if not is_on_earth(geometry):
        return {}
    utm = utm_of(*next(places_of(geometry)))
    if geometry["type"] == "LineString":
        line = [to_utm(lon, lat, utm) for lon, lat in places_of(geometry)]
        return {"length_m": round(sum(math.dist(a, b) for a, b in pairwise(line)), 1)}
    rings = [
        [to_utm(lon, lat, utm) for lon, lat, *_ in ring]
        for part in polygons_of(geometry)
        for ring in part
    ]
    outer, *holes = (abs(ring_area(ring)) for ring in rings)
    return {"area_m2": round(outer - sum(holes), 1)}


def spot_of(geometry: Geometry | None) -> Point | None:
    """Return where a geometry's symbol stands, as `middle_of`; None when it has no place."""
    if geometry is None or next(places_of(geometry), None) is None:
        return None
    return middle_of(geometry)


def middle_of(geometry: Geometry) -> Point:
    """Return a place that stands for any geometry: halfway along a line, inside an area.

    Of several lines that of the longest, of a collection that of its first part.
    """
    kind = geometry["type"]
    if kind == "GeometryCollection":
        spots = (spot_of(each) for each in geometry["geometries"])
        return next(spot for spot in spots if spot is not None)
    if "Polygon" in kind:
        return centre_of(geometry)
    places = list(places_of(geometry))
    if kind == "LineString":
        return _halfway(places)
    if kind == "MultiLineString":
        lines = [list(places_of({"coordinates": line})) for line in geometry["coordinates"]]
        return _halfway(max(lines, key=_length))
    return places[len(places) // 2]


def _length(line: Sequence[Point]) -> float:
    return sum(math.dist(a, b) for a, b in pairwise(line))


def _halfway(line: Sequence[Point]) -> Point:
    """Return the point half the way along a line, each degree of longitude as long as there."""
    flat = math.cos(math.radians(line[0][1]))
    lengths = [math.hypot((b[0] - a[0]) * flat, b[1] - a[1]) for a, b in pairwise(line)]
    left = sum(lengths) / 2
    for (a, b), length in zip(pairwise(line), lengths, strict=True):
        if length and left <= length:
            part = left / length
            return a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])
        left -= length
    return line[-1]
