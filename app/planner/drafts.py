"""Drafts in the planner's room: suggested, taken over, thrown away, put back."""

from flask.typing import ResponseReturnValue

from app.access import planner_only
from app.edge import save
from app.extensions import db
from app.languages import CATALOGUES
from app.planner.blueprint import bp, consultation_of, lead_to
from app.planner.requirements import back
from app.planner.room import requirement_of, room_of, wanted_of
from exports.words import translator
from workshops import drafting
from workshops.suggesting import suggest as suggestions


@bp.post("/<slug>/drafts")
@planner_only
def suggest(slug: str) -> ResponseReturnValue:
    """Write down what the results suggest, in the consultation's language."""
    consultation = consultation_of(slug)
    words = translator(consultation.language, CATALOGUES)
    found = suggestions(room_of(consultation).findings)
    drafting.draft(db.session(), consultation, found, words.say)
    save()
    return lead_to("planner.requirements", slug=slug, **_here(slug), _anchor="drafts")


@bp.post("/<slug>/drafts/<int(signed=True):number>/take")
@planner_only
def take_over(slug: str, number: int) -> ResponseReturnValue:
    """Make a draft a requirement and open it."""
    consultation = consultation_of(slug)
    requirement = requirement_of(consultation, number)
    drafting.take_over(db.session(), requirement)
    save()
    return back(consultation, requirement.number)


@bp.post("/<slug>/drafts/<int(signed=True):number>/throw")
@planner_only
def throw_away(slug: str, number: int) -> ResponseReturnValue:
    """Throw a draft away; the page offers to put it back."""
    consultation = consultation_of(slug)
    drafting.throw_away(db.session(), requirement_of(consultation, number))
    save()
    here = {**_here(slug), "thrown": number}
    return lead_to("planner.requirements", slug=slug, **here, _anchor="drafts")


@bp.post("/<slug>/drafts/<int(signed=True):number>/back")
@planner_only
def put_back(slug: str, number: int) -> ResponseReturnValue:
    """Undo either."""
    consultation = consultation_of(slug)
    drafting.put_back(db.session(), requirement_of(consultation, number))
    save()
    return lead_to("planner.requirements", slug=slug, **_here(slug), _anchor="drafts")


def _here(slug: str) -> dict[str, object]:
    wanted = wanted_of(consultation_of(slug))
    return {"r": wanted.open, **wanted.kept}
