"""The layers of the plan from the ground up, each as one group of SVG."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from exports.plan.lines import grid_lines, grid_paper
from exports.plan.looks import element, group, octagon, path
from exports.plan.sheet import Feature, Sheet, fill, thin, wide
from exports.plan.things import benches, lamps, small_things, trees
from workshops.methods.geodesy import Point, ring_area
from workshops.methods.shapes import thinned, within
from workshops.methods.spatial import Grid, centre_of, inside

OVERLAP_M = 2.0
PARK_SHARE = 0.5
SEAM_PX = 0.5
NOSE_M = 0.1
USUAL_TREAD_M = 0.35
TOLERANCE_M = 0.1
ON_FOOT = ("art", "kiosk", "stage", "toilets", "subway_entrance", "column", "shelter")


def base(sheet: Sheet, grid: Grid | None) -> Iterator[Markup]:
    """Everything below the outline, in order."""
    yield _ground(sheet)
    yield grid_paper(sheet)
    yield fill(sheet.areas("green", "playground"), sheet.looks.green)
    yield fill(sheet.areas("paved", "square"), sheet.looks.ground)
    yield _paths(sheet, sheet.lines("path"))
    yield _steps(sheet)
    yield from _roads(sheet)
    yield thin(sheet, sheet.lines("kerb"), sheet.looks.kerb)
    yield _rails(sheet)
    yield _square(sheet)
    yield from _on_the_square(sheet)
    yield grid_lines(sheet, grid) if grid else Markup("")
    yield from _water(sheet)
    yield from _built(sheet)
    yield _walls(sheet)
    yield _hedges(sheet)
    yield trees(sheet)
    yield benches(sheet)
    yield small_things(sheet)
    yield lamps(sheet)


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


def _paths(sheet: Sheet, paths: Sequence[Feature]) -> Markup:
    return wide(paths, sheet.looks.ground, stroke_linecap="round")


def _steps(sheet: Sheet) -> Markup:
    """Flights with a line at each tread."""
    flights = sheet.lines("steps")
    treads = (
        wide([flight], sheet.looks.building_edge, stroke_dasharray=_tread(flight))
        for flight in flights
    )
    areas = fill(sheet.areas("steps"), sheet.looks.building)
    return wide(flights, sheet.looks.ground) + group(treads) + areas


def _tread(flight: Feature) -> str:
    tread = flight.get("tread", USUAL_TREAD_M)
    return f"{NOSE_M} {tread - NOSE_M:.2f}"


def _roads(sheet: Sheet) -> Iterator[Markup]:
    """All edges first, then all surfaces, so that no edge runs across a junction."""
    areas, lines = sheet.areas("road"), sheet.lines("road")
    seam = SEAM_PX * sheet.line
    edge = {"stroke": sheet.looks.kerb, "stroke_width": 2 * sheet.line + seam}
    cover = {"stroke": sheet.looks.road, "stroke_width": seam}
    yield fill(areas, sheet.looks.kerb, stroke_linejoin="round", **edge)
    yield wide(lines, sheet.looks.kerb, 2 * sheet.line)
    yield fill(areas, sheet.looks.road, stroke_linejoin="round", **cover)
    yield wide(lines, sheet.looks.road)
    island = {"stroke": sheet.looks.kerb, "stroke_width": sheet.line}
    yield fill(sheet.areas("island"), sheet.looks.ground, **island)


def _rails(sheet: Sheet) -> Markup:
    return wide(sheet.lines("rail"), sheet.looks.kerb, stroke_dasharray="0.25 1.5")


def _square(sheet: Sheet) -> Markup:
    """The square asked about; where none is chosen yet, all that the map calls one."""
    if not sheet.square:
        return fill(sheet.areas("square"), sheet.looks.square)
    return element("path", d=path(sheet.square), fill=sheet.looks.square, fill_rule="evenodd")


def _on_the_square(sheet: Sheet) -> Iterator[Markup]:
    """Beds and lawns that lie on the square; in a park its paths too."""
    if not sheet.square:
        return
    whole = abs(ring_area(sheet.square[0]))
    greens = [f for f in sheet.areas("green", "playground") if _is_on_the_square(sheet, f)]
    lawns = [f for f in greens if abs(ring_area(f["rings"][0])) < PARK_SHARE * whole]
    yield fill(lawns, sheet.looks.green)
    if len(lawns) < len(greens):
        yield _paths(sheet, list(_on_foot_there(sheet)))
        yield _steps(sheet)


def _on_foot_there(sheet: Sheet) -> Iterator[Feature]:
    for feature in sheet.lines("path"):
        for piece in within([(x, y) for x, y in feature["line"]], sheet.square):
            yield {"line": thinned(piece, TOLERANCE_M), "width": feature["width"]}


def _is_on_the_square(sheet: Sheet, feature: Feature) -> bool:
    middle = centre_of({"type": "Polygon", "coordinates": feature["rings"]})
    return inside(*middle, {"type": "Polygon", "coordinates": sheet.square})


def _water(sheet: Sheet) -> Iterator[Markup]:
    looks = sheet.looks
    edge = {"stroke": looks.water_edge, "stroke_width": sheet.line}
    yield wide(sheet.lines("stream"), looks.water, stroke_linecap="round")
    yield fill(sheet.areas("water", "fountain"), looks.water, **edge)
    basins = (
        element("circle", cx=x, cy=y, r=float(feature["radius"]))
        for (x, y), feature in sheet.points("fountain", "drinking_water")
    )
    yield group(basins, fill=looks.water, **edge)


def _built(sheet: Sheet) -> Iterator[Markup]:
    """Buildings, then what stands on the square like one: kiosks, statues, stages."""
    looks = sheet.looks
    edge = {"stroke_width": 0.8 * sheet.line, "stroke_linejoin": "round"}
    yield fill(sheet.areas("building"), looks.building, stroke=looks.building_edge, **edge)
    feet = [
        {"rings": [octagon(at, feature["radius"])]}
        for at, feature in sheet.points(*ON_FOOT)
        if not _is_in_a_building(sheet, at)
    ]
    standing = [*feet, *sheet.areas("art", "kiosk", "toilets", "stage", "shelter")]
    yield wide(sheet.lines("art"), looks.lamp)
    yield fill(standing, looks.building, stroke=looks.lamp, **edge)


def _is_in_a_building(sheet: Sheet, at: Point) -> bool:
    return any(
        inside(*at, {"type": "Polygon", "coordinates": building["rings"]})
        for building in sheet.areas("building")
    )


def _walls(sheet: Sheet) -> Markup:
    """Thin lines, since few are mapped with their breadth; as areas, those that are."""
    looks = sheet.looks
    return thin(sheet, sheet.lines("wall"), looks.building_edge) + fill(
        sheet.areas("wall"), looks.building_edge
    )


def _hedges(sheet: Sheet) -> Markup:
    looks = sheet.looks
    return wide(sheet.lines("hedge"), looks.crown) + fill(sheet.areas("hedge"), looks.crown)
