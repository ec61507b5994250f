"""Work longer than a moment: a child process per job, one at a time, its row kept up to date.

The child writes lines: `percent<TAB>step`, or `findings<TAB>hash`. The file appears whole or
not at all. Rendering in the live process would stall the votes.
"""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import gevent
from flask import Flask, current_app
from gevent.lock import BoundedSemaphore
from gevent.pool import Group
from sqlalchemy import func, select, update

from app.child import CANNOT_START, Child, End
from app.edge import write_queue
from app.extensions import begin_writing, db
from app.lock import Presence, turn
from config import ROOT, Config
from exports.files import PART, PARTS, remove_unfinished
from workshops import clock
from workshops.models import Consultation, Job
from workshops.refusal import Refused

TIME_OUT_S = 900.0
MEMORY_MB = 2048
#: Rows are written at most so often; a page asks once a second.
PAUSE_S = 0.5
RETRY_S = 5.0
GOING = ("waiting", "running")


@dataclass(frozen=True)
class Work:
    """What a job's greenlet needs of its row, which it does not hold on to.

    `details` grow while it runs: when it began, from which findings, how large the file is.
    """

    job_id: int
    command: list[str]
    path: Path
    details: dict[str, Any]


at_work = Group()
_turn = BoundedSemaphore(1)
_children: dict[int, Child] = {}


def start(
    consultation: Consultation,
    task: str,
    suffix: str,
    language: str,
    role: str = "",
    workshop: int | None = None,
) -> Job:
    """Note the job and start its child as soon as no other runs; commits the row at once.

    `role` is who asked: kept for the history, and no person. `workshop` is the number of the
    one that the file tells of. What is being made already is not made twice: then that job is
    returned.
    """
    begin_writing()
    going = newest(consultation, task)
    if going is not None and going.state in GOING:
        if not _is_worked_on(going):
            _interrupt(going)
        elif going.details.get("workshop") == workshop:
            return going
    job = Job(
        consultation_id=consultation.id,
        task=task,
        asked_at=clock.now(),
        details={
            "language": language,
            "server": _presence().name,
            "role": role,
            "workshop": workshop,
        },
    )
    db.session.add(job)
    db.session.flush()
    job.file = f"{consultation.slug}-{job.id}{suffix}"
    db.session.commit()
    command = ["export", consultation.slug, "--format", task, "--language", language]
    command += ["--workshop", str(workshop)] if workshop else []
    path = current_app.config["TORG"].files / job.file
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    at_work.spawn(_run, app, Work(job.id, command, path, dict(job.details)))
    return job


def cancel(job: Job) -> None:
    """Stop a job, or take it out of the queue; commits at once. No file of it is left."""
    begin_writing()
    if job.state not in GOING:
        raise Refused("This has ended already.")
    job.state, job.ended_at = "cancelled", clock.now()
    db.session.commit()
    child = _children.get(job.id)
    if child is not None:
        child.stop()


def mark_interrupted() -> None:
    """After a crash: what was running is not any more, and what it left unfinished goes.

    What another server is making goes on.
    """
    folder: Path = current_app.config["TORG"].files
    begin_writing()
    going = db.session.scalars(select(Job).where(Job.state.in_(GOING))).all()
    kept = {job.file for job in going if _is_worked_on(job)}
    for job in going:
        if not _is_worked_on(job):
            _interrupt(job)
    db.session.commit()
    for part in [*folder.glob(f"*{PART}"), *folder.glob(f"*{PARTS}")]:
        if part.stem not in kept:
            remove_unfinished(part.with_suffix(""))


def _interrupt(job: Job) -> None:
    """Close the row of a job whose server died; the caller commits."""
    job.state, job.ended_at = "interrupted", clock.now()
    _remove(current_app.config["TORG"].files / job.file)


def _is_worked_on(job: Job) -> bool:
    """Whether the server that began the job is alive."""
    return _presence().is_alive(job.details.get("server", ""))


def _presence() -> Presence:
    """Return who this server is, for all that share the data folder."""
    if "torg_presence" not in current_app.extensions:
        current_app.extensions["torg_presence"] = Presence(current_app.config["TORG"].instance)
    presence: Presence = current_app.extensions["torg_presence"]
    return presence


def newest(consultation: Consultation, task: str) -> Job | None:
    """Return the last job of that kind."""
    return db.session.scalar(
        select(Job)
        .where(Job.consultation_id == consultation.id, Job.task == task)
        .order_by(Job.id.desc())
        .limit(1)
    )


