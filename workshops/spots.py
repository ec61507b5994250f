"""What was chosen on the plan: a spot, a line or an area in plan metres, as places in WGS 84."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshops.basemap import Frame
from workshops.methods.drawings import crosses
from workshops.methods.geodesy import Point, ring_area
from workshops.models import Square
from workshops.questions import Question
from workshops.refusal import Refused

MOST_CORNERS = 60
#: Nobody's finger is farther from the plan than this.
FARTHEST_M = 1e5
#: Two corners nearer than this are one corner, set twice.
SAME_M = 0.05


def spot(session: Session, question: Question, fields: Mapping[str, str]) -> dict[str, Any]:
    """Return what was chosen on the plan, as parts of a payload: lon and lat, or a geometry.

    Empty when nothing was. Refuses a line or an area that cannot be one.
    """
    shape = fields.get("shape") or "point"
    if shape == "point":
        place = _point(fields)
        lines = [place] if place else []
    else:
        lines = _corners(question, shape, fields.get("corners") or "")
    frame = _frame(session, question) if lines else None
    if frame is None:
        return {}
    places = [_place(frame, x, y) for x, y in lines]
    if shape == "point":
        return {"lon": places[0][0], "lat": places[0][1], "place": ""}
    return {"geometry": _geometry(shape, places), "place": ""}


def _point(fields: Mapping[str, str]) -> Point | None:
    """Return x and y; None for what is no spot near the plan."""
    try:
        x, y = float(fields["x"]), float(fields["y"])
    except (KeyError, ValueError):
        return None
    return (x, y) if _is_near(x, y) else None


def _is_near(x: float, y: float) -> bool:
    return abs(x) < FARTHEST_M and abs(y) < FARTHEST_M


def _corners(question: Question, shape: str, written: str) -> list[Point]:
    """Return the corners that were set, each once; an area's last one is not its first."""
    if shape not in question.kind.shapes(question.settings):
        raise Refused("Only points are asked for here. Set the cross on the place.")
    pairs = written.split()
    if len(pairs) > MOST_CORNERS:
        raise Refused("That has more than %(n)s corners. Draw it with fewer.", n=MOST_CORNERS)
    corners = _each_once([_corner(each) for each in pairs])
    if shape == "line" and len(corners) < 2:
        raise Refused("A line needs two corners or more. Set another one.")
    if shape == "area":
        return _ring(corners)
    return corners


def _corner(pair: str) -> Point:
    try:
        x, y = (float(each) for each in pair.split(","))
    except ValueError:
        x = y = math.inf
    if not _is_near(x, y):
        raise Refused("What you drew did not arrive whole. Draw it once more.")
    return x, y


def _each_once(corners: Sequence[Point]) -> list[Point]:
    kept: list[Point] = []
    for corner in corners:
        if not kept or math.dist(kept[-1], corner) > SAME_M:
            kept.append(corner)
    return kept


def _ring(corners: list[Point]) -> list[Point]:
    """Return the corners of an area, the first once more at the end; refuses what is none."""
    if len(corners) > 1 and math.dist(corners[0], corners[-1]) <= SAME_M:
        corners = corners[:-1]
    if len(corners) < 3:
        raise Refused("An area needs three corners or more. Set another one.")
    if crosses(corners):
        raise Refused("The sides of this area cross. Take a corner back and set it elsewhere.")
    return [*corners, corners[0]]


def _frame(session: Session, question: Question) -> Frame | None:
    """Return the plan's frame; None while the square has no plan."""
    stored = session.scalar(
        select(Square.basemap["frame"]).where(Square.consultation_id == question.consultation_id)
    )
    return Frame.from_json(stored) if stored is not None else None


def _place(frame: Frame, x: float, y: float) -> list[float]:
    """Return lon and lat, to the centimetre."""
    lon, lat = frame.to_lonlat(x, y)
    return [round(lon, 7), round(lat, 7)]


def _geometry(shape: str, places: list[list[float]]) -> dict[str, Any]:
    """Return a LineString, or a Polygon that runs against the clock as RFC 7946 wants."""
    if shape == "line":
        return {"type": "LineString", "coordinates": places}
    turn = ring_area([(lon, lat) for lon, lat in places])
    return {"type": "Polygon", "coordinates": [places if turn > 0 else places[::-1]]}
