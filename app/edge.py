"""Where work becomes lasting: commit once, then tell the room."""

from collections.abc import Callable
from typing import Any, TypeVar

import gevent
from flask import current_app

from app import live
from app.extensions import db
from app.writequeue import WriteQueue
from workshops.news import settle

T = TypeVar("T")


def save() -> None:
    """Commit what the view or command did, then tell the room what changed."""
    session = db.session()
    news = settle(session)
    session.commit()
    live.tell(news)


def in_a_thread(work: Callable[..., T], *given: Any) -> T:
    """Do what takes long beside the room, in a native thread; the room goes on meanwhile."""
    return gevent.get_hub().threadpool.apply(work, given)


def write_queue() -> WriteQueue:
    """Return this application's write queue."""
    queue: WriteQueue = current_app.extensions["torg_writes"]
    return queue
