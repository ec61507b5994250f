"""The layers of the plan from the ground up, each as one group of SVG."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from markupsafe import Markup

from exports.plan_looks import LOOKS, Looks, Ring, Theme, element, group, octagon, path
from workshops.basemap import Frame
from workshops.methods.geodesy import Geometry, Point, polygons_of, ring_area
from workshops.methods.shapes import Box
from workshops.methods.spatial import Grid, from_side, inside, sides

Feature = Mapping[str, Any]

OVERLAP_M = 2.0
GRID_OVERHANG_M = 4.0
SAME_LINE_M = 0.5
PARK_SHARE = 0.5
BENCH_M = (1.8, 0.6)
LAMP_M = 0.45
SMALL_M = 0.3
STAND_M = (0.15, 1.4)


@dataclass(frozen=True)
class Sheet:
    """What is drawn and how: `view` in plan metres, `px` the metres that a thin line is wide."""

    basemap: Mapping[str, Any]
    outline: Geometry | None
    theme: Theme
    view: Box
    px: float

    @property
    def looks(self) -> Looks:
        return LOOKS[self.theme]

    @cached_property
    def frame(self) -> Frame:
        return Frame.from_json(self.basemap["frame"])

    @cached_property
    def square(self) -> list[list[Point]]:
        """The outline's rings in plan metres."""
        return self.rings_of(self.outline) if self.outline else []

    def rings_of(self, polygon: Geometry) -> list[list[Point]]:
        return [
            [self.frame.to_xy(place[0], place[1]) for place in ring]
            for rings in polygons_of(polygon)
            for ring in rings
        ]

    def areas(self, *kinds: str) -> list[Feature]:
        return [f for f in self.basemap["features"] if f["kind"] in kinds and "rings" in f]

    def lines(self, *kinds: str) -> list[Feature]:
        return [f for f in self.basemap["features"] if f["kind"] in kinds and "line" in f]

    def points(self, *kinds: str) -> list[tuple[Point, Feature]]:
        return [
            ((x, y), feature)
            for feature in self.basemap["features"]
            if feature["kind"] in kinds
            for x, y in feature.get("points", ())
        ]


def base(sheet: Sheet, grid: Grid | None) -> Iterator[Markup]:
    """Everything below the outline, in order."""
    yield _ground(sheet)
    yield _fill(sheet.areas("green", "playground"), sheet.looks.green)
    yield _fill(sheet.areas("paved", "square"), sheet.looks.ground)
    yield _paths(sheet)
    yield _steps(sheet)
    yield from _roads(sheet)
    yield _thin(sheet, sheet.lines("kerb"), sheet.looks.kerb)
    yield _rails(sheet)
    yield _square(sheet)
    yield from _on_the_square(sheet)
    yield _grid_lines(sheet, grid) if grid else Markup("")
    yield from _water(sheet)
    yield _built(sheet)
    yield _walls(sheet)
    yield _hedges(sheet)
    yield _trees(sheet)
    yield _benches(sheet)
    yield _small_things(sheet)
    yield _lamps(sheet)


def _ground(sheet: Sheet) -> Markup:
    left, top, right, bottom = sheet.view
    return element(
        "rect",
        x=left - OVERLAP_M,
        y=top - OVERLAP_M,
        width=right - left + 2 * OVERLAP_M,
        height=bottom - top + 2 * OVERLAP_M,
        fill=sheet.looks.ground,
    )


def _fill(features: Sequence[Feature], colour: str, **more: object) -> Markup:
    paths = (element("path", d=path(f["rings"])) for f in features)
    return group(paths, fill=colour, fill_rule="evenodd", **more)


def _thin(sheet: Sheet, features: Sequence[Feature], colour: str) -> Markup:
    d = path((f["line"] for f in features), close=False)
    if not d:
        return Markup("")
    return element("path", d=d, fill="none", stroke=colour, stroke_width=sheet.px)


def _wide(features: Sequence[Feature], colour: str, more_m: float = 0.0, **more: object) -> Markup:
    paths = (
        element("path", d=path([f["line"]], close=False), stroke_width=f["width"] + more_m)
        for f in features
    )
    return group(paths, fill="none", stroke=colour, stroke_linejoin="round", **more)


def _paths(sheet: Sheet) -> Markup:
    return _wide(sheet.lines("path"), sheet.looks.ground, stroke_linecap="round")


