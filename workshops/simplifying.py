"""Fewer corners: a line or ring with at most so many, and how far off it is at most."""

import heapq
import math
from collections.abc import Sequence

from workshops.corners import MOST_CORNERS
from workshops.methods.geodesy import Point, from_utm, to_utm, utm_of

#: Corners that lie nearer than this to the line are not worth keeping.
LEAST_M = 0.02
#: What moves further than this is another shape.
FURTHEST_M = 5.0
#: At worst two seconds' work.
MOST_READ = 20_000

_Part = tuple[float, int, int, int]  # minus the distance of the furthest corner, first, last, it


def simplified(
    corners: Sequence[Point], *, is_ring: bool, most: int = MOST_CORNERS
) -> tuple[list[Point], float] | None:
    """Return at most so many corners, and how many metres off at most; None beyond 5 m.

    The corner that lies furthest from the line through those that are kept is kept next, the
    choice of D. H. Douglas and T. K. Peucker, 1973, in order of need. A ring comes and goes
    without its closing corner. Few enough corners stay as they are; of more than `MOST_READ`
    the choice may take seconds.
    """
    if len(corners) <= most:
        return list(corners), 0.0
    utm = utm_of(*corners[0])
    line = [to_utm(*corner, utm) for corner in corners]
    kept, off_m = _kept([*line, line[0]] if is_ring else line, most + 1 if is_ring else most)
    if off_m > FURTHEST_M:
        return None
    if is_ring:
        kept = kept[:-1]
    return [from_utm(*line[nth], utm) for nth in kept], math.ceil(off_m * 100) / 100


def _kept(line: Sequence[Point], most: int) -> tuple[list[int], float]:
    """Return the numbers of the corners to keep, and how far off the others are at most."""
    kept = [0, len(line) - 1]
    parts = [_part(line, 0, len(line) - 1)]
    while len(kept) < most and -parts[0][0] > LEAST_M:
        _, first, last, far = heapq.heappop(parts)
        kept.append(far)
        heapq.heappush(parts, _part(line, first, far))
        heapq.heappush(parts, _part(line, far, last))
    return sorted(kept), -parts[0][0]


def _part(line: Sequence[Point], first: int, last: int) -> _Part:
    """Return a stretch of a line with the corner that lies furthest from its ends."""
    (ax, ay), (bx, by) = line[first], line[last]
    dx, dy = bx - ax, by - ay
    length2 = dx * dx + dy * dy
    furthest, found = 0.0, first
    for nth in range(first + 1, last):
        x, y = line[nth][0] - ax, line[nth][1] - ay
        along = max(0.0, min(1.0, (x * dx + y * dy) / length2)) if length2 else 0.0
        x, y = x - along * dx, y - along * dy
        if x * x + y * y > furthest:
            furthest, found = x * x + y * y, nth
    return -math.sqrt(furthest), first, last, found
