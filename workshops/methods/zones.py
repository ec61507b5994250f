"""Dividing a square into zones: straight cuts across its long side, parts of equal area."""

import math
from collections.abc import Callable, Sequence

from workshops.methods.geodesy import (
    Geometry,
    Point,
    from_utm,
    polygons_of,
    ring_area,
    to_utm,
    utm_of,
)

Rings = list[list[Point]]
LETTERS = "ABCDEFGHI"
STEPS = 60
SLIVER_M2 = 0.01


def cut(outline: Geometry, parts: int) -> list[Geometry]:
    """Divide an outline into so many parts of equal area, from west to east or north to south.

    The cuts run at right angles to the long side of the smallest box around the outline.
    Holes stay holes. Where a cut leaves several pieces, they stay together as one ring.
    """
    if not 2 <= parts <= len(LETTERS):
        raise ValueError(f"{parts} zones")
    lonlat = [list(map(_corner, ring)) for ring in _largest(outline)]
    utm = utm_of(*lonlat[0][0])
    rings = [[to_utm(*corner, utm) for corner in ring] for ring in lonlat]
    along = _reading_way(_long_side(rings[0]))
    places = [_place(rings, along, n / parts) for n in range(1, parts)]
    pieces = [
        _between(rings, along, low, high)
        for low, high in zip((-math.inf, *places), (*places, math.inf), strict=True)
    ]
    return [_polygon(piece, lambda x, y: from_utm(x, y, utm)) for piece in pieces]


def _corner(place: Sequence[float]) -> Point:
    return place[0], place[1]


def _largest(outline: Geometry) -> Sequence[Sequence[Sequence[float]]]:
    return max(polygons_of(outline), key=lambda rings: abs(ring_area(rings[0])))


def _long_side(ring: Sequence[Point]) -> Point:
    """The direction of the long side of the smallest box around a ring, as a unit vector."""
    best, way = math.inf, (1.0, 0.0)
    for a, b in zip(ring, [*ring[1:], ring[0]], strict=True):
        length = math.dist(a, b)
        if length == 0:
            continue
        u = ((b[0] - a[0]) / length, (b[1] - a[1]) / length)
        v = (-u[1], u[0])
        wide, high = _stretch(ring, u), _stretch(ring, v)
        if wide * high < best:
            best, way = wide * high, u if wide >= high else v
    return way


def _stretch(ring: Sequence[Point], u: Point) -> float:
    along = [_along(p, u) for p in ring]
    return max(along) - min(along)


def _along(p: Point, u: Point) -> float:
    return p[0] * u[0] + p[1] * u[1]


def _reading_way(u: Point) -> Point:
    """The same line, pointing east, or south where it runs more north and south."""
    forward = u[0] > 0 if abs(u[0]) >= abs(u[1]) else u[1] < 0
    return u if forward else (-u[0], -u[1])


def _place(rings: Rings, along: Point, share: float) -> float:
    """How far along the cut lies that leaves this share of the area before it, by halving."""
    ends = [_along(p, along) for p in rings[0]]
    low, high = min(ends), max(ends)
    wanted = share * _area(rings)
    for _ in range(STEPS):
        middle = (low + high) / 2
        if _area(_between(rings, along, -math.inf, middle)) < wanted:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _area(rings: Rings) -> float:
    areas = [abs(ring_area(ring)) for ring in rings]
    return areas[0] - sum(areas[1:]) if areas else 0.0


def _between(rings: Rings, along: Point, low: float, high: float) -> Rings:
    """What of the rings lies between two cuts."""
    back = (-along[0], -along[1])
    halved = [_clipped(_clipped(ring, along, high), back, -low) for ring in rings]
    return [ring for ring in halved if len(ring) > 2 and abs(ring_area(ring)) > SLIVER_M2]


def _clipped(ring: Sequence[Point], u: Point, most: float) -> list[Point]:
    """The part of a ring up to a line (I. E. Sutherland and G. W. Hodgman, 1974)."""
    if math.isinf(most):
        return list(ring)
    kept: list[Point] = []
    for a, b in zip([ring[-1], *ring[:-1]], ring, strict=True) if ring else ():
        before, here = _along(a, u) - most, _along(b, u) - most
        if (before > 0) != (here > 0):
            t = before / (before - here)
            kept.append((a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])))
        if here <= 0:
            kept.append(b)
    return kept


def _polygon(rings: Rings, to_lonlat: Callable[[float, float], Point]) -> Geometry:
    closed = ([*ring, ring[0]] if ring[0] != ring[-1] else ring for ring in rings)
    return {
        "type": "Polygon",
        "coordinates": [[list(to_lonlat(*corner)) for corner in ring] for ring in closed],
    }
