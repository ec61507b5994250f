"""Where work becomes lasting: commit once, then tell the room."""

import gc
from collections.abc import Callable
from contextvars import copy_context
from typing import Any, TypeVar

import gevent
from flask import current_app
from gevent.lock import BoundedSemaphore
from sqlalchemy.exc import OperationalError

from app import live
from app.extensions import db
from app.storage import sentence_at_the_desk
from app.writequeue import WriteQueue
from workshops.news import settle

T = TypeVar("T")
_TURN = BoundedSemaphore(1)


def save() -> None:
    """Commit what the view or command did, then tell the room what changed.

    A full disk is refused, so that a page can keep what was typed.
    """
    session = db.session()
    news = settle(session)
    try:
        session.commit()
    except OperationalError as fault:
        said = sentence_at_the_desk(fault)
        if said is fault:
            raise
        raise said from fault
    live.tell(news)


def in_a_thread(work: Callable[..., T], *given: Any) -> T:
    """Do what takes long beside the room, in a native thread; the room goes on meanwhile."""
    return gevent.get_hub().threadpool.apply(work, given)


def beside_the_room(work: Callable[[], T]) -> T:
    """Do what a page needs and takes long in a native thread, within this very request.

    The votes go on meanwhile: they wait for a turn of the interpreter, not for its end. One at a
    time, since several would take the turns from the room.
    """
    with _TURN:
        # To look for garbage among thousands of notes takes half a second without a turn.
        gc.disable()
        try:
            return in_a_thread(copy_context().run, work)
        finally:
            gc.enable()


def write_queue() -> WriteQueue:
    """Return this application's write queue."""
    queue: WriteQueue = current_app.extensions["torg_writes"]
    return queue
