"""The write queue: all that arrived since the last commit goes into one transaction.

A view hands over a piece of work and waits; a single writer in a thread of its own does all
that is waiting, commits once, and only then is each told how it went. There is no timer: the
batch is whatever came in while the last one was being written, so a quiet room waits for
nothing and a full room shares one sync of the disk.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from gevent import spawn
from gevent.event import AsyncResult
from gevent.queue import Queue
from gevent.threadpool import ThreadPool
from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from app.extensions import prepare_sqlite
from workshops.news import News, settle
from workshops.refusal import Refused

T = TypeVar("T")
Work = Callable[[Session], Any]
LARGEST_BATCH = 500


class WriteQueue:
    """Group commit in front of one database."""

    def __init__(self, database_url: str, told: Callable[[tuple[News, ...]], None]) -> None:
        self.engine = create_engine(database_url, poolclass=StaticPool)
        if self.engine.dialect.name == "sqlite":
            prepare_sqlite(self.engine)
        self.told = told
        self.waiting: Queue[tuple[Work, AsyncResult[Any]]] = Queue()
        self.thread = ThreadPool(1)
        self.writer: Any = None

    def do(self, work: Callable[[Session], T]) -> T:
        """Do the work in the next transaction; return its value once that is on disk.

        What the work refuses is raised here and leaves the others in the batch untouched.
        """
        if self.writer is None or self.writer.dead:
            self.writer = spawn(self._write_on)
        result: AsyncResult[T] = AsyncResult()
        self.waiting.put((work, result))
        return cast(T, result.get())

    def stop(self) -> None:
        """End the writer and its thread; what waits is not written."""
        if self.writer is not None:
            self.writer.kill()
        self.thread.kill()
        self.engine.dispose()

    def _write_on(self) -> None:
        while True:
            batch = [self.waiting.get()]
            while len(batch) < LARGEST_BATCH and not self.waiting.empty():
                batch.append(self.waiting.get_nowait())
            try:
                outcomes, news = self.thread.apply(self._commit, ([work for work, _ in batch],))
            except DBAPIError as fault:
                _fail(batch, _sentence(fault))
                continue
            self.told(news)
            for (_, result), outcome in zip(batch, outcomes, strict=True):
                _hand_over(result, outcome)

    def _commit(self, works: list[Work]) -> tuple[list[Any], tuple[News, ...]]:
        """Run in the writer's thread: every work in a savepoint, all in one commit."""
        with Session(self.engine, expire_on_commit=False) as session:
            session.connection(execution_options={"writing": True})
            outcomes = [_attempt(session, work) for work in works]
            news = settle(session)
            session.commit()
        return outcomes, news


def _attempt(session: Session, work: Work) -> Any:
    """Return what the work gives, or what it raises, with its own changes rolled back."""
    noted = set(session.info.get("news", ()))
    try:
        with session.begin_nested():
            return work(session)
    except DBAPIError as fault:
        if fault.connection_invalidated or _sentence(fault) is not fault:
            raise
        session.info["news"] = noted
        return fault
    except Exception as fault:  # noqa: BLE001 - it is raised again where it was asked for
        session.info["news"] = noted
        return fault


def _hand_over(result: AsyncResult[Any], outcome: Any) -> None:
    if isinstance(outcome, BaseException):
        result.set_exception(outcome, (type(outcome), outcome, outcome.__traceback__))
    else:
        result.set(outcome)


def _fail(batch: list[tuple[Work, AsyncResult[Any]]], fault: BaseException) -> None:
    for _, result in batch:
        result.set_exception(fault)


def _sentence(fault: DBAPIError) -> BaseException:
    """Return a sentence for the faults that a person in the room can mend."""
    words = str(fault.orig).lower()
    if "full" in words or "disk i/o" in words:
        return StorageFull("The laptop’s disk is full. Your answer is kept on this phone.")
    if "locked" in words or "readonly" in words:
        return StorageFull("The laptop cannot write just now. Your answer is kept on this phone.")
    return fault


class StorageFull(Refused):
    """The disk does not take more; the answer was not written."""
