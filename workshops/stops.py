"""Stops and routes: where people stand to count or look, and the way they walk between."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from workshops import squares, text, tokens
from workshops.corners import line_of
from workshops.methods.geodesy import Geometry, Point
from workshops.methods.spatial import outside_m
from workshops.models import Consultation, Square
from workshops.refusal import Refused
from workshops.words import mark

MOST_STOPS = 40
MOST_ROUTES = 20
#: A stop further from the outline than this belongs to another square; a walk may begin far off.
FAR_M = 2000.0


def add_stop(session: Session, consultation: Consultation, name: str, place: Point) -> None:
    """Add a stop after the others; its number is its place among them."""
    set_stops(session, consultation, [*consultation.square.stops, stop(name, place)])


def change_stop(
    session: Session, consultation: Consultation, key: str, name: str, place: Point
) -> None:
    """Move or rename a stop."""
    kept = squares.find(consultation.square, "stops", key)
    new = kept | stop(name, place, key)
    set_stops(session, consultation, squares.replaced(consultation.square, "stops", key, new))


def move_stop(session: Session, consultation: Consultation, key: str, by: int) -> None:
    """Put a stop so many places further down the list; the numbers follow."""
    set_stops(session, consultation, squares.moved(consultation.square, "stops", key, by))


def remove_stop(session: Session, consultation: Consultation, key: str) -> None:
    """Take a stop away; those after it move up."""
    set_stops(session, consultation, squares.without(consultation.square, "stops", key))


def stop(name: str, place: Point, key: str = "") -> dict[str, Any]:
    """Return a stop with a key of its own, which never means another one."""
    return {
        "key": key or tokens.secret()[:8],
        "name": _name(name, mark("Give the stop a name.")),
        "lon": place[0],
        "lat": place[1],
    }


def set_stops(
    session: Session, consultation: Consultation, stops: Sequence[Mapping[str, Any]]
) -> None:
    """Give the square these stops; refuses too many and those far away."""
    if len(stops) > MOST_STOPS:
        raise Refused("That is %(n)s stops. %(most)s are enough.", n=len(stops), most=MOST_STOPS)
    for each in stops:
        _refuse_far(consultation, (each["lon"], each["lat"]), each["name"])
    squares.change(session, consultation, "placed", "stops", stops=list(stops))


def add_route(
    session: Session, consultation: Consultation, name: str, corners: Sequence[Point]
) -> None:
    """Add a route after the others."""
    set_routes(session, consultation, [*consultation.square.routes, route(name, corners)])


def change_route(
    session: Session, consultation: Consultation, key: str, name: str, corners: Sequence[Point]
) -> None:
    """Draw a route anew or rename it."""
    kept = squares.find(consultation.square, "routes", key)
    new = kept | route(name, corners, key)
    set_routes(session, consultation, squares.replaced(consultation.square, "routes", key, new))


def move_route(session: Session, consultation: Consultation, key: str, by: int) -> None:
    """Put a route so many places further down the list."""
    set_routes(session, consultation, squares.moved(consultation.square, "routes", key, by))


def remove_route(session: Session, consultation: Consultation, key: str) -> None:
    """Take a route away."""
    set_routes(session, consultation, squares.without(consultation.square, "routes", key))


def route(name: str, corners: Sequence[Point], key: str = "") -> dict[str, Any]:
    """Return a route with a key of its own, which never means another one."""
    return {
        "key": key or tokens.secret()[:8],
        "name": _name(name, mark("Give the route a name.")),
        "line": line_of(corners),
    }


def set_routes(
    session: Session, consultation: Consultation, routes: Sequence[Mapping[str, Any]]
) -> None:
    """Give the square these routes; refuses too many and those far away."""
    if len(routes) > MOST_ROUTES:
        raise Refused("That is %(n)s routes. %(most)s are enough.", n=len(routes), most=MOST_ROUTES)
    for each in routes:
        for lon, lat in each["line"]:
            _refuse_far(consultation, (lon, lat), each["name"])
    squares.change(session, consultation, "drew", "routes", routes=list(routes))


def near(square: Square, outline: Geometry) -> tuple[list[Any], list[Any]]:
    """Return the stops and routes that do not lie far from an outline."""
    kept_stops = [s for s in square.stops if outside_m((s["lon"], s["lat"]), outline) <= FAR_M]
    kept_routes = [
        route
        for route in square.routes
        if all(outside_m((p[0], p[1]), outline) <= FAR_M for p in route["line"])
    ]
    return kept_stops, kept_routes


def _name(name: str, missing: str) -> str:
    kept = text.clean(name, 60)
    if not kept:
        raise Refused(missing)
    return kept


def _refuse_far(consultation: Consultation, place: Point, name: str) -> None:
    outline = consultation.square.outline
    if outline is None:
        raise Refused("Draw the outline of the square first.")
    if outside_m(place, outline) > FAR_M:
        raise Refused("“%(name)s” lies far from the square.", name=name)
