"""Drawings: versions with pins to requirements, what changed because of what, and scores."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask import abort, current_app, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.access import planner_only
from app.drawing_pages import pages_of
from app.edge import beside_the_room, save
from app.extensions import begin_writing, db
from app.planner.blueprint import (
    bar_of,
    bp,
    consultation_of,
    lead_to,
    refilled,
    show,
    status_of,
    typed,
)
from app.planner.design_contexts import (
    Choice,
    DrawingPage,
    DrawingRow,
    DrawingsPage,
    Meets,
    PinView,
    SheetView,
    SidePage,
)
from workshops import design_versions as verbs
from workshops import text
from workshops.design_facts import DrawingFacts
from workshops.findings import Findings
from workshops.freezing import freeze
from workshops.models import Consultation, Drawing
from workshops.refusal import Refused

#: Pins for the wall are larger: they are read from the last row.
WALL = (44, 32)
FIELDS = ("title", "variant", "drawn_on", "by")


@bp.get("/<slug>/drawings")
@planner_only
def drawings(slug: str) -> ResponseReturnValue:
    """Show the versions, and how each answers the requirements."""
    return show("planner/drawings.html", _drawings_page(consultation_of(slug)))


@bp.post("/<slug>/drawings")
@planner_only
def take_drawing(slug: str) -> ResponseReturnValue:
    """Take a new version; what was typed is kept when it is refused."""
    try:
        number = _take(slug, {"title": "", **typed(FIELDS)})
    except Refused as fault:
        db.session.rollback()
        page = _drawings_page(consultation_of(slug))
        page = replace(page, typed=typed(FIELDS), refused=fault.sentence)
        return show("planner/drawings.html", page, 422)
    return lead_to("planner.drawing", slug=slug, number=number)


def _take(slug: str, facts: Mapping[str, str]) -> int:
    """Return the number of the new version; while its pages are read, others may write."""
    verbs.must_be_told(db.session(), consultation_of(slug), facts)
    files = [each.read() for each in request.files.getlist("pages")]
    db.session.rollback()
    pages = pages_of(files, current_app.config["TORG"].photos)
    begin_writing()
    number = verbs.new_drawing(db.session(), consultation_of(slug), pages, **facts).number
    save()
    return number


@bp.get("/<slug>/drawings/<int:number>")
@planner_only
def drawing(slug: str, number: int) -> ResponseReturnValue:
    """Show a version with its pins."""
    consultation = consultation_of(slug)
    _drawing(consultation, number)
    return show("planner/drawing.html", _drawing_page(consultation, number))


@bp.post("/<slug>/drawings/<int:number>/pins")
@planner_only
def pin_drawing(slug: str, number: int) -> ResponseReturnValue:
    """Put a pin on, or take one off."""
    page = request.form.get("page", 1, int)
    try:
        _pin(_drawing(consultation_of(slug), number), page)
        save()
    except Refused as fault:
        return _again(slug, number, "pins", fault)
    return lead_to("planner.drawing", slug=slug, number=number, page=page, _anchor="pins")


def _pin(found: Drawing, page: int) -> None:
    if "remove" in request.form:
        verbs.unpin(db.session(), found, request.form["remove"])
        return
    x, y = (_percent(name) for name in ("x", "y"))
    verbs.pin(db.session(), found, request.form.get("requirement", 0, int), page, x, y)


def _percent(name: str) -> float:
    value = request.form.get(name, "").strip().replace(",", ".")
    try:
        return float(value) / 100
    except ValueError as fault:
        raise Refused("Put the pin on the drawing.") from fault


@bp.post("/<slug>/drawings/<int:number>/changes")
@planner_only
def note_change(slug: str, number: int) -> ResponseReturnValue:
    """Note what changed because of what, or take a line out."""
    try:
        _note(_drawing(consultation_of(slug), number))
        save()
    except Refused as fault:
        return _again(slug, number, "changes", fault)
    return lead_to("planner.drawing", slug=slug, number=number, _anchor="changes")


def _note(found: Drawing) -> None:
    if "remove" in request.form:
        verbs.drop_change(db.session(), found, request.form["remove"])
        return
    what, because = request.form.get("what", ""), request.form.get("because", "")
    verbs.note_change(db.session(), found, what, because)


def _again(slug: str, number: int, form: str, fault: Refused) -> ResponseReturnValue:
    """Show what was typed in one of the forms, with why it was not taken."""
    db.session.rollback()
    page = _drawing_page(consultation_of(slug), number)
    typed_there = typed(("requirement", "x", "y", "what", "because"))
    refused = {form: fault.sentence}
    return show("planner/drawing.html", replace(page, typed=typed_there, refused=refused), 422)


@bp.post("/<slug>/drawings/<int:number>/scores")
@planner_only
def score_drawing(slug: str, number: int) -> ResponseReturnValue:
    """Say which requirements this version meets; what two scored at once is shown."""
    wanted, was = _scores("score-"), _scores("was-score-")
    try:
        verbs.score(db.session(), _drawing(consultation_of(slug), number), wanted, was)
        save()
    except Refused as fault:
        db.session.rollback()
        page = _drawing_page(consultation_of(slug), number)
        page = replace(page, meets=refilled(page.meets, fault, wanted, was))
        return show("planner/drawing.html", page, status_of(fault))
    return lead_to("planner.drawing", slug=slug, number=number, _anchor="scores")


def _scores(prefix: str) -> dict[str, str]:
    """Return the scores of a form by the number of the requirement."""
    return {
        name.removeprefix(prefix): value
        for name, value in request.form.items()
        if name.startswith(prefix) and text.whole(name.removeprefix(prefix)) is not None
    }


@bp.get("/<slug>/drawings/side")
@planner_only
def side_by_side(slug: str) -> ResponseReturnValue:
    """Show two versions beside each other, for the meeting where the result is open."""
    consultation = consultation_of(slug)
    findings = beside_the_room(lambda: freeze(db.session(), consultation))
    if not findings.drawings:
        return lead_to("planner.drawings", slug=slug)
    numbers = [each.number for each in findings.drawings]
    one = _asked("one", numbers, numbers[-2:][0])
    other = _asked("other", numbers, numbers[-1])
    shown = [each for n in (one, other) for each in findings.drawings if each.number == n]
    page = SidePage(
        bar=bar_of(consultation, "drawings", findings.hash),
        sheets=[_sheet(each, findings, _page_asked(each, i), WALL) for i, each in enumerate(shown)],
        drawings=findings.drawings,
        requirements={each.number: each.sentence for each in findings.requirements},
    )
    return show("planner/side.html", page)


def _asked(name: str, numbers: Sequence[int], otherwise: int) -> int:
    asked = request.args.get(name, type=int)
    return asked if asked is not None and asked in numbers else otherwise


def _page_asked(drawing: DrawingFacts, i: int) -> int:
    asked = request.values.get(("page", "other_page")[i], 1, int)
    return asked if 1 <= asked <= len(drawing.pages) else 1


def _drawing(consultation: Consultation, number: int) -> Drawing:
    found = db.session.scalar(
        select(Drawing).where(Drawing.consultation_id == consultation.id, Drawing.number == number)
    )
    return found or abort(404)


def _sheet(
    drawing: DrawingFacts, findings: Findings, page: int, pin: tuple[int, int] = (62, 48)
) -> SheetView:
    """Return one page as it is drawn: pins in pixels of the picture.

    `pin` is how often the radius of a pin goes into the width and the height.
    """
    picture = drawing.pages[page - 1]
    width, height = picture["width"], picture["height"]
    pins = [
        PinView(verbs.stamp_of(each), each["requirement"], each["x"] * width, each["y"] * height)
        for each in drawing.pins
        if each["page"] == page
    ]
    return SheetView(
        drawing=drawing,
        page=page,
        pages=len(drawing.pages),
        url=url_for("files.photo", name=picture["sha256"]),
        width=width,
        height=height,
        radius=max(width / pin[0], height / pin[1]),
        pins=pins,
        room_url=url_for("planner.requirements", slug=findings.slug),
    )


def _drawing_page(consultation: Consultation, number: int) -> DrawingPage:
    findings = beside_the_room(lambda: freeze(db.session(), consultation))
    shown = next(each for each in findings.drawings if each.number == number)
    page = _page_asked(shown, 0)
    stands = {
        str(each.number): shown.scores.get(str(each.number), "") for each in findings.requirements
    }
    return DrawingPage(
        bar=bar_of(consultation, "drawings", findings.hash),
        sheet=_sheet(shown, findings, page),
        tally=verbs.tally(shown, findings.requirements),
        choices=[Choice(each.number, each.sentence) for each in findings.requirements],
        scores=verbs.SCORES,
        scored=findings.requirements,
        meets=Meets(stands, stands),
        sentences={each.number: each.sentence for each in findings.requirements},
        change_stamps=[verbs.stamp_of(each) for each in shown.changes],
    )


def _drawings_page(consultation: Consultation) -> DrawingsPage:
    findings = beside_the_room(lambda: freeze(db.session(), consultation))
    return DrawingsPage(
        bar=bar_of(consultation, "drawings", findings.hash),
        rows=[
            DrawingRow(
                facts=each,
                tally=verbs.tally(each, findings.requirements),
                url=url_for("planner.drawing", slug=findings.slug, number=each.number),
                picture=url_for("files.photo", name=each.pages[0]["sha256"]),
            )
            for each in findings.drawings
        ],
        requirements=findings.requirements,
        scores=verbs.SCORES,
    )
