"""The extensions, unbound; `create_app` binds them."""

from flask_babel import Babel
from flask_login import LoginManager
from flask_socketio import SocketIO
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect

from app.databases import prepare_sqlite, to_write
from workshops.models import Base

__all__ = ["babel", "begin_writing", "csrf", "db", "login", "prepare_sqlite", "socketio"]

db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
babel = Babel()
csrf = CSRFProtect()
login = LoginManager()
socketio = SocketIO()


def begin_writing() -> None:
    """Take the write lock before reading, so that nothing changes between look and write."""
    db.session.rollback()
    db.session.connection(execution_options=to_write(db.engine))
