"""The write queue: all that arrived since the last commit goes into one transaction.

A view hands over a piece of work and waits; a single writer does all that is waiting, commits
once, and only then is each told how it went. There is no timer: the batch is whatever came in
while the last one was being written, so a quiet room waits for nothing and a full room shares
one sync of the disk. Items that one handler can do together, such as votes, share its look-ups
and its statements too.

Waiting for the lock and for the disk happens in a native thread, while the room goes on. The
statements between do not: each would have to wait for its turn of the interpreter again.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple, TypeVar, cast

from gevent import spawn
from gevent.event import AsyncResult
from gevent.queue import Queue
from gevent.threadpool import ThreadPool
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from app.databases import TOGETHER, options_for_queue, prepare, to_write
from app.limits import WAITING, Busy
from app.meter import meter
from app.storage import InTheWay, StorageFull, sentence
from workshops.news import News, settle
from workshops.refusal import Refused

log = logging.getLogger(__name__)
T = TypeVar("T")
Item = TypeVar("Item")
#: Does many items at once; returns what each comes to, a `Refused` for those it refuses.
Handler = Callable[[Session, Sequence[Any]], Sequence[Any]]
LARGEST_BATCH = 500
#: More may not wait, since each holds its request in memory: two full rooms.
MOST_WAITING = 10_000
#: So often a batch is tried when another server was in its way.
TRIES = 5


class Waiting(NamedTuple):
    """An item, who does it, and where its outcome is awaited."""

    handler: Handler
    item: Any
    result: AsyncResult[Any]


class WriteQueue:
    """Group commit in front of one database."""

    def __init__(self, database_url: str, told: Callable[[tuple[News, ...]], None]) -> None:
        self.engine = create_engine(database_url, **options_for_queue(database_url))
        prepare(self.engine)
        self.told = told
        self.waiting: Queue[Waiting] = Queue()
        self.thread = ThreadPool(1)
        self.writer: Any = None

    def do(self, work: Callable[[Session], T]) -> T:
        """Do the work in the next transaction; return its value once that is on disk.

        What the work refuses is raised here and leaves the others in the batch untouched.
        """
        return cast(T, self.together(_each, work))

    def together(
        self, handler: Callable[[Session, Sequence[Item]], Sequence[T | Refused]], item: Item
    ) -> T:
        """Have the item done with all others that wait for this handler; otherwise as `do`."""
        if self.waiting.qsize() >= MOST_WAITING:
            raise Busy(WAITING)
        if self.writer is None or self.writer.dead:
            self.writer = spawn(self._write_on)
        result: AsyncResult[T] = AsyncResult()
        self.waiting.put(Waiting(handler, item, result))
        return cast(T, result.get())

    def stop(self) -> None:
        """End the writer and its thread; what waits is not written."""
        if self.writer is not None:
            self.writer.kill()
        self.thread.kill()
        self.engine.dispose()

    def _write_on(self) -> None:
        while True:
            self.waiting.peek()
            started = time.perf_counter()
            batch: list[Waiting] = []
            outcomes, news = self._commit(batch)
            refused = sum(isinstance(each, BaseException) for each in outcomes)
            meter.committed(len(batch) - refused, refused, time.perf_counter() - started)
            for waiting, outcome in zip(batch, outcomes, strict=True):
                _hand_over(waiting.result, outcome)
            self._pass_on(news)

    def _pass_on(self, news: tuple[News, ...]) -> None:
        """Tell the room; a fault in telling must not stop the writing."""
        try:
            self.told(news)
        except Exception:
            log.exception("news were not told")

    def _commit(
        self, batch: list[Waiting], tries: int = TRIES
    ) -> tuple[list[Any], tuple[News, ...]]:
        """Do all that waits in one transaction, or nothing of it; `batch` tells what it was."""
        try:
            return self._at_once(batch) or self._try(batch)
        except Exception as fault:
            said = sentence(fault)
            if tries == 1 or not isinstance(said, InTheWay):
                self._take(batch)
                log.exception("a batch was not written", extra={"facts": {"writes": len(batch)}})
                return [said] * len(batch), ()
        return self._commit(batch, tries - 1)

    def _at_once(self, batch: list[Waiting]) -> tuple[list[Any], tuple[News, ...]] | None:
        """Do a batch of one kind, which needs no savepoint; None when that did not work.

        Nearly all batches are votes, and nearly all go well.
        """
        with Session(self.engine, expire_on_commit=False) as session:
            self._begin(session, batch)
            groups = _groups(batch)
            handler, items = groups[0]
            if len(groups) > 1 or (handler is _each and len(items) > 1):
                return None
            try:
                outcomes = list(handler(session, items))
            except Exception as fault:
                if isinstance(sentence(fault), StorageFull):
                    raise
                return None
            return outcomes, self._end(session)

    def _try(self, batch: list[Waiting]) -> tuple[list[Any], tuple[News, ...]]:
        """Do a batch in savepoints, so that each piece can fail by itself."""
        outcomes: list[Any] = []
        with Session(self.engine, expire_on_commit=False) as session:
            self._begin(session, batch)
            for handler, items in _groups(batch):
                outcomes += _attempt(session, handler, items)
            return outcomes, self._end(session)

    def _begin(self, session: Session, batch: list[Waiting]) -> None:
        """Wait for the lock, and only then see what came: more did meanwhile."""
        self._wait(session.connection, execution_options=to_write(self.engine, TOGETHER))
        self._take(batch)

    def _take(self, batch: list[Waiting]) -> None:
        """Add what waits to the batch."""
        while len(batch) < LARGEST_BATCH and not self.waiting.empty():
            batch.append(self.waiting.get_nowait())

    def _end(self, session: Session) -> tuple[News, ...]:
        """Commit, and return what to tell the room."""
        news = settle(session)
        session.flush()
        self._wait(session.commit)
        return news

    def _wait(self, work: Callable[..., object], **given: object) -> None:
        """Wait for a file in the thread; a server is waited for here, where the room goes on."""
        if self.engine.dialect.name != "sqlite":
            work(**given)
            return
        fault = self.thread.apply(_fault_of, (work, given))
        if fault is not None:
            raise fault


def _groups(batch: Sequence[Waiting]) -> list[tuple[Handler, list[Any]]]:
    """Return the items in their order, with those of one handler that follow each other as one."""
    by_handler = groupby(batch, lambda each: each.handler)
    return [(handler, [each.item for each in group]) for handler, group in by_handler]


def _each(session: Session, works: Sequence[Callable[[Session], Any]]) -> list[Any]:
    """Do one piece of work after the other, each in a savepoint of its own."""
    if len(works) > 1:
        return [_attempt(session, _each, [work])[0] for work in works]
    return [work(session) for work in works]


def _attempt(session: Session, handler: Handler, items: list[Any]) -> list[Any]:
    """Return what the items come to, faults included, with what a fault did rolled back.

    When a handler fails as a whole, its items are tried one by one, so that only the culprit
    is turned away. When the storage gives out, the transaction is lost, and with it the batch.
    """
    noted = set(session.info.get("news", ()))
    savepoint = session.begin_nested()
    try:
        outcomes = list(handler(session, items))
        session.flush()
    except Exception as fault:
        if isinstance(sentence(fault), StorageFull):
            raise
        savepoint.rollback()
        session.info["news"] = noted
        if len(items) == 1:
            return [fault]
        return [_attempt(session, handler, [item])[0] for item in items]
    # When this fails nobody knows what is kept: the whole transaction goes.
    savepoint.commit()
    return outcomes


def _fault_of(work: Callable[..., object], given: Mapping[str, object]) -> Exception | None:
    """Return what the work raises; gevent would print a fault that leaves its thread."""
    try:
        work(**given)
    except Exception as fault:  # noqa: BLE001 - it is raised again where the room goes on
        return fault
    return None


def _hand_over(result: AsyncResult[Any], outcome: Any) -> None:
    if isinstance(outcome, BaseException):
        result.set_exception(outcome, (type(outcome), outcome, outcome.__traceback__))
    else:
        result.set(outcome)