def _steps(sheet: Sheet) -> Markup:
    treads = _wide(sheet.lines("steps"), sheet.looks.building_edge, stroke_dasharray="0.12 0.38")
    flights = _wide(sheet.lines("steps"), sheet.looks.ground)
    areas = _fill(sheet.areas("steps"), sheet.looks.building)
    return flights + treads + areas


def _roads(sheet: Sheet) -> Iterator[Markup]:
    """All edges first, then all surfaces, so that no edge runs across a junction."""
    areas, lines = sheet.areas("road"), sheet.lines("road")
    edge = {"stroke": sheet.looks.kerb, "stroke_width": 2 * sheet.px, "stroke_linejoin": "round"}
    yield _fill(areas, sheet.looks.kerb, **edge)
    yield _wide(lines, sheet.looks.kerb, 2 * sheet.px, stroke_linecap="round")
    yield _fill(areas, sheet.looks.road)
    yield _wide(lines, sheet.looks.road, stroke_linecap="round")
    island = {"stroke": sheet.looks.kerb, "stroke_width": sheet.px}
    yield _fill(sheet.areas("island"), sheet.looks.ground, **island)


def _rails(sheet: Sheet) -> Markup:
    return _wide(sheet.lines("rail"), sheet.looks.kerb, stroke_dasharray="0.25 1.5")


def _square(sheet: Sheet) -> Markup:
    if not sheet.square:
        return Markup("")
    return element("path", d=path(sheet.square), fill=sheet.looks.square, fill_rule="evenodd")


def _on_the_square(sheet: Sheet) -> Iterator[Markup]:
    """Beds and lawns that lie on the square; in a park its paths too."""
    if not sheet.square:
        return
    whole = abs(ring_area(sheet.square[0]))
    greens = [f for f in sheet.areas("green", "playground") if _starts_on(sheet, f)]
    lawns = [f for f in greens if abs(ring_area(f["rings"][0])) < PARK_SHARE * whole]
    yield _fill(lawns, sheet.looks.green)
    if len(lawns) < len(greens):
        yield _paths(sheet)
        yield _steps(sheet)


def _starts_on(sheet: Sheet, feature: Feature) -> bool:
    corners = feature["rings"][0]
    shape = {"type": "Polygon", "coordinates": sheet.square}
    return sum(inside(x, y, shape) for x, y in corners) * 2 > len(corners)


def _water(sheet: Sheet) -> Iterator[Markup]:
    looks = sheet.looks
    edge = {"stroke": looks.water_edge, "stroke_width": sheet.px}
    yield _wide(sheet.lines("stream"), looks.water, stroke_linecap="round")
    yield _fill(sheet.areas("water", "fountain"), looks.water, **edge)
    basins = (
        element("circle", cx=x, cy=y, r=float(feature["radius"]))
        for (x, y), feature in sheet.points("fountain", "drinking_water")
    )
    yield group(basins, fill=looks.water, **edge)


def _built(sheet: Sheet) -> Markup:
    """Buildings, and what stands on the square like one: kiosks, statues, stages."""
    looks = sheet.looks
    kinds = ("art", "kiosk", "toilets", "stage", "shelter", "building")
    edge = {"stroke": looks.building_edge, "stroke_width": 0.8 * sheet.px}
    small: list[list[Ring]] = [
        [octagon(at, feature["radius"])] for at, feature in sheet.points("art", "kiosk", "stage")
    ]
    solids = [{"rings": rings} for rings in small] + sheet.areas(*kinds)
    lines = _wide(sheet.lines("art"), looks.building_edge)
    return lines + _fill(solids, looks.building, stroke_linejoin="round", **edge)


def _walls(sheet: Sheet) -> Markup:
    return _thin(sheet, sheet.lines("wall"), sheet.looks.building_edge)


def _hedges(sheet: Sheet) -> Markup:
    return _wide(sheet.lines("hedge"), sheet.looks.crown)


def _trees(sheet: Sheet) -> Markup:
    looks = sheet.looks
    trees = sheet.points("tree")
    crowns = (
        element("circle", cx=x, cy=y, r=float(feature["radius"])) for (x, y), feature in trees
    )
    stems = (element("circle", cx=x, cy=y, r=1.5 * sheet.px) for (x, y), _ in trees)
    edge = {"stroke": looks.crown_edge, "stroke_width": sheet.px}
    return group(crowns, fill=looks.crown, fill_opacity="0.75", **edge) + group(
        stems, fill=looks.stem
    )


