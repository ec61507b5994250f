"""The square in four steps: the map, the outline, zones, landmarks."""

from typing import Any

from flask import Response, abort, request
from flask.typing import ResponseReturnValue

from app.access import desk_only
from app.desk import extracts
from app.desk.blueprint import bp, consultation_of, lead_to, show
from app.desk.square_page import landmark_key, offered_landmarks, square_page
from app.edge import save
from app.extensions import db
from workshops import placing
from workshops.models import Consultation
from workshops.osm import Extract
from workshops.refusal import Refused
from workshops.words import Sentence

STEPS = ("map", "outline", "zones", "landmarks")


@bp.get("/<slug>/square")
@desk_only
def square(slug: str) -> ResponseReturnValue:
    """Show the step that is asked for, or the first that is not done."""
    found = consultation_of(slug)
    asked = request.args.get("step", "")
    return show("desk/square.html", square_page(found, asked if asked in STEPS else _step(found)))


def _step(consultation: Consultation) -> str:
    """Name the first step that is not done."""
    if consultation.square.outline is not None:
        return "landmarks" if consultation.square.zones else "zones"
    return "outline" if extracts.extract_of(consultation) else "map"


@bp.get("/<slug>/square/map.svg")
@desk_only
def square_map(slug: str) -> Response:
    """Answer with the whole uploaded map, to draw on."""
    drawn = extracts.drawn(consultation_of(slug))
    if drawn is None:
        abort(404)
    response = Response(drawn[1], mimetype="image/svg+xml")
    response.headers["Cache-Control"] = "private, max-age=600"
    response.headers["Content-Security-Policy"] = "default-src 'none'"
    return response


@bp.post("/<slug>/square/map")
@desk_only
def upload(slug: str) -> ResponseReturnValue:
    """Take an .osm file; while it is read, the database is free for others."""
    consultation_id = consultation_of(slug).id
    db.session.rollback()
    extracts.keep(consultation_id, request.files.get("map"))
    return lead_to("desk.square", slug=slug, step="outline")


@bp.post("/<slug>/square/outline")
@desk_only
def outline(slug: str) -> ResponseReturnValue:
    """Take the outline: a mapped square, or the corners that were drawn or typed."""
    found = consultation_of(slug)
    extract = extracts.extract_of(found)
    try:
        chosen = _outline(extract, request.form.get("osm_id", ""))
        placing.set_outline(db.session(), found, chosen, extract)
    except Refused as fault:
        return _again(slug, "outline", fault.sentence)
    save()
    return lead_to("desk.square", slug=slug, step="zones")


def _outline(extract: Extract | None, osm_id: str) -> dict[str, Any]:
    """Return the outline that was chosen from the map, or else drawn by hand."""
    mapped = extract.squares() if extract else ()
    chosen = next((each for each in mapped if each.osm_id == osm_id), None)
    if chosen is not None:
        return dict(chosen.outline)
    return placing.polygon_of(placing.corners_of(request.form.get("corners", "")))


def _again(slug: str, step: str, refused: Sentence) -> ResponseReturnValue:
    """Show the step once more with what was typed, and why it was refused."""
    db.session.rollback()
    typed = request.form.get("corners", "")
    page = square_page(consultation_of(slug), step, refused=refused, typed=typed)
    return show("desk/square.html", page, 422)


@bp.post("/<slug>/square/zones")
@desk_only
def zones(slug: str) -> ResponseReturnValue:
    """Cut, draw, name or remove zones."""
    found = consultation_of(slug)
    try:
        _change_zones(found, request.form.get("verb", ""))
    except Refused as fault:
        return _again(slug, "zones", fault.sentence)
    save()
    return lead_to("desk.square", slug=slug, step="zones")


def _change_zones(consultation: Consultation, verb: str) -> None:
    session, form = db.session(), request.form
    if verb == "cut":
        placing.cut_zones(session, consultation, form.get("parts", 0, type=int))
    elif verb == "add":
        polygon = placing.polygon_of(placing.corners_of(form.get("corners", "")))
        placing.add_zone(session, consultation, polygon, form.get("name", ""))
    elif verb == "name":
        names = {key.removeprefix("name-"): value for key, value in form.items()}
        placing.name_zones(session, consultation, names)
    elif verb.startswith("remove-"):
        placing.remove_zone(session, consultation, verb.removeprefix("remove-"))
    else:
        abort(400)


@bp.post("/<slug>/square/landmarks")
@desk_only
def landmarks(slug: str) -> ResponseReturnValue:
    """Keep the landmarks that are ticked, and the one that was added."""
    found = consultation_of(slug)
    wanted = set(request.form.getlist("keep"))
    kept = [each for each in offered_landmarks(found.square) if landmark_key(each) in wanted]
    written = request.form.get("name", "") + request.form.get("corners", "")
    adding = request.form.get("verb") == "add" and bool(written.strip())
    try:
        added = [_added()] if adding else []
        placing.set_landmarks(db.session(), found, [*kept, *added])
    except Refused as fault:
        return _again(slug, "landmarks", fault.sentence)
    save()
    if adding:
        return lead_to("desk.square", slug=slug, step="landmarks")
    return lead_to("desk.consultation", slug=slug)


def _added() -> dict[str, Any]:
    """Return the landmark that was typed or clicked on the plan."""
    corners = placing.corners_of(request.form.get("corners", ""))
    if not corners:
        raise Refused("Say where the landmark is: click on the plan, or type its place.")
    lon, lat = corners[-1]
    return {"name": request.form.get("name", ""), "lon": lon, "lat": lat}
