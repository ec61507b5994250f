"""What stands on the square, in its true size: trees, benches, lamps and small things."""

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from markupsafe import Markup

from exports.plan.looks import element, group, octagon
from exports.plan.sheet import Feature, Sheet, fill, thin, wide
from workshops.methods.geodesy import Point, ring_area

BENCH_M = (1.8, 0.6)
LAMP_M = 0.45
SMALL_M = 0.25
POLE_M = 0.15
BOX_M = 0.4
BOARD_M = (1.2, 0.2)
GATE_M = (1.5, 0.2)
TABLE_M = (1.8, 1.2)
STAND_M = (0.15, 1.4)
STEP_APART_M = 0.7
STANDS = 3
GAP_SHARE = 0.15


def trees(sheet: Sheet) -> Markup:
    """Crowns with their stems; a row of which the trees are not mapped is a row of crowns."""
    looks = sheet.looks
    trees = sheet.points("tree")
    crowns = (
        element("circle", cx=x, cy=y, r=float(feature["radius"]))
        for (x, y), feature in (*trees, *sheet.points("shrub"))
    )
    stems = (element("circle", cx=x, cy=y, r=1.5 * sheet.px) for (x, y), _ in trees)
    edge = {"stroke": looks.crown_edge, "stroke_width": sheet.line}
    rows = [_row(sheet, feature) for feature in sheet.lines("tree_row")]
    return (
        group(rows)
        + group(crowns, fill=looks.crown, fill_opacity="0.75", **edge)
        + group(stems, fill=looks.stem)
    )


def _row(sheet: Sheet, feature: Feature) -> Markup:
    """Round dots on a line, as wide as a crown: edges first, then what they enclose."""
    looks, crown = sheet.looks, float(feature["width"])
    dots: dict[str, Any] = {
        "stroke_linecap": "round",
        "stroke_dasharray": f"0 {crown * (1 + GAP_SHARE):.2f}",
    }
    return wide([feature], looks.crown_edge, **dots) + wide(
        [feature], looks.crown, -2 * sheet.line, **dots
    )


def benches(sheet: Sheet) -> Markup:
    """Seats as long as they are, across where they look."""
    seats = (
        _turned(at, feature.get("angle", 0), feature.get("length", BENCH_M[0]), BENCH_M[1])
        for at, feature in sheet.points("bench")
    )
    looks = sheet.looks
    long = wide(sheet.lines("bench"), looks.bench)
    return long + fill(sheet.areas("bench"), looks.bench) + group(seats, fill=looks.bench)


def _turned(at: Point, angle: float, width: float, depth: float) -> Markup:
    return element(
        "rect",
        x=-width / 2,
        y=-depth / 2,
        width=float(width),
        height=float(depth),
        transform=f"translate({at[0]:.2f} {at[1]:.2f}) rotate({angle:.0f})",
    )


def small_things(sheet: Sheet) -> Markup:
    """Bins, poles and bollards as dots, doors and boxes as squares, bicycle stands as strokes."""
    looks = sheet.looks
    poles = _dots(sheet, POLE_M, "bollard", "flagpole", "bus_stop")
    bins = _dots(sheet, SMALL_M, "bin", "clock", "post_box")
    boxes = (_block(at, BOX_M, BOX_M) for at, _ in sheet.points("box"))
    boards = (_block(at, BOARD_M[0] / 2, BOARD_M[1] / 2) for at, _ in sheet.points("board"))
    gates = (_block(at, GATE_M[0] / 2, GATE_M[1] / 2) for at, _ in sheet.points("gate"))
    doors = (_block(at, SMALL_M, SMALL_M) for at, _ in sheet.points("entrance"))
    tables = (_block(at, TABLE_M[0] / 2, TABLE_M[1] / 2) for at, _ in sheet.points("table"))
    return (
        group([*poles, *bins, *boxes, *boards, *gates, *_stands(sheet)], fill=looks.lamp)
        + _planters(sheet)
        + _parked(sheet)
        + group(tables, fill=looks.bench)
        + group(doors, fill=looks.building_edge)
    )


def _dots(sheet: Sheet, radius: float, *kinds: str) -> Iterator[Markup]:
    yield from (element("circle", cx=x, cy=y, r=radius) for (x, y), _ in sheet.points(*kinds))


def _block(at: Point, half_width: float, half_height: float) -> Markup:
    return element(
        "rect",
        x=at[0] - half_width,
        y=at[1] - half_height,
        width=2 * half_width,
        height=2 * half_height,
    )


def _stands(sheet: Sheet) -> Iterator[Markup]:
    for (x, y), feature in sheet.points("bicycle_parking"):
        stands = feature.get("stands", STANDS)
        for nth in range(stands):
            along = (nth - (stands - 1) / 2) * STEP_APART_M
            yield _block((x + along, y), STAND_M[0] / 2, STAND_M[1] / 2)


def _planters(sheet: Sheet) -> Markup:
    """Boxes with earth in them."""
    looks = sheet.looks
    boxes = [{"rings": [octagon(at, feature["radius"])]} for at, feature in sheet.points("planter")]
    edge = {"stroke": looks.lamp, "stroke_width": sheet.line}
    return fill([*boxes, *sheet.areas("planter")], looks.crown, **edge)


def _parked(sheet: Sheet) -> Markup:
    """Ground for bicycles: its edge, and stands across its length."""
    areas = sheet.areas("bicycle_parking")
    edges = [{"line": [*ring, ring[0]]} for area in areas for ring in area["rings"][:1]]
    rows = [_middle_row(area["rings"][0]) for area in areas]
    stands = f"{STAND_M[0]} {STEP_APART_M - STAND_M[0]:.2f}"
    return thin(sheet, edges, sheet.looks.lamp) + wide(
        [row for row in rows if row["width"] > 0], sheet.looks.lamp, stroke_dasharray=stands
    )


def _middle_row(ring: Sequence[Sequence[float]]) -> Feature:
    """The line halfway between the longest side and the one across from it."""
    corners = [(x, y) for x, y in (*ring, ring[0])]
    a, b = max(pairwise(corners), key=lambda side: math.dist(*side))
    length = math.dist(a, b)
    area = ring_area(corners)
    depth = abs(area) / length if length else 0.0
    if not depth:
        return {"line": [a, b], "width": 0.0}
    inward = math.copysign(depth / 2 / length, area)
    dx, dy = -(b[1] - a[1]) * inward, (b[0] - a[0]) * inward
    return {
        "line": [(a[0] + dx, a[1] + dy), (b[0] + dx, b[1] + dy)],
        "width": min(STAND_M[1], depth),
    }


def lamps(sheet: Sheet) -> Markup:
    rings = (element("circle", cx=x, cy=y, r=LAMP_M) for (x, y), _ in sheet.points("lamp"))
    return group(
        rings, fill=sheet.looks.square, stroke=sheet.looks.lamp, stroke_width=1.3 * sheet.line
    )
