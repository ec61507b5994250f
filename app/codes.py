"""Join codes as they are brought: found, or counted against whoever guesses."""

from flask import g, session

from app.extensions import db
from app.limits import limits
from workshops import joining, tokens
from workshops.models import Workshop
from workshops.refusal import Refused


def workshop_of(typed: str) -> Workshop:
    """Return the workshop with this code, and speak its language; wrong ones are counted."""
    try:
        workshop = joining.find_workshop(db.session(), typed)
    except Refused:
        limits().guessed(this_device())
        raise
    g.page_language = workshop.consultation.language
    return workshop


def this_device() -> str:
    """Return the secret of this phone, made at its first visit."""
    if "device" not in session:
        session["device"] = tokens.secret()
        session.permanent = True
    return str(session["device"])
