"""Lines and areas laid over one another: how many people drew here."""

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from workshops.methods.circles import middle_of
from workshops.methods.density import Surface
from workshops.methods.geodesy import Point
from workshops.methods.shapes import joined_lines, stepped

Cell = tuple[int, int]
Rings = Sequence[Sequence[Point]]
MOST_CELLS = 400


@dataclass(frozen=True)
class Flow:
    """A way that so many people drew, as a line on the plan."""

    line: tuple[Point, ...]
    people: int


def flows(lines: Iterable[tuple[Hashable, Sequence[Point]]], step_m: float) -> tuple[Flow, ...]:
    """Lines of (person, points) bundled on cells of the step, with the people of each stretch.

    A stretch leads from one cell to the next; who drew it twice counts once. It is drawn through
    the middle of all that was drawn in its cells. Most people first; the order plays no part.
    """
    if step_m <= 0:
        raise ValueError(f"a step of {step_m} m")
    within: dict[Cell, set[Point]] = defaultdict(set)
    who: dict[tuple[Cell, Cell], set[Hashable]] = defaultdict(set)
    for person, line in lines:
        spots = [(x, y) for x, y in stepped(line, step_m / 4)]
        cells = [(math.floor(x / step_m), math.floor(y / step_m)) for x, y in spots]
        for spot, cell in zip(spots, cells, strict=True):
            within[cell].add(spot)
        for a, b in pairwise(cells):
            if a != b:
                who[min(a, b), max(a, b)].add(person)
    middle = {cell: _rounded(middle_of(sorted(spots))) for cell, spots in within.items()}
    stretches: dict[int, list[list[Point]]] = defaultdict(list)
    for (a, b), people in sorted(who.items(), key=lambda each: each[0]):
        stretches[len(people)].append([middle[a], middle[b]])
    return tuple(
        Flow(tuple(line), n)
        for n in sorted(stretches, reverse=True)
        for line in sorted(joined_lines(stretches[n]))
    )


def _rounded(place: Point) -> Point:
    return round(place[0], 2), round(place[1], 2)


def covered(areas: Iterable[tuple[Hashable, Rings]], step_m: float) -> Surface:
    """How many people's areas cover each knot of a grid, as a surface that `rings` can cut.

    Areas of (person, rings in metres, even-odd). Cut at n - 0.5 for what at least n people drew.
    """
    drawn = [(person, [list(ring) for ring in shape]) for person, shape in areas]
    corners = [spot for _, shape in drawn for ring in shape for spot in ring]
    if not corners:
        return Surface(0.0, 0.0, step_m, 0.0, 0, 0.0, ())
    left, top = min(x for x, _ in corners), min(y for _, y in corners)
    wide, high = max(x for x, _ in corners) - left, max(y for _, y in corners) - top
    step = max(step_m, wide / MOST_CELLS, high / MOST_CELLS)
    left, top = left - 1.5 * step, top - 1.5 * step
    columns, lines = math.ceil(wide / step) + 4, math.ceil(high / step) + 4
    who: dict[Cell, set[Hashable]] = defaultdict(set)
    for person, shape in drawn:
        for cell in _inside(shape, left, top, step, lines):
            who[cell].add(person)
    rows = tuple(
        tuple(float(len(who.get((c, r), ()))) for c in range(columns)) for r in range(lines)
    )
    return Surface(left, top, step, 0.0, len(drawn), float(len(drawn)), rows)


def _inside(shape: Rings, left: float, top: float, step: float, lines: int) -> Iterable[Cell]:
    """The knots within an area, line by line between the sides that cross it."""
    for row in range(lines):
        y = top + row * step
        cuts = crossings(shape, y)
        for start, end in zip(cuts[::2], cuts[1::2], strict=False):
            first, last = math.ceil((start - left) / step), math.floor((end - left) / step)
            yield from ((column, row) for column in range(first, last + 1))


def crossings(shape: Rings, y: float) -> list[float]:
    """Where the sides of rings cross the height y, from the left."""
    found = []
    for ring in shape:
        for a, b in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (a[1] > y) != (b[1] > y):
                found.append(a[0] + (y - a[1]) * (b[0] - a[0]) / (b[1] - a[1]))
    return sorted(found)
