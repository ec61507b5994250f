"""The write queue: acknowledged means on disk, one person's trouble is nobody else's."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import gevent
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.storage import StorageFull
from app.writequeue import WriteQueue
from tests.databases import Databases
from workshops import answers, joining, planning, stage
from workshops.models import Activity, Ballot, Base, Contribution
from workshops.news import News
from workshops.refusal import Refused


class Room:
    """A queue in front of a database with an open vote and open ideas, and who hears of it."""

    def __init__(self, database_url: str) -> None:
        self.told: list[tuple[News, ...]] = []
        self.queue = WriteQueue(database_url, self.told.append)
        Base.metadata.create_all(self.queue.engine)
        self.commits = 0
        event.listen(self.queue.engine, "commit", self._count)
        self.ideas, self.vote, self.workshop = self.queue.do(_prepare)
        self.people = 0

    def _count(self, _connection: object) -> None:
        self.commits += 1

    def person(self) -> int:
        self.people += 1
        workshop_id, code = self.workshop
        device = f"device {self.people}"
        return self.queue.do(lambda s: joining.join(s, workshop_id, code, device))

    def votes(self, who: int, key: str, dots: dict[str, int]) -> Callable[[Session], object]:
        return lambda s: answers.submit(s, self.vote, who, {"dots": dots}, key)

    def says(self, who: int, words: str) -> Callable[[Session], object]:
        return lambda s: answers.submit(s, self.ideas, who, {"text": words}, words[:60])

    def at_once(self, *works: Callable[[Session], object]) -> list[object]:
        """Hand over all in one breath; return what each was told, refusals as they are."""
        asked = [gevent.spawn(self._ask, work) for work in works]
        gevent.joinall(asked, raise_error=True)
        return [each.get(block=False) for each in asked]

    def _ask(self, work: Callable[[Session], object]) -> object:
        try:
            return self.queue.do(work)
        except Exception as fault:  # noqa: BLE001 - what it was told is what is asked
            return fault

    def read(self, column: object) -> list:
        with Session(self.queue.engine) as session:
            return list(session.scalars(select(column)))


def _prepare(session: Session) -> tuple[int, int, tuple[int, str]]:
    consultation = planning.new_consultation(session, "Stortorget")
    workshop = planning.new_workshop(session, consultation, "Evening")
    ideas = planning.add_activity(session, workshop, "ideas")
    options = [{"key": "1", "label": "A fire"}, {"key": "2", "label": "Seats"}]
    vote = planning.add_activity(session, workshop, "dot_vote", settings={"options": options})
    stage.open_activity(session, ideas)
    stage.open_activity(session, vote)
    ideas.state, ideas.closed_at = "open", None
    return ideas.id, vote.id, (workshop.id, workshop.code)


@pytest.fixture
def room(databases: Databases, tmp_path: Path) -> Iterator[Room]:
    made = Room(databases.make(tmp_path))
    yield made
    made.queue.stop()
    databases.drop(tmp_path)


# One transaction for all that waits


def test_what_waits_shares_one_commit(room: Room):
    people = [room.person() for _ in range(20)]
    before = room.commits
    room.at_once(*(room.votes(who, "k", {"1": 1}) for who in people))
    assert room.commits == before + 1
    assert len(room.read(Ballot.id)) == 20


def test_a_lone_answer_waits_for_nobody(room: Room):
    who = room.person()
    assert room.queue.do(room.votes(who, "k", {"1": 1})).number == 0


def test_the_room_is_told_after_the_commit_and_once(room: Room):
    people = [room.person() for _ in range(3)]
    room.told.clear()
    room.at_once(*(room.votes(who, "k", {"1": 1}) for who in people))
    gevent.sleep(0)
    assert [[each.topic for each in news] for news in room.told if news] == [["answers"]]


def test_numbers_are_given_in_the_order_of_arrival(room: Room):
    who = room.person()
    receipts = room.at_once(*(room.says(who, f"Idea {n}") for n in range(5)))
    assert [each.number for each in receipts] == [1, 2, 3, 4, 5]


TAPS = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 3), st.sampled_from("12"), st.integers(1, 3)),
    min_size=1,
    max_size=12,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(taps=TAPS, breaks=st.sets(st.integers(0, 12)))
def test_any_interleaving_and_any_copies_leave_one_ballot_the_last(room: Room, taps, breaks):
    """Taps arrive in batches that end at `breaks`; a tap that was seen before is a copy."""
    people = [room.person() for _ in range(3)]
    seen: dict[tuple[int, int], dict] = {}
    last: dict[int, dict] = {}
    batch = []
    for n, (who, tap, option, dots) in enumerate(taps):
        if (who, tap) not in seen:
            seen[who, tap] = last[people[who]] = {option: dots}
        batch.append(room.votes(people[who], f"tap {tap}", seen[who, tap]))
        if n in breaks:
            room.at_once(*batch)
            batch = []
    room.at_once(*batch)
    with Session(room.queue.engine) as session:
        rows = session.scalars(select(Ballot).where(Ballot.attendee_id.in_(people))).all()
        stored = {row.attendee_id: row.payload["dots"] for row in rows}
    assert len(rows) == len(last)
    assert stored == last


# One person's trouble


def test_a_refusal_leaves_the_others_in_the_batch(room: Room):
    first, second, third = (room.person() for _ in range(3))
    told = room.at_once(
        room.votes(first, "k", {"1": 1}),
        room.votes(second, "k", {"1": 9}),
        room.votes(third, "k", {"2": 1}),
    )
    assert [type(each) for each in told] == [answers.Receipt, Refused, answers.Receipt]
    assert sorted(room.read(Ballot.attendee_id)) == [first, third]


def test_a_refused_work_leaves_nothing_of_itself(room: Room):
    who = room.person()

    def half(session: Session) -> None:
        answers.submit(session, room.ideas, who, {"text": "half"}, "half")
        raise Refused("No.")

    room.told.clear()
    told = room.at_once(half, room.says(who, "whole"))
    assert isinstance(told[0], Refused)
    assert told[1].number == 1
    assert room.read(Contribution.text) == ["whole"]


def test_a_breach_of_the_database_rules_leaves_the_others(room: Room):
    who = room.person()

    def breach(session: Session) -> None:
        session.add(Activity(workshop_id=999_999, position=1, kind="ideas", title="nowhere"))
        session.flush()

    told = room.at_once(room.says(who, "before"), breach, room.says(who, "after"))
    assert isinstance(told[1], IntegrityError)
    assert room.read(Contribution.text) == ["before", "after"]


def test_a_fault_of_ours_reaches_who_asked_and_the_queue_goes_on(room: Room):
    who = room.person()
    told = room.at_once(lambda _: 1 // 0, room.says(who, "after"))
    assert isinstance(told[0], ZeroDivisionError)
    assert room.read(Contribution.text) == ["after"]


def test_nobody_waits_for_ever_when_the_batch_itself_fails(room: Room, monkeypatch):
    who = room.person()
    with monkeypatch.context() as broken:
        broken.setattr("app.writequeue.settle", lambda _: 1 // 0)
        told = room.at_once(room.says(who, "lost"), room.says(who, "lost too"))
    assert [type(each) for each in told] == [ZeroDivisionError, ZeroDivisionError]
    assert room.queue.do(room.says(who, "kept")).number == 1
    assert room.read(Contribution.text) == ["kept"]


def test_a_deaf_room_costs_no_answer(room: Room):
    who = room.person()
    room.queue.told = lambda _: 1 // 0
    assert room.at_once(room.says(who, "one"))[0].number == 1
    assert room.at_once(room.says(who, "two"))[0].number == 2


# The disk


def limit(room: Room, pages: int | None = None) -> None:
    """Let the database grow no further than so many pages; None for as it is now."""
    with room.queue.engine.connect() as connection:
        now = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages or now + 1}")


@pytest.mark.sqlite
@pytest.mark.parametrize("batch", [1, 7, 40])
def test_a_full_disk_is_said_and_nothing_that_was_acknowledged_is_missing(room: Room, batch: int):
    who = room.person()
    limit(room)
    asked = [f"{n} ".ljust(490, "x") for n in range(40)]
    told = []
    for start in range(0, len(asked), batch):
        told += room.at_once(*(room.says(who, words) for words in asked[start : start + batch]))
    kept = [words for words, each in zip(asked, told, strict=True) if not is_refused(each)]
    refused = [each for each in told if is_refused(each)]
    assert refused
    assert all(isinstance(each, StorageFull) for each in refused)
    assert str(refused[0]) == "The laptop’s disk is full. Your answer is kept on this phone."
    assert sorted(room.read(Contribution.text)) == sorted(kept)


def is_refused(told: object) -> bool:
    return isinstance(told, Exception)


@pytest.mark.sqlite
def test_with_room_on_the_disk_again_the_same_answer_is_taken(room: Room):
    who = room.person()
    limit(room)
    words = [f"{n} " + "x" * 490 for n in range(40)]
    told = room.at_once(*(room.says(who, each) for each in words))
    assert all(map(is_refused, told))
    assert room.read(Contribution.id) == []
    limit(room, 100_000)
    told = room.at_once(*(room.says(who, each) for each in words))
    assert not any(map(is_refused, told))
    assert sorted(room.read(Contribution.text)) == sorted(words)


@pytest.mark.sqlite
def test_a_database_that_somebody_else_holds_is_said(room: Room, tmp_path: Path):
    who = room.person()
    with room.queue.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=50")
    other = sqlite3.connect(tmp_path / "torg.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    told = room.at_once(room.says(who, "now"))
    other.execute("ROLLBACK")
    other.close()
    assert str(told[0]) == "The laptop cannot write just now. Your answer is kept on this phone."
    assert room.at_once(room.says(who, "now"))[0].number == 1
