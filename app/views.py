"""What pages are given, made from what is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import url_for
from sqlalchemy.orm import Session

from app.addresses import join_url, public_host
from app.contexts import (
    ActivityView,
    Category,
    PlanLabel,
    PlanNote,
    PlanShape,
    PlanView,
    WorkshopView,
)
from app.languages import short_day, word
from app.plans import plan_digest
from exports.plan import scale_parts
from workshops import joining
from workshops.activities import kind_of
from workshops.activities.result import Result
from workshops.basemap import Frame
from workshops.findings import ActivityFacts
from workshops.ground import is_on_earth, licence_of
from workshops.methods.drawings import spot_of
from workshops.methods.spatial import bounds_of, centre_of, grid_of, places_of
from workshops.models import Activity, Consultation, Square, Workshop
from workshops.planning import planned_starts
from workshops.words import AND, mark

NO_PLACE = mark("not placed on earth")
NO_SCALE = mark("not placed on earth, not to scale")


def workshop_view(session: Session, workshop: Workshop) -> WorkshopView:
    """Return a workshop as phone, screen and desk show it."""
    consultation = workshop.consultation
    starts = workshop.starts_at.astimezone(ZoneInfo(consultation.time_zone))
    joined = joining.joined(session, workshop.id)
    return WorkshopView(
        id=workshop.id,
        title=workshop.title,
        number=workshop.number,
        place=workshop.place,
        square=consultation.square.name,
        town=consultation.square.town,
        consultation=consultation.name,
        slug=consultation.slug,
        is_example=consultation.is_example,
        code=workshop.code,
        address=public_host(),
        join_url=join_url(workshop),
        starts=starts,
        ends=starts + timedelta(minutes=workshop.minutes),
        wifi_name=workshop.wifi_name,
        wifi_password=workshop.wifi_password,
        answer_by=short_day(consultation.answer_by) if consultation.answer_by else "",
        decided_by=consultation.decided_by,
        joined=joined,
        present=max(workshop.present or 0, sum(joined.values())),
        dark=workshop.dark,
        blank=workshop.blank,
        ended=workshop.ended_at is not None,
    )


def activity_view(activity: Activity) -> ActivityView:
    """Return an activity as every surface may see it."""
    workshop, kind = activity.workshop, kind_of(activity.kind)
    zone = ZoneInfo(workshop.consultation.time_zone)
    planned = planned_starts(workshop)[workshop.activities.index(activity)]
    return ActivityView(
        id=activity.id,
        ref=f"{workshop.number}.{activity.position}",
        kind=activity.kind,
        icon=kind.icon,
        kind_title=kind.title,
        collects=kind.collects,
        title=activity.title,
        question=activity.question,
        state=activity.state,
        shown=activity.shown,
        minutes=activity.minutes,
        settings=activity.settings,
        opened=activity.opened_at,
        closed=activity.closed_at,
        planned=planned.astimezone(zone),
    )


def categories_of(consultation: Consultation) -> tuple[Category, ...]:
    """Return the categories with their symbols."""
    return tuple(
        Category(each["key"], each["name"], each["shape"], each["letter"])
        for each in consultation.categories
    )


def notes_of(
    result: Result | ActivityFacts | None, consultation: Consultation
) -> tuple[PlanNote, ...]:
    """Return a result's numbered features as symbols on the plan; a line's in its middle."""
    basemap = consultation.square.basemap
    if result is None or basemap is None:
        return ()
    frame = Frame.from_json(basemap["frame"])
    symbols = {each.key: each for each in categories_of(consultation)}
    placed = ((each, spot_of(each["geometry"])) for each in result.features if _is_note(each))
    return tuple(
        replace(_note(each, frame.to_xy(*spot), symbols), **drawn_in(each["geometry"], frame))
        for each, spot in placed
        if spot
    )


def drawn_in(geometry: Mapping[str, Any], frame: Frame) -> dict[str, Any]:
    """Return `corners` in plan metres and `closed` of a line or an area; nothing of a point."""
    if geometry["type"] not in ("LineString", "Polygon"):
        return {}
    corners = tuple(frame.to_xy(lon, lat) for lon, lat in places_of(geometry))
    return {"corners": corners, "closed": geometry["type"] == "Polygon"}


def _is_note(feature: Mapping[str, Any]) -> bool:
    properties = feature["properties"]
    return bool(properties.get("number")) and properties.get("value") is None


def _note(
    feature: Mapping[str, Any], at: tuple[float, float], symbols: Mapping[str, Category]
) -> PlanNote:
    properties = feature["properties"]
    symbol = symbols.get(properties.get("category", ""))
    return PlanNote(
        x=round(at[0], 2),
        y=round(at[1], 2),
        shape=symbol.shape if symbol else "other",
        letter=symbol.letter if symbol else "",
        name=symbol.name if symbol else "",
        number=properties["number"],
        text=properties.get("text", ""),
        apart=bool(properties.get("apart")),
    )


def plan_view(
    square: Square,
    notes: Sequence[PlanNote] = (),
    drawn: Sequence[Mapping[str, Any]] = (),
) -> PlanView | None:
    """Return the plan with its labels, or None while the square has none.

    What a question has `drawn` on it (`Kind.drawn`) is within the first view.
    """
    basemap, outline = square.basemap, square.outline
    if basemap is None or outline is None:
        return None
    frame = Frame.from_json(basemap["frame"])
    grid = grid_of(frame, outline)
    ring = tuple(frame.to_xy(lon, lat) for lon, lat, *_ in _rings(outline)[0])
    digest = plan_digest(square)
    shapes = tuple(_shape(each, frame) for each in drawn)
    box = _box([*ring, *(point for each in shapes for point in each.points)], frame)
    return PlanView(
        url=url_for("files.plan", square_id=square.id, digest=digest, theme="light"),
        dark_url=url_for("files.plan", square_id=square.id, digest=digest, theme="dark"),
        contrast_url=url_for("files.plan", square_id=square.id, digest=digest, theme="contrast"),
        width=frame.width_m,
        height=frame.height_m,
        box=box,
        outline=ring,
        licence=_licence(square),
        scale=scale_parts(box[2] - box[0]),
        zones=tuple(_zone(zone, frame) for zone in square.zones),
        landmarks=tuple(
            PlanLabel(each["name"], each["name"], *frame.to_xy(each["lon"], each["lat"]))
            for each in square.landmarks
        ),
        grid=tuple(PlanLabel(name, name, *grid.centre(name)) for name in grid.squares),
        grid_step=grid.step_m,
        notes=tuple(notes),
        drawn=shapes,
    )


def _shape(feature: Mapping[str, Any], frame: Frame) -> PlanShape:
    properties = feature["properties"]
    points = (frame.to_xy(lon, lat) for lon, lat in places_of(feature["geometry"]))
    rounded = tuple((round(x, 2), round(y, 2)) for x, y in points)
    return PlanShape(properties.get("key", ""), properties.get("label", ""), rounded)


def _licence(square: Square) -> str:
    """Return whose the plan is, and how little it says of metres where that is so."""
    found = licence_of(square).split(AND)
    if not is_on_earth(square):
        found.append(NO_PLACE if (square.picture or {})["to_scale"] else NO_SCALE)
    return AND.join(map(word, found))


def _rings(polygon: Mapping[str, Any]) -> Any:
    many = polygon["type"] == "MultiPolygon"
    return polygon["coordinates"][0] if many else polygon["coordinates"]


def _zone(zone: Mapping[str, Any], frame: Frame) -> PlanLabel:
    x, y = frame.to_xy(*centre_of(zone["polygon"]))
    ring = tuple(frame.to_xy(lon, lat) for lon, lat, *_ in _rings(zone["polygon"])[0])
    return PlanLabel(zone["letter"], zone["name"], x, y, ring)


def _box(
    points: Sequence[tuple[float, float]], frame: Frame, margin: float = 0.12
) -> tuple[float, float, float, float]:
    """Return what a first view shows: all these points with a margin, within the plan."""
    x0, y0, x1, y1 = bounds_of({"type": "LineString", "coordinates": points})
    pad = margin * max(x1 - x0, y1 - y0)
    return (
        max(x0 - pad, 0.0),
        max(y0 - pad, 0.0),
        min(x1 + pad, frame.width_m),
        min(y1 + pad, frame.height_m),
    )
