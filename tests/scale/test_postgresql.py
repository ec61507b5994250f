"""What PostgreSQL does that SQLite cannot: go away, come back, serve two writers at once."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import gevent
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from gevent.event import AsyncResult
from gevent.threadpool import ThreadPool
from sqlalchemy import create_engine, select, text
from sqlalchemy.orm import Session

from app.bench.cluster import Postgres
from app.databases import ALONE, TOGETHER, prepare, to_write
from app.extensions import db
from app.migrating import bring_up_to_date
from app.storage import NotNow
from app.writequeue import Waiting, WriteQueue, _each
from config import ROOT
from tests.app.conftest import make_app
from tests.databases import Databases
from workshops import answers, joining, log, planning, stage
from workshops.models import Ballot, Base, Contribution, LogEntry
from workshops.news import settle


@pytest.fixture
def databases(mortal: Databases) -> Databases:
    return mortal


@pytest.fixture
def app(databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    """An application on empty tables."""
    made = make_app(tmp_path, databases.make(tmp_path))
    with made.app_context():
        bring_up_to_date(made)
    yield made
    with made.app_context():
        db.engine.dispose()
    made.extensions["torg_writes"].stop()
    databases.drop(tmp_path)


class Rooms:
    """Two servers on one database, as far as writing goes: a queue each; a vote and ideas."""

    def __init__(self, database_url: str) -> None:
        self.name = database_url.rpartition("/")[2]
        self.engine = create_engine(database_url, pool_pre_ping=True)
        Base.metadata.create_all(self.engine)
        self.queues = [WriteQueue(database_url, lambda _: None) for _ in range(2)]
        with Session(self.engine) as session:
            consultation = planning.new_consultation(session, "Stortorget")
            self.workshops = []
            for title in ("One", "Two"):
                workshop = planning.new_workshop(session, consultation, title)
                ideas = planning.add_activity(session, workshop, "ideas")
                options = [{"key": "1", "label": "A fire"}, {"key": "2", "label": "Seats"}]
                vote = planning.add_activity(
                    session, workshop, "dot_vote", settings={"options": options}
                )
                stage.open_activity(session, ideas)
                stage.open_activity(session, vote)
                ideas.state, ideas.closed_at = "open", None
                self.workshops.append((workshop.id, workshop.code, ideas.id, vote.id))
            self.consultation_id = consultation.id
            settle(session)
            session.commit()

    def at_once(self, *works: Callable[[Session], object]) -> list[object]:
        """Hand over the works to the two servers in turn; return what each was told."""
        asked = [gevent.spawn(self._ask, n, work) for n, work in enumerate(works)]
        gevent.joinall(asked, raise_error=True)
        return [each.get(block=False) for each in asked]

    def _ask(self, n: int, work: Callable[[Session], object]) -> object:
        try:
            return self.queues[n % 2].do(work)
        except Exception as fault:  # noqa: BLE001 - what it was told is what is asked
            return fault

    def person(self, workshop: int = 0, device: str = "a phone") -> int:
        workshop_id, code, *_ = self.workshops[workshop]
        return self.queues[0].do(lambda s: joining.join(s, workshop_id, code, device))

    def votes(self, who: int, key: str, dots: int, workshop: int = 0):
        vote = self.workshops[workshop][3]
        return lambda s: answers.submit(s, vote, who, {"dots": {"1": dots}}, key)

    def says(self, who: int, words: str, workshop: int = 0):
        ideas = self.workshops[workshop][2]
        return lambda s: answers.submit(s, ideas, who, {"text": words}, words[:60])

    def read(self, wanted) -> list:
        with Session(self.engine) as session:
            return list(session.scalars(wanted))


@pytest.fixture
def rooms(databases: Databases, tmp_path: Path) -> Iterator[Rooms]:
    made = Rooms(databases.make(tmp_path))
    yield made
    for queue in made.queues:
        queue.stop()
    made.engine.dispose()
    databases.drop(tmp_path)


# Two servers at once


def test_a_phone_that_votes_through_two_servers_has_one_ballot(rooms: Rooms):
    who = rooms.person()
    told = rooms.at_once(*(rooms.votes(who, f"tap {n}", 1 + n % 3) for n in range(30)))
    assert [each.number for each in told] == [0] * 30
    assert len(rooms.read(select(Ballot))) == 1


def test_the_same_tap_through_two_servers_counts_once(rooms: Rooms):
    who = rooms.person()
    told = rooms.at_once(*(rooms.says(who, "More seats") for _ in range(8)))
    assert {each.number for each in told} == {1}
    assert rooms.read(select(Contribution.number)) == [1]


def test_a_phone_that_joins_through_two_servers_is_one_person(rooms: Rooms):
    workshop_id, code, *_ = rooms.workshops[0]
    told = rooms.at_once(
        *(lambda s: joining.join(s, workshop_id, code, "a phone") for _ in range(8))
    )
    assert len(set(told)) == 1
    assert isinstance(told[0], int)


def test_numbers_of_two_workshops_at_once_are_given_once_each(rooms: Rooms):
    people = [rooms.person(n, "a phone") for n in range(2)]
    told = rooms.at_once(*(rooms.says(people[n % 2], f"Idea {n}", n % 2) for n in range(40)))
    assert sorted(each.number for each in told) == list(range(1, 41))


def test_the_log_of_two_servers_is_one_chain(rooms: Rooms):
    def note(n: int):
        return lambda s: log.note(s, rooms.consultation_id, "desk", "noted", str(n)).id

    rooms.at_once(*(note(n) for n in range(40)))
    lines = rooms.read(select(LogEntry).order_by(LogEntry.id))
    assert len([each for each in lines if each.verb == "noted"]) == 40
    assert log.broken_at(lines) is None


def test_servers_that_wait_for_each_other_both_get_done(rooms: Rooms):
    """A real deadlock: each holds what the other wants next; one is tried again."""
    (first, *_), (second, *_) = rooms.workshops
    meeting = threading.Barrier(2, timeout=30)
    tries: list[int] = []

    def both(mine: int, other: int):
        def work(session: Session) -> str:
            tries.append(mine)
            touch(session, mine)
            if tries.count(mine) == 1:
                meeting.wait()
            touch(session, other)
            return "done"

        return work

    pool = ThreadPool(2)
    asked = [
        pool.spawn(rooms.queues[n]._commit, [waiting(both(*pair))])
        for n, pair in enumerate([(first, second), (second, first)])
    ]
    outcomes = [each.get()[0] for each in asked]
    pool.kill()
    assert outcomes == [["done"], ["done"]]
    assert len(tries) == 3


def touch(session: Session, workshop_id: int) -> None:
    wanted = text("UPDATE workshop SET version = version + 1 WHERE id = :id")
    session.execute(wanted, {"id": workshop_id})


def waiting(work: Callable[[Session], object]) -> Waiting:
    return Waiting(_each, work, AsyncResult())


def test_the_desk_has_the_data_alone_and_answers_share_it(rooms: Rooms):
    engine = create_engine(rooms.engine.url)
    prepare(engine)

    def held(strength: str) -> Session:
        session = Session(engine)
        session.connection(execution_options=to_write(engine, strength))
        return session

    answer = held(TOGETHER)
    another = held(TOGETHER)
    with ThreadPoolExecutor(1) as other:
        desk = other.submit(held, ALONE)
        answer.close()
        assert not desk.done()
        another.close()
        desk.result(30).close()
    engine.dispose()


# The server goes away and comes back


NOT_NOW = "The laptop cannot write just now. Your answer is kept on this phone."


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL], ids=["stopped", "power cable"])
def test_a_server_that_is_gone_is_said_and_found_again(rooms: Rooms, server: Postgres, how: int):
    who = rooms.person()
    kept = [rooms.at_once(rooms.says(who, f"before {n}"))[0].number for n in range(5)]
    server.stop(how)
    try:
        told = rooms.at_once(rooms.says(who, "meanwhile"), rooms.says(who, "meanwhile too"))
    finally:
        server.start()
    assert [(type(each), str(each)) for each in told] == [(NotNow, NOT_NOW)] * 2
    after = rooms.at_once(rooms.says(who, "meanwhile"))[0].number
    assert rooms.read(select(Contribution.number).order_by(Contribution.number)) == [*kept, after]


def test_a_database_that_may_only_be_read_is_said(rooms: Rooms):
    who = rooms.person()
    with rooms.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(
            text(f"ALTER DATABASE {rooms.name} SET default_transaction_read_only=on")
        )
    for queue in rooms.queues:
        queue.engine.dispose()
    assert str(rooms.at_once(rooms.votes(who, "tap", 1))[0]) == NOT_NOW


def test_a_page_says_that_the_data_cannot_be_reached(app, server: Postgres):
    phone = app.test_client()
    assert phone.get("/w/ABCD/").status_code == 404
    server.stop()
    try:
        page = phone.get("/w/ABCD/")
        script = phone.get("/w/ABCD/now", headers={"Accept": "application/json"})
    finally:
        server.start()
    assert page.status_code == script.status_code == 503
    assert "cannot reach its data just now" in page.text
    assert script.json["keep"] is True
    assert phone.get("/w/ABCD/").status_code == 404


# What PostgreSQL does not take


@pytest.mark.parametrize(
    "address", ["/s/%00/", "/w/%00/", "/plans/99999999999999999999-x-light.svg"]
)
def test_what_the_database_cannot_keep_is_not_found(app, address: str):
    assert app.test_client().get(address).status_code == 404


# The tables


def test_servers_that_start_at_once_make_the_tables_once(databases: Databases, tmp_path: Path):
    databases.make(tmp_path)
    env = os.environ | databases.settings(tmp_path) | {"TORG_SECRET_KEY": "k" * 64}
    line = [sys.executable, "-m", "app.cli", "list"]
    children = [subprocess.Popen(line, cwd=ROOT, env=env, stderr=subprocess.PIPE) for _ in range(2)]
    said = [child.communicate(timeout=150)[1].decode() for child in children]
    databases.drop(tmp_path)
    assert [child.returncode for child in children] == [0, 0], said


def test_the_migrations_lead_to_the_tables_that_the_models_name(
    databases: Databases, tmp_path: Path
):
    app = make_app(tmp_path, databases.make(tmp_path))
    with app.app_context():
        bring_up_to_date(app)
        with db.engine.connect() as connection:
            found = compare_metadata(MigrationContext.configure(connection), Base.metadata)
        db.engine.dispose()
    databases.drop(tmp_path)
    assert found == []
