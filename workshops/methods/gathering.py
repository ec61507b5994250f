"""Where notes gather, and which of them lie apart."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from workshops.methods.geodesy import Point, distance_m, turned

OUTLIER_SPREADS = 20
OUTLIER_LEAST_M = 1000.0
OUTLIER_LEAST_POINTS = 5

Cells = Mapping[tuple[int, int], Sequence[int]]


@dataclass(frozen=True)
class HotSpot:
    """Where notes gather: n of them within radius_m of x, y; members are their indices."""

    x: float
    y: float
    n: int
    radius_m: float
    members: tuple[int, ...]


def hot_spots(
    points_xy: Sequence[Point], radius_m: float, most: int = 3, least: int = 4
) -> tuple[HotSpot, ...]:
    """The fullest circles, fullest first, none sharing a point.

    Greedy: of the circles round each point the one with most points is taken and moved to the
    middle of its points as long as that loses none; then its points are set aside and the rest
    looked through again. Equal counts: the circle whose points lie closer to its middle, then
    the western, then the northern one. The order of the points plays no part.
    """
    left = set(range(len(points_xy)))
    found: list[HotSpot] = []
    while len(found) < most and len(left) >= max(1, least):
        spot = _fullest(points_xy, left, radius_m)
        if spot.n < least:
            break
        found.append(spot)
        left -= set(spot.members)
    return tuple(found)


def _fullest(points: Sequence[Point], left: Iterable[int], radius_m: float) -> HotSpot:
    cells = _cells(points, left, radius_m)

    def rank(at: Point) -> tuple[float, ...]:
        distances = [d for d, _ in _near(at, points, cells, radius_m)]
        return -len(distances), math.fsum(d * d for d in distances), *at

    places = {(points[i][0], points[i][1]) for cell in cells.values() for i in cell}
    at, members = _settled(min(places, key=rank), points, cells, radius_m)
    return HotSpot(round(at[0], 2), round(at[1], 2), len(members), radius_m, tuple(sorted(members)))


def _settled(
    at: Point, points: Sequence[Point], cells: Cells, radius_m: float
) -> tuple[Point, set[int]]:
    members = {i for _, i in _near(at, points, cells, radius_m)}
    while True:
        middle = _middle([points[i] for i in members])
        moved = {i for _, i in _near(middle, points, cells, radius_m)}
        if not members <= moved:
            return at, members
        if members == moved:
            return middle, members
        at, members = middle, moved


def _near(
    at: Point, points: Sequence[Point], cells: Cells, radius_m: float
) -> Iterator[tuple[float, int]]:
    column, row = _cell(at, radius_m)
    for c in (column - 1, column, column + 1):
        for r in (row - 1, row, row + 1):
            for i in cells.get((c, r), ()):
                distance = math.dist(points[i], at)
                if distance <= radius_m:
                    yield distance, i


def _cells(points: Sequence[Point], chosen: Iterable[int], size: float) -> Cells:
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for i in chosen:
        cells[_cell(points[i], size)].append(i)
    return cells


def _cell(point: Point, size: float) -> tuple[int, int]:
    return math.floor(point[0] / size), math.floor(point[1] / size)


def _middle(points: Sequence[Point]) -> Point:
    return (
        math.fsum(x for x, _ in points) / len(points),
        math.fsum(y for _, y in points) / len(points),
    )


def outliers(lonlats: Sequence[Point]) -> tuple[int, ...]:
    """Indices of the points that cannot belong to the place the others are about.

    The middle is the median longitude and latitude. A point is out when its distance from
    there exceeds the median distance by more than 20 times the median absolute deviation of
    the distances (F. R. Hampel, 1974, *The influence curve and its role in robust
    estimation*), and 1 km. Twenty, not the usual three, since a city's far ends are no error:
    in a county-wide consultation they lie at 9. Under five points nothing is called out.
    """
    if len(lonlats) < OUTLIER_LEAST_POINTS:
        return ()
    first = lonlats[0][0]
    lon = first + median(turned(p[0] - first) for p in lonlats)
    middle = (lon, median(p[1] for p in lonlats))
    away = [distance_m(p, middle) for p in lonlats]
    usual = median(away)
    spread = median(abs(m - usual) for m in away)
    limit = max(OUTLIER_LEAST_M, usual + OUTLIER_SPREADS * spread)
    return tuple(i for i, m in enumerate(away) if m > limit)
