"""What stands on the square: trees in their true size, benches turned, lamps and small things."""

from markupsafe import Markup

from exports.plan.looks import element, group
from exports.plan.sheet import Sheet, fill, wide
from workshops.methods.geodesy import Point

BENCH_M = (1.8, 0.6)
LAMP_M = 0.45
SMALL_M = 0.25
STAND_M = (0.15, 1.4)


def trees(sheet: Sheet) -> Markup:
    looks = sheet.looks
    trees = sheet.points("tree")
    crowns = (
        element("circle", cx=x, cy=y, r=float(feature["radius"])) for (x, y), feature in trees
    )
    stems = (element("circle", cx=x, cy=y, r=1.5 * sheet.px) for (x, y), _ in trees)
    edge = {"stroke": looks.crown_edge, "stroke_width": sheet.line}
    return group(crowns, fill=looks.crown, fill_opacity="0.75", **edge) + group(
        stems, fill=looks.stem
    )


def benches(sheet: Sheet) -> Markup:
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
    long = wide(sheet.lines("bench"), sheet.looks.bench)
    return (
        long + fill(sheet.areas("bench"), sheet.looks.bench) + group(seats, fill=sheet.looks.bench)
    )


def small_things(sheet: Sheet) -> Markup:
    """Bins, poles and bollards as dots, doors as squares, bicycle stands as strokes."""
    looks = sheet.looks
    bollards = (
        element("circle", cx=x, cy=y, r=0.6 * SMALL_M) for (x, y), _ in sheet.points("bollard")
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
        group([*bollards, *bins, *stands], fill=looks.lamp)
        + group(tables, fill=looks.bench)
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


def lamps(sheet: Sheet) -> Markup:
    rings = (element("circle", cx=x, cy=y, r=LAMP_M) for (x, y), _ in sheet.points("lamp"))
    return group(
        rings, fill=sheet.looks.square, stroke=sheet.looks.lamp, stroke_width=1.3 * sheet.line
    )
