"""The blueprint of the desk, and what all its pages need: which workshop, which frame."""

from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.access import who
from app.desk.contexts import Bar
from app.extensions import db
from app.languages import language
from app.views import workshop_view
from workshops import clock, moderation
from workshops.models import Activity, Consultation, Workshop

bp = Blueprint("desk", __name__, url_prefix="/desk")

ROLES_AT_THE_DESK = ("owner", "facilitator")


def consultation_of(slug: str) -> Consultation:
    """Return the consultation at this address, or 404."""
    found = db.session.scalar(select(Consultation).where(Consultation.slug == slug))
    return found or abort(404)


def workshop_of(code: str) -> Workshop:
    """Return the workshop at this address, or 404."""
    found = db.session.scalar(select(Workshop).where(Workshop.code == code))
    return found or abort(404)


def activity_of(workshop: Workshop, activity_id: int | None) -> Activity:
    """Return the activity of this workshop, or 404."""
    found = next((each for each in workshop.activities if each.id == activity_id), None)
    return found or abort(404)


def bar_of_consultation(consultation: Consultation, tab: str) -> Bar:
    """Return the top of a page about a whole consultation."""
    zone = ZoneInfo(consultation.time_zone)
    return Bar(
        consultation.square.name,
        consultation.name,
        consultation.slug,
        tab,
        clock.now().astimezone(zone),
        consultation.is_example,
        who() in ROLES_AT_THE_DESK,
    )


def bar_of(workshop: Workshop, tab: str) -> Bar:
    """Return the top of a page about one workshop."""
    consultation = workshop.consultation
    zone = ZoneInfo(consultation.time_zone)
    counts = moderation.counts(db.session(), workshop)
    return Bar(
        consultation.square.name,
        workshop.title,
        consultation.slug,
        tab,
        clock.now().astimezone(zone),
        consultation.is_example,
        who() in ROLES_AT_THE_DESK,
        workshop_view(db.session(), workshop),
        counts.get("held", 0),
    )


def show(template: str, page: Any, status: int = 200) -> ResponseReturnValue:
    """Answer with a page of the desk in its one context."""
    return render_template(template, page=page, language=language()), status


def lead_to(endpoint: str, **values: Any) -> ResponseReturnValue:
    """Lead on after a POST."""
    return redirect(url_for(endpoint, **values), 303)
