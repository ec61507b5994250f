"""Slips and tables: a helper writes for those without a phone, and it counts the same."""

from dataclasses import dataclass

from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select

from app.access import moderators_only
from app.desk.blueprint import bar_of, bp, lead_to, show, workshop_of
from app.desk.contexts import Bar
from app.edge import save
from app.extensions import db
from workshops import joining, slips, turnout
from workshops.models import Attendee, Workshop


@dataclass(frozen=True)
class Known:
    """A slip or table that is in; `answered` says whether it answered what is open."""

    channel: str
    name: str
    people: int
    answered: bool


@dataclass(frozen=True)
class PaperPage:
    """`desk/paper.html`."""

    bar: Bar
    question: str  # what is open; "" when nothing is
    known: tuple[Known, ...]


@bp.get("/w/<code>/paper")
@moderators_only
def paper(code: str) -> ResponseReturnValue:
    """Ask for which slip or table to write, and list those that are in."""
    workshop = workshop_of(code)
    current = workshop.current if workshop.scene == "activity" else None
    is_open = current is not None and current.state == "open"
    question = (current.question or current.title) if current and is_open else ""
    page = PaperPage(bar_of(workshop, "paper"), question, _known(workshop))
    return show("desk/paper.html", page)


@bp.post("/w/<code>/paper")
@moderators_only
def write_for(code: str) -> ResponseReturnValue:
    """Stand in for a slip or a table on this device, and lead to the phone's page."""
    workshop = workshop_of(code)
    channel, name = request.form.get("channel", ""), request.form.get("name", "")
    people = request.form.get("people", 1, type=int)
    attendee = _stand_in(workshop, channel, name, people)
    save()
    number = (attendee.slip or "").partition(" ")[2]
    words = gettext("table %(name)s") if channel == "table" else gettext("slip %(name)s")
    session["standing_in"] = {
        "code": workshop.code,
        "attendee": attendee.id,
        "name": words % {"name": number},
    }
    return redirect(url_for("attendee.phone", code=code), 303)


def _stand_in(workshop: Workshop, channel: str, name: str, people: int) -> Attendee:
    """Return whom to write for; a voting slip that is on a phone already is refused."""
    if channel == "paper":
        return slips.hand_in(db.session(), workshop, name)
    return joining.join_by_hand(db.session(), workshop, channel, name, people)


@bp.post("/w/<code>/paper/stop")
@moderators_only
def stop_writing(code: str) -> ResponseReturnValue:
    """Be nobody's hand any more."""
    session.pop("standing_in", None)
    return lead_to("desk.paper", code=code)


def _known(workshop: Workshop) -> tuple[Known, ...]:
    """Return the slips and tables, the newest first."""
    rows = db.session.scalars(
        select(Attendee)
        .where(Attendee.workshop_id == workshop.id, Attendee.slip.is_not(None))
        .order_by(Attendee.id.desc())
    ).all()
    current = workshop.current_id or 0
    said = turnout.who_answered(db.session(), current)
    return tuple(
        Known(row.channel, (row.slip or "").partition(" ")[2], row.people, row.id in said)
        for row in rows
    )
