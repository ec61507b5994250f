"""The downloads: place in the queue, who asked, how long it took, and when files go."""

import re
from datetime import timedelta

import pytest

from app import expiry, jobs
from app.extensions import db
from workshops import clock
from workshops.models import Consultation, Job

ROOM = "/planner/karl-marx-platz"


def made(demo: Consultation, **facts) -> Job:
    job = Job(
        consultation_id=demo.id,
        **{"task": "csv", "state": "done", "asked_at": clock.now(), "file": "a.zip", **facts},
    )
    db.session.add(job)
    db.session.commit()
    return job


def file_of(app, job: Job):
    folder = app.config["TORG"].files
    folder.mkdir(exist_ok=True)
    (folder / job.file).write_bytes(b"x" * 2000)
    return folder / job.file


def text(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.text))


def test_who_waits_is_told_how_many_come_before(demo, owner):
    made(demo, state="running", task="brief")
    made(demo, state="waiting", task="geojson")
    last = made(demo, state="waiting")
    assert jobs.before(last) == 2
    assert "Waiting for its turn: 2 files are made before it" in text(
        owner.get(f"{ROOM}/downloads")
    )


def test_the_history_tells_who_asked_and_how_long_it_took(app, demo, owner):
    began = clock.now()
    details = {"role": "planner", "began": began.isoformat(), "size": 1_234_000}
    job = made(demo, details=details, ended_at=began + timedelta(seconds=14))
    page = text(owner.get(f"{ROOM}/downloads"))
    assert "by a planner" in page
    assert "14 s" in page
    assert "1.2 MB" in page
    assert jobs.seconds_of(job) == 14


def test_a_job_of_before_has_no_such_facts(demo, owner):
    assert jobs.seconds_of(made(demo, ended_at=clock.now())) is None
    assert owner.get(f"{ROOM}/downloads").status_code == 200


def test_a_file_lies_here_for_thirty_days(app, demo, wait):
    demo.delete_on = None
    job = made(demo)
    path = file_of(app, job)
    wait(timedelta(days=29))
    assert (expiry.remove_expired(), path.exists()) == (0, True)
    wait(timedelta(days=1))
    assert (expiry.remove_expired(), path.exists()) == (1, False)
    assert db.session.get(Job, job.id).state == "done"


def test_no_file_outlives_the_promised_day(app, demo, wait):
    demo.delete_on = clock.now().date() + timedelta(days=5)
    db.session.commit()
    path = file_of(app, made(demo))
    wait(timedelta(days=4))
    expiry.remove_expired()
    assert path.exists()
    wait(timedelta(days=1))
    expiry.remove_expired()
    assert not path.exists()


def test_what_is_made_after_the_promised_day_has_its_thirty_days(demo):
    demo.delete_on = clock.now().date() - timedelta(days=1)
    job = made(demo)
    assert expiry.gone_on(job, demo) > clock.now().date()


def test_the_rule_and_the_day_are_told(app, demo, owner):
    demo.delete_on = None
    db.session.commit()
    file_of(app, made(demo))
    page = text(owner.get(f"{ROOM}/downloads"))
    assert "A file lies here for 30 days. Then it is deleted" in page
    assert "until " in page


def test_a_file_that_has_gone_can_be_made_again(demo, owner):
    made(demo)
    page = text(owner.get(f"{ROOM}/downloads"))
    assert "The file is not here any more." in page
    assert "Make it: Tables (CSV)" in page


@pytest.mark.parametrize("state", ["interrupted", "failed", "cancelled"])
def test_what_did_not_come_about_can_be_made_again(demo, owner, state):
    made(demo, state=state, fault="The disk is full.")
    assert "Make it again: Tables (CSV)" in text(owner.get(f"{ROOM}/downloads"))
