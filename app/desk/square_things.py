"""Zones, landmarks, stops and routes: drawn, named, moved, put in order, taken away."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import abort, request
from flask.typing import ResponseReturnValue

from app.access import desk_only
from app.desk.blueprint import bp, lead_to
from app.desk.square_forms import change, corners, expect, verb
from app.desk.square_page import landmark_key, offered_landmarks
from app.extensions import db
from workshops import placing, stops
from workshops.corners import place_of, polygon_of
from workshops.models import Consultation

Verb = Callable[[Consultation, str], None]


@bp.post("/<slug>/square/zones")
@desk_only
def zones(slug: str) -> ResponseReturnValue:
    """Cut, draw, name, change or remove zones."""
    return change(slug, "zones", lambda found: _do(ZONES, found, "zones"))


@bp.post("/<slug>/square/landmarks")
@desk_only
def landmarks(slug: str) -> ResponseReturnValue:
    """Keep the landmarks that are ticked; add, change or remove one."""
    answer = change(slug, "landmarks", lambda found: _do(LANDMARKS, found, "landmarks"))
    is_done = request.form.get("verb") == "keep" and not isinstance(answer, tuple)
    return lead_to("desk.consultation", slug=slug) if is_done else answer


@bp.post("/<slug>/square/stops")
@desk_only
def stops_form(slug: str) -> ResponseReturnValue:
    """Add, change, remove stops, or put them in another order."""
    return change(slug, "stops", lambda found: _do(STOPS, found, "stops"))


@bp.post("/<slug>/square/routes")
@desk_only
def routes_form(slug: str) -> ResponseReturnValue:
    """Add, change, remove routes, or put them in another order."""
    return change(slug, "routes", lambda found: _do(ROUTES, found, "routes"))


def _do(verbs: Mapping[str, Verb], consultation: Consultation, part: str) -> None:
    """Do what the form asks for, if the thing it is about is still as the page showed it.

    What is added comes beside what others add.
    """
    name, key = verb()
    if name not in verbs:
        abort(400)
    expect(consultation, part, key)
    verbs[name](consultation, key)


def _name() -> str:
    return request.form.get("name", "")


def _cut(found: Consultation, _key: str) -> None:
    placing.cut_zones(db.session(), found, request.form.get("parts", 0, type=int))


def _add_zone(found: Consultation, _key: str) -> None:
    placing.add_zone(db.session(), found, polygon_of(corners()), _name())


def _change_zone(found: Consultation, key: str) -> None:
    placing.change_zone(db.session(), found, key, polygon_of(corners()), _name())


def _name_zones(found: Consultation, _key: str) -> None:
    placing.name_zones(db.session(), found, _by_letter("name-"), _by_letter("was-"))


def _by_letter(prefix: str) -> dict[str, str]:
    fields = request.form.items()
    return {key.removeprefix(prefix): each for key, each in fields if key.startswith(prefix)}


def _remove_zone(found: Consultation, key: str) -> None:
    placing.remove_zone(db.session(), found, key)


def _keep_landmarks(found: Consultation, _key: str) -> None:
    placing.set_landmarks(db.session(), found, _ticked(found))


def _add_landmark(found: Consultation, _key: str) -> None:
    lon, lat = place_of(corners())
    added = {"name": _name(), "lon": lon, "lat": lat}
    placing.set_landmarks(db.session(), found, [*_ticked(found), added])


def _ticked(found: Consultation) -> list[dict[str, Any]]:
    wanted = set(request.form.getlist("keep"))
    return [each for each in offered_landmarks(found.square) if landmark_key(each) in wanted]


def _change_landmark(found: Consultation, key: str) -> None:
    placing.change_landmark(db.session(), found, key, _name(), place_of(corners()))


def _remove_landmark(found: Consultation, key: str) -> None:
    placing.remove_landmark(db.session(), found, key)


def _add_stop(found: Consultation, _key: str) -> None:
    stops.add_stop(db.session(), found, _name(), place_of(corners()))


def _change_stop(found: Consultation, key: str) -> None:
    stops.change_stop(db.session(), found, key, _name(), place_of(corners()))


def _add_route(found: Consultation, _key: str) -> None:
    stops.add_route(db.session(), found, _name(), corners())


def _change_route(found: Consultation, key: str) -> None:
    stops.change_route(db.session(), found, key, _name(), corners())


ZONES: Mapping[str, Verb] = {
    "cut": _cut,
    "add": _add_zone,
    "change": _change_zone,
    "name": _name_zones,
    "remove": _remove_zone,
}
LANDMARKS: Mapping[str, Verb] = {
    "keep": _keep_landmarks,
    "add": _add_landmark,
    "change": _change_landmark,
    "remove": _remove_landmark,
}
STOPS: Mapping[str, Verb] = {
    "add": _add_stop,
    "change": _change_stop,
    "up": lambda found, key: stops.move_stop(db.session(), found, key, -1),
    "down": lambda found, key: stops.move_stop(db.session(), found, key, 1),
    "remove": lambda found, key: stops.remove_stop(db.session(), found, key),
}
ROUTES: Mapping[str, Verb] = {
    "add": _add_route,
    "change": _change_route,
    "up": lambda found, key: stops.move_route(db.session(), found, key, -1),
    "down": lambda found, key: stops.move_route(db.session(), found, key, 1),
    "remove": lambda found, key: stops.remove_route(db.session(), found, key),
}
