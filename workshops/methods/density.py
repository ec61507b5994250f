"""How dense notes lie: a smooth surface over the ground, and rings of equal density.

Kernel density with the quartic kernel, 3/(pi h^2) (1 - d^2/h^2)^2 within the bandwidth h
(B. W. Silverman, 1986, *Density Estimation for Statistics and Data Analysis*, section 4.2).
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workshops.methods.geodesy import Point

#: A step of the grid is this part of the bandwidth, unless that makes too many.
STEPS = 6
MOST_STEPS = 400

Ring = tuple[Point, ...]
Knot = tuple[int, int, bool]  # a crossing: column, row, whether on the side to the right


@dataclass(frozen=True)
class Surface:
    """Notes (or people) per square metre at the knots of a grid; x, y is the first of them.

    `rows` run downwards. Round the edge all is 0. `n` counts the points, `mass` their weight.
    """

    x: float
    y: float
    step_m: float
    bandwidth_m: float
    n: int
    mass: float
    rows: tuple[tuple[float, ...], ...]

    @property
    def peak(self) -> float:
        """The highest density; 0 without points."""
        return max((max(row) for row in self.rows), default=0.0)


def surface(
    points_xy: Sequence[Point], bandwidth_m: float, weights: Sequence[float] | None = None
) -> Surface:
    """The density of the points, each spread over a circle of the bandwidth.

    Its volume is the sum of the weights. The order of the points plays no part. Cost grows with
    the number of points. A bandwidth of 0 or less is a ValueError.
    """
    if bandwidth_m <= 0:
        raise ValueError(f"a bandwidth of {bandwidth_m} m")
    weighed = weights or [1.0] * len(points_xy)
    spots = sorted(zip(points_xy, weighed, strict=True))
    mass = math.fsum(weighed)
    if not spots:
        return Surface(0.0, 0.0, bandwidth_m / STEPS, bandwidth_m, 0, 0.0, ())
    left, top, wide, high = _around([spot for spot, _ in spots], bandwidth_m)
    step = max(bandwidth_m / STEPS, wide / MOST_STEPS, high / MOST_STEPS)
    columns, lines = math.ceil(wide / step) + 2, math.ceil(high / step) + 2
    grid = [[0.0] * columns for _ in range(lines)]
    for (x, y), weight in spots:
        _spread(grid, (x - left) / step, (y - top) / step, weight, bandwidth_m / step)
    unit = 3 / (math.pi * bandwidth_m * bandwidth_m)
    rows = tuple(tuple(value * unit for value in row) for row in grid)
    return Surface(left, top, step, bandwidth_m, len(spots), mass, rows)


def _around(points: Sequence[Point], bandwidth_m: float) -> tuple[float, float, float, float]:
    left, top = min(x for x, _ in points), min(y for _, y in points)
    wide, high = max(x for x, _ in points) - left, max(y for _, y in points) - top
    margin = bandwidth_m * (1 + 1 / STEPS)
    return left - margin, top - margin, wide + 2 * margin, high + 2 * margin


def _spread(grid: list[list[float]], x: float, y: float, weight: float, reach: float) -> None:
    """Add one point to the grid; all lengths in steps."""
    square = reach * reach
    for line in range(max(0, math.ceil(y - reach)), min(len(grid) - 1, math.floor(y + reach)) + 1):
        room = square - (line - y) ** 2
        half = math.sqrt(max(0.0, room))
        row = grid[line]
        first, last = max(0, math.ceil(x - half)), min(len(row) - 1, math.floor(x + half))
        for column in range(first, last + 1):
            near = (room - (column - x) ** 2) / square
            row[column] += weight * near * near


def rings(found: Surface, level: float) -> tuple[Ring, ...]:
    """The lines at which the density is `level`, each a closed ring; holes are rings too.

    Marching squares (W. E. Lorensen and H. E. Cline, 1987, *Marching cubes*, in two dimensions);
    where four corners leave it open, the mean of the four decides. Filled by the even-odd rule
    they cover all that is at least as dense.
    """
    if level <= 0:
        raise ValueError(f"a level of {level}")
    after: dict[Knot, Knot] = {}
    for row in range(len(found.rows) - 1):
        for column in range(len(found.rows[0]) - 1):
            after.update(_pieces(found, column, row, level))
    return tuple(_closed(after, found, level))


def _pieces(found: Surface, column: int, row: int, level: float) -> Iterator[tuple[Knot, Knot]]:
    """The pieces of the line in one cell, each from where the density rises to where it drops.

    Corners and sides are taken round the cell, side i between corner i and the next one.
    """
    above, below = found.rows[row], found.rows[row + 1]
    corners = (above[column], above[column + 1], below[column + 1], below[column])
    dense = [value >= level for value in corners]
    if all(dense) or not any(dense):
        return
    right = ((column, row, True), (column + 1, row, False))
    sides = (*right, (column, row + 1, True), (column, row, False))
    rises = [i for i in range(4) if not dense[i] and dense[(i + 1) % 4]]
    drops = [i for i in range(4) if dense[i] and not dense[(i + 1) % 4]]
    if len(rises) == 2:
        turn = -1 if sum(corners) / 4 >= level else 1
        drops = [(i + turn) % 4 for i in rises]
    for rise, drop in zip(rises, drops, strict=True):
        yield sides[rise], sides[drop]


def _closed(after: dict[Knot, Knot], found: Surface, level: float) -> Iterator[Ring]:
    """Follow the pieces round until each ring is closed."""
    while after:
        first = knot = min(after)
        ring = []
        while knot in after:
            ring.append(_crossing(knot, found, level))
            knot = after.pop(knot)
        if knot == first:
            yield (*ring, ring[0])


def _crossing(knot: Knot, found: Surface, level: float) -> Point:
    """Where the density is the level between two neighbouring knots of the grid."""
    column, row, to_right = knot
    here = found.rows[row][column]
    there = found.rows[row][column + 1] if to_right else found.rows[row + 1][column]
    part = (level - here) / (there - here)
    x = column + (part if to_right else 0.0)
    y = row + (0.0 if to_right else part)
    return round(found.x + x * found.step_m, 3), round(found.y + y * found.step_m, 3)
