"""Clusters: points that lie close together, told apart from those that lie alone.

DBSCAN (M. Ester, H.-P. Kriegel, J. Sander and X. Xu, 1996, *A density-based algorithm for
discovering clusters*), exact, on cells whose points are all within reach of one another
(A. Gunawan, 2013, *A faster algorithm for DBSCAN*): a full cell is not looked through point by
point, so that a crowd costs no more than its number.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workshops.methods.circles import middle_of
from workshops.methods.geodesy import Point

Cell = tuple[int, int]
#: Cells that can hold something within reach of a point in 0, 0, nearest first.
AROUND = sorted(
    ((c, r) for c in range(-2, 3) for r in range(-2, 3) if abs(c) + abs(r) < 4),
    key=lambda cell: (cell[0] ** 2 + cell[1] ** 2, cell),
)


@dataclass(frozen=True)
class Cluster:
    """Points that hang together: x, y is their middle, members their indices, ascending.

    `reach_m` is how far the farthest of them lies from the middle.
    """

    x: float
    y: float
    n: int
    reach_m: float
    members: tuple[int, ...]


def clusters(points_xy: Sequence[Point], reach_m: float, least: int = 4) -> tuple[Cluster, ...]:
    """The clusters, largest first; points that belong to none are left out.

    A point with `least` points (itself among them) within reach is a core; cores within reach of
    one another are one cluster. Another point within reach of cores goes to the nearest core's
    cluster; of equally near ones the western, then the northern. The order plays no part.
    """
    if reach_m <= 0 or least < 1:
        raise ValueError(f"clusters of {least} within {reach_m} m")
    cells = _cells(points_xy, reach_m)
    cores = _cores(points_xy, cells, reach_m, least)
    group = _groups(points_xy, cores, reach_m)
    members: dict[Cell, list[int]] = defaultdict(list)
    for cell, inside in cells.items():
        for i in inside:
            home = cell if i in cores.get(cell, ()) else _home(i, cell, points_xy, cores, reach_m)
            if home is not None:
                members[group[home]].append(i)
    found = [_cluster(points_xy, sorted(each)) for each in members.values()]
    return tuple(sorted(found, key=lambda each: (-each.n, each.x, each.y)))


def _cells(points: Sequence[Point], reach_m: float) -> dict[Cell, list[int]]:
    side = reach_m / math.sqrt(2) * (1 - 1e-12)
    cells: dict[Cell, list[int]] = defaultdict(list)
    for i, (x, y) in enumerate(points):
        cells[math.floor(x / side), math.floor(y / side)].append(i)
    return cells


def _cores(
    points: Sequence[Point], cells: Mapping[Cell, Sequence[int]], reach_m: float, least: int
) -> dict[Cell, set[int]]:
    """The cores of each cell that has any."""
    found = {}
    for cell, inside in cells.items():
        if len(inside) >= least:
            found[cell] = set(inside)
            continue
        around = [i for other in _around(cell) for i in cells.get(other, ())]
        cores = {i for i in inside if _has(least, points[i], points, around, reach_m)}
        if cores:
            found[cell] = cores
    return found


def _around(cell: Cell) -> list[Cell]:
    return [(cell[0] + c, cell[1] + r) for c, r in AROUND]


def _has(
    least: int, at: Point, points: Sequence[Point], around: Sequence[int], reach_m: float
) -> bool:
    """Whether so many of the points around lie within reach; stops when they do."""
    n = 0
    for i in around:
        n += math.dist(at, points[i]) <= reach_m
        if n >= least:
            return True
    return False


def _groups(
    points: Sequence[Point], cores: Mapping[Cell, set[int]], reach_m: float
) -> dict[Cell, Cell]:
    """The cell that stands for the cluster of each cell with cores."""
    head = {cell: cell for cell in cores}

    def top(cell: Cell) -> Cell:
        while head[cell] != cell:
            head[cell] = head[head[cell]]
            cell = head[cell]
        return cell

    for cell in sorted(cores):
        for other in _around(cell):
            if other <= cell or other not in cores or top(cell) == top(other):
                continue
            if _touch(points, cores[cell], cores[other], reach_m):
                head[max(top(cell), top(other))] = min(top(cell), top(other))
    return {cell: top(cell) for cell in cores}


def _touch(points: Sequence[Point], some: set[int], others: set[int], reach_m: float) -> bool:
    """Whether one of some lies within reach of one of the others."""
    near = _facing(_places(points, some), _places(points, others), reach_m)
    far = _facing(_places(points, others), near, reach_m) if near else []
    return any(math.dist(a, b) <= reach_m for a in near for b in far)


def _places(points: Sequence[Point], chosen: set[int]) -> list[Point]:
    return sorted({(points[i][0], points[i][1]) for i in chosen})


def _facing(some: Sequence[Point], others: Sequence[Point], reach_m: float) -> list[Point]:
    """Those of some that lie within reach of the box round the others, nearest first."""
    left, right = min(x for x, _ in others), max(x for x, _ in others)
    top, foot = min(y for _, y in others), max(y for _, y in others)

    def off(place: Point) -> float:
        return math.hypot(
            max(left - place[0], 0.0, place[0] - right), max(top - place[1], 0.0, place[1] - foot)
        )

    return sorted((each for each in some if off(each) <= reach_m), key=off)


def _home(
    i: int, cell: Cell, points: Sequence[Point], cores: Mapping[Cell, set[int]], reach_m: float
) -> Cell | None:
    """The cell of the nearest core within reach of a point that is none."""
    at = points[i]
    near = [
        (math.dist(at, points[core]), points[core][0], points[core][1], other)
        for other in _around(cell)
        for core in cores.get(other, ())
    ]
    best = min(near, default=None)
    return best[3] if best is not None and best[0] <= reach_m else None


def _cluster(points: Sequence[Point], members: Sequence[int]) -> Cluster:
    x, y = middle_of([points[i] for i in members])
    reach = max(math.dist((x, y), points[i]) for i in members)
    return Cluster(round(x, 2), round(y, 2), len(members), round(reach, 2), tuple(members))
