"""`torg restore FOLDER`: the newest whole backup takes the place of the data here."""

import argparse
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from app.commands._app import open_app
from app.commands._settings import settings
from app.copies.restoring import Staged, holds, put_in_place, stage
from app.edge import save
from app.extensions import db
from app.lock import hold
from app.migrating import newest
from config import Config
from workshops import clock
from workshops.models import Ballot, Consultation, Contribution
from workshops.news import make_all_new
from workshops.refusal import Refused


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("folder", type=Path, help="the stick, or the folder of the backups")
    parser.add_argument("--yes", action="store_true", help="move data that are here aside")


def run(options: argparse.Namespace) -> None:
    """Restore, and say what is here now."""
    config = settings()
    database = config.database_file
    if database is None:
        raise Refused("This restores SQLite. For PostgreSQL, use pg_restore.")
    with hold(config.instance):
        _restore(config, database, options)


def _restore(config: Config, database: Path, options: argparse.Namespace) -> None:
    _refuse_over_data(config, database, yes=options.yes)
    staged = stage(options.folder.resolve(), config.instance, newest())
    aside = put_in_place(staged, config.instance, database)
    for each in staged.damaged:
        print(f"Damaged, so the one before was taken: {each.place.name}. {each.why}")
    if aside:
        print(f"What was here before is in {aside}. Delete it when nobody needs it.")
    _report(staged, config)


def _refuse_over_data(config: Config, database: Path, *, yes: bool) -> None:
    n = holds(database)
    if n and not yes:
        raise Refused(
            "There are data in %(folder)s already, of %(n)s consultations. With --yes they are "
            "moved aside, not deleted.",
            folder=config.instance,
            n=n,
        )


def _report(staged: Staged, config: Config) -> None:
    """Bring the database up to date, and say what is in it."""
    manifest = staged.manifest
    moment = datetime.fromisoformat(manifest.made_at)
    when = f"{moment.astimezone():%Y-%m-%d %H:%M}, {_ago(moment)}"
    print(f"Restored backup {manifest.number}, made {when}:")
    app = open_app()
    with app.app_context():
        make_all_new(db.session())
        save()
        for consultation in db.session.scalars(select(Consultation).order_by(Consultation.id)):
            print(f"  {consultation.slug}\t{consultation.name}")
        said, voted = (_count(model) for model in (Contribution, Ballot))
        db.session.remove()
        db.engine.dispose()
    print(f"  {said} contributions, {voted} ballots")
    if app.config["TORG"].secret_key != (config.instance / "secret.key").read_text():
        print("TORG_SECRET_KEY is not the key of the backup: phones will not be recognised.")
    print("Give this laptop the address the first one had, then: ./torg run")


def _ago(moment: datetime) -> str:
    minutes = (clock.now() - moment) // timedelta(minutes=1)
    return f"{minutes} minutes ago" if minutes > 1 else "just now"


def _count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0
