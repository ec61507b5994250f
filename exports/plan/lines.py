"""Lines over the plan: the edge of the square, borders of zones, the grid."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from markupsafe import Markup

from exports.plan.looks import Ring, element, path
from exports.plan.sheet import Sheet, thin
from workshops.methods.geodesy import Point
from workshops.methods.shapes import stepped
from workshops.methods.spatial import Grid, from_side, grid_of, sides

GRID_OVERHANG_M = 4.0
SAME_LINE_M = 0.5
HALO_PX = 2.6


def outline(sheet: Sheet) -> Markup:
    """The edge of the square."""
    if not sheet.square:
        return Markup("")
    return _over(
        sheet, path(sheet.square), sheet.looks.ink, 2 * sheet.line, stroke_linejoin="round"
    )


def _over(sheet: Sheet, d: str, colour: str, width: float, **more: object) -> Markup:
    """A line that can be read on a photograph too: there it has a bright or dark edge."""
    line = element("path", d=d, fill="none", stroke=colour, stroke_width=width, **more)
    if sheet.picture is None:
        return line
    edge = {"stroke": sheet.looks.halo, "stroke_width": width + HALO_PX * sheet.line}
    return element("path", d=d, fill="none", stroke_opacity="0.8", **edge) + line


def edges_and_trees(sheet: Sheet) -> Iterator[tuple[Point, float]]:
    """Points and radii that names had better not cover."""
    for ring in sheet.square:
        yield from ((point, 0.0) for point in stepped(ring, 1.0))
    for at, feature in sheet.points("tree", "fountain"):
        yield at, feature["radius"]


def zone_edges(sheet: Sheet, zones: Sequence[Mapping[str, Any]]) -> Markup:
    """Dashes between zones: each border once, and none along the square's own edge."""
    drawn = [side for ring in sheet.square for side in sides(ring)]
    lines: list[list[Point]] = []
    for zone in zones:
        own = [side for ring in sheet.rings_of(zone["polygon"]) for side in sides(ring)]
        for a, b in own:
            if any(_is_along((a, b), other) for other in drawn):
                continue
            if lines and lines[-1][-1] == a:
                lines[-1].append(b)
            else:
                lines.append([a, b])
        drawn += own
    if not lines:
        return Markup("")
    dashes = f"{7 * sheet.line:.2f} {5 * sheet.line:.2f}"
    faint = {"stroke_opacity": "0.6"} if sheet.picture is None else {}
    width = 1.2 * sheet.line
    ink, d = sheet.looks.ink, path(lines, close=False)
    return _over(sheet, d, ink, width, **faint, stroke_dasharray=dashes)


def _is_along(side: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    (ax, ay), (bx, by) = side
    third = [(ax + (bx - ax) * part, ay + (by - ay) * part) for part in (0.25, 0.5, 0.75)]
    return all(from_side(point, *other) <= SAME_LINE_M for point in third)


def grid_lines(sheet: Sheet, grid: Grid) -> Markup:
    """The grid over the square; on paper dotted and a little beyond its edge."""
    over = GRID_OVERHANG_M if sheet.is_paper else 0.0
    lines: list[Ring] = []
    for nth in range(1, grid.columns):
        x = grid.x + nth * grid.step_m
        lines += [((x, a - over), (x, b + over)) for a, b in _stretches(sheet, x, 0, over)]
    for nth in range(1, grid.rows):
        y = grid.y + nth * grid.step_m
        lines += [((a - over, y), (b + over, y)) for a, b in _stretches(sheet, y, 1, over)]
    dots = f"{sheet.line:.2f} {2 * sheet.line:.2f}" if sheet.is_paper else None
    d = path(lines, close=False)
    return _over(sheet, d, sheet.looks.grid, sheet.line, stroke_dasharray=dots)


def _stretches(sheet: Sheet, at: float, axis: int, over: float) -> Iterator[tuple[float, float]]:
    """Where the grid line `at` lies on the square; with an overhang only its two ends count."""
    other = 1 - axis
    cuts = sorted(
        a[other] + (at - a[axis]) * (b[other] - a[other]) / (b[axis] - a[axis])
        for ring in sheet.square
        for a, b in sides(ring)
        if (a[axis] > at) != (b[axis] > at)
    )
    if over and cuts:
        yield cuts[0], cuts[-1]
    else:
        yield from list(pairwise(cuts))[::2]


def grid_paper(sheet: Sheet) -> Markup:
    """Where there is no map: a line every grid step, for drawing by hand."""
    if sheet.basemap["features"]:
        return Markup("")
    width, height = sheet.frame.width_m, sheet.frame.height_m
    grid = grid_of(sheet.frame, sheet.outline) if sheet.outline else Grid(1, 1, 0.0, 0.0, 10)
    lines: list[Ring] = [((x, 0.0), (x, height)) for x in _every(grid.step_m, grid.x, width)]
    lines += [((0.0, y), (width, y)) for y in _every(grid.step_m, grid.y, height)]
    return thin(sheet, [{"line": line} for line in lines], sheet.looks.kerb)


def _every(step: int, through: float, end: float) -> Iterator[float]:
    at = through % step
    while at <= end:
        yield at
        at += step
