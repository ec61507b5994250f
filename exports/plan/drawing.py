"""A whole plan: its sheet, its layers, its names."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from exports.plan import lines, own_layers, picture
from exports.plan.furniture import EDGE_PX, LABEL_PX, furniture, furniture_room
from exports.plan.labels import LETTERING, Label, Room, landmark_labels, street_labels, written
from exports.plan.layers import base
from exports.plan.looks import PAPER, Theme, element, group, number, readable
from exports.plan.sheet import Sheet
from exports.plan.zones import ZoneMarks, zone_labels, zone_names
from workshops.basemap import Frame, landmarks_of
from workshops.methods.geodesy import Geometry, Point
from workshops.methods.shapes import Box
from workshops.methods.spatial import LETTERS, Grid, grid_of, places_of
from workshops.words import Sentence

PIXELS_ACROSS = 700
PIXELS_ACROSS_ALL = 1200
PRINT_PIXEL = 0.66
SURROUND_M = 20.0
GRID_LETTER_PX = 14.0
NAMED_ON_THE_PLAN = (
    "fountain",
    "kiosk",
    "stage",
    "toilets",
    "art",
    "subway_entrance",
    "playground",
)


@dataclass(frozen=True)
class Extras:
    """What few plans need: `notes` are drawn under the names, in plan metres.

    `busy` is where something is drawn on top, with its radius: names stay clear of it.
    `pixel_m` says how many metres a pixel (on paper 0.2 mm) is worth; `zone_marks` how zones
    are named; `furniture` draws scale bar and north arrow; `speak` translates words on the plan;
    with a `scale` of 500 the plan says that it is so many millimetres wide at 1:500.
    """

    notes: Markup | None = None
    busy: Sequence[tuple[Point, float]] = ()
    pixel_m: float | None = None
    zone_marks: ZoneMarks | None = None
    furniture: bool = False
    scale: float | None = None
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
        *base(picture.uncovered(sheet), mesh if sheet.picture is None else None),
        picture.drawn(sheet),
        lines.grid_lines(sheet, mesh) if mesh and sheet.picture else Markup(""),
        own_layers.drawn(sheet),
        lines.outline(sheet),
        lines.zone_edges(sheet, zones),
        extras.notes or Markup(""),
        _names(sheet, zones, mesh, extras) if labels else Markup(""),
        furniture(sheet) if extras.furniture else Markup(""),
    ]
    return element(
        "svg",
        Markup("").join(parts),
        xmlns="http://www.w3.org/2000/svg",
        width=_millimetres(right - left, extras.scale),
        height=_millimetres(bottom - top, extras.scale),
        viewBox=" ".join(number(value) for value in (left, top, right - left, bottom - top)),
        role="img",
    )


def _millimetres(metres: float, scale: float | None) -> str | None:
    return f"{metres * 1000 / scale:.2f}mm" if scale else None


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
    across = max(frame.width_m, frame.height_m) * PIXELS_ACROSS / PIXELS_ACROSS_ALL
    if outline:
        corners = [frame.to_xy(lon, lat) for lon, lat in places_of(outline)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        across = max(max(xs) - min(xs), max(ys) - min(ys)) + SURROUND_M
    return across / PIXELS_ACROSS * (PRINT_PIXEL if theme in PAPER else 1)


def _names(
    sheet: Sheet, zones: Sequence[Mapping[str, Any]], mesh: Grid | None, extras: Extras
) -> Markup:
    """Grid letters and zones first, since they stand where they must; streets; landmarks."""
    free = [*extras.busy, *lines.edges_and_trees(sheet)]
    room = Room(sheet.view, better_free=free, busy=extras.busy)
    marks = extras.zone_marks or ("name" if sheet.is_paper else "disc")
    size = LABEL_PX * sheet.px
    grid = list(_grid_letters(sheet, mesh)) if mesh else []
    for label in (*grid, *(furniture_room(sheet) if extras.furniture else ())):
        room.take(label)
    named = list(zone_labels(sheet, zone_names(zones, marks, extras.speak), marks, room))
    landmarks = [
        {**one, "name": one["name"] if one["kind"] == "art" else extras.speak(one["name"])}
        for one in (landmarks_of(sheet.basemap) if sheet.outline else ())
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
        if sheet.is_paper
        else (mesh.y - size, mesh.x - size)
    )
    for nth, letter in enumerate(LETTERS[: mesh.columns]):
        yield Label(letter, mesh.x + (nth + 0.5) * mesh.step_m, top, size, weight=700)
    for nth in range(mesh.rows):
        yield Label(str(nth + 1), left, mesh.y + (nth + 0.5) * mesh.step_m, size, weight=700)
