"""Where things lie: inside or outside, how far off, which square of the grid."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from workshops.methods.gathering import HotSpot, hot_spots, outliers
from workshops.methods.geodesy import Geometry, Point, distance_m, polygons_of, project
from workshops.words import Sentence, say

Box = tuple[float, float, float, float]

__all__ = [
    "Grid",
    "HotSpot",
    "bounds_of",
    "centre_of",
    "far_outside",
    "grid_of",
    "hot_spots",
    "inside",
    "outliers",
]

ON_THE_EDGE = 1e-9
ROUNDING_M = 0.02
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
STEPS_M = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)
MOST_ROWS = 99
FAR_M = 250.0
TOO_FAR_FOR_A_PLANE_M = 300_000.0


class Plane(Protocol):
    """Anything that puts a place on a plan in metres, x to the right and y down."""

    def to_xy(self, lon: float, lat: float) -> Point:
        """The place on the plan."""
        ...


def inside(lon: float, lat: float, polygon: Geometry) -> bool:
    """Whether a point lies in a Polygon or MultiPolygon; its edges, holes' too, count as in."""
    return any(_inside_rings(lon, lat, rings) for rings in polygons_of(polygon))


def _inside_rings(x: float, y: float, rings: Sequence[Sequence[Point]]) -> bool:
    crossings = 0
    for ring in rings:
        for a, b in sides(ring):
            if from_side((x, y), a, b) <= ON_THE_EDGE:
                return True
            if (a[1] > y) != (b[1] > y) and x < a[0] + (y - a[1]) * (b[0] - a[0]) / (b[1] - a[1]):
                crossings += 1
    return crossings % 2 == 1


