"""The plan one draws the square on: the whole uploaded map for the outline, else its plan."""

from collections.abc import Iterator, Sequence

from flask import url_for

from app.desk import extracts
from app.drawing_plan import (
    PARTS,
    DrawingPlan,
    PlanShape,
    corners_of,
    plan_to_draw_on,
    ring_of,
    shape_of,
    sign_of,
    things_of,
)
from workshops.basemap import Frame
from workshops.basemap.building import LICENCE
from workshops.ground import is_laid, named
from workshops.methods.spatial import bounds_of
from workshops.models import Consultation, Square
from workshops.osm import MappedSquare

MOST_CHOICES = 9


def drawing_plan(consultation: Consultation, step: str, edited: str) -> DrawingPlan | None:
    """Return what is drawn on, with all that is there but the thing that is being changed."""
    if step == "map":
        return None
    drawn = extracts.drawn(consultation) if step == "outline" else None
    if drawn is not None:
        return _on_the_map(consultation, drawn[0])
    square, of = consultation.square, "plan" if step == "outline" else None
    edges = url_for("desk.square_edges", slug=consultation.slug, of=of)
    if square.basemap is None:
        return None
    frame = Frame.from_json(square.basemap["frame"])
    shapes = [each for part in PARTS for each in _shapes(consultation, part, frame, step, edited)]
    return plan_to_draw_on(square, edges, shapes)


def _on_the_map(consultation: Consultation, frame: Frame) -> DrawingPlan:
    extract, picture = extracts.extract_of(consultation), consultation.square.picture
    mapped = extract.squares()[:MOST_CHOICES] if extract else ()
    return DrawingPlan(
        url=url_for("desk.square_map", slug=consultation.slug, v=extracts.stamp(consultation)),
        edges=url_for("desk.square_edges", slug=consultation.slug, of="map"),
        width=frame.width_m,
        height=frame.height_m,
        box=first_view(consultation.square, mapped, frame),
        corners=corners_of(frame),
        shapes=[
            PlanShape("mapped", ring_of(each.outline, frame), "", each.name, 0, 0, "")
            for each in mapped
        ],
        licence=named(picture) if picture and is_laid(picture) else LICENCE,
    )


def first_view(
    square: Square, mapped: Sequence[MappedSquare], frame: Frame
) -> tuple[float, float, float, float]:
    """Return what the first view shows: the outline, else the first mapped square, else all."""
    shown = square.outline or (mapped[0].outline if mapped else None)
    if shown is None:
        return 0.0, 0.0, frame.width_m, frame.height_m
    west, south, east, north = bounds_of(shown)
    x0, y0 = frame.to_xy(west, north)
    x1, y1 = frame.to_xy(east, south)
    pad = max(x1 - x0, y1 - y0) / 2 + 20
    return x0 - pad, y0 - pad, x1 + pad, y1 + pad


def _shapes(
    consultation: Consultation, part: str, frame: Frame, step: str, edited: str
) -> Iterator[PlanShape]:
    """Yield the things of one part; those of this step lead to where they are changed."""
    for nth, (key, thing) in enumerate(things_of(consultation.square, part), 1):
        if part == step and key == edited:
            continue
        sign = sign_of(part, key, nth)
        url = url_for("desk.square", slug=consultation.slug, step=step, edit=key)
        yield shape_of(part, thing, frame, sign, url if part == step else "")
