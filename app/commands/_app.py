"""What every command needs: settings, an application, an up-to-date database."""

import sys

from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.factory import create_app
from app.migrating import bring_up_to_date
from config import BadSetting, load
from workshops.models import Consultation
from workshops.refusal import Refused


def open_app() -> Flask:
    """Return the application with its database migrated."""
    try:
        config = load()
    except BadSetting as fault:
        print(fault, file=sys.stderr)
        sys.exit(2)
    app = create_app(config)
    with app.app_context():
        bring_up_to_date(app)
    return app


def consultation(slug: str) -> Consultation:
    """Return the consultation with that slug, or refuse with those there are."""
    found = db.session.scalar(select(Consultation).where(Consultation.slug == slug))
    if found is None:
        known = ", ".join(db.session.scalars(select(Consultation.slug))) or "none yet"
        raise Refused(
            "There is no consultation “%(slug)s”. There are: %(known)s.", slug=slug, known=known
        )
    return found
