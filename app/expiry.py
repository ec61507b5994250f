"""How long made files lie here: 30 days, and not beyond the day the consultation is forgotten."""

from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Flask, current_app
from gevent import sleep
from sqlalchemy import select

from app.extensions import db
from workshops import clock
from workshops.models import Consultation, Job

KEPT_DAYS = 30
HOUR_S = 3600.0


def gone_on(job: Job, consultation: Consultation) -> date:
    """Return the day on which the file of a job is deleted.

    What is made after the promised day holds nothing that was to be forgotten by then.
    """
    made = job.asked_at.astimezone(ZoneInfo(consultation.time_zone)).date()
    last = made + timedelta(days=KEPT_DAYS)
    promised = consultation.delete_on
    return min(last, promised) if promised and promised > made else last


def remove_expired() -> int:
    """Delete the files whose day has come; return how many. The rows stay as history."""
    folder: Path = current_app.config["TORG"].files
    rows = db.session.execute(
        select(Job, Consultation)
        .join(Consultation, Consultation.id == Job.consultation_id)
        .where(Job.state == "done")
    ).all()
    now, gone = clock.now(), 0
    for job, consultation in rows:
        path = folder / job.file
        today = now.astimezone(ZoneInfo(consultation.time_zone)).date()
        if job.file and today >= gone_on(job, consultation) and path.is_file():
            path.unlink(missing_ok=True)
            gone += 1
    db.session.rollback()
    return gone


def keep_removing(app: Flask) -> None:
    """Look every hour for as long as the server runs."""
    while True:
        with app.app_context():
            remove_expired()
            db.session.remove()
        sleep(HOUR_S)