def all_of(consultation: Consultation, most: int = 50) -> list[Job]:
    """Return the last jobs of a consultation, the newest first."""
    rows = select(Job).where(Job.consultation_id == consultation.id)
    return list(db.session.scalars(rows.order_by(Job.id.desc()).limit(most)))


def before(job: Job) -> int:
    """Return how many files are made before this one, of any consultation."""
    going = select(func.count()).where(Job.state.in_(GOING), Job.id < job.id)
    return db.session.scalar(going) or 0 if job.state == "waiting" else 0


def seconds_of(job: Job) -> float | None:
    """Return how long a job worked, without its waiting; None when it never began or goes on."""
    began = job.details.get("began")
    if not began or job.ended_at is None:
        return None
    return (job.ended_at - datetime.fromisoformat(began)).total_seconds()


def path_of(job: Job) -> Path | None:
    """Return the finished file, or None when there is none (any more)."""
    path: Path = current_app.config["TORG"].files / job.file
    return path if job.state == "done" and path.is_file() else None


def _run(app: Flask, work: Work) -> None:
    """Wait for the turn, let the child work, keep the row."""
    with app.app_context():
        with _turn, turn(app.config["TORG"].instance):
            work.details["began"] = clock.now().isoformat()
            running = {"state": "running", "details": dict(work.details)}
            if not _put_surely(work.job_id, "waiting", **running):
                return
            end = _make(app.config["TORG"], work)
        if end.trace:
            facts = {"job": work.job_id, "trace": end.trace}
            app.logger.error("job failed", extra={"facts": facts})
        _finish(work, end)


def _make(config: Config, work: Work) -> End:
    """Run the child to its end."""
    line = [sys.executable, "-m", "app.cli", *work.command, "-o", str(work.path)]
    line += ["--progress", "--lifeline", "--memory", str(MEMORY_MB)]
    try:
        work.path.parent.mkdir(parents=True, exist_ok=True)
        child = Child(line, ROOT, config.for_children())
    except OSError as fault:
        return End(CANNOT_START, str(fault))
    _children[work.job_id] = child
    try:
        if _put(work.job_id, "running", percent=0) is False:
            child.stop()  # cancelled while it was being born
        return child.follow(_listener(work, child), TIME_OUT_S)
    finally:
        del _children[work.job_id]


def _listener(work: Work, child: Child) -> Callable[[str], None]:
    """Return what keeps the row in step with the child's lines, but not at every line.

    A row that is closed was cancelled through another server: then the child stops.
    """
    written_at = -PAUSE_S

    def hear(line: str) -> None:
        nonlocal written_at
        word, _, rest = line.partition("\t")
        if word == "findings":
            work.details["findings"] = rest
            _put(work.job_id, "running", details=dict(work.details))
        elif word.isdecimal() and time.monotonic() - written_at >= PAUSE_S:
            written_at = time.monotonic()
            if _put(work.job_id, "running", percent=min(int(word), 100), step=rest) is False:
                child.stop()

    return hear


def _finish(work: Work, end: End) -> None:
    """Close the row, unless it was closed already; a file that nobody will ask for goes."""
    values: dict[str, Any] = {"state": "failed", "fault": end.fault, "ended_at": clock.now()}
    if not end.fault:
        size = work.path.stat().st_size if work.path.is_file() else 0
        values |= {"state": "done", "percent": 100, "details": {**work.details, "size": size}}
    closed = _put_surely(work.job_id, "running", **values)
    if end.fault or not closed:
        _remove(work.path)


def _put_surely(job_id: int, was: str, **values: Any) -> bool:
    """Change a row as `_put` does, however long the disk stays full."""
    while (changed := _put(job_id, was, **values)) is None:
        gevent.sleep(RETRY_S)
    return changed


def _put(job_id: int, was: str, **values: Any) -> bool | None:
    """Change a row that is in that state; False when it is not, None when no disk takes it.

    Through the write queue: waiting for the database here would keep the room waiting.
    """
    change = update(Job).where(Job.id == job_id, Job.state == was).values(**values)
    try:
        return write_queue().do(lambda session: _changed(session.execute(change)))
    except Refused as fault:
        current_app.logger.warning("job not written", extra={"facts": {"why": str(fault)}})
        return None


def _changed(result: Any) -> bool:
    return bool(result.rowcount == 1)


def _remove(path: Path) -> None:
    """Remove a file that nobody will ask for, and what was unfinished of it."""
    path.unlink(missing_ok=True)
    remove_unfinished(path)
