"""Rings out of ways: joined end to end, untangled where they cross themselves, with holes."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from workshops.methods.geodesy import ring_area
from workshops.methods.spatial import inside

Point = tuple[float, float]
Ring = list[Point]
Polygon = list[Ring]

MOST_CROSSINGS = 20
MOST_CORNERS = 2000
FLAT = 1e-14


def joined(ways: Sequence[Sequence[str]]) -> tuple[list[list[str]], int]:
    """Closed rings of node ids out of ways in any order and direction.

    And how many ways were left over because they close no ring.
    """
    rings = [list(way) for way in ways if len(way) > 3 and way[0] == way[-1]]
    rest = [list(way) for way in ways if len(way) > 1 and way[0] != way[-1]]
    broken = len(ways) - len(rings) - len(rest)
    while rest:
        chain, used = rest.pop(0), 1
        while chain[0] != chain[-1]:
            following = next((way for way in rest if chain[-1] in (way[0], way[-1])), None)
            if following is None:
                break
            rest.remove(following)
            used += 1
            chain += following[1:] if following[0] == chain[-1] else following[-2::-1]
        if chain[0] == chain[-1] and len(chain) > 3:
            rings.append(chain)
        else:
            broken += used
    return rings, broken


def untangled(ring: Ring) -> list[Ring]:
    """The ring closed and without repeated points; where it crosses itself, its simple loops.

    Empty when nothing with an area is left, or when it is a hopeless tangle.
    """
    todo = [_clean(ring)]
    done: list[Ring] = []
    while todo:
        if len(todo) + len(done) > MOST_CROSSINGS:
            return []
        loop = todo.pop()
        crossing = _first_crossing(loop) if len(loop) <= MOST_CORNERS else None
        if crossing is None:
            done += [loop] if abs(ring_area(loop)) >= FLAT else []
            continue
        i, j, at = crossing
        todo.append(_clean([at, *loop[i + 1 : j + 1]]))
        todo.append(_clean([*loop[: i + 1], at, *loop[j + 1 :]]))
    return sorted(done, key=lambda loop: -abs(ring_area(loop)))


def _clean(ring: Ring) -> Ring:
    corners = ring[:1] + [b for a, b in pairwise(ring) if a != b]
    if corners and corners[0] != corners[-1]:
        corners.append(corners[0])
    return corners


def _first_crossing(ring: Ring) -> tuple[int, int, Point] | None:
    """Two sides that cross between their ends, by number, and where. Sides by their west end."""
    sides = sorted(
        (min(a[0], b[0]), max(a[0], b[0]), nth) for nth, (a, b) in enumerate(pairwise(ring))
    )
    for first, (_, east, i) in enumerate(sides):
        for west, _, j in sides[first + 1 :]:
            if west > east:
                break
            at = _crossing(ring[i], ring[i + 1], ring[j], ring[j + 1])
            if at is not None:
                return min(i, j), max(i, j), at
    return None


def _crossing(a: Point, b: Point, c: Point, d: Point) -> Point | None:
    ab, cd = (b[0] - a[0], b[1] - a[1]), (d[0] - c[0], d[1] - c[1])
    turn = ab[0] * cd[1] - ab[1] * cd[0]
    if not turn:
        return None
    ac = (c[0] - a[0], c[1] - a[1])
    along = (ac[0] * cd[1] - ac[1] * cd[0]) / turn
    across = (ac[0] * ab[1] - ac[1] * ab[0]) / turn
    if not (1e-9 < along < 1 - 1e-9 and 1e-9 < across < 1 - 1e-9):
        return None
    return a[0] + along * ab[0], a[1] + along * ab[1]


def with_holes(outers: Sequence[Ring], inners: Sequence[Ring]) -> tuple[list[Polygon], int]:
    """Each hole given to the outer ring round it; and how many holes lie in none."""
    polygons: list[Polygon] = [[outer] for outer in outers]
    homeless = 0
    for hole in inners:
        home = next((p for p in polygons if _holds(p[0], hole)), None)
        if home is None:
            homeless += 1
        else:
            home.append(hole)
    return polygons, homeless


def _holds(outer: Ring, hole: Ring) -> bool:
    shape = {"type": "Polygon", "coordinates": [outer]}
    return all(inside(*place, shape) for place in _a_few(hole))


def _a_few(ring: Ring) -> Iterator[Point]:
    yield from ring[:: max(1, len(ring) // 8)]
