"""The extensions, unbound; `create_app` binds them."""

import sqlite3
from typing import Any

from flask_babel import Babel
from flask_login import LoginManager
from flask_socketio import SocketIO
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import Connection, Engine, event

from workshops.models import Base

db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
babel = Babel()
csrf = CSRFProtect()
login = LoginManager()
socketio = SocketIO()


def begin_writing() -> None:
    """Take the write lock before reading, so that nothing changes between look and write."""
    db.session.rollback()
    db.session.connection(execution_options={"writing": True})


def prepare_sqlite(engine: Engine) -> None:
    """Make SQLite keep its promises: write-ahead log, every commit synced, foreign keys on.

    The driver's own transactions are switched off: we begin them, and a connection that is
    going to write says so first (`writing`), so that it never loses a race half-way.
    """
    event.listen(engine, "connect", _connect)
    event.listen(engine, "begin", _begin)


def _connect(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=10000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
