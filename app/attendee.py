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
from sqlalchemy.orm import Session
from wtforms import Form

from app.contexts import PhonePage
from app.doors import code_page
from app.edge import write_queue
from app.errors import wants_json
from app.extensions import db
from app.languages import say
from app.parts import part
from app.phonepage import phone_page
from app.pictures import keep, read_picture
from workshops import answers, joining, tokens
from workshops.activities import kind_of
from workshops.basemap import Frame
from workshops.models import Activity, Photo, Workshop
from workshops.planning import around
from workshops.refusal import Refused
from workshops.words import Sentence

bp = Blueprint("attendee", __name__, url_prefix="/w/<code>")


@bp.get("/")
def phone(code: str) -> str | tuple[str, int]:
    """Let the phone in and show what is open; a code nobody has can be mended on the spot."""
    try:
        workshop = _workshop(code)
    except Refused as fault:
        return code_page(code[:40], fault.sentence), 404
    arriving = "in" not in request.args and not _has_joined(workshop)
    page = _page(workshop, arriving=arriving)
    return render_template("phone/page.html", page=page)


@bp.get("/now")
def now(code: str) -> Response:
    """Answer with the part that changes; the welcome lasts until the next activity."""
    workshop = _workshop(code)
    arrived_at = request.args.get("arriving", 0, int)
    page = _page(workshop, arriving=arrived_at == workshop.current_id)
    return part("phone/now.html", page.version, page=page)


def _page(workshop: Workshop, *, arriving: bool) -> PhonePage:
    attendee_id, stand_in = _join(workshop), standing_in(workshop)
    name = stand_in["name"] if stand_in else ""
    return phone_page(workshop, attendee_id, arriving=arriving and not stand_in, stands_in=name)


@bp.post("/answers/<int:activity_id>")
def answer(code: str, activity_id: int) -> Any:
    """Take an answer; "Sent" is said when it is on disk."""
    workshop = _workshop(code)
    attendee_id = _join(workshop)
    activity = _activity(workshop, activity_id)
    try:
        receipt = _send(workshop, activity, attendee_id)
    except Refused as fault:
        if wants_json():
            return jsonify(refused=say(fault.sentence), keep=True), 409
        return _again(code, attendee_id, fault.sentence), 422
    sent = _receipt_words(activity, receipt.number)
    if wants_json():
        return jsonify(sent=sent, number=receipt.number)
    flash(sent, "sent")
    return redirect(url_for("attendee.phone", code=code), 303)


def _send(workshop: Workshop, activity: Activity, attendee_id: int) -> answers.Receipt:
    """Hand what the form holds to the write queue, and wait until it is on disk."""
    kind, activity_id = kind_of(activity.kind), activity.id
    payload, key = kind.payload(_read(activity)) | _place(workshop), _key()
    photo = _photo(workshop) if kind.takes_photo(activity.settings) else None
    db.session.remove()

    def work(session: Session) -> answers.Receipt:
        if photo is not None:
            session.add(photo)
            session.flush()
            payload["photo_id"] = photo.id
        return answers.submit(session, activity_id, attendee_id, payload, key)

    return write_queue().do(work)


def _key() -> str:
    """Return the key that was made at the tap.

    That of a plain form came with the page: it holds for these words only, since the back
    button leads to the same page and other words.
    """
    given = "".join(request.form.get("key", "")[:64].split())
    if not given:
        return tokens.secret()
    if wants_json():
        return given
    said = sorted((k, v) for k, v in request.form.items(multi=True) if k != "csrf_token")
    return tokens.hashed(repr(said), "answer")


def _read(activity: Activity) -> Form:
    """Return the validated answer form of the activity's kind."""
    kind = kind_of(activity.kind)
    form_class = kind.answer_form(activity.settings, around(activity))
    if form_class is None:
        raise Refused("There is nothing to answer here.")
    form = form_class(request.form)
    if not form.validate():
        raise Refused("Something in the form does not fit. Look at it once more.")
    return form


def _place(workshop: Workshop) -> dict[str, Any]:
    """Return lon and lat for a spot that was chosen on the plan, in plan metres."""
    try:
        x, y = float(request.form["x"]), float(request.form["y"])
    except (KeyError, ValueError):
        return {}
    basemap = workshop.consultation.square.basemap
    if basemap is None or not (abs(x) < 1e5 and abs(y) < 1e5):
        return {}
    lon, lat = Frame.from_json(basemap["frame"]).to_lonlat(x, y)
    return {"lon": round(lon, 7), "lat": round(lat, 7), "place": ""}


def _photo(workshop: Workshop) -> Photo | None:
    """Keep the picture that came with the answer; its row is stored together with that."""
    upload = request.files.get("photo")
    if upload is None or not upload.filename:
        return None
    picture = read_picture(upload.read())
    keep(picture, current_app.config["TORG"].photos)
    return Photo(
        consultation_id=workshop.consultation_id,
        sha256=picture.sha256,
        width=picture.width,
        height=picture.height,
    )


def _receipt_words(activity: Activity, number: int) -> str:
    receipt = kind_of(activity.kind).receipt
    return gettext(receipt) % {"number": number} if number else gettext(receipt)


def _again(code: str, attendee_id: int, refused: Sentence) -> str:
    """Return the page with the refusal and what was typed."""
    typed = {name: value for name, value in request.form.items() if name != "csrf_token"}
    page = phone_page(_workshop(code), attendee_id, refused=refused, typed=typed)
    return render_template("phone/page.html", page=page)


@bp.post("/hearts/<int:activity_id>")
def heart(code: str, activity_id: int) -> Any:
    """Give a released contribution a heart, or take it back."""
    workshop = _workshop(code)
    attendee_id = _join(workshop)
    _activity(workshop, activity_id)
    number = request.form.get("number", type=int) or 0
    on = request.form.get("on", "1") == "1"
    db.session.remove()
    write_queue().do(lambda s: answers.heart(s, activity_id, attendee_id, number, on=on))
    return _done(code)


@bp.post("/withdraw")
def withdraw(code: str) -> Any:
    """Take back one's own contribution."""
    workshop = _workshop(code)
    attendee_id = _join(workshop)
    contribution_id = request.form.get("contribution_id", type=int) or 0
    db.session.remove()
    write_queue().do(lambda s: answers.withdraw(s, attendee_id, contribution_id))
    return _done(code)


@bp.post("/revise")
def revise(code: str) -> Any:
    """Send a returned contribution again in other words."""
    workshop = _workshop(code)
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


def _workshop(code: str) -> Workshop:
    workshop = joining.find_workshop(db.session(), code)
    g.page_language = workshop.consultation.language
    return workshop


def _join(workshop: Workshop) -> int:
    """Return who this phone is here, having let it in if it was not."""
    stand_in = standing_in(workshop)
    if stand_in is not None:
        return int(stand_in["attendee"])
    if "device" not in session:
        session["device"] = tokens.secret()
        session.permanent = True
    known = joining.find_attendee(db.session(), workshop, session["device"])
    if known is not None:
        return known.id
    device, workshop_id, code = session["device"], workshop.id, workshop.code
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
