"""Bringing a database up to date. Alembic is loaded only when there is something to do."""

from importlib import import_module
from pathlib import Path

from flask import Flask
from sqlalchemy import inspect, text

from app.extensions import db

FOLDER = Path(__file__).parent / "migrations"


def bring_up_to_date(app: Flask) -> None:
    """Run the migrations that this database has not seen; within the application's context."""
    if current() == newest():
        return
    flask_migrate = import_module("flask_migrate")
    flask_migrate.Migrate(app, db, directory=str(FOLDER))
    flask_migrate.upgrade(revision="head")


def newest() -> str:
    """Return the newest revision there is: files are named by their number."""
    return max(path.name.split("_")[0] for path in (FOLDER / "versions").glob("0*.py"))


def current() -> str:
    """Return the revision of the database; "" for an empty one."""
    with db.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return ""
        return str(connection.scalar(text("SELECT version_num FROM alembic_version")) or "")
