"""The phone's page for a voting slip: scanned or written, it lets this phone vote."""

from dataclasses import dataclass

from flask import (
    Blueprint,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.attendee import standing_in
from app.codes import this_device, workshop_of
from app.contexts import WorkshopView
from app.doors import code_page
from app.edge import write_queue
from app.extensions import db
from app.languages import LANGUAGES, language
from app.views import workshop_view
from workshops import joining, slips
from workshops.models import Workshop
from workshops.refusal import Refused
from workshops.words import Sentence

bp = Blueprint("slip", __name__, url_prefix="/w/<code>/slip")


@dataclass(frozen=True)
class SlipPage:
    """`phone/slip.html`."""

    workshop: WorkshopView
    number: int  # of the slip that this phone holds; 0 for none
    typed: str
    refused: Sentence | None


@bp.get("")
def write(code: str) -> ResponseReturnValue:
    """Ask for the code of the slip, or say which slip this phone holds."""
    return scan(code, "")


@bp.get("/<typed>")
def scan(code: str, typed: str) -> ResponseReturnValue:
    """Show the code that was scanned; opening it in a preview must not use it."""
    try:
        workshop = workshop_of(code)
    except Refused as fault:
        return code_page(code[:40], fault.sentence), 404
    return _show(workshop, typed)


@bp.post("")
def use(code: str) -> ResponseReturnValue:
    """Make the slip this phone's own."""
    workshop, typed = workshop_of(code), request.form.get("slip", "")[:40]
    try:
        number = _use(workshop, typed)
    except Refused as fault:
        return _show(workshop_of(code), typed, fault.sentence), 422
    flash(gettext("Slip %(number)s is yours on this phone.", number=number), "sent")
    return redirect(f"{url_for('attendee.phone', code=code)}?in=1", 303)


def _use(workshop: Workshop, typed: str) -> int:
    """Use the slip in the next transaction, so that of two phones at once only one gets it."""
    if standing_in(workshop):
        raise Refused("You write for others on this device. Type the slip’s number under Paper.")
    workshop_id, device = workshop.id, this_device()
    db.session.remove()
    return write_queue().do(lambda s: slips.use(s, workshop_id, typed, device))


def _show(workshop: Workshop, typed: str, refused: Sentence | None = None) -> str:
    """Return the page; what is wrong with a slip is only said once it is brought."""
    page = SlipPage(workshop_view(db.session(), workshop), _held(workshop), typed[:40], refused)
    return render_template("phone/slip.html", page=page, language=language(), languages=LANGUAGES)


def _held(workshop: Workshop) -> int:
    """Return the number of the slip that this phone holds; 0 for none."""
    device = session.get("device")
    known = joining.find_attendee(db.session(), workshop, device) if device else None
    return slips.held_by(db.session(), known.id) if known else 0
