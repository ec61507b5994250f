"""The map of all that was said, live: what waits for release is on it too, and marked."""

from flask import Response, abort, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app import maps
from app.access import moderators_only, who
from app.desk import verbs
from app.desk.blueprint import bar_of, bp, lead_to, show, workshop_of
from app.desk.contexts import MapPage
from app.desk.runsheet import last_of
from app.edge import save
from app.extensions import db
from app.parts import part
from workshops.models import Activity, Contribution, Workshop

VERBS = ("release", "hide", "hold")


@bp.get("/w/<code>/map")
@moderators_only
def map_page(code: str) -> ResponseReturnValue:
    """Show the map."""
    return show("desk/map.html", _page(workshop_of(code)))


@bp.get("/w/<code>/map/part")
@moderators_only
def map_part(code: str) -> Response:
    """Answer with what tells the map that it changed, and with the last thing done."""
    page = _page(workshop_of(code))
    return part("desk/_map.html", f"{page.version}|{page.last}|{page.bar.waiting}", page=page)


@bp.get("/w/<code>/map/data")
@moderators_only
def map_notes(code: str) -> Response:
    """Answer with the notes and all that lies under them."""
    return maps.answer(workshop_of(code).consultation, at_the_desk=True)


@bp.post("/w/<code>/map")
@moderators_only
def decide_on_map(code: str) -> ResponseReturnValue:
    """Release, hide or hold back the note with this number, or undo the last step."""
    workshop, verb = workshop_of(code), request.form.get("verb", "")
    session = db.session()
    if verb == "undo":
        verbs.undo(session, workshop, request.form, who())
    elif verb in VERBS:
        item = _item(workshop)
        fields = {"verb": verb, "item": str(item.id)}
        verbs.do(session, session.get_one(Activity, item.activity_id).workshop, fields, who())
    else:
        abort(400)
    save()
    maps.make_anew()
    return lead_to("desk.map_page", code=code)


def _item(workshop: Workshop) -> Contribution:
    """Return the contribution of this consultation that the form names by its number."""
    number = request.form.get("number", 0, type=int)
    found = db.session.scalar(
        select(Contribution).where(
            Contribution.consultation_id == workshop.consultation_id,
            Contribution.number == number,
        )
    )
    return found or abort(404)


def _page(workshop: Workshop) -> MapPage:
    consultation = workshop.consultation
    code = workshop.code
    return MapPage(
        bar=bar_of(workshop, "map"),
        categories=maps.symbols_of(consultation),
        map_html=maps.BOX,
        acts_url=url_for("desk.decide_on_map", code=code),
        data_url=url_for("desk.map_notes", code=code),
        part_url=url_for("desk.map_part", code=code),
        version=maps.version_of(consultation, at_the_desk=True),
        last=last_of(workshop),
    )
