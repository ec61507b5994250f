"""Servers are stopped, killed, updated while people vote: nothing acknowledged is lost."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from app.bench.cluster import Postgres
from app.databases import LOCK
from tests.databases import Databases
from tests.faults.room import Room, furnish
from tests.faults.torg import running
from tests.faults.voters import Phone, Told, run
from tests.scale.town import Town, town
from workshops import log
from workshops.models import Ballot, Contribution, LogEntry

ROUNDS, WRITERS, VOTERS = 2, 4, 12
AGAIN_S = 0.1
MOST_IDEAS = 45


@dataclass
class Evening:
    """Two workshops whose phones send the same until it is acknowledged, as their script does."""

    town: Town
    rooms: list[Room]
    ideas: list[str] = field(default_factory=list)
    votes: dict[int, str] = field(default_factory=dict)
    again: Counter[int] = field(default_factory=Counter)
    heard: asyncio.Event = field(default_factory=asyncio.Event)
    is_over: bool = False

    async def pass_by(self, trouble: Callable[[], Awaitable[None]]) -> None:
        """Let all send while there is trouble, and until each has been heard once more."""
        people = []
        for room in self.rooms:
            people += [self.write(room, each) for each in room.phones[:WRITERS]]
            people += [self.vote(room, each) for each in room.phones[WRITERS:]]
        await asyncio.gather(self.until_over(trouble), *people)

    async def until_over(self, trouble: Callable[[], Awaitable[None]]) -> None:
        await trouble()
        await self.somebody()
        self.is_over = True

    async def somebody(self) -> None:
        """Wait until somebody is acknowledged from now on."""
        self.heard.clear()
        await asyncio.wait_for(self.heard.wait(), 60)

    async def write(self, room: Room, phone: Phone) -> None:
        for n in range(MOST_IDEAS):
            if not self.is_over:
                key = f"{phone.attendee}-idea-{n}"
                await self.until_told(phone.say, room.ideas, key, key)
                self.ideas.append(key)

    async def vote(self, room: Room, phone: Phone) -> None:
        n = 0
        while not self.is_over:
            n += 1
            key = f"{phone.attendee}-vote-{n}"
            await self.until_told(phone.vote, room.vote, key, {"1": 1 + n % 3})
            self.votes[phone.attendee] = key

    async def until_told(self, send: Callable[..., Awaitable[Told]], *what: object) -> None:
        """Send until it is acknowledged; what is not comes again, and is never refused."""
        while not (told := await send(self.town.port, *what)).acknowledged:
            assert told.status in (0, 500, 502, 503, 504), told
            self.again[told.status] += 1
            await asyncio.sleep(AGAIN_S)
        self.heard.set()


def stored(evening: Evening, url: str) -> tuple[Counter[str], dict[int, list[str]]]:
    """Return how often each idea is stored, and the keys of each attendee's one ballot."""
    engine = create_engine(url)
    with Session(engine) as session:
        ideas = Counter(session.scalars(select(Contribution.key)))
        ballots = session.execute(select(Ballot.attendee_id, Ballot.key)).all()
        numbers = sorted(session.scalars(select(Contribution.number)))
        chain = session.scalars(select(LogEntry).order_by(LogEntry.id)).all()
        by_consultation: dict[int, list[LogEntry]] = {}
        for line in chain:
            by_consultation.setdefault(line.consultation_id, []).append(line)
        assert all(log.broken_at(lines) is None for lines in by_consultation.values())
    engine.dispose()
    assert len(ballots) == len({who for who, _ in ballots})
    assert len(numbers) == sum(ideas.values())
    return ideas, {who: keys.split("\n") for who, keys in ballots}


def nothing_is_lost(evening: Evening, url: str) -> None:
    """Every acknowledged idea is there once; every voter's last acknowledged vote stands."""
    ideas, ballots = stored(evening, url)
    assert evening.ideas
    assert Counter(evening.ideas) - ideas == Counter()
    assert set(ideas.values()) == {1}
    assert len(evening.votes) == len(evening.rooms) * VOTERS
    assert {who: ballots[who][-1] for who in evening.votes} == evening.votes


@pytest.fixture
def evening(databases: Databases, tmp_path: Path) -> Iterator[Evening]:
    """Two servers, and two workshops that nginx brings to one each, or both to the same."""
    instance = tmp_path / "instance"
    databases.make(instance)
    with town(instance, databases.settings(instance)) as servers:
        yield Evening(servers, rooms_in(instance, databases))
    databases.drop(instance)


def rooms_in(instance: Path, databases: Databases) -> list[Room]:
    return [furnish(instance, WRITERS + VOTERS, databases.url(instance)) for _ in range(2)]


def test_servers_that_are_restarted_one_after_the_other_lose_nothing(
    evening: Evening, databases: Databases
):
    ended: list[int] = []

    async def rolling() -> None:
        for _ in range(ROUNDS):
            for port in list(evening.town.servers):
                await evening.somebody()
                ended.append(await asyncio.to_thread(evening.town.restart, port))

    run(evening.pass_by(rolling))
    assert ended == [0] * ROUNDS * 2
    nothing_is_lost(evening, databases.url(evening.town.instance))
    assert evening.again[500] == 0
    for torg in evening.town.servers.values():
        assert torg.complained() == []


def test_servers_that_are_killed_one_after_the_other_lose_nothing_that_was_acknowledged(
    evening: Evening, databases: Databases
):
    async def crashing() -> None:
        for port in list(evening.town.servers):
            await evening.somebody()
            await asyncio.to_thread(evening.town.crash, port)

    run(evening.pass_by(crashing))
    nothing_is_lost(evening, databases.url(evening.town.instance))


def test_a_room_goes_on_while_somebody_else_has_the_data(databases: Databases, tmp_path: Path):
    """A vote waits for the lock; whoever only looks does not, and the vote is taken after it."""
    instance = tmp_path / "instance"
    databases.make(instance)
    with running(instance, env=databases.settings(instance)) as torg:
        room = furnish(instance, 2, databases.url(instance))

        async def evening() -> tuple[Told, bool, Told]:
            voter, other = room.phones
            voting = asyncio.create_task(voter.vote(torg.port, room.vote, "tap", {"1": 1}))
            await asyncio.sleep(1)
            looked = await other.get(torg.port, f"/w/{room.code}/now")
            was_waiting = not voting.done()
            lock.close()
            return looked, was_waiting, await voting

        url = databases.url(instance).replace("+psycopg", "")
        with psycopg.connect(url) as lock:
            lock.execute(f"SELECT pg_advisory_xact_lock({LOCK})")
            looked, was_waiting, voted = run(evening())
    databases.drop(instance)
    assert looked.status == 200
    assert was_waiting
    assert voted.acknowledged


def test_a_database_that_is_killed_loses_nothing_that_was_acknowledged(
    mortal: Databases, server: Postgres, tmp_path: Path
):
    """Once stopped as for an update, once as by a power cut, while both workshops vote."""
    instance = tmp_path / "instance"
    mortal.make(instance)
    settings = {"TORG_DATABASE_URL": mortal.url(instance)}
    with town(instance, settings, servers=1) as servers:
        evening = Evening(servers, rooms_in(instance, mortal))

        async def outage() -> None:
            for how in (2, 9):
                await evening.somebody()
                await asyncio.to_thread(server.stop, how)
                await asyncio.sleep(1)
                await asyncio.to_thread(server.start)

        run(evening.pass_by(outage))
        nothing_is_lost(evening, mortal.url(instance))
    mortal.drop(instance)