def _benches(sheet: Sheet) -> Markup:
    width, depth = BENCH_M
    seats = (
        element(
            "rect",
            x=-width / 2,
            y=-depth / 2,
            width=width,
            height=depth,
            transform=f"translate({x:.2f} {y:.2f}) rotate({feature.get('angle', 0):.0f})",
        )
        for (x, y), feature in sheet.points("bench")
    )
    long = _wide(sheet.lines("bench"), sheet.looks.bench)
    return (
        long + _fill(sheet.areas("bench"), sheet.looks.bench) + group(seats, fill=sheet.looks.bench)
    )


def _small_things(sheet: Sheet) -> Markup:
    """Bins, bollards and poles as dots, doors as squares, bicycle stands as strokes."""
    looks = sheet.looks
    bollards = (
        element("circle", cx=x, cy=y, r=SMALL_M / 2) for (x, y), _ in sheet.points("bollard")
    )
    bins = (
        element("circle", cx=x, cy=y, r=SMALL_M)
        for (x, y), _ in sheet.points("bin", "flagpole", "clock", "post_box")
    )
    doors = (_block(at, SMALL_M, SMALL_M) for at, _ in sheet.points("entrance"))
    stands = (
        _block((x + step, y), STAND_M[0] / 2, STAND_M[1] / 2)
        for (x, y), _ in sheet.points("bicycle_parking")
        for step in (-0.7, 0.0, 0.7)
    )
    tables = (_block(at, BENCH_M[0] / 2, BENCH_M[1]) for at, _ in sheet.points("table"))
    return (
        group([*bollards, *stands], fill=looks.lamp)
        + group([*bins, *tables], fill=looks.bench)
        + group(doors, fill=looks.building_edge)
    )


def _block(at: Point, half_width: float, half_height: float) -> Markup:
    return element(
        "rect",
        x=at[0] - half_width,
        y=at[1] - half_height,
        width=2 * half_width,
        height=2 * half_height,
    )


def _lamps(sheet: Sheet) -> Markup:
    rings = (element("circle", cx=x, cy=y, r=LAMP_M) for (x, y), _ in sheet.points("lamp"))
    return group(
        rings, fill=sheet.looks.square, stroke=sheet.looks.lamp, stroke_width=1.3 * sheet.px
    )


def outline(sheet: Sheet) -> Markup:
    """The edge of the square."""
    if not sheet.square:
        return Markup("")
    return element(
        "path",
        d=path(sheet.square),
        fill="none",
        stroke=sheet.looks.ink,
        stroke_width=2 * sheet.px,
        stroke_linejoin="round",
    )


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
    return element(
        "path",
        d=path(lines, close=False),
        fill="none",
        stroke=sheet.looks.ink,
        stroke_opacity="0.6",
        stroke_width=1.2 * sheet.px,
        stroke_dasharray=f"{7 * sheet.px:.2f} {5 * sheet.px:.2f}",
    )


def _is_along(side: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    (ax, ay), (bx, by) = side
    third = [(ax + (bx - ax) * part, ay + (by - ay) * part) for part in (0.25, 0.5, 0.75)]
    return all(from_side(point, *other) <= SAME_LINE_M for point in third)


def _grid_lines(sheet: Sheet, grid: Grid) -> Markup:
    """The grid over the square; on paper dotted and a little beyond its edge."""
    over = GRID_OVERHANG_M if sheet.theme == "print" else 0.0
    lines: list[Ring] = []
    for nth in range(1, grid.columns):
        x = grid.x + nth * grid.step_m
        lines += [((x, a - over), (x, b + over)) for a, b in _stretches(sheet, x, 0, over)]
    for nth in range(1, grid.rows):
        y = grid.y + nth * grid.step_m
        lines += [((a - over, y), (b + over, y)) for a, b in _stretches(sheet, y, 1, over)]
    dots = f"{sheet.px:.2f} {2 * sheet.px:.2f}" if sheet.theme == "print" else None
    return element(
        "path",
        d=path(lines, close=False),
        fill="none",
        stroke=sheet.looks.grid,
        stroke_width=sheet.px,
        stroke_dasharray=dots,
    )


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
