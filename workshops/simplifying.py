"""Fewer corners: a line or ring thinned on a plane of metres, and how far off at most."""

from collections.abc import Sequence

from workshops.corners import MOST_CORNERS
from workshops.methods.geodesy import Point, from_utm, to_utm, utm_of
from workshops.methods.shapes import thinned, thinned_ring

FIRST_M = 0.05
#: What moves further than this is another shape.
FURTHEST_M = 5.0


def simplified(
    corners: Sequence[Point], *, is_ring: bool, most: int = MOST_CORNERS
) -> tuple[list[Point], float] | None:
    """Return at most so many corners, and how many metres off at most; None beyond 5 m.

    A ring comes and goes without its closing corner. Few enough corners stay as they are.
    """
    if len(corners) <= most:
        return list(corners), 0.0
    utm = utm_of(*corners[0])
    line = [to_utm(*corner, utm) for corner in corners]
    tolerance = FIRST_M
    while tolerance <= FURTHEST_M:
        kept = thinned_ring(line, tolerance) if is_ring else thinned(line, tolerance)
        if 1 < len(kept) <= most:
            return [from_utm(*corner, utm) for corner in kept], tolerance
        tolerance *= 2
    return None
