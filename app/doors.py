"""The first page, the code people write, the language, and the one-time links to the desk."""

from urllib.parse import urlsplit

from flask import (
    Blueprint,
    Response,
    current_app,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_login import login_user, logout_user

from app.access import Visitor
from app.codes import workshop_of
from app.edge import save
from app.extensions import begin_writing, db
from app.languages import LANGUAGES, language
from workshops import keys, tokens
from workshops.refusal import Refused
from workshops.words import Sentence

bp = Blueprint("doors", __name__)


@bp.get("/")
def first() -> str:
    """Ask for the code; nothing else is here."""
    return code_page("", None)


@bp.post("/join")
def join() -> Response | tuple[str, int]:
    """Lead to the workshop whose code was written."""
    typed = request.form.get("code", "")[:40]
    try:
        workshop = workshop_of(typed)
    except Refused as fault:
        return code_page(typed, fault.sentence), 404
    return redirect(url_for("attendee.phone", code=workshop.code), 303)  # type: ignore[return-value]


def code_page(typed: str, refused: Sentence | None) -> str:
    return render_template(
        "phone/code.html",
        typed=typed,
        refused=refused,
        languages=LANGUAGES,
        language=language(),
    )


@bp.post("/language")
def choose_language() -> Response:
    """Remember the language for this device and go back."""
    code = request.form.get("code", "")
    if code in [each.code for each in LANGUAGES]:
        session["language"] = code
    return redirect(_local(request.form.get("next", "/")), 303)  # type: ignore[return-value]


def _local(address: str) -> str:
    """Return the address if it is a path of ours, else the first page."""
    parts = urlsplit(address)
    local = not parts.netloc and not parts.scheme and address.startswith("/")
    return address if local and not address.startswith(("//", "/\\")) else "/"


@bp.get("/enter/<token>")
def enter(token: str) -> str:
    """Show what the link does; opening it in a preview must not spend it."""
    link = keys.find_link(db.session(), token)
    return render_template("desk/enter.html", token=token, role=link.role, language=language())


@bp.post("/enter/<token>")
def use(token: str) -> Response:
    """Spend the link: this device is a member from now on."""
    begin_writing()
    member = keys.use_link(db.session(), token)
    save()
    chosen = session.get("language")
    session.clear()
    session["device"] = tokens.secret()
    if chosen:
        session["language"] = chosen
    login_user(Visitor(member), remember=True)
    target = "planner.first" if member.role == "planner" else "desk.home"
    known = target in current_app.view_functions
    return redirect(url_for(target) if known else "/desk/", 303)  # type: ignore[return-value]


@bp.post("/leave")
def leave() -> Response:
    """Take the key to the desk off this device."""
    logout_user()
    return redirect("/", 303)  # type: ignore[return-value]


@bp.get("/no-key")
def no_key() -> tuple[str, int]:
    """Tell a stranger how to get in."""
    return render_template("desk/no_key.html", language=language()), 403
