"""The phone: joins by its address, answers, keeps receipts. No account, no name."""

from collections.abc import Mapping, Sequence
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
from sqlalchemy import select
from wtforms import Form

from app.contexts import Mine, PhonePage
from app.edge import write_queue
from app.errors import wants_json
from app.extensions import db
from app.languages import LANGUAGES, language, say
from app.parts import part
from app.pictures import keep, read_picture
from app.views import activity_view, categories_of, notes_of, plan_view, workshop_view
from workshops import answers, joining, tokens
from workshops.activities import kind_of
from workshops.activities.result import Result
from workshops.basemap import Frame
from workshops.models import Activity, Ballot, Contribution, Photo, Workshop
from workshops.planning import around
from workshops.refusal import Refused
from workshops.results import public_result
from workshops.words import Sentence

bp = Blueprint("attendee", __name__, url_prefix="/w/<code>")


@bp.get("/")
def phone(code: str) -> str:
    """Let the phone in and show what is open."""
    workshop = _workshop(code)
    return render_template("phone/page.html", page=_page(workshop, _join(workshop)))


@bp.get("/now")
def now(code: str) -> Response:
    """Answer with the part that changes."""
    workshop = _workshop(code)
    page = _page(workshop, _join(workshop))
    return part("phone/now.html", page.version, page=page)


@bp.post("/answers/<int:activity_id>")
def answer(code: str, activity_id: int) -> Any:
    """Take an answer; "Sent" is said when it is on disk."""
    workshop = _workshop(code)
    attendee_id = _join(workshop)
    activity = _activity(workshop, activity_id)
    form = _read(activity)
    key = request.form.get("key", "")[:64] or tokens.secret()
    payload = kind_of(activity.kind).payload(form) | _place(workshop) | _photo(workshop)
    db.session.remove()
    try:
        receipt = write_queue().do(
            lambda s: answers.submit(s, activity_id, attendee_id, payload, key)
        )
    except Refused as fault:
        if wants_json():
            return jsonify(refused=say(fault.sentence), keep=True), 409
        return _again(code, attendee_id, fault.sentence), 422
    sent = _receipt_words(receipt.number)
    if wants_json():
        return jsonify(sent=sent, number=receipt.number)
    flash(sent, "sent")
    return redirect(url_for("attendee.phone", code=code), 303)


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


def _photo(workshop: Workshop) -> dict[str, Any]:
    """Keep a photo that came with the answer and return its id."""
    upload = request.files.get("photo")
    if upload is None or not upload.filename:
        return {}
    picture = read_picture(upload.read())
    keep(picture, current_app.config["TORG"].photos)
    consultation_id = workshop.consultation_id

    def store(s: Any) -> int:
        photo = Photo(
            consultation_id=consultation_id,
            sha256=picture.sha256,
            width=picture.width,
            height=picture.height,
        )
        s.add(photo)
        s.flush()
        return photo.id

    return {"photo_id": write_queue().do(store)}


def _receipt_words(number: int) -> str:
    if number:
        return gettext("Sent — your idea is no. %(number)s.", number=number)
    return gettext("Sent. You can change it until it closes.")


def _again(code: str, attendee_id: int, refused: Sentence) -> str:
    """Return the page with the refusal and what was typed."""
    typed = {name: value for name, value in request.form.items() if name != "csrf_token"}
    page = _page(_workshop(code), attendee_id, refused=refused, typed=typed)
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


def _activity(workshop: Workshop, activity_id: int) -> Activity:
    activity = db.session.get(Activity, activity_id)
    if activity is None or activity.workshop_id != workshop.id:
        raise Refused("This question belongs to another workshop.")
    return activity


