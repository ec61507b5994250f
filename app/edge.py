"""Where work becomes lasting: commit once, then tell the room."""

import gc
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from typing import Any, TypeVar, cast

import gevent
from flask import Flask, current_app
from gevent.lock import BoundedSemaphore
from sqlalchemy.exc import OperationalError

from app import live
from app.extensions import db
from app.storage import sentence_at_the_desk
from app.writequeue import WriteQueue
from workshops.news import settle
from workshops.refusal import Refused

T = TypeVar("T")
_TURN = BoundedSemaphore(1)
_BUSY: list[None] = []


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
    outcome = gevent.get_hub().threadpool.apply(_said, (work, given))
    if isinstance(outcome, Refused):
        raise outcome
    return outcome


def _said(work: Callable[..., T], given: tuple[Any, ...]) -> T | Refused:
    """Return what the work comes to, or its refusal: gevent would print a trace of that."""
    try:
        return work(*given)
    except Refused as fault:
        return fault


def beside_the_room(work: Callable[[], T]) -> T:
    """Do what a page needs and takes long in a native thread, within this very request.

    The votes go on meanwhile: they wait for a turn of the interpreter, not for its end. One at a
    time, since several would take the turns from the room.
    """
    with _TURN, _without_garbage():
        return in_a_thread(copy_context().run, work)


@contextmanager
def _without_garbage() -> Iterator[None]:
    """To look for garbage among thousands of notes takes half a second without a turn."""
    _BUSY.append(None)
    gc.disable()
    try:
        yield
    finally:
        _BUSY.pop()
        if not _BUSY:
            gc.enable()


def later(key: Hashable, work: Callable[[], object]) -> None:
    """Do in a native thread, with a database session of its own, what nobody waits for.

    Whoever asks again under the same key meanwhile asks for nothing more. Not from a thread:
    only the room itself has a loop that begins it.
    """
    app = cast(Flask, current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001 - Flask's own way
    going: set[Hashable] = app.extensions.setdefault("torg_later", set())
    if key in going:
        return
    going.add(key)

    def run() -> None:
        try:
            with _without_garbage():
                in_a_thread(_within, app, work)
        finally:
            going.discard(key)

    gevent.spawn(run)


def _within(app: Flask, work: Callable[[], object]) -> None:
    with app.app_context():
        work()


def write_queue() -> WriteQueue:
    """Return this application's write queue."""
    queue: WriteQueue = current_app.extensions["torg_writes"]
    return queue
