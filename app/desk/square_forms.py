"""How a form of the square is taken: read, changed, saved, and shown again when refused."""

from collections.abc import Callable, Sequence

from flask import abort, flash, request
from flask.typing import ResponseReturnValue

from app.desk.blueprint import consultation_of, lead_to, show
from app.desk.square_page import Typed, square_page
from app.edge import save
from app.extensions import db
from app.languages import say
from workshops import squares
from workshops.corners import corners_of
from workshops.methods.geodesy import Point
from workshops.models import Consultation
from workshops.refusal import Refused
from workshops.words import Sentence

Work = Callable[[Consultation], Sequence[Sentence] | None]


def change(slug: str, step: str, work: Work, leads_to: str = "") -> ResponseReturnValue:
    """Do what the form asks for, say what came of it, lead on; or show it again with a reason."""
    found = consultation_of(slug)
    try:
        said = work(found)
    except Refused as fault:
        return again(slug, step, fault.sentence)
    save()
    tell(said or ())
    return lead_to("desk.square", slug=slug, step=leads_to or step)


def tell(said: Sequence[Sentence]) -> None:
    """Say something above the next page."""
    for sentence in said:
        flash(say(sentence), "done")


def again(slug: str, step: str, refused: Sentence) -> ResponseReturnValue:
    """Show the step once more with what was typed, and why it was refused."""
    db.session.rollback()
    typed = _typed() if "corners" in request.form else None
    page = square_page(consultation_of(slug), step, refused=refused, typed=typed)
    return show("desk/square.html", page, 422)


def _typed() -> Typed:
    form = request.form
    return Typed(form.get("key", ""), form.get("name", ""), form.get("corners", ""))


def expect(consultation: Consultation, part: str = "", key: str = "") -> None:
    """Refuse when somebody else has changed what the form is about since its page was made."""
    version = request.form.get("version", "")
    squares.expect(db.session(), consultation.square, version, part, key)


def corners() -> list[Point]:
    """Return the corners that were typed or drawn."""
    return corners_of(request.form.get("corners", ""))


def verb() -> tuple[str, str]:
    """Return the verb of the form, and the key after it: "remove-B" is remove, B."""
    name, _, key = request.form.get("verb", "").partition("-")
    return (name, key or request.form.get("key", "")) if name else abort(400)
