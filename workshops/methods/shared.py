"""How much of a line or an area lies in a zone, exactly: metres and square metres on a plane."""

import math
from collections.abc import Sequence
from itertools import pairwise

from workshops.methods.geodesy import Point
from workshops.methods.overlay import crossings
from workshops.methods.spatial import inside

Rings = Sequence[Sequence[Point]]


def length_within(line: Sequence[Point], rings: Rings) -> float:
    """The metres of a line that lie within rings (even-odd); a stretch on the edge is within."""
    shape = {"type": "Polygon", "coordinates": rings}
    total = 0.0
    for a, b in pairwise(line):
        for start, end in pairwise(_cuts(a, b, rings)):
            if inside(*_between(a, b, (start + end) / 2), shape):
                total += (end - start) * math.dist(a, b)
    return total


def _cuts(a: Point, b: Point, rings: Rings) -> list[float]:
    """The parts of the way from a to b at which a ring may be crossed, both ends among them."""
    found = {0.0, 1.0}
    for ring in rings:
        for c, d in zip(ring, [*ring[1:], ring[0]], strict=True):
            part = _meeting(a, b, c, d)
            if part is not None and 0 < part < 1:
                found.add(part)
    return sorted(found)


def _meeting(a: Point, b: Point, c: Point, d: Point) -> float | None:
    """How far along a to b the way from c to d is met; None when it is not, or both run alike."""
    ux, uy, vx, vy = b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]
    cross = ux * vy - uy * vx
    if cross == 0:
        return None
    wx, wy = c[0] - a[0], c[1] - a[1]
    along, other = (wx * vy - wy * vx) / cross, (wx * uy - wy * ux) / cross
    return along if -1e-12 <= other <= 1 + 1e-12 else None


def _between(a: Point, b: Point, part: float) -> Point:
    return a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])


def area_within(shape: Rings, other: Rings) -> float:
    """The square metres that two areas (even-odd) have in common.

    Cut into level strips at every corner and every crossing of two sides; within a strip all
    sides are straight, so that its area is its height times the length at its middle.
    """
    heights = sorted({*_corners(shape), *_corners(other), *_crossed(shape, other)})
    total = 0.0
    for low, high in pairwise(heights):
        middle = (low + high) / 2
        total += (high - low) * _common(crossings(shape, middle), crossings(other, middle))
    return total


def _corners(rings: Rings) -> set[float]:
    return {y for ring in rings for _, y in ring}


def _crossed(shape: Rings, other: Rings) -> set[float]:
    """The heights at which any two of the sides cross, of one area or of both."""
    sides = [
        (a, b)
        for ring in (*shape, *other)
        for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)
        if a != b
    ]
    found = set()
    for i, (a, b) in enumerate(sides):
        for c, d in sides[i + 1 :]:
            part = _meeting(a, b, c, d)
            if part is not None and 0 <= part <= 1:
                found.add(a[1] + part * (b[1] - a[1]))
    return found


def _common(some: Sequence[float], others: Sequence[float]) -> float:
    """The length that two sets of stretches on one line share."""
    return sum(
        max(0.0, min(b, d) - max(a, c))
        for a, b in zip(some[::2], some[1::2], strict=False)
        for c, d in zip(others[::2], others[1::2], strict=False)
    )
