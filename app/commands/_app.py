"""What every command needs: settings, an application, an up-to-date database."""

from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from app.commands._settings import settings
from app.databases import is_away
from app.extensions import db
from app.factory import create_app
from app.migrating import bring_up_to_date
from workshops.models import Consultation
from workshops.refusal import Refused


def open_app() -> Flask:
    """Return the application with its database migrated."""
    app = create_app(settings())
    with app.app_context():
        try:
            bring_up_to_date(app)
        except OperationalError as fault:
            if not is_away(fault):
                raise
            raise Refused(
                "The database does not answer (TORG_DATABASE_URL): %(why)s", why=fault.orig
            ) from fault
    return app


def consultation(slug: str) -> Consultation:
    """Return the consultation with that slug, or refuse with those there are."""
    found = db.session.scalar(select(Consultation).where(Consultation.slug == slug))
    if found is None:
        slugs = db.session.scalars(select(Consultation.slug).order_by(Consultation.id))
        known = ", ".join(slugs) or "none yet"
        raise Refused(
            "There is no consultation “%(slug)s”. There are: %(known)s.", slug=slug, known=known
        )
    return found
