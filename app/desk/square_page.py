"""What the page of the square shows, step by step."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from app.desk import extracts
from app.desk.blueprint import bar_of_consultation
from app.desk.contexts import NextStep
from app.desk.square_contexts import Choice, DrawingPlan, LandmarkRow, SquarePage, ZoneRow
from app.languages import word
from app.views import plan_view
from workshops.basemap import Frame, frame_of, landmarks_of
from workshops.basemap.building import LICENCE
from workshops.methods.geodesy import area_m2
from workshops.methods.spatial import bounds_of
from workshops.models import Consultation, Square
from workshops.osm import Extract, MappedSquare
from workshops.words import Sentence, say

MOST_CHOICES = 9
PICTURE = 100.0


def square_page(
    consultation: Consultation, step: str, *, refused: Sentence | None = None, typed: str = ""
) -> SquarePage:
    """Return what a step shows; without an outline, zones and landmarks lead back to it."""
    square = consultation.square
    extract = extracts.extract_of(consultation)
    has_outline = square.outline is not None
    if step in ("zones", "landmarks") and not has_outline:
        step = "outline"
    return SquarePage(
        bar=bar_of_consultation(consultation, "square"),
        step=step,
        has_extract=extract is not None,
        has_outline=has_outline,
        refused=refused,
        warnings=extract.warnings if extract else (),
        choices=_choices(extract) if extract and step == "outline" else (),
        drawing=_drawing(consultation, step),
        corners=typed or (_corners(square) if step == "outline" else ""),
        area_m2=area_m2(square.outline) if square.outline else None,
        zones=[_zone(each) for each in square.zones],
        landmarks=_landmark_rows(square),
        licence=_licence(square, extract),
        next=_next(consultation, step),
    )


def _choices(extract: Extract) -> list[Choice]:
    return [_choice(each) for each in extract.squares()[:MOST_CHOICES]]


def _choice(mapped: MappedSquare) -> Choice:
    return Choice(
        osm_id=mapped.osm_id,
        name=mapped.name,
        kind=mapped.kind,
        area_m2=mapped.area_m2,
        trees=mapped.trees,
        benches=mapped.benches,
        picture=_picture(mapped.outline),
    )


def _picture(outline: Mapping[str, Any]) -> str:
    """Return the outline as the points of an SVG polygon in a box of 100 by 100."""
    west, south, east, north = bounds_of(outline)
    frame = frame_of(outline)
    x0, y0 = frame.to_xy(west, north)
    x1, y1 = frame.to_xy(east, south)
    scale = (PICTURE - 12) / max(abs(x1 - x0), abs(y1 - y0), 1.0)
    left, top = (PICTURE - (x1 - x0) * scale) / 2, (PICTURE - (y1 - y0) * scale) / 2
    corners = (frame.to_xy(lon, lat) for lon, lat, *_ in outline["coordinates"][0])
    return " ".join(
        f"{(x - x0) * scale + left:.1f},{(y - y0) * scale + top:.1f}" for x, y in corners
    )


def _corners(square: Square) -> str:
    """Return the outline as people type it: latitude, longitude, one corner a line."""
    if square.outline is None or square.outline["type"] != "Polygon":
        return ""
    ring = square.outline["coordinates"][0][:-1]
    return "\n".join(f"{lat:.6f}, {lon:.6f}" for lon, lat, *_ in ring)


def _drawing(consultation: Consultation, step: str) -> DrawingPlan | None:
    """Return what is drawn on: the whole map for the outline, else the plan of the square."""
    if step == "map":
        return None
    drawn = extracts.drawn(consultation) if step == "outline" else None
    if drawn is not None:
        return _on_the_map(consultation, drawn[0])
    square, view = consultation.square, plan_view(consultation.square)
    if view is None or square.basemap is None:
        return None
    frame = Frame.from_json(square.basemap["frame"])
    rings = [("is-zone", _points(each["polygon"], frame)) for each in square.zones]
    return DrawingPlan(
        url=view.url,
        width=view.width,
        height=view.height,
        box=view.box,
        corners=_frame_corners(frame),
        rings=rings if step != "outline" else (),
        licence=view.licence,
    )


def _on_the_map(consultation: Consultation, frame: Frame) -> DrawingPlan:
    extract = extracts.extract_of(consultation)
    mapped = extract.squares()[:MOST_CHOICES] if extract else ()
    return DrawingPlan(
        url=url_for("desk.square_map", slug=consultation.slug),
        width=frame.width_m,
        height=frame.height_m,
        box=_box(consultation.square, mapped, frame),
        corners=_frame_corners(frame),
        rings=[("is-mapped", _points(each.outline, frame)) for each in mapped],
        licence=LICENCE,
    )


def _box(
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


def _points(polygon: Mapping[str, Any], frame: Frame) -> str:
    rings = polygon["coordinates"] if polygon["type"] == "Polygon" else polygon["coordinates"][0]
    corners = (frame.to_xy(lon, lat) for lon, lat, *_ in rings[0])
    return " ".join(f"{x:.2f},{y:.2f}" for x, y in corners)


def _zone(zone: Mapping[str, Any]) -> ZoneRow:
    return ZoneRow(zone["letter"], zone["name"], area_m2(zone["polygon"]))


def _landmark_rows(square: Square) -> list[LandmarkRow]:
    kept = {landmark_key(each) for each in square.landmarks}
    rows = [
        LandmarkRow(landmark_key(each), each["name"], kept=False)
        for each in offered_landmarks(square)
    ]
    return [LandmarkRow(row.key, row.name, kept=not kept or row.key in kept) for row in rows]


def _licence(square: Square, extract: Extract | None) -> str:
    if square.basemap is not None:
        return word(square.basemap["licence"])
    return LICENCE if extract else ""


def _next(consultation: Consultation, step: str) -> NextStep | None:
    """Return where the zones lead; the other steps end with a button of their own."""
    if step != "zones":
        return None
    url = url_for("desk.square", slug=consultation.slug, step="landmarks")
    return NextStep(say("Go on to the landmarks"), url, say("Names people use for places."))


def offered_landmarks(square: Square) -> list[dict[str, Any]]:
    """Return the landmarks that are kept and those the map offers besides, each name once."""
    found = landmarks_of(square.basemap) if square.basemap else []
    named = [each | {"name": word(each["name"])} for each in found]
    by_name = {each["name"]: each for each in (*named, *square.landmarks)}
    return list(by_name.values())


def landmark_key(landmark: Mapping[str, Any]) -> str:
    return f"{landmark['name']}|{landmark['lon']:.5f}|{landmark['lat']:.5f}"
