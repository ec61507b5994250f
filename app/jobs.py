"""Work longer than a moment: a child process per job, progress as lines, one at a time.

The child writes `percent<TAB>step` lines; the file appears whole or not at all. Rendering in
the live process would stall the votes.
"""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import gevent
from flask import Flask, current_app
from gevent.lock import BoundedSemaphore
from sqlalchemy import select, update

from app.extensions import db
from config import ROOT
from workshops import clock
from workshops.models import Consultation, Job
from workshops.refusal import Refused

TIME_OUT_S = 900
_one_at_a_time = BoundedSemaphore(1)
_children: dict[int, subprocess.Popen[str]] = {}


def start(consultation: Consultation, task: str, suffix: str, language: str) -> Job:
    """Note the job and start its child as soon as no other runs. Commits the row first."""
    job = Job(
        consultation_id=consultation.id,
        task=task,
        asked_at=clock.now(),
        details={"language": language},
    )
    db.session.add(job)
    db.session.flush()
    job.file = f"{consultation.slug}-{job.id}{suffix}"
    db.session.commit()
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    gevent.spawn(_run, app, job.id, consultation.slug, task, job.file, language)
    return job


def cancel(job: Job) -> None:
    """Stop a job; its unfinished file is gone."""
    child = _children.get(job.id)
    if child is None or job.state not in ("waiting", "running"):
        raise Refused("This has ended already.")
    _finish(job.id, "cancelled", "")
    child.terminate()


def mark_interrupted() -> None:
    """After a crash: what was running is not any more."""
    db.session.execute(
        update(Job)
        .where(Job.state.in_(("waiting", "running")))
        .values(state="interrupted", ended_at=clock.now())
    )
    db.session.commit()
    folder: Path = current_app.config["TORG"].files
    if folder.is_dir():
        for part in folder.glob("*.part"):
            part.unlink()


def newest(consultation: Consultation, task: str) -> Job | None:
    """Return the last job of that kind."""
    return db.session.scalar(
        select(Job)
        .where(Job.consultation_id == consultation.id, Job.task == task)
        .order_by(Job.id.desc())
        .limit(1)
    )


def _run(app: Flask, job_id: int, slug: str, task: str, name: str, language: str) -> None:
    """Wait for the turn, run the child, keep its row."""
    config = app.config["TORG"]
    path = config.files / name
    command = [sys.executable, "-m", "app.cli", task, slug, "-o", str(path), "--progress"]
    command += ["--language", language]
    with _one_at_a_time, app.app_context():
        if db.session.get_one(Job, job_id).state != "waiting":
            return
        _set(job_id, state="running")
        db.session.remove()
        config.files.mkdir(parents=True, exist_ok=True)
        state, fault = _watch(job_id, command, lambda percent, step: _set(
            job_id, percent=percent, step=step
        ))
        _finish(job_id, state, fault)


def _watch(
    job_id: int, command: list[str], progress: Callable[[int, str], None]
) -> tuple[str, str]:
    """Return the end of the child: ("done", "") or ("failed", its last sentence)."""
    child = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )
    _children[job_id] = child
    try:
        with gevent.Timeout(TIME_OUT_S, False) as timeout:
            for line in child.stdout or ():
                percent, _, step = line.strip().partition("\t")
                if percent.isdecimal():
                    progress(int(percent), step)
            errors = child.stderr.read() if child.stderr else ""
            child.wait()
        if child.poll() is None:
            child.kill()
            child.wait()
            return "failed", f"It took longer than {TIME_OUT_S // 60} minutes and was stopped."
        del timeout
    finally:
        del _children[job_id]
    if child.returncode == 0:
        return "done", ""
    if child.returncode < 0:
        return "failed", "It was stopped from outside, or ran out of memory. Try again."
    lines = [line for line in errors.strip().splitlines() if line]
    return "failed", lines[-1] if lines else "It stopped without a word."


def _set(job_id: int, **values: object) -> None:
    db.session.execute(update(Job).where(Job.id == job_id).values(**values))
    db.session.commit()


def _finish(job_id: int, state: str, fault: str) -> None:
    """Close the row, unless it was closed already."""
    db.session.execute(
        update(Job)
        .where(Job.id == job_id, Job.state.in_(("waiting", "running")))
        .values(
            state=state,
            fault=fault,
            ended_at=clock.now(),
            percent=100 if state == "done" else Job.percent,
        )
    )
    db.session.commit()