def _page(
    workshop: Workshop,
    attendee_id: int,
    *,
    refused: Sentence | None = None,
    typed: Mapping[str, str] | None = None,
) -> PhonePage:
    """Return what the phone shows now."""
    database = db.session()
    activity = workshop.current if workshop.scene == "activity" else None
    mine = _mine(workshop, activity, attendee_id)
    result = _released(activity)
    plan = None
    if activity and kind_of(activity.kind).on_plan:
        plan = plan_view(workshop.consultation.square, notes_of(result, workshop.consultation))
    counted = answers.answered(database, workshop)
    code, activity_id = workshop.code, activity.id if activity else 0
    return PhonePage(
        workshop=workshop_view(database, workshop),
        language=language(),
        languages=LANGUAGES,
        view=_view(workshop, activity),
        activity=activity_view(activity) if activity else None,
        words=str(activity.settings.get("look_up", "")) if activity else "",
        mine=mine,
        result=result,
        hearted=_hearted(activity, attendee_id),
        answered=sum(counted.get(activity.id, {}).values()) if activity else 0,
        categories=categories_of(workshop.consultation),
        plan=plan,
        refused=refused,
        typed=typed or {},
        part_url=url_for("attendee.now", code=code),
        answer_url=url_for("attendee.answer", code=code, activity_id=activity_id),
        heart_url=url_for("attendee.heart", code=code, activity_id=activity_id),
        withdraw_url=url_for("attendee.withdraw", code=code),
        version=_version(workshop, activity, mine, attendee_id),
    )


def _released(activity: Activity | None) -> Result | None:
    """Return the released words of an activity; what was voted is for the screen."""
    if activity is None or kind_of(activity.kind).collects != "contribution":
        return None
    return public_result(db.session(), activity)


def _view(workshop: Workshop, activity: Activity | None) -> str:
    """Name what the phone shows: joined, activity, lookup or ended."""
    if workshop.ended_at is not None:
        return "ended"
    if activity is None:
        return "joined"
    asks = kind_of(activity.kind).collects != "nothing"
    return "activity" if asks and activity.state == "open" else "lookup"


def _version(
    workshop: Workshop, activity: Activity | None, mine: Sequence[Mine], attendee_id: int
) -> str:
    """Return all that the part depends on: the stage, what this phone sent, what is released."""
    told = activity.version if activity else 0
    receipts = [(each.number, each.state, each.text, str(each.payload)) for each in mine]
    return f"{workshop.version}|{told}|{attendee_id}|{receipts}"


def _mine(workshop: Workshop, activity: Activity | None, attendee_id: int) -> tuple[Mine, ...]:
    """Return the receipts of this phone: all it said here, and its ballot in what is open."""
    said = db.session.scalars(
        select(Contribution)
        .join(Activity, Activity.id == Contribution.activity_id)
        .where(Activity.workshop_id == workshop.id, Contribution.attendee_id == attendee_id)
        .order_by(Contribution.number)
    )
    voted = db.session.scalars(
        select(Ballot).where(
            Ballot.activity_id == (activity.id if activity else 0),
            Ballot.attendee_id == attendee_id,
            ~Ballot.slot.startswith("heart:"),
        )
    )
    return (
        *(
            Mine(
                number=each.number,
                text=each.text,
                state=each.state,
                reason=each.reason,
                payload=_own(each, workshop),
                contribution_id=each.id,
            )
            for each in said
        ),
        *(Mine(0, "", "", "", each.payload, 0) for each in voted),
    )


def _own(contribution: Contribution, workshop: Workshop) -> dict[str, Any]:
    """Return the payload with its spot in plan metres, and the activity it belongs to."""
    payload = answers.payload_of(contribution) | {"activity_id": contribution.activity_id}
    basemap = workshop.consultation.square.basemap
    if "lon" in payload and basemap is not None:
        frame = Frame.from_json(basemap["frame"])
        x, y = frame.to_xy(payload["lon"], payload["lat"])
        payload |= {"x": round(x, 2), "y": round(y, 2)}
    return payload


def _hearted(activity: Activity | None, attendee_id: int) -> frozenset[int]:
    if activity is None:
        return frozenset()
    slots = db.session.scalars(
        select(Ballot.slot).where(
            Ballot.activity_id == activity.id,
            Ballot.attendee_id == attendee_id,
            Ballot.slot.startswith("heart:"),
        )
    )
    return frozenset(int(slot.removeprefix("heart:")) for slot in slots)
