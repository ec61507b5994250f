"""How much of one area lies in another: exact, on a plane of metres, holes and all.

Both areas are cut into strips at the heights of all corners and crossings. Within a strip no
sides cross, so what they share is a row of trapezia, each as wide at half height as on average
(the plane sweep of M. I. Shamos and D. Hoey, 1976, *Geometric intersection problems*).
"""

from collections.abc import Sequence
from itertools import pairwise

from workshops.methods.geodesy import Geometry, Point, area_m2, polygons_of, project
from workshops.methods.spatial import sides

Side = tuple[Point, Point]
Span = tuple[float, float]


def shared_m2(one: Geometry, other: Geometry) -> float:
    """Square metres that lie in both Polygons or MultiPolygons."""
    meridian = next(iter(polygons_of(one)))[0][0][0]
    return _shared(_sides(one, meridian), _sides(other, meridian))


def outside_m2(one: Geometry, other: Geometry) -> float:
    """Square metres of the first that do not lie in the other."""
    return max(0.0, area_m2(one) - shared_m2(one, other))


def _sides(area: Geometry, meridian: float) -> list[Side]:
    """The sides that are not level, in metres, each from its lower end."""
    rings = [ring for rings in polygons_of(area) for ring in rings]
    found = [
        (project(*a, meridian), project(*b, meridian)) for ring in rings for a, b in sides(ring)
    ]
    return [(a, b) if a[1] < b[1] else (b, a) for a, b in found if a[1] != b[1]]


def _shared(one: Sequence[Side], other: Sequence[Side]) -> float:
    heights = sorted({end[1] for side in (*one, *other) for end in side} | _crossings(one, other))
    return sum(
        (top - low) * _shared_length(_spans(one, (low + top) / 2), _spans(other, (low + top) / 2))
        for low, top in pairwise(heights)
    )


def _crossings(one: Sequence[Side], other: Sequence[Side]) -> set[float]:
    """The heights at which sides of the two cross."""
    found = set()
    for a, b in one:
        for c, d in other:
            low, top = max(a[1], c[1]), min(b[1], d[1])
            if low >= top:
                continue
            before, after = _at((a, b), low) - _at((c, d), low), _at((a, b), top) - _at((c, d), top)
            if before * after < 0:
                found.add(low + (top - low) * before / (before - after))
    return found


def _at(side: Side, y: float) -> float:
    (ax, ay), (bx, by) = side
    return ax + (bx - ax) * (y - ay) / (by - ay)


def _spans(area: Sequence[Side], y: float) -> list[Span]:
    """From where to where an area reaches at a height: in at odd sides, out at even ones."""
    cuts = sorted(_at(side, y) for side in area if side[0][1] <= y < side[1][1])
    return list(zip(cuts[::2], cuts[1::2], strict=False))


def _shared_length(one: Sequence[Span], other: Sequence[Span]) -> float:
    return sum(max(0.0, min(b, d) - max(a, c)) for a, b in one for c, d in other)
