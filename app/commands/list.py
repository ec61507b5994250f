"""`torg list`: the consultations there are."""

import argparse

from sqlalchemy import select

from app.commands._app import open_app
from app.extensions import db
from workshops.models import Consultation


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add no options."""


def run(_options: argparse.Namespace) -> None:
    """Print slug and name, a line each."""
    with open_app().app_context():
        for consultation in db.session.scalars(select(Consultation).order_by(Consultation.id)):
            print(f"{consultation.slug}\t{consultation.name}")
