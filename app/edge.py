"""Where work becomes lasting: commit once, then tell the room."""

from flask import current_app

from app import live
from app.extensions import db
from app.writequeue import WriteQueue
from workshops.news import settle


def save() -> None:
    """Commit what the view or command did, then tell the room what changed."""
    session = db.session()
    news = settle(session)
    session.commit()
    live.tell(news)


def write_queue() -> WriteQueue:
    """Return this application's write queue."""
    queue: WriteQueue = current_app.extensions["torg_writes"]
    return queue
