"""The phone: joins by its address, answers, keeps receipts. No account, no name."""

from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    g,
    jsonify,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext
from flask_login import current_user
from werkzeug.exceptions import NotFound

from app.arriving import arrival, key_in
from app.codes import this_device, workshop_of
from app.contexts import PhonePage
from app.doors import code_page
from app.edge import in_a_thread, write_queue
from app.errors import status_of, wants_json
from app.extensions import db
from app.glance import Asked, Glance, glances
from app.kept import kept
from app.languages import choose, say
from app.limits import SAID, limits
from app.parts import shared_part
from app.phonepage import NOW, phone_page
from app.pictures import keep, need_room, read_picture
from workshops import answers, joining, photos, tokens
from workshops.activities import kind_of
from workshops.activities.result import HEART
from workshops.arrivals import Arrival, take
from workshops.models import Activity, Workshop
from workshops.questions import Receipt
from workshops.refusal import Refused

bp = Blueprint("attendee", __name__, url_prefix="/w/<code>")


@bp.get("/")
def phone(code: str) -> str | tuple[str, int]:
    """Let the phone in and show what is open; a code nobody has can be mended on the spot."""
    try:
        workshop = workshop_of(code)
    except Refused as fault:
        return code_page(code[:40], fault.sentence), 404
    arriving = "in" not in request.args and not _has_joined(workshop)
    return render_template("phone/page.html", page=_page(workshop, arriving=arriving))


@bp.get("/now")
def now(code: str) -> Response:
    """Answer with the part that changes; the welcome lasts until the next activity."""
    stands_in = "standing_in" in session
    arrived_at = request.args.get("arriving", 0, int)
    look = None if stands_in else _look(code, arrived_at)
    if look is None:
        # Another wrong code is counted, and who is new here let in.
        look = _look(code, arrived_at, _join(workshop_of(code)))
    if look is None:
        raise NotFound
    g.page_language = look.language
    return shared_part(NOW, look.version, lambda: {"page": phone_page(workshop_of(code), look)})


def _look(code: str, arrived_at: int, attendee_id: int = 0) -> Glance | None:
    """Return what this phone should see, if it is in."""
    asked = Asked(code, session.get("device", ""), arrived_at, attendee_id)
    with db.engine.connect() as connection:
        return glances(connection, [asked])[0]


def _page(workshop: Workshop, *, arriving: bool = False, **told: Any) -> PhonePage:
    """Return the whole page; who arrives is welcomed before being asked anything."""
    attendee_id, stand_in = _join(workshop), standing_in(workshop)
    arrived_at = workshop.current_id if arriving and not stand_in else None
    look = _look(workshop.code, arrived_at or 0, attendee_id)
    if look is None:
        raise NotFound
    name = stand_in["name"] if stand_in else ""
    return phone_page(workshop, look, stands_in=name, **told)


@bp.post("/answers/<int:activity_id>")
def answer(code: str, activity_id: int) -> Any:
    """Take an answer; "Sent" is said when it is on disk."""
    try:
        receipt = _taken(code, activity_id)
    except Refused as fault:
        return _not_taken(code, fault)
    g.page_language = receipt.question.language
    words = receipt.question.kind.receipt
    sent = kept(("receipt", choose(), words), lambda: gettext(words))
    if receipt.number:
        sent %= {"number": receipt.number}
    if wants_json():
        return jsonify(sent=sent, number=receipt.number)
    flash(sent, "sent")
    return redirect(url_for("attendee.phone", code=code), 303)


def _taken(code: str, activity_id: int) -> Receipt:
    """Have the answer taken, unless that was tried on the short way."""
    if request.environ.get(SAID):
        raise request.environ[SAID]
    return write_queue().together(take, _arrival(code, activity_id))


def _arrival(code: str, activity_id: int) -> Arrival:
    """Return the answer as it came."""
    stands_in = session.get("standing_in")
    attendee_id = _join(workshop_of(code)) if stands_in else 0
    photo = _photo(code, activity_id) if request.files else None
    # No database session is held while the answer waits for its turn.
    db.session.remove()
    return arrival(
        code, activity_id, this_device(), request.form, _key(), attendee_id=attendee_id, photo=photo
    )


