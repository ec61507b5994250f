"""The fullest circle of a radius: how much lies round each point, counted exactly.

Points are sorted into cells a quarter of the radius wide. What surely lies within the radius of
every spot in a cell is added up once for the cell; only what may lie within is measured from each
point. Cells that cannot hold a fuller circle than the one found are left out (branch and bound:
A. H. Land and A. G. Doig, 1960, *An automatic method of solving discrete programming problems*).
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from workshops.methods.geodesy import Point

PARTS = 4

Cell = tuple[int, int]
Weighed = tuple[float, float, int, int]  # x, y, weight, index
#: What a circle is worth by the weight of each group in it; more of a group is never worth less.
Worth = Callable[[Sequence[int]], tuple[int, ...]]


@dataclass(frozen=True)
class Circle:
    """A circle round x, y; members are the indices of the points in it, ascending."""

    x: float
    y: float
    members: tuple[int, ...]


def fullest(
    points: Sequence[Point],
    left: Iterable[int],
    radius_m: float,
    groups: Sequence[Sequence[int]],
    worth: Worth,
) -> Circle | None:
    """The circle worth most round one of the points `left`, then moved to its points' middle.

    `groups` hold the weight of every point, one sequence a group, 0 where it is none of it.
    Equal worth: the circle whose points lie closer to its middle, then the western, then the
    northern one. It moves as long as it loses none of its points. None where nothing is left.
    """
    chosen = sorted(left)
    if not chosen:
        return None
    fields = [_Field(points, chosen, weights, radius_m) for weights in groups]
    every = _Field(points, chosen, [1] * len(points), radius_m)
    best = _best(fields, every, worth)
    at = min(best, key=lambda place: (*every.spread(place), *place))
    return _settled(at, points, every)


class _Field:
    """Weighed points in cells, asked how much lies within the radius of a spot."""

    def __init__(
        self, points: Sequence[Point], chosen: Iterable[int], weights: Sequence[int], radius: float
    ) -> None:
        self.radius, self.square = radius, radius * radius
        self.size = radius / PARTS
        self.cells: dict[Cell, list[Weighed]] = defaultdict(list)
        for i in chosen:
            if weights[i]:
                x, y = points[i]
                self.cells[self.cell_of(x, y)].append((x, y, weights[i], i))
        self.sums = {cell: sum(each[2] for each in held) for cell, held in self.cells.items()}

    def cell_of(self, x: float, y: float) -> Cell:
        return math.floor(x / self.size), math.floor(y / self.size)

    def most(self, cell: Cell) -> int:
        """What lies within reach of any spot in a cell at the most."""
        column, row = cell
        sums = self.sums
        return sum([sums[column + c, row + r] for c, r in _all() if (column + c, row + r) in sums])

    def round(self, cell: Cell) -> tuple[int, list[Weighed]]:
        """The weight that surely lies within reach of every spot in a cell, and what may."""
        sure_at, maybe_at = _reach()
        column, row = cell
        sure = sum([self.sums.get((column + c, row + r), 0) for c, r in sure_at])
        around = [self.cells.get((column + c, row + r), ()) for c, r in maybe_at]
        return sure, [each for held in around for each in held]

    def near(self, at: Point) -> list[Weighed]:
        column, row = self.cell_of(*at)
        x, y = at
        return [
            each
            for c, r in _all()
            for each in self.cells.get((column + c, row + r), ())
            if (each[0] - x) ** 2 + (each[1] - y) ** 2 <= self.square
        ]

    def spread(self, at: Point) -> tuple[float]:
        return (math.fsum((px - at[0]) ** 2 + (py - at[1]) ** 2 for px, py, *_ in self.near(at)),)


@lru_cache(maxsize=1)
def _reach() -> tuple[tuple[Cell, ...], tuple[Cell, ...]]:
    """The cells that surely, and those that perhaps, lie within the radius of a spot in 0, 0."""
    around = range(-PARTS - 1, PARTS + 2)
    sure, maybe = [], []
    for c in around:
        for r in around:
            farthest = (abs(c) + 1) ** 2 + (abs(r) + 1) ** 2
            nearest = max(abs(c) - 1, 0) ** 2 + max(abs(r) - 1, 0) ** 2
            if farthest < PARTS * PARTS:
                sure.append((c, r))
            elif nearest <= PARTS * PARTS:
                maybe.append((c, r))
    return tuple(sure), tuple(maybe)


@lru_cache(maxsize=1)
def _all() -> tuple[Cell, ...]:
    return (*_reach()[0], *_reach()[1])


def _best(fields: Sequence[_Field], every: _Field, worth: Worth) -> set[Point]:
    """The places whose circles are worth most."""
    bounds = {cell: worth([field.most(cell) for field in fields]) for cell in every.cells}
    best: tuple[int, ...] = ()
    places: set[Point] = set()
    for cell in sorted(bounds, key=lambda one: bounds[one], reverse=True):
        if bounds[cell] < best:
            break
        around = [field.round(cell) for field in fields]
        for place in {(x, y) for x, y, *_ in every.cells[cell]}:
            value = worth([_within(place, *found, every.square) for found in around])
            if value > best:
                best, places = value, set()
            if value == best:
                places.add(place)
    return places


def _within(place: Point, sure: int, maybe: Sequence[Weighed], square: float) -> int:
    x, y = place
    near = [w for px, py, w, _ in maybe if (px - x) ** 2 + (py - y) ** 2 <= square]
    return sure + sum(near)


def _settled(at: Point, points: Sequence[Point], every: _Field) -> Circle:
    members = {each[3] for each in every.near(at)}
    while True:
        middle = middle_of([points[i] for i in members])
        moved = {each[3] for each in every.near(middle)}
        if not members <= moved:
            break
        at = middle
        if members == moved:
            break
        members = moved
    return Circle(round(at[0], 2), round(at[1], 2), tuple(sorted(members)))


def middle_of(points: Sequence[Point]) -> Point:
    """The mean of the points, the same in any order."""
    return (
        math.fsum(x for x, _ in points) / len(points),
        math.fsum(y for _, y in points) / len(points),
    )
