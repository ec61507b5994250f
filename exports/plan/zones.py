"""Names of zones on the plan: beside the square, where the way out of the zone is shortest."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal

from markupsafe import Markup

from exports.plan.labels import BASELINE_EM, LETTER_EM, Label, Room, written
from exports.plan.looks import element, readable
from exports.plan.sheet import Sheet
from workshops.methods.geodesy import Geometry, Point
from workshops.methods.spatial import centre_of, inside, sides
from workshops.words import Sentence, say

ZoneMarks = Literal["letter", "disc", "name", "none"]

WAYS_OUT = ((0, -1), (-1, 0), (1, 0), (0, 1), (-0.7, -0.7), (0.7, -0.7), (-0.7, 0.7), (0.7, 0.7))
SIZES_PX: Mapping[ZoneMarks, float] = {"letter": 24.0, "disc": 19.0, "name": 16.0}
DISC_EM = 0.95
GAP_EM = 0.55
BOLD = 800


def zone_names(
    zones: Sequence[Mapping[str, Any]],
    marks: ZoneMarks,
    speak: Callable[[Sentence | str], str],
) -> list[tuple[Geometry, str]]:
    """Each zone's polygon with its letter, or "Zone A" where names are written out."""
    if marks == "none":
        return []
    return [
        (
            zone["polygon"],
            speak(say("Zone %(zone)s", zone=zone["letter"])) if marks == "name" else zone["letter"],
        )
        for zone in zones
    ]


def zone_labels(
    sheet: Sheet, names: Sequence[tuple[Geometry, str]], marks: ZoneMarks, room: Room
) -> Iterator[tuple[Label, Markup]]:
    """Each label that found a place, and its drawing."""
    for polygon, text in names:
        size = SIZES_PX[marks] * sheet.px
        places = [
            Label(text, x, y, size, weight=BOLD, reach_em=DISC_EM)
            for x, y in _places(sheet, polygon, text, size, marks)
        ]
        for label in room.first_that_fits(places):
            yield label, _disc(sheet, label) if marks == "disc" else _plain(sheet, label)


def _plain(sheet: Sheet, label: Label) -> Markup:
    return written(label, sheet.looks, sheet.looks.ink)


def _disc(sheet: Sheet, label: Label) -> Markup:
    disc = element("circle", cx=label.x, cy=label.y, r=DISC_EM * label.size, fill=sheet.looks.ink)
    return disc + element(
        "text",
        readable(label.text),
        x=label.x,
        y=label.y + BASELINE_EM * label.size,
        font_size=label.size,
        font_weight=label.weight,
        fill=sheet.looks.paper,
    )


def _places(
    sheet: Sheet, polygon: Geometry, text: str, size: float, marks: ZoneMarks
) -> Iterator[Point]:
    """Outside the square, nearest first; a bare letter just inside; else the zone's middle."""
    lon, lat = centre_of(polygon)
    middle = sheet.frame.to_xy(lon, lat)
    zone = {"type": "Polygon", "coordinates": sheet.rings_of(polygon)}
    ways = sorted(
        (
            (away, nth)
            for nth, way in enumerate(WAYS_OUT)
            if (away := _way_out(sheet, middle, way)) is not None
            and inside(*_along(middle, way, away - 1), zone)
        ),
    )
    for away, nth in ways:
        way = WAYS_OUT[nth]
        half = size * (LETTER_EM * len(text) / 2 * abs(way[0]) + 0.5 * abs(way[1]))
        gap = -1.4 * half if marks == "letter" else half + size * (GAP_EM + 0.4 * (marks == "disc"))
        yield _along(middle, way, away + gap)
    yield middle


def _along(start: Point, way: Point, metres: float) -> Point:
    return start[0] + way[0] * metres, start[1] + way[1] * metres


def _way_out(sheet: Sheet, start: Point, way: Point) -> float | None:
    """Metres along a way until the square ends."""
    reach = 2 * math.hypot(sheet.frame.width_m, sheet.frame.height_m)
    end = _along(start, way, reach)
    crossings = [
        part
        for ring in sheet.square
        for a, b in sides(ring)
        if (part := _crossing(start, end, a, b)) is not None
    ]
    return min(crossings) * reach if crossings else None


def _crossing(a: Point, b: Point, c: Point, d: Point) -> float | None:
    turn = (b[0] - a[0]) * (d[1] - c[1]) - (b[1] - a[1]) * (d[0] - c[0])
    if not turn:
        return None
    along = ((c[0] - a[0]) * (d[1] - c[1]) - (c[1] - a[1]) * (d[0] - c[0])) / turn
    across = ((c[0] - a[0]) * (b[1] - a[1]) - (c[1] - a[1]) * (b[0] - a[0])) / turn
    return along if 0 <= along <= 1 and 0 <= across <= 1 else None
