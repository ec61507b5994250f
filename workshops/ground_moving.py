"""Moving what was put on a picture when the picture gets its place on earth, or loses it again."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshops import news
from workshops.basemap import blank
from workshops.ground_points import Placing
from workshops.methods.geodesy import Point, distance_m
from workshops.models import Activity, Ballot, Consultation, Contribution, Workshop

#: Members that hold a place or places, one deep or deeper.
POSITIONS = frozenset(["coordinates", "line"])
#: What lies further from the picture was not put on it.
FAR_M = 50_000.0

Move = Callable[[Point], Point]


def move_all(session: Session, consultation: Consultation, old: Placing, new: Placing) -> int:
    """Take outline, zones, notes and all else from the old picture to the new; count the notes.

    Each keeps its spot on the picture, so that going back is exact too.
    """
    move = between(old, new)
    _move_square(consultation, move)
    n = 0
    for activity in session.scalars(
        select(Activity)
        .join(Workshop, Workshop.id == Activity.workshop_id)
        .where(Workshop.consultation_id == consultation.id)
    ):
        activity.settings = moved(activity.settings, move)
        n += _move_said(session, activity, move)
        news.tell(session, activity.workshop_id, "answers", activity.id)
    return n


def between(old: Placing, new: Placing) -> Move:
    """Return what takes a place on the old picture to the same spot of the new one."""
    centre = old.lonlat(0.0, 0.0)

    def move(place: Point) -> Point:
        return new.lonlat(*old.pixel(*place)) if distance_m(place, centre) < FAR_M else place

    return move


def _move_square(consultation: Consultation, move: Move) -> None:
    square = consultation.square
    square.outline = moved(square.outline, move)
    square.zones = moved(square.zones, move)
    square.landmarks = moved(square.landmarks, move)
    square.stops = moved(square.stops, move)
    square.routes = moved(square.routes, move)
    square.before = moved(square.before, move)
    if square.outline is not None and square.basemap is not None:
        square.basemap = blank(square.outline)


def _move_said(session: Session, activity: Activity, move: Move) -> int:
    n = 0
    said = select(Contribution).where(Contribution.activity_id == activity.id)
    for each in session.scalars(said):
        n += each.geometry is not None
        each.geometry, each.details = moved(each.geometry, move), moved(each.details, move)
    for ballot in session.scalars(select(Ballot).where(Ballot.activity_id == activity.id)):
        ballot.payload = moved(ballot.payload, move)
    return n


def moved(value: Any, move: Move) -> Any:
    """Return a piece of JSON with every place in it moved: lon and lat, and positions."""
    if isinstance(value, list):
        return [moved(each, move) for each in value]
    if not isinstance(value, dict):
        return value
    made = {
        key: _positions(each, move) if key in POSITIONS else moved(each, move)
        for key, each in value.items()
    }
    if _is_number(value.get("lon")) and _is_number(value.get("lat")):
        made["lon"], made["lat"] = move((value["lon"], value["lat"]))
    return made


def _positions(value: Any, move: Move) -> Any:
    if not isinstance(value, list):
        return moved(value, move)
    if len(value) >= 2 and all(map(_is_number, value)):
        return [*move((value[0], value[1])), *value[2:]]
    return [_positions(each, move) for each in value]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
