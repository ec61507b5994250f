"""What the page of the square shows, step by step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from app.desk import extracts
from app.desk.blueprint import bar_of_consultation
from app.desk.contexts import NextStep
from app.desk.square_contexts import (
    Choice,
    Drawing,
    History,
    LandmarkRow,
    Row,
    Shape,
    SquarePage,
    Step,
)
from app.desk.square_drawing import MOST_CHOICES, drawing_plan
from app.drawing_plan import sign_of, things_of
from app.languages import number, word
from workshops import squares
from workshops.basemap import frame_of, landmarks_of
from workshops.basemap.building import LICENCE
from workshops.corners import length_m, typed_of
from workshops.methods.geodesy import area_m2
from workshops.methods.spatial import bounds_of
from workshops.models import Consultation, Square
from workshops.osm import Extract, MappedSquare
from workshops.remarks import zone_remarks
from workshops.words import Sentence, mark, say

STEPS = {
    "map": mark("Map"),
    "outline": mark("Outline"),
    "zones": mark("Zones"),
    "landmarks": mark("Landmarks"),
    "stops": mark("Stops"),
    "routes": mark("Routes"),
}
SHAPES: Mapping[str, Shape] = {"landmarks": "point", "stops": "point", "routes": "line"}
PICTURE = 100.0


@dataclass(frozen=True)
class Typed:
    """What was sent and refused: it is shown again."""

    key: str = ""
    name: str = ""
    corners: str = ""


def square_page(
    consultation: Consultation,
    step: str,
    *,
    edited: str = "",
    refused: Sentence | None = None,
    typed: Typed | None = None,
) -> SquarePage:
    """Return what a step shows; without an outline, what lies on the square leads back to it."""
    square = consultation.square
    extract = extracts.extract_of(consultation)
    if step not in ("map", "outline") and square.outline is None:
        step = "outline"
    key = _known(square, step, typed.key if typed else edited)
    return SquarePage(
        bar=bar_of_consultation(consultation, "square"),
        step=step,
        steps=_steps(consultation, extract),
        has_extract=extract is not None,
        has_outline=square.outline is not None,
        refused=refused,
        warnings=extract.warnings if extract else (),
        choices=_choices(extract) if extract and step == "outline" else (),
        drawing=_drawing(square, step, key, typed),
        plan=drawing_plan(consultation, step, "" if refused else key),
        rows=_rows(consultation, step, key),
        remarks=zone_remarks(square) if step == "zones" else (),
        landmarks=_landmark_rows(consultation),
        version=squares.version_of(square, step) if step in squares.PARTS else "",
        history=_history(square),
        licence=_licence(square, extract),
        next=_next(consultation, step),
    )


def _steps(consultation: Consultation, extract: Extract | None) -> list[Step]:
    square = consultation.square
    has_map = extract is not None or square.outline is not None
    done = {"map": has_map} | {part: bool(getattr(square, part)) for part in squares.PARTS}
    return [
        Step(name, words, url_for("desk.square", slug=consultation.slug, step=name), done[name])
        for name, words in STEPS.items()
    ]


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


def _known(square: Square, step: str, key: str) -> str:
    """Return the key if such a thing is there, else nothing."""
    if step not in squares.KEYS:
        return ""
    return key if any(known == key for known, _ in things_of(square, step)) else ""


def _drawing(square: Square, step: str, key: str, typed: Typed | None) -> Drawing:
    """Return the form of the outline, of the thing being changed, or of a new one."""
    shape = SHAPES.get(step, "area")
    name, corners, sign, version = "", "", "", ""
    if key:
        thing = squares.find(square, step, key)
        nth = [known for known, _ in things_of(square, step)].index(key) + 1
        name, corners = thing["name"], typed_of(_geometry(step, thing))
        sign, version = sign_of(step, key, nth), squares.version_of(square, step, key)
    elif step == "outline":
        corners = typed_of(square.outline) if square.outline else ""
        version = squares.version_of(square, "outline")
    if typed:
        name, corners = typed.name, typed.corners
    return Drawing(shape, key, sign, name, corners, version, bool(key) or typed is not None)


def _geometry(step: str, thing: Mapping[str, Any]) -> Mapping[str, Any]:
    if step == "zones":
        polygon: Mapping[str, Any] = thing["polygon"]
        return polygon
    if step == "routes":
        return {"type": "LineString", "coordinates": thing["line"]}
    return {"type": "Point", "coordinates": [thing["lon"], thing["lat"]]}


def _rows(consultation: Consultation, step: str, edited: str) -> list[Row]:
    """Return the zones, stops or routes that are there; landmarks have rows of their own."""
    if step not in ("zones", "stops", "routes"):
        return []
    square = consultation.square
    return [
        Row(
            key=key,
            sign=sign_of(step, key, nth),
            name=thing["name"],
            size=_size(step, thing),
            url=url_for("desk.square", slug=consultation.slug, step=step, edit=key),
            version=squares.version_of(square, step, key),
            is_edited=key == edited,
        )
        for nth, (key, thing) in enumerate(things_of(square, step), 1)
    ]


def _size(step: str, thing: Mapping[str, Any]) -> Sentence | None:
    if step == "zones":
        return say("%(n)s m²", n=number(round(area_m2(thing["polygon"]))))
    if step == "routes":
        return say("%(n)s m", n=number(round(length_m(thing["line"]))))
    return None


def _landmark_rows(consultation: Consultation) -> list[LandmarkRow]:
    square = consultation.square
    kept = {landmark_key(each) for each in square.landmarks}
    return [
        LandmarkRow(
            key=(key := landmark_key(each)),
            name=each["name"],
            kept=not kept or key in kept,
            url=_edit_url(consultation, each["name"]) if key in kept else "",
        )
        for each in offered_landmarks(square)
    ]


def _edit_url(consultation: Consultation, key: str) -> str:
    return url_for("desk.square", slug=consultation.slug, step="landmarks", edit=key)


def _history(square: Square) -> History:
    back, ahead = squares.steps_back(square), squares.steps_ahead(square)
    return History(squares.version_of(square), back, ahead)


def _licence(square: Square, extract: Extract | None) -> str:
    if square.basemap is not None:
        return word(square.basemap["licence"])
    return LICENCE if extract else ""


def _next(consultation: Consultation, step: str) -> NextStep | None:
    """Return where the step leads; outline and landmarks end with a button of their own."""
    if step == "zones":
        url = url_for("desk.square", slug=consultation.slug, step="landmarks")
        return NextStep(say("Go on to the landmarks"), url, say("Names people use for places."))
    if step == "stops":
        url = url_for("desk.square", slug=consultation.slug, step="routes")
        return NextStep(say("Go on to the routes"), url, say("Ways people walk."))
    if step == "routes":
        url = url_for("desk.consultation", slug=consultation.slug)
        return NextStep(say("To the consultation"), url, say("The square is ready."))
    return None


def offered_landmarks(square: Square) -> Sequence[dict[str, Any]]:
    """Return the landmarks that are kept and those the map offers besides, each name once."""
    found = landmarks_of(square.basemap) if square.basemap else []
    named = [each | {"name": word(each["name"])} for each in found]
    by_name = {each["name"]: each for each in (*named, *square.landmarks)}
    return list(by_name.values())


def landmark_key(landmark: Mapping[str, Any]) -> str:
    return f"{landmark['name']}|{landmark['lon']:.5f}|{landmark['lat']:.5f}"
