"""The square in steps: the map, the outline, zones, landmarks, stops, routes."""

from collections.abc import Sequence
from typing import Any, cast

from flask import Response, abort, jsonify, request
from flask.typing import ResponseReturnValue

from app.access import desk_only
from app.desk import extracts
from app.desk.blueprint import bp, consultation_of, lead_to, show
from app.desk.square_forms import change, corners, expect, verb
from app.desk.square_page import STEPS, square_page
from app.extensions import db
from workshops import placing, squares
from workshops.basemap import edges_of, outline_of
from workshops.corners import polygon_of
from workshops.models import Consultation, Square
from workshops.osm import Extract
from workshops.words import Sentence


@bp.get("/<slug>/square")
@desk_only
def square(slug: str) -> ResponseReturnValue:
    """Show the step that is asked for, or the first that is not done."""
    found = consultation_of(slug)
    asked = request.args.get("step", "")
    step = asked if asked in STEPS else _step(found)
    page = square_page(found, step, edited=request.args.get("edit", ""))
    return show("desk/square.html", page)


def _step(consultation: Consultation) -> str:
    """Name the first step that is not done."""
    if consultation.square.outline is not None:
        return "landmarks" if consultation.square.zones else "zones"
    return "outline" if extracts.extract_of(consultation) else "map"


@bp.get("/<slug>/square/map.svg")
@desk_only
def square_map(slug: str) -> Response:
    """Answer with the whole uploaded map, to draw on."""
    return extracts.answer_with(extracts.drawn(consultation_of(slug)))


@bp.get("/<slug>/square/edges.json")
@desk_only
def square_edges(slug: str) -> ResponseReturnValue:
    """Answer with what corners snap to: of the whole map, or of the plan of the square.

    The outline counts unless it is what is drawn.
    """
    found = consultation_of(slug)
    of = request.args.get("of", "")
    basemap = extracts.basemap_of(found) if of == "map" else found.square.basemap
    edges = edges_of(basemap) if basemap else {"points": [], "lines": []}
    if basemap and not of:
        edges["lines"] += outline_of(basemap)
    response = jsonify(edges)
    response.headers["Cache-Control"] = "private, no-cache"
    response.add_etag()
    return cast(Response, response.make_conditional(request))


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
    return change(slug, "outline", _draw_outline, leads_to="zones")


def _draw_outline(consultation: Consultation) -> Sequence[Sentence]:
    extract = extracts.extract_of(consultation)
    expect(consultation, "outline")
    chosen = _outline(consultation.square, extract, request.form.get("osm_id", ""))
    return placing.set_outline(db.session(), consultation, chosen, extract)


def _outline(square: Square, extract: Extract | None, osm_id: str) -> dict[str, Any]:
    """Return the outline that was chosen from the map, or else drawn by hand."""
    mapped = extract.squares() if extract else ()
    chosen = next((each for each in mapped if each.osm_id == osm_id), None)
    if chosen is not None:
        return dict(chosen.outline)
    return placing.redrawn_outline(square, polygon_of(corners()))


@bp.post("/<slug>/square/undo")
@desk_only
def undo_square(slug: str) -> ResponseReturnValue:
    """Take the last change back, or do again what was taken back; the page stays."""
    step = request.form.get("step", "")
    return change(slug, step if step in STEPS else "zones", _undo)


def _undo(consultation: Consultation) -> Sequence[Sentence]:
    extract = extracts.extract_of(consultation)
    way = {"undo": squares.undo, "redo": squares.redo}.get(verb()[0]) or abort(400)
    expect(consultation)
    place = consultation.square

    def redraw(outline: dict[str, Any]) -> dict[str, Any]:
        return placing.drawn(place, outline, extract)

    return [way(db.session(), consultation, redraw)]
