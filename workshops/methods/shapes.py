"""Lines and rings on a plan in metres: cut to a box, thinned, joined, kept off other areas."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from workshops.methods.geodesy import Point
from workshops.methods.spatial import from_side, inside

Box = tuple[float, float, float, float]
Line = list[Point]
ON_THE_EDGE = 1e-6


def clipped(ring: Sequence[Point], box: Box) -> Line:
    """A ring cut to a box, without the closing point; empty when nothing is left.

    I. E. Sutherland and G. W. Hodgman, 1974, *Reentrant polygon clipping*: a ring that leaves
    the box and comes back is joined along its edge.
    """
    left, top, right, bottom = box
    corners = list(ring[:-1] if len(ring) > 1 and ring[0] == ring[-1] else ring)
    for axis, limit, sign in ((0, left, 1), (0, right, -1), (1, top, 1), (1, bottom, -1)):
        corners = _cut_by(corners, axis, limit, sign)
    return corners if len(corners) > 2 else []


def _cut_by(corners: Line, axis: int, limit: float, sign: int) -> Line:
    kept: Line = []
    for before, corner in zip([*corners[-1:], *corners[:-1]], corners, strict=True):
        was_in = sign * (before[axis] - limit) >= 0
        is_in = sign * (corner[axis] - limit) >= 0
        if was_in != is_in:
            part = (limit - before[axis]) / (corner[axis] - before[axis])
            kept.append(_between(before, corner, part))
        if is_in:
            kept.append(corner)
    return kept


def _between(a: Point, b: Point, part: float) -> Point:
    return a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])


def cut(line: Sequence[Point], box: Box) -> list[Line]:
    """The pieces of a line that lie in a box (Y.-D. Liang and B. A. Barsky, 1984)."""
    pieces: list[Line] = []
    for a, b in pairwise(line):
        span = _span_in(a, b, box)
        if span is None:
            continue
        start, end = _between(a, b, span[0]), _between(a, b, span[1])
        if pieces and pieces[-1][-1] == start:
            pieces[-1].append(end)
        else:
            pieces.append([start, end])
    return pieces


def _span_in(a: Point, b: Point, box: Box) -> tuple[float, float] | None:
    dx, dy = b[0] - a[0], b[1] - a[1]
    enter, leave = 0.0, 1.0
    for move, room in (
        (-dx, a[0] - box[0]),
        (dx, box[2] - a[0]),
        (-dy, a[1] - box[1]),
        (dy, box[3] - a[1]),
    ):
        if move == 0 and room < 0:
            return None
        if move < 0:
            enter = max(enter, room / move)
        elif move > 0:
            leave = min(leave, room / move)
    return (enter, leave) if enter < leave else None


def thinned(line: Sequence[Point], tolerance_m: float) -> Line:
    """A line with fewer points, nowhere further off than the tolerance.

    D. H. Douglas and T. K. Peucker, 1973, *Algorithms for the reduction of the number of
    points required to represent a digitized line*.
    """
    if len(line) < 3:
        return list(line)
    kept = {0, len(line) - 1}
    todo = [(0, len(line) - 1)]
    while todo:
        first, last = todo.pop()
        between = range(first + 1, last)
        far = max(between, key=lambda i: from_side(line[i], line[first], line[last]), default=None)
        if far is not None and from_side(line[far], line[first], line[last]) > tolerance_m:
            kept.add(far)
            todo += [(first, far), (far, last)]
    return [line[i] for i in sorted(kept)]


def thinned_ring(ring: Sequence[Point], tolerance_m: float) -> Line:
    """A ring without its closing point, thinned; empty when it has no breadth left."""
    if len(ring) < 3:
        return []
    far = max(range(len(ring)), key=lambda i: math.dist(ring[i], ring[0]))
    there = thinned(ring[: far + 1], tolerance_m)
    back = thinned([*ring[far:], ring[0]], tolerance_m)
    corners = [*there[:-1], *back[:-1]]
    return corners if len(corners) > 2 else []


def joined_lines(lines: Iterable[Sequence[Point]]) -> list[Line]:
    """Lines that share an end put together, whichever way they run."""
    rest = {nth: list(line) for nth, line in enumerate(lines) if len(line) > 1}
    at: dict[Point, set[int]] = defaultdict(set)
    for nth, line in rest.items():
        at[line[0]].add(nth)
        at[line[-1]].add(nth)
    done: list[Line] = []
    while rest:
        chain = rest.pop(min(rest))
        for _ in range(2):
            while (following := min(at[chain[-1]] & rest.keys(), default=None)) is not None:
                line = rest.pop(following)
                chain += line[1:] if line[0] == chain[-1] else line[-2::-1]
            chain.reverse()
        done.append(chain)
    return done


def off(line: Sequence[Point], areas: Sequence[Sequence[Line]], step_m: float = 1.0) -> list[Line]:
    """The pieces of a line that lie in none of the areas, each reaching a step into them."""
    steps, covered = _covered(line, areas, step_m)
    kept = [not all(covered[max(0, nth - 1) : nth + 2]) for nth in range(len(steps))]
    return _pieces(steps, kept)


def within(line: Sequence[Point], area: Sequence[Line], step_m: float = 1.0) -> list[Line]:
    """The pieces of a line that lie in an area, to within a step."""
    return _pieces(*_covered(line, [area], step_m))


def _covered(
    line: Sequence[Point], areas: Sequence[Sequence[Line]], step_m: float
) -> tuple[list[tuple[Point, Point]], list[bool]]:
    shapes = [{"type": "Polygon", "coordinates": rings} for rings in areas]
    steps = list(pairwise(stepped(line, step_m)))
    return steps, [any(inside(*_between(a, b, 0.5), shape) for shape in shapes) for a, b in steps]


def _pieces(steps: Sequence[tuple[Point, Point]], kept: Sequence[bool]) -> list[Line]:
    pieces: list[Line] = []
    for (a, b), is_kept in zip(steps, kept, strict=True):
        if is_kept and pieces and pieces[-1][-1] == a:
            pieces[-1].append(b)
        elif is_kept:
            pieces.append([a, b])
    return pieces


def stepped(line: Sequence[Point], step_m: float) -> Iterator[Point]:
    """The line's points and others between them, no further apart than a step."""
    yield from line[:1]
    for a, b in pairwise(line):
        parts = max(1, math.ceil(math.dist(a, b) / step_m))
        yield from (_between(a, b, nth / parts) for nth in range(1, parts))
        yield b


def covers(corners: Sequence[Sequence[float]], points: Sequence[Sequence[float]]) -> bool:
    """Whether a ring without dents, such as a placed picture, holds all points; its edge counts."""
    ring = [*corners, corners[0]]
    turns = [
        (bx - ax) * (y - ay) - (by - ay) * (x - ax)
        for (ax, ay), (bx, by) in pairwise(ring)
        for x, y, *_ in points
    ]
    return all(turn >= -ON_THE_EDGE for turn in turns) or all(turn <= ON_THE_EDGE for turn in turns)
