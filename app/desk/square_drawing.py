"""The plan one draws on: the whole uploaded map for the outline, else the plan of the square."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask import url_for

from app.desk import extracts
from app.desk.square_contexts import DrawingPlan, PlanShape
from app.views import plan_view
from workshops.basemap import Frame
from workshops.basemap.building import LICENCE
from workshops.ground import is_laid, named
from workshops.methods.spatial import bounds_of, centre_of
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
    square, view = consultation.square, plan_view(consultation.square)
    if view is None or square.basemap is None:
        return None
    frame = Frame.from_json(square.basemap["frame"])
    return DrawingPlan(
        url=view.url,
        edges=url_for(
            "desk.square_edges", slug=consultation.slug, of="plan" if step == "outline" else None
        ),
        width=view.width,
        height=view.height,
        box=view.box,
        corners=_frame_corners(frame),
        shapes=[
            each
            for part in ("zones", "landmarks", "stops", "routes")
            for each in _shapes(consultation, part, frame, step, edited)
        ],
        licence=view.licence,
    )


def _on_the_map(consultation: Consultation, frame: Frame) -> DrawingPlan:
    extract, picture = extracts.extract_of(consultation), consultation.square.picture
    mapped = extract.squares()[:MOST_CHOICES] if extract else ()
    return DrawingPlan(
        url=url_for("desk.square_map", slug=consultation.slug, v=extracts.stamp(consultation)),
        edges=url_for("desk.square_edges", slug=consultation.slug, of="map"),
        width=frame.width_m,
        height=frame.height_m,
        box=first_view(consultation.square, mapped, frame),
        corners=_frame_corners(frame),
        shapes=[
            PlanShape("mapped", _ring(each.outline, frame), "", each.name, 0, 0, "")
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


def _frame_corners(frame: Frame) -> list[tuple[float, float]]:
    spots = ((0.0, 0.0), (frame.width_m, 0.0), (0.0, frame.height_m))
    return [frame.to_lonlat(x, y) for x, y in spots]


def _shapes(
    consultation: Consultation, part: str, frame: Frame, step: str, edited: str
) -> Iterator[PlanShape]:
    """Yield the things of one part; those of this step lead to where they are changed."""
    for nth, (key, thing) in enumerate(things_of(consultation.square, part), 1):
        if part == step and key == edited:
            continue
        sign = sign_of(part, key, nth)
        url = url_for("desk.square", slug=consultation.slug, step=step, edit=key)
        yield _shape(part, thing, frame, sign, url if part == step else "")


def _shape(part: str, thing: Mapping[str, Any], frame: Frame, sign: str, url: str) -> PlanShape:
    if part == "zones":
        at = frame.to_xy(*centre_of(thing["polygon"]))
        return PlanShape("zone", _ring(thing["polygon"], frame), sign, thing["name"], *at, url)
    if part == "routes":
        points = _points(thing["line"], frame)
        at = frame.to_xy(*thing["line"][0][:2])
        return PlanShape("route", points, sign, thing["name"], *at, url)
    at = frame.to_xy(thing["lon"], thing["lat"])
    return PlanShape(part[:-1], "", sign, thing["name"], *at, url)


def things_of(square: Square, part: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the key and the thing of every zone, landmark, stop or route."""
    by = {"zones": "letter", "landmarks": "name"}.get(part, "key")
    for thing in getattr(square, part):
        yield thing[by], thing


def sign_of(part: str, key: str, nth: int) -> str:
    """Return what stands in the disc: the letter of a zone, the number of a stop or route."""
    return {"zones": key, "landmarks": ""}.get(part, str(nth))


def _ring(polygon: Mapping[str, Any], frame: Frame) -> str:
    rings = polygon["coordinates"] if polygon["type"] == "Polygon" else polygon["coordinates"][0]
    return _points(rings[0], frame)


def _points(line: Sequence[Sequence[float]], frame: Frame) -> str:
    corners = (frame.to_xy(lon, lat) for lon, lat, *_ in line)
    return " ".join(f"{x:.2f},{y:.2f}" for x, y in corners)
