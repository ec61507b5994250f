"""Where places lie along a route: how far one has walked to them, how far off it they are."""

import math
from collections.abc import Sequence
from itertools import pairwise

from workshops.methods.geodesy import Point, project
from workshops.methods.spatial import nearest_on_side


def along_m(place: Point, line: Sequence[Sequence[float]]) -> tuple[float, float]:
    """Metres walked along a line to the point nearest to a place, and metres from there to it.

    Both are measured on a plane through the line's own meridian. Of two points equally near the
    first one counts: a round begins where it ends. A line of fewer than two points is a
    ValueError.
    """
    if len(line) < 2:
        raise ValueError("A line has at least two points")
    meridian = line[0][0]
    at = project(*place, meridian)
    corners = [project(each[0], each[1], meridian) for each in line]
    walked, best = 0.0, (math.inf, 0.0)
    for a, b in pairwise(corners):
        nearest = nearest_on_side(at, a, b)
        off = round(math.dist(at, nearest), 3)
        best = min(best, (off, walked + math.dist(a, nearest)))
        walked += math.dist(a, b)
    return best[1], best[0]


def in_order(places: Sequence[Point], line: Sequence[Sequence[float]], near_m: float) -> list[int]:
    """Indices of the places within `near_m` of a line, in the order one walks past them.

    Two at the same spot keep their order.
    """
    passed = [(*along_m(place, line), i) for i, place in enumerate(places)]
    return [i for walked, off, i in sorted(passed) if off <= near_m]
