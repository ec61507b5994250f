"""The plan of a square as one SVG: the same on phone, screen and paper, in plan metres.

Presentation attributes only, no style and no reference to anything outside, so that it shows
alike as an image, inside a page under a strict policy, and in a PDF. Line widths and letters
are in metres too; what a pixel is worth follows from the square's size unless told.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from markupsafe import Markup

from exports import plan_layers as layers
from exports.plan_labels import LETTERING, Label, Room, landmark_labels, street_labels, written
from exports.plan_layers import Sheet
from exports.plan_looks import Theme, element, group, number, path, readable
from exports.plan_zones import ZoneMarks, zone_labels, zone_names
from workshops.basemap import Frame, landmarks_of
from workshops.methods.geodesy import Geometry
from workshops.methods.shapes import Box
from workshops.methods.spatial import LETTERS, Grid, grid_of, places_of
from workshops.words import Sentence

PIXELS_ACROSS = 700
PRINT_PIXEL = 0.66
SURROUND_M = 20.0
LABEL_PX = 16.0
GRID_LETTER_PX = 14.0
EDGE_PX = 18.0
SCALE_BAR_PX = 7.0
ARROW_PX = 17.0
NAMED_ON_THE_PLAN = ("fountain", "kiosk", "stage", "toilets", "art", "subway_entrance")
SCALE_STEPS_M = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
SCALE_SHARE = {2: 0.25, 4: 0.42}


@dataclass(frozen=True)
class Extras:
    """What few plans need: `notes` are drawn under the names, in plan metres.

    `pixel_m` says how many metres a pixel (on paper 0.2 mm) is worth; `zone_marks` how zones
    are named; `furniture` draws scale bar and north arrow; `speak` translates words on the plan.
    """

    notes: Markup | None = None
    pixel_m: float | None = None
    zone_marks: ZoneMarks | None = None
    furniture: bool = False
    speak: Callable[[Sentence | str], str] = str


def draw(  # noqa: PLR0913 — each argument is something one sees on the plan
    basemap: Mapping[str, Any],
    outline: Geometry | None,
    zones: Sequence[Mapping[str, Any]],
    theme: Theme,
    *,
    title: str,
    grid: bool = False,
    labels: bool = True,
    box: Box | None = None,
    extras: Extras = Extras(),
) -> Markup:
    """A whole <svg>; `box` (left, top, right, bottom in plan metres) shows a part of the frame."""
    sheet = sheet_of(basemap, outline, theme, box, extras.pixel_m)
    mesh = grid_of(sheet.frame, outline) if grid and outline else None
    left, top, right, bottom = sheet.view
    parts = [
        element("title", readable(title) or " "),
        *layers.base(sheet, mesh),
        layers.outline(sheet),
        layers.zone_edges(sheet, zones),
        extras.notes or Markup(""),
        _names(sheet, zones, mesh, extras) if labels else Markup(""),
        _furniture(sheet) if extras.furniture else Markup(""),
    ]
    return element(
        "svg",
        Markup("").join(parts),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=" ".join(number(value) for value in (left, top, right - left, bottom - top)),
        role="img",
    )


def sheet_of(
    basemap: Mapping[str, Any],
    outline: Geometry | None,
    theme: Theme,
    box: Box | None = None,
    pixel_m: float | None = None,
) -> Sheet:
    """What a plan is drawn on; pages that draw notes take `px` and `frame` from it."""
    frame = Frame.from_json(basemap["frame"])
    view = box or (0.0, 0.0, frame.width_m, frame.height_m)
    return Sheet(basemap, outline, theme, view, pixel_m or _pixel_m(frame, outline, theme))


def _pixel_m(frame: Frame, outline: Geometry | None, theme: Theme) -> float:
    """The square fills the picture when it is looked at closely: it is 700 pixels across."""
    across = max(frame.width_m, frame.height_m)
    if outline:
        corners = [frame.to_xy(lon, lat) for lon, lat in places_of(outline)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        across = max(max(xs) - min(xs), max(ys) - min(ys)) + SURROUND_M
    return across / PIXELS_ACROSS * (PRINT_PIXEL if theme == "print" else 1)


def _names(
    sheet: Sheet, zones: Sequence[Mapping[str, Any]], mesh: Grid | None, extras: Extras
) -> Markup:
    """Grid letters and zones first, since they stand where they must; streets; landmarks."""
    room = Room(sheet.view)
    marks = extras.zone_marks or ("name" if sheet.theme == "print" else "disc")
    size = LABEL_PX * sheet.px
    grid = list(_grid_letters(sheet, mesh)) if mesh else []
    for label in grid:
        room.take(label)
    named = list(zone_labels(sheet, zone_names(zones, marks, extras.speak), marks, room))
    landmarks = [
        {**one, "name": one["name"] if one["kind"] == "art" else extras.speak(one["name"])}
        for one in landmarks_of(sheet.basemap)
        if one["kind"] in NAMED_ON_THE_PLAN
    ]
    found = [
        *street_labels(sheet.basemap, room, size),
        *landmark_labels(landmarks, sheet.frame.to_xy, room, size),
    ]
    texts = [written(label, sheet.looks) for label in (*grid, *found)]
    return group([*texts, *(mark for _, mark in named)], **LETTERING)


def _grid_letters(sheet: Sheet, mesh: Grid) -> Iterator[Label]:
    """On paper along the edge of the plate, else along the square."""
    size, edge = GRID_LETTER_PX * sheet.px, EDGE_PX * sheet.px
    top, left = (
        (sheet.view[1] + edge, sheet.view[0] + edge)
        if sheet.theme == "print"
        else (mesh.y - size, mesh.x - size)
    )
    for nth, letter in enumerate(LETTERS[: mesh.columns]):
        yield Label(letter, mesh.x + (nth + 0.5) * mesh.step_m, top, size, weight=700)
    for nth in range(mesh.rows):
        yield Label(str(nth + 1), left, mesh.y + (nth + 0.5) * mesh.step_m, size, weight=700)


def _furniture(sheet: Sheet) -> Markup:
    return scale_bar(sheet) + north_arrow(sheet)


def scale_parts(width_m: float, parts: int = 2) -> tuple[int, ...]:
    """The figures of a scale bar of two or four parts for a view so many metres wide."""
    longest = width_m * SCALE_SHARE[parts]
    step = max((s for s in SCALE_STEPS_M if s * parts <= longest), default=SCALE_STEPS_M[0])
    return tuple(range(0, step * parts + 1, step))


def scale_bar(sheet: Sheet) -> Markup:
    """A <g> at the lower right: two parts, on paper four, true to the plan's metres."""
    px, looks = sheet.px, sheet.looks
    figures = scale_parts(sheet.view[2] - sheet.view[0], 4 if sheet.theme == "print" else 2)
    x = sheet.view[2] - 3 * EDGE_PX * px - figures[-1]
    y = sheet.view[3] - 2 * EDGE_PX * px
    bars = [
        element(
            "rect",
            x=x + start,
            y=y,
            width=float(end - start),
            height=SCALE_BAR_PX * px,
            fill=looks.paper if nth % 2 else looks.ink,
            stroke=looks.ink,
            stroke_width=px,
        )
        for nth, (start, end) in enumerate(pairwise(figures))
    ]
    texts = [
        written(Label(text, x + at, y - 0.8 * LABEL_PX * px, LABEL_PX * px), looks, looks.ink)
        for at, text in _figures(figures)
    ]
    return group([*bars, *texts], **LETTERING)


def _figures(figures: Sequence[int]) -> Iterator[tuple[int, str]]:
    yield from ((figure, str(figure)) for figure in figures[:-1])
    yield figures[-1], f"{figures[-1]} m"


def north_arrow(sheet: Sheet) -> Markup:
    """A <g> at the upper right: an arrow head over an N, up being grid north."""
    px, looks = sheet.px, sheet.looks
    x, y = sheet.view[2] - 2.5 * EDGE_PX * px, sheet.view[1] + EDGE_PX * px
    wide, tall = 0.5 * ARROW_PX * px, 1.5 * ARROW_PX * px
    head = path([[(x, y), (x + wide, y + tall), (x, y + 0.8 * tall), (x - wide, y + tall)]])
    name = Label("N", x, y + tall + 0.8 * LABEL_PX * px, LABEL_PX * px, weight=700)
    arrow = element("path", d=head, fill=looks.ink)
    return group([arrow, written(name, looks, looks.ink)], **LETTERING)
