"""The picture under the square at the desk: uploaded, placed, credited, taken back."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, abort, current_app, request
from flask.typing import ResponseReturnValue

from app.access import desk_only
from app.desk import extracts
from app.desk.blueprint import bp, consultation_of, lead_to, show
from app.desk.ground_page import WAYS, Typed, ground_page
from app.edge import save
from app.extensions import begin_writing, db
from app.warping import take_plan, warp
from workshops import ground_picture
from workshops.degrees import number
from workshops.ground_laying import lay
from workshops.ground_points import (
    Control,
    Placing,
    by_edge,
    by_points,
    on_its_own,
    place_of,
)
from workshops.methods.geodesy import Utm, utm_of
from workshops.methods.spatial import centre_of
from workshops.models import Consultation
from workshops.refusal import Refused
from workshops.words import Sentence


@bp.get("/<slug>/ground")
@desk_only
def ground(slug: str) -> ResponseReturnValue:
    """Show the picture and how it lies, or ask for one."""
    page = ground_page(consultation_of(slug), request.args.get("way", ""))
    return show("desk/ground.html", page)


@bp.get("/<slug>/ground/map.svg")
@desk_only
def ground_map(slug: str) -> Response:
    """Answer with the uploaded map alone, to click on."""
    return extracts.answer_with(extracts.mapped(consultation_of(slug)))


@bp.post("/<slug>/ground/picture")
@desk_only
def take_ground(slug: str) -> ResponseReturnValue:
    """Take a plan or photograph; while it is read, the database is free for others."""
    consultation_of(slug)
    source, licence = request.form.get("source", ""), request.form.get("licence", "")
    upload = request.files.get("picture")
    db.session.rollback()
    try:
        ground_picture.credits_of(source, licence)
        picture = take_plan(upload.read() if upload else b"", current_app.config["TORG"].photos)
        begin_writing()
        ground_picture.take(
            db.session(),
            consultation_of(slug),
            sha256=picture.sha256,
            size=(picture.width, picture.height),
            name=(upload.filename or "") if upload else "",
            source=source,
            licence=licence,
        )
    except Refused as fault:
        return _again(slug, "", fault.sentence, Typed(source=source, licence=licence))
    save()
    return lead_to("desk.ground", slug=slug)


@bp.post("/<slug>/ground/place")
@desk_only
def place_ground(slug: str) -> ResponseReturnValue:
    """Place the picture; while it is turned, the database is free for others."""
    way = request.form.get("way", "")
    if way not in WAYS:
        abort(400)
    try:
        _place(slug, way)
    except Refused as fault:
        return _again(slug, way, fault.sentence, _typed())
    save()
    return lead_to("desk.ground", slug=slug)


def _place(slug: str, way: str) -> None:
    found = consultation_of(slug)
    picture = found.square.picture
    if picture is None:
        raise Refused("Upload a plan or photograph first.")
    size, sha256 = (picture["width"], picture["height"]), picture["sha256"]
    placing = _placing(way, size, _near(found))
    ground_picture.must_suit(found, placing)
    db.session.rollback()
    laying = lay(placing, *size)
    laid = warp(sha256, laying, current_app.config["TORG"].photos)
    begin_writing()
    found = consultation_of(slug)
    if (found.square.picture or {}).get("sha256") != sha256:
        raise Refused("Somebody else changed the picture meanwhile. Look at it once more.")
    ground_picture.place(db.session(), found, laying, laid, _kept(way))


def _near(consultation: Consultation) -> Utm | None:
    """Return the zone that metres without one are in: that of the square, or of its map."""
    if consultation.square.outline is not None:
        return utm_of(*centre_of(consultation.square.outline))
    mapped = extracts.mapped(consultation)
    return mapped[0].utm if mapped else None


def _placing(way: str, size: tuple[int, int], near: Utm | None) -> Placing:
    points = _points()
    if way == "own":
        return on_its_own(*size)
    if way == "edge":
        if len(points) != 3:
            abort(400)
        ends = _pixel(points[0], 1), _pixel(points[1], 2)
        anchor = _control(points[2], 3, near) if any(points[2]) else None
        return by_edge(ends, _number("length", math.nan), _number("north", 0.0), size, anchor)
    controls = [_control(each, nth, near) for nth, each in enumerate(points, 1) if any(each)]
    return by_points(controls, *size, affine=_is_affine())


def _points() -> list[tuple[str, str, str]]:
    """Return the points as they were typed: x, y, place; empty ones at the end are left out."""
    columns = [
        [each.strip() for each in request.form.getlist(name)] for name in ("x", "y", "place")
    ]
    return list(zip(*columns, strict=False))


def _control(point: Sequence[str], nth: int, near: Utm | None) -> Control:
    x, y = _pixel(point, nth)
    if not point[2]:
        raise Refused("Say where point %(n)s is on earth.", n=nth)
    return Control(x, y, *place_of(point[2], near))


def _pixel(point: Sequence[str], nth: int) -> tuple[float, float]:
    x, y = number(point[0]), number(point[1])
    if x is None or y is None:
        raise Refused("Click point %(n)s on the picture.", n=nth)
    return x, y


def _number(name: str, missing: float) -> float:
    typed = request.form.get(name, "").strip()
    found = number(typed) if typed else missing
    return math.nan if found is None else found


def _is_affine() -> bool:
    return request.form.get("affine") == "yes"


def _kept(way: str) -> Mapping[str, Any]:
    """Return what the picture was placed by, to be shown again."""
    given = _typed()
    points = [each for each in given.points if any(each) or way == "edge"]
    typed = {"points": points, "length": given.length, "north": given.north}
    return {"way": way, "affine": way == "points" and given.is_affine, "typed": typed}


def _typed() -> Typed:
    form = request.form
    return Typed(_points(), form.get("length", ""), form.get("north", ""), _is_affine())


@bp.post("/<slug>/ground/change")
@desk_only
def change_ground(slug: str) -> ResponseReturnValue:
    """Credit the picture, go back a step, or take it away."""
    found, form, session = consultation_of(slug), request.form, db.session()
    source, licence = form.get("source", ""), form.get("licence", "")
    try:
        match form.get("verb"):
            case "credit":
                ground_picture.credit(session, found, source, licence)
            case "undo":
                ground_picture.undo(session, found)
            case "remove":
                ground_picture.remove(session, found)
            case _:
                abort(400)
    except Refused as fault:
        return _again(slug, "", fault.sentence)
    save()
    return lead_to("desk.ground", slug=slug)


def _again(
    slug: str, way: str, refused: Sentence, typed: Typed | None = None
) -> ResponseReturnValue:
    """Show the page once more with what was typed, and why it was refused."""
    db.session.rollback()
    page = ground_page(consultation_of(slug), way, refused=refused, typed=typed)
    return show("desk/ground.html", page, 422)