def sides(ring: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    """The sides of a ring one by one, the closing one too."""
    if not ring:
        return
    before = ring[-1]
    for corner in ring:
        if corner != before:
            yield (before[0], before[1]), (corner[0], corner[1])
        before = corner


def from_side(p: Point, a: Point, b: Point) -> float:
    """How far a point is from the line between a and b, in the unit of the coordinates."""
    return math.dist(p, nearest_on_side(p, a, b))


def nearest_on_side(p: Point, a: Point, b: Point) -> Point:
    """The point between a and b that is nearest to p."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length2 = dx * dx + dy * dy
    along = ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length2 if length2 else 0.0
    along = max(0.0, min(1.0, along))
    return a[0] + along * dx, a[1] + along * dy


def bounds_of(geometry: Geometry) -> Box:
    """West, south, east, north of any GeoJSON geometry, feature or collection."""
    places = list(places_of(geometry))
    if not places:
        raise ValueError("An empty geometry has no bounds")
    return (
        min(x for x, _ in places),
        min(y for _, y in places),
        max(x for x, _ in places),
        max(y for _, y in places),
    )


def places_of(geometry: Geometry | None) -> Iterator[Point]:
    """Every position in a GeoJSON object."""
    if geometry is None:
        return
    for part in (*geometry.get("geometries", ()), *geometry.get("features", ())):
        yield from places_of(part)
    if "geometry" in geometry:
        yield from places_of(geometry["geometry"])
    yield from _positions(geometry.get("coordinates", ()))


def is_on_earth(geometry: Geometry | None) -> bool:
    """Whether a geometry has a place, and all of it in degrees that there are."""
    places = list(places_of(geometry))
    return bool(places) and all(
        -180 <= lon <= 180 and -90 <= lat <= 90  # neither does what is no number
        for lon, lat in places
    )


def _positions(nested: Sequence[Any]) -> Iterator[Point]:
    if nested and isinstance(nested[0], int | float):
        yield nested[0], nested[1]
        return
    for part in nested:
        yield from _positions(part)


def centre_of(polygon: Geometry) -> Point:
    """A point inside that stands for the polygon.

    Its centroid; where that lies outside or in a hole, the middle of the widest stretch at
    the centroid's height.
    """
    rings = max(polygons_of(polygon), key=lambda each: abs(_moments(each[0])[0]))
    x, y = _centroid(rings)
    if _inside_rings(x, y, rings):
        return x, y
    return _widest_at(y, rings)


def _moments(ring: Sequence[Point]) -> tuple[float, float, float]:
    x0, y0 = ring[0][0], ring[0][1]
    area = mx = my = 0.0
    for a, b in sides(ring):
        ax, ay, bx, by = a[0] - x0, a[1] - y0, b[0] - x0, b[1] - y0
        cross = ax * by - bx * ay
        area += cross / 2
        mx += (ax + bx) * cross / 6
        my += (ay + by) * cross / 6
    return area, mx + x0 * area, my + y0 * area


def _centroid(rings: Sequence[Sequence[Point]]) -> Point:
    area = mx = my = 0.0
    for nth, ring in enumerate(rings):
        a, x, y = _moments(ring)
        sign = math.copysign(1.0, a) * (1 if nth == 0 else -1)
        area, mx, my = area + sign * a, mx + sign * x, my + sign * y
    if not area:
        corners = rings[0]
        return sum(p[0] for p in corners) / len(corners), sum(p[1] for p in corners) / len(corners)
    return mx / area, my / area


def _widest_at(y: float, rings: Sequence[Sequence[Point]]) -> Point:
    cuts = sorted(
        a[0] + (y - a[1]) * (b[0] - a[0]) / (b[1] - a[1])
        for ring in rings
        for a, b in sides(ring)
        if (a[1] > y) != (b[1] > y)
    )
    stretches = list(zip(cuts[::2], cuts[1::2], strict=False))
    if not stretches:
        return rings[0][0][0], rings[0][0][1]
    left, right = max(stretches, key=lambda cut: cut[1] - cut[0])
    return (left + right) / 2, y


@dataclass(frozen=True)
class Grid:
    """Squares on a plan: letters from the left, numbers from the top; x, y is the top left."""

    columns: int
    rows: int
    x: float
    y: float
    step_m: int

    def square_at(self, x: float, y: float) -> str:
        """The square's name, as "C4"; empty outside the grid. The far edges belong to the last."""
        column = _nth(x - self.x, self.step_m, self.columns)
        row = _nth(y - self.y, self.step_m, self.rows)
        return "" if column is None or row is None else f"{LETTERS[column]}{row + 1}"

    def centre(self, square: str) -> Point:
        """The middle of a square by its name. Unknown names are a ValueError."""
        name = square.upper()
        if name not in self.squares:
            raise ValueError(f"No square {square!r} in this grid")
        column, row = LETTERS.index(name[0]), int(name[1:]) - 1
        return self.x + (column + 0.5) * self.step_m, self.y + (row + 0.5) * self.step_m

    @property
    def squares(self) -> tuple[str, ...]:
        """Every name, row by row."""
        return tuple(
            f"{letter}{row}"
            for row in range(1, self.rows + 1)
            for letter in LETTERS[: self.columns]
        )

    @property
    def remark(self) -> Sentence:
        """How large the squares are, and why when they are not 10 m."""
        if self.step_m == STEPS_M[0]:
            return say("Grid squares %(step)s m.", step=self.step_m)
        return say(
            "Grid squares %(step)s m: the place is too large for squares of 10 m.",
            step=self.step_m,
        )


def _nth(along_m: float, step_m: int, most: int) -> int | None:
    """Which of the steps; a point a hair outside, by rounding, belongs to the edge."""
    if not -ROUNDING_M <= along_m <= most * step_m + ROUNDING_M:
        return None
    return max(0, min(int(along_m // step_m), most - 1))


def grid_of(frame: Plane, outline: Geometry) -> Grid:
    """The grid over an outline: 10 m squares, coarser when 26 letters or 99 rows do not do."""
    corners = [frame.to_xy(lon, lat) for lon, lat in places_of(outline)]
    left, top = min(x for x, _ in corners), min(y for _, y in corners)
    width = max(x for x, _ in corners) - left - ROUNDING_M
    height = max(y for _, y in corners) - top - ROUNDING_M
    for step in STEPS_M:
        columns, rows = max(1, math.ceil(width / step)), max(1, math.ceil(height / step))
        if columns <= len(LETTERS) and rows <= MOST_ROWS:
            return Grid(columns, rows, round(left, 2), round(top, 2), step)
    raise ValueError("An outline wider than 260 km has no grid")


def far_outside(
    lonlats: Sequence[Point], outline: Geometry, metres: float = FAR_M
) -> tuple[int, ...]:
    """Indices of the points more than `metres` outside the outline: a pin in the sea."""
    return tuple(i for i, p in enumerate(lonlats) if outside_m(p, outline) > metres)


def outside_m(place: Point, outline: Geometry) -> float:
    """Metres from a place to the outline; 0 inside it."""
    if inside(*place, outline):
        return 0.0
    lon, lat = centre_of(outline)
    straight = distance_m(place, (lon, lat))
    if straight > TOO_FAR_FOR_A_PLANE_M:
        return straight
    at = project(*place, lon)
    return min(
        from_side(at, project(*a, lon), project(*b, lon))
        for rings in polygons_of(outline)
        for ring in rings
        for a, b in sides(ring)
    )
