"""Any schedule of votes, copies, closings, breaches and faults of the disk, against a plain model.

Two votes and the hearts of two ideas are the slots. A batch is what arrives while the last one is
written; some batches meet a fault, at one of their statements or at their commit. Whatever is
acknowledged is in the database, once, as it was last; whatever is not has left nothing.
"""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import gevent
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from app.storage import StorageFull
from app.writequeue import WriteQueue
from tests.faults.room import OPTIONS
from workshops import answers, clock, moderation, planning, stage, tokens
from workshops.arrivals import Arrival, take
from workshops.models import Activity, Attendee, Ballot, Base, Contribution
from workshops.refusal import Refused

BEGAN = datetime(2026, 11, 22, 19, 0, tzinfo=UTC)
FAULTS = ("database or disk is full", "disk I/O error", "no such savepoint")
PEOPLE = st.integers(0, 3)


@dataclass(frozen=True)
class Vote:
    """A tap; the same person, vote and tap again is a copy of it. Nine dots are too many."""

    who: int
    vote: int
    tap: int
    dots: int


@dataclass(frozen=True)
class Heart:
    """A tap on a heart; the same person, number and tap again is a copy of it."""

    who: int
    number: int
    tap: int
    on: bool


@dataclass(frozen=True)
class Step:
    """The desk closes a vote, or opens it again."""

    vote: int
    state: str


@dataclass(frozen=True)
class Breach:
    """Work of ours that breaks a rule of the database."""


@dataclass(frozen=True)
class Batch:
    """What arrives together, after the clock moved on; `fault` strikes at that statement."""

    acts: list
    seconds: int
    fault: tuple[int, str] | None


VOTES = st.builds(Vote, PEOPLE, st.integers(0, 1), st.integers(0, 4), st.sampled_from([1, 2, 3, 9]))
HEARTS = st.builds(Heart, PEOPLE, st.integers(1, 2), st.integers(0, 4), st.booleans())
STEPS = st.builds(Step, st.integers(0, 1), st.sampled_from(["open", "closed"]))
ACTS = st.one_of(VOTES, VOTES, VOTES, HEARTS, STEPS, st.just(Breach()))
STRIKES = st.tuples(st.integers(0, 30), st.sampled_from(FAULTS))
BATCHES = st.lists(
    st.builds(
        Batch,
        st.lists(ACTS, min_size=1, max_size=10),
        st.sampled_from([0, 0, 1, 3, -5]),
        st.one_of(st.none(), STRIKES),
    ),
    min_size=1,
    max_size=6,
)


class Evening:
    """A queue in front of a database, with two open votes and two released ideas."""

    def __init__(self, folder: Path) -> None:
        self.queue = WriteQueue(f"sqlite:///{folder / 'room.db'}", lambda _: None)
        Base.metadata.create_all(self.queue.engine)
        self.votes, self.ideas, self.code = self.queue.do(_prepare)
        self.strike: tuple[int, str] | None = None
        for moment in ("before_cursor_execute", "commit"):
            event.listen(self.queue.engine, moment, self._strike)

    def _strike(self, *_: object) -> None:
        """Fail at the statement that was named; the commit counts as one."""
        if self.strike is None:
            return
        left, words = self.strike
        self.strike = (left - 1, words) if left else None
        if not left:
            raise OperationalError("a statement", {}, sqlite3.OperationalError(words))

    def at_once(self, batch: Batch, works: list[Callable[[], object]]) -> list[object]:
        """Hand over all in one breath; return what each was told."""
        self.strike = batch.fault
        asked = [gevent.spawn(_told, work) for work in works]
        gevent.joinall(asked, raise_error=True)
        self.strike = None
        return [each.get(block=False) for each in asked]

    def do(self, work: Callable[[Session], object]) -> Callable[[], object]:
        return lambda: self.queue.do(work)

    def work(self, act: object, device: str, at: datetime) -> Callable[[], object]:
        """Return how an act is handed to the queue."""
        token = tokens.hashed(device, self.code)
        match act:
            case Vote(vote=vote, tap=tap, dots=dots):
                fields = MultiDict({"dots-1": str(min(dots, 3)), "dots-2": str(max(0, dots - 3))})
                arrival = Arrival(self.code, self.votes[vote], token, fields, f"tap {tap}", at)
                return lambda: self.queue.together(take, arrival)
            case Heart():
                return self.do(lambda s: self._heart(s, token, act))
            case Step(vote=vote, state=state):
                return self.do(lambda s: _put(s, self.votes[vote], state))
            case _:
                return self.do(_break_a_rule)

    def _heart(self, session: Session, token: str, tap: Heart) -> None:
        who = session.scalar(select(Attendee.id).where(Attendee.token_hash == token))
        if who is None:
            raise Refused("Nobody.")
        says = "heart" if tap.on else ""
        answers.react(session, self.ideas, who, tap.number, says, f"tap {tap.tap}")

    def stored(self, devices: dict[int, str]) -> dict[tuple, tuple]:
        """Return payload and keys by person, activity and slot; fails when a slot has two."""
        names = {tokens.hashed(device, self.code): who for who, device in devices.items()}
        rows = select(Attendee.token_hash, Ballot).join(Ballot, Ballot.attendee_id == Attendee.id)
        with Session(self.queue.engine) as session:
            found = [
                ((names[token], row.activity_id, row.slot), (row.payload, row.key.split("\n")))
                for token, row in session.execute(rows)
                if token in names
            ]
        assert len(found) == len(dict(found))
        return dict(found)


