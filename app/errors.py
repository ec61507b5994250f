"""Every "no" becomes a sentence where the person is: a flash, a page, or JSON."""

from urllib.parse import urlsplit

from flask import (
    Flask,
    Response,
    current_app,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
)
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, InterfaceError, NoResultFound, OperationalError
from sqlalchemy.exc import TimeoutError as TooLong
from werkzeug.exceptions import HTTPException, NotFound, RequestEntityTooLarge

from app.extensions import db
from app.kept import kept
from app.languages import choose, language, say
from app.limits import Busy
from app.storage import NotNow, sentence_at_the_desk
from workshops.refusal import Refused

Answer = Response | tuple[str | Response, int]


def init(app: Flask) -> None:
    """Bind the handlers."""
    app.register_error_handler(Refused, refused)
    app.register_error_handler(Busy, busy)
    app.register_error_handler(NoResultFound, lambda _: http(NotFound()))
    # A number in an address that is longer than the database's; a letter it cannot keep.
    for unheard in (OverflowError, DataError):
        app.register_error_handler(unheard, lambda _: http(NotFound()))
    for silence in (OperationalError, InterfaceError, TooLong):
        app.register_error_handler(silence, no_data)
    app.register_error_handler(OSError, no_room)
    app.register_error_handler(CSRFError, csrf)
    app.register_error_handler(RequestEntityTooLarge, too_large)
    app.register_error_handler(HTTPException, http)


def wants_json() -> bool:
    """Whether a script asks, rather than a page; ours ask for nothing else."""
    return request.headers.get("Accept", "").startswith("application/json")


def refused(fault: Refused) -> Answer:
    """Say why not, and go back to where the person was."""
    db.session.rollback()
    sentence = say(fault.sentence)
    if wants_json():
        return jsonify(refused=sentence, keep=True), status_of(fault)
    if request.method == "POST":
        flash(sentence, "refused")
        return redirect(_back(), 303)  # type: ignore[return-value]
    return _page(sentence, 409)


def status_of(fault: Refused) -> int:
    """Return how a refusal is told to a script: with 503 a phone asks again by itself."""
    return 503 if isinstance(fault, NotNow) else 409


def busy(fault: Busy) -> Answer:
    """Say it calmly; a page asks again by itself, and so does the phone's script."""
    db.session.rollback()
    if wants_json():
        kept_words = gettext("Many are sending. Yours is kept, trying again.")
        answer = jsonify(refused=kept_words, wait=fault.wait_s, keep=True)
    else:
        answer = make_response(_calmly(fault))
    answer.status_code = fault.status
    answer.headers["Retry-After"] = str(fault.wait_s)
    if request.method == "GET":
        answer.headers["Refresh"] = str(fault.spread_s())
    return answer


def _calmly(fault: Busy) -> str:
    """Return the page that waits, made once for all who must."""

    def page() -> str:
        again = gettext("This page tries again by itself.")
        if request.method == "POST":
            again = gettext("Wait a moment, go back, and send it once more.")
        return _sentence(f"{gettext(fault.words)} {again}")

    return kept(("busy", fault.words, request.method, choose()), page)


def _back() -> str:
    """Return the page the form was on, if it is one of ours."""
    came_from = urlsplit(request.referrer or "")
    path = came_from.path
    ours = came_from.netloc == request.host and path.startswith("/") and path[:2] != "//"
    return came_from.path + (f"?{came_from.query}" if came_from.query else "") if ours else "/"


def csrf(_fault: CSRFError) -> Answer:
    """The page is from before the cookies were cleared; loading it again mends it."""
    sentence = gettext("This page is too old. Load it again, then send once more.")
    if wants_json():
        return jsonify(refused=sentence, keep=True, reload=True), 400
    return _page(sentence, 400)


def too_large(_fault: RequestEntityTooLarge) -> Answer:
    """The upload is over the limit."""
    sentence = gettext("That file is too large. Please send a smaller one.")
    if wants_json():
        return jsonify(refused=sentence, keep=True), 413
    return _page(sentence, 413)


def no_data(fault: Exception) -> Answer:
    """The database does not answer, or the disk gives out; phones keep what they have."""
    said = sentence_at_the_desk(fault)
    if isinstance(said, Refused) and request.method == "POST":
        return refused(said)
    current_app.logger.error("the database does not answer", exc_info=fault)
    sentence = gettext("Torg cannot reach its data just now. Nothing is lost. Try again soon.")
    if wants_json():
        return jsonify(refused=sentence, keep=True), 503
    return _page(sentence, 503)


def no_room(fault: OSError) -> Answer:
    """The disk is full; what else a system can refuse is a mistake of ours."""
    said = sentence_at_the_desk(fault)
    if not isinstance(said, Refused):
        raise fault
    return refused(said)


def http(fault: HTTPException) -> Answer:
    """Not found, not allowed, and what else the web can say."""
    if isinstance(fault, NotFound):
        sentence = gettext("There is no page here. Look at the address again.")
    else:
        sentence = gettext("That does not work here.")
    if fault.response is not None:
        return fault.response  # type: ignore[return-value]
    if wants_json():
        return jsonify(refused=sentence), fault.code or 500
    return _page(sentence, fault.code or 500)


def _page(sentence: str, status: int) -> Answer:
    return _sentence(sentence), status


def _sentence(sentence: str) -> str:
    return render_template("sentence.html", sentence=sentence, language=language())
