"""The extensions, unbound; `create_app` binds them."""

import time

import gevent
from flask_babel import Babel
from flask_login import LoginManager
from flask_socketio import SocketIO
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.exc import OperationalError

from app.cookies import Tokens
from app.databases import to_write
from workshops.models import Base

db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
babel = Babel()
csrf = Tokens()
login = LoginManager()
socketio = SocketIO()


#: So long a step at the desk waits for others who write.
PATIENCE_S, PAUSE_S = 10.0, 0.02


def begin_writing() -> None:
    """Take the write lock before reading, so that nothing changes between look and write.

    While somebody else has it, the room goes on.
    """
    until = time.monotonic() + PATIENCE_S
    while not _has_begun(is_last=time.monotonic() >= until):
        gevent.sleep(PAUSE_S)


def _has_begun(*, is_last: bool) -> bool:
    """Try to take the lock; that somebody else has it is a fault at the last time."""
    db.session.rollback()
    try:
        db.session.connection(execution_options={**to_write(db.engine), "at_once": True})
    except OperationalError as fault:
        if is_last or "locked" not in str(fault.orig):
            raise
        return False
    return True