def _told(work: Callable[[], object]) -> object:
    try:
        return work()
    except Exception as fault:  # noqa: BLE001 - what it was told is what is asked
        return fault


def _prepare(session: Session) -> tuple[list[int], int, str]:
    workshop = planning.new_workshop(session, planning.new_consultation(session, "S"), "Evening")
    ideas = planning.add_activity(session, workshop, "ideas")
    stage.open_activity(session, ideas)
    writer = Attendee(workshop_id=workshop.id, joined_at=clock.now())
    session.add(writer)
    session.flush()
    for words in ("A fire", "Seats"):
        answers.submit(session, ideas.id, writer.id, {"text": words}, words)
    for each in session.scalars(select(Contribution)):
        moderation.decide(session, each, "released")
    votes = [
        planning.add_activity(session, workshop, "dot_vote", settings={"options": OPTIONS})
        for _ in range(2)
    ]
    session.flush()
    return [each.id for each in votes], ideas.id, workshop.code


def _put(session: Session, activity_id: int, state: str) -> None:
    """Open or close a vote, whatever else is open."""
    activity = session.get_one(Activity, activity_id)
    activity.state = state
    activity.closed_at = clock.now() if state == "closed" else None


def _break_a_rule(session: Session) -> None:
    session.add(Activity(workshop_id=999_999, position=1, kind="ideas", title="nowhere"))
    session.flush()


@dataclass
class Model:
    """What must be stored: the ballots by slot, and which votes are open."""

    evening: Evening
    now: datetime = BEGAN
    ballots: dict[tuple, tuple] = field(default_factory=dict)
    closed_at: dict[int, datetime] = field(default_factory=dict)
    joined: set[int] = field(default_factory=set)

    def expect(self, act: object) -> str:
        """Change what the act changes, and return what it must be told."""
        match act:
            case Vote():
                return self._vote(act)
            case Heart():
                return self._heart(act)
            case Step(vote=vote, state=state):
                self.closed_at.pop(vote, None)
                if state == "closed":
                    self.closed_at[vote] = self.now
            case _:
                return "fault"
        return "taken"

    def _heart(self, act: Heart) -> str:
        if act.who not in self.joined:
            return "refused"
        slot = (act.who, self.evening.ideas, f"heart:{act.number}")
        _, keys = self.ballots.get(slot, ({}, []))
        if f"tap {act.tap}" not in keys and (act.on or keys):
            payload = {"heart": act.number} | ({} if act.on else {"says": ""})
            self.ballots[slot] = (payload, [*keys, f"tap {act.tap}"])
        return "taken"

    def _vote(self, act: Vote) -> str:
        self.joined.add(act.who)
        slot = (act.who, self.evening.votes[act.vote], "")
        _, keys = self.ballots.get(slot, ({}, []))
        if f"tap {act.tap}" in keys:
            return "taken"
        since = self.now - self.closed_at.get(act.vote, self.now)
        if not timedelta(0) <= since <= stage.GRACE or act.dots == 9:
            return "refused"
        self.ballots[slot] = ({"dots": {"1": act.dots}}, [*keys, f"tap {act.tap}"])
        return "taken"


def kind_of(told: object) -> str:
    if isinstance(told, StorageFull):
        return "not written"
    if isinstance(told, Refused):
        return "refused"
    return "fault" if isinstance(told, Exception) else "taken"


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evening]:
    made = Evening(tmp_path_factory.mktemp("schedules"))
    yield made
    made.queue.stop()


EXAMPLES = count()


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(batches=BATCHES)
@example(
    batches=[
        Batch([Breach()], 0, None),
        Batch([Breach(), Step(0, "closed"), Vote(1, 0, 0, 1)], 0, (20, "no such savepoint")),
    ]
)
def test_any_schedule_leaves_one_ballot_a_slot_the_last_one_accepted(
    evening: Evening, monkeypatch: pytest.MonkeyPatch, batches: list[Batch]
):
    room = next(EXAMPLES)
    devices = {who: f"{room} {who}" for who in range(4)}
    first: dict[tuple, object] = {}
    model = Model(evening)
    monkeypatch.setattr(clock, "now", lambda: model.now)
    for vote in evening.votes:
        evening.queue.do(lambda s, vote=vote: _put(s, vote, "open"))
    for batch in batches:
        model.now += timedelta(seconds=batch.seconds)
        acts = [
            first.setdefault((type(a), *tap), a) if (tap := tap_of(a)) else a for a in batch.acts
        ]
        works = [evening.work(a, devices.get(getattr(a, "who", 0)), model.now) for a in acts]
        told = [kind_of(each) for each in evening.at_once(batch, works)]
        follow(model, acts, told, struck=batch.fault is not None)
        assert evening.stored(devices) == model.ballots


def tap_of(act: object) -> tuple[int, ...]:
    """Whose finger, on what, and which tap; empty for what no finger did."""
    match act:
        case Vote():
            return act.who, act.vote, act.tap
        case Heart():
            return act.who, act.number, act.tap
    return ()


def follow(model: Model, acts: list, told: list[str], *, struck: bool) -> None:
    """Let the model do what was told, and check that nothing else could be told."""
    if "not written" in told:
        assert struck
        assert set(told) == {"not written"}
        return
    for act, heard in zip(acts, told, strict=True):
        if heard == "fault" and struck:
            continue  # The fault was this one's; it has left nothing.
        assert heard == model.expect(act)