def _not_taken(code: str, fault: Refused) -> Any:
    """Say why not, and keep what was typed."""
    workshop = workshop_of(code)
    if wants_json():
        return jsonify(refused=say(fault.sentence), keep=True), status_of(fault)
    typed = {name: value for name, value in request.form.items() if name != "csrf_token"}
    page = _page(workshop, refused=fault.sentence, typed=typed)
    return render_template("phone/page.html", page=page), 422


def _key() -> str:
    """Return the key that was made at the tap.

    That of a plain form came with the page: it holds for these words only, since the back
    button leads to the same page and other words.
    """
    given = key_in(request.form)
    if not given:
        return tokens.secret()
    if wants_json():
        return given
    said = sorted((k, v) for k, v in request.form.items(multi=True) if k != "csrf_token")
    return tokens.hashed(repr(said), "answer")


def _photo(code: str, activity_id: int) -> dict[str, Any] | None:
    """Keep the picture that came with the answer; its row is stored together with that."""
    upload = request.files.get("photo")
    activity = _activity(workshop_of(code), activity_id)
    takes = kind_of(activity.kind).takes_photo(activity.settings)
    if upload is None or not upload.filename or not takes:
        return None
    _may_send_photo(activity)
    picture = in_a_thread(read_picture, upload.read())
    in_a_thread(keep, picture, current_app.config["TORG"].photos)
    return {"sha256": picture.sha256, "width": picture.width, "height": picture.height}


def _may_send_photo(activity: Activity) -> None:
    """Refuse the photo of a phone that sent enough, and while there is no room for it."""
    need_room(current_app.config["TORG"].instance)
    if standing_in(activity.workshop) is None:
        limits().sends_photo(this_device())
        photos.must_have_left(db.session(), activity.workshop, this_device(), _key())


@bp.post("/hearts/<int:activity_id>")
def heart(code: str, activity_id: int) -> Any:
    """Take what one says of a released contribution of others; the last one stands."""
    workshop = workshop_of(code)
    attendee_id = _join(workshop)
    _activity(workshop, activity_id)
    number = request.form.get("number", type=int) or 0
    says, key = request.form.get("says", HEART), _key()
    db.session.remove()
    write_queue().do(lambda s: answers.react(s, activity_id, attendee_id, number, says, key))
    return _done(code)


@bp.post("/withdraw")
def withdraw(code: str) -> Any:
    """Take back one's own contribution."""
    workshop = workshop_of(code)
    attendee_id = _join(workshop)
    contribution_id = request.form.get("contribution_id", type=int) or 0
    db.session.remove()
    write_queue().do(lambda s: answers.withdraw(s, attendee_id, contribution_id))
    return _done(code)


@bp.post("/revise")
def revise(code: str) -> Any:
    """Send a returned contribution again in other words."""
    workshop = workshop_of(code)
    attendee_id = _join(workshop)
    contribution_id = request.form.get("contribution_id", type=int) or 0
    words = request.form.get("text", "")
    db.session.remove()
    write_queue().do(lambda s: answers.revise(s, attendee_id, contribution_id, words))
    return _done(code)


def _done(code: str) -> Any:
    if wants_json():
        return jsonify(sent=gettext("Sent"))
    return redirect(url_for("attendee.phone", code=code), 303)


def _join(workshop: Workshop) -> int:
    """Return who this phone is here, having let it in if it was not."""
    stand_in = standing_in(workshop)
    if stand_in is not None:
        return int(stand_in["attendee"])
    device = this_device()
    known = joining.find_attendee(db.session(), workshop, device)
    if known is not None:
        return known.id
    workshop_id, code = workshop.id, workshop.code
    attendee_id = write_queue().do(lambda s: joining.join(s, workshop_id, code, device))
    db.session.rollback()
    return attendee_id


def _has_joined(workshop: Workshop) -> bool:
    """Whether this phone has been here before."""
    device = session.get("device")
    return bool(device and joining.find_attendee(db.session(), workshop, device))


def standing_in(workshop: Workshop) -> dict[str, Any] | None:
    """Return for which slip or table of this workshop a helper writes here, if any."""
    kept: dict[str, Any] = session.get("standing_in", {})
    helps = current_user.is_authenticated and kept.get("code") == workshop.code
    return kept if helps else None


def _activity(workshop: Workshop, activity_id: int) -> Activity:
    activity = db.session.get(Activity, activity_id)
    if activity is None or activity.workshop_id != workshop.id:
        raise Refused("This question belongs to another workshop.")
    return activity
