"""What one server is told, the pages at another hear of; and what happens when Redis is away."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.bench import cluster as clusters
from app.bench.cluster import Redis
from config import ROOT
from tests.databases import Databases
from tests.faults.room import Room, furnish
from tests.faults.sockets import CHANGED, Socket, watch
from tests.faults.torg import Torg, running
from tests.faults.voters import run

#: As long as a server waits before it asks for Redis again, and a little more.
ALMOST_AT_ONCE_S = 1.5


@dataclass
class Pair:
    """Two servers, a Redis between them that may be stopped, and a workshop."""

    one: Torg
    other: Torg
    redis: Redis
    room: Room

    async def screen_at(self, torg: Torg) -> Socket:
        return await watch(self.room.phones[0], torg.port, "screen", self.room.screen)

    async def vote_at(self, torg: Torg, key: str) -> None:
        """Vote with a phone of one's own line."""
        phone = self.room.phones[1]
        phone.hang_up()
        told = await phone.vote(torg.port, self.room.vote, key, {"1": 1 + len(key) % 3})
        assert told.acknowledged, told


@pytest.fixture
def pair(databases: Databases, tmp_path: Path) -> Iterator[Pair]:
    instance = tmp_path / "instance"
    databases.make(instance)
    with clusters.folder() as place, clusters.running(Redis(place)) as redis:
        env = databases.settings(instance) | {"TORG_REDIS_URL": redis.url}
        how = [{"env": env, "complaints": tmp_path / name} for name in ("one", "other")]
        with running(instance, **how[0]) as one, running(instance, **how[1]) as other:
            yield Pair(one, other, redis, furnish(instance, 3, databases.url(instance)))
    databases.drop(instance)


async def soon(socket: Socket, seconds: float = 60) -> str:
    """Wait for the next "look again"; "" when there is none for so long."""
    try:
        return await asyncio.wait_for(socket.hear_of(CHANGED), seconds)
    except TimeoutError:
        return ""


def test_a_vote_at_one_server_wakes_the_screens_at_both(pair: Pair):
    async def evening() -> None:
        screens = [await pair.screen_at(pair.one), await pair.screen_at(pair.other)]
        for n, torg in enumerate((pair.one, pair.other)):
            await pair.vote_at(torg, f"tap {n}")
            assert all([await soon(each) for each in screens])

    run(evening())


def test_a_step_at_the_desk_of_one_server_wakes_the_phones_at_the_other(pair: Pair):
    async def evening() -> None:
        phone = await watch(pair.room.phones[0], pair.other.port)
        fields = {"verb": "scene", "scene": "thanks"}
        told = await pair.room.desk.post(pair.one.port, f"/desk/w/{pair.room.code}/stage", fields)
        assert told.status in (200, 303), told
        assert "stage" in await soon(phone)

    run(evening())


def test_without_redis_the_room_goes_on_and_screens_look_by_themselves(pair: Pair):
    async def evening() -> None:
        near, far = await pair.screen_at(pair.one), await pair.screen_at(pair.other)
        await pair.vote_at(pair.one, "before")
        assert await soon(near)
        assert await soon(far)
        await asyncio.to_thread(pair.redis.stop)
        await pair.vote_at(pair.one, "meanwhile")
        assert await soon(near)
        assert await soon(far)  # asked to look, since nobody may have told it
        await asyncio.to_thread(pair.redis.start)
        await asyncio.to_thread(wait_for_redis, pair.one, pair.other)
        while await soon(far, ALMOST_AT_ONCE_S):
            pass
        await pair.vote_at(pair.one, "afterwards")
        assert await soon(far)

    run(evening())
    for torg in (pair.one, pair.other):
        assert log_of(torg).count("redis is away") == 1
        assert torg.complained("redis is away") == []


def log_of(torg: Torg) -> str:
    return torg.complaints.read_text(encoding="utf-8")


def wait_for_redis(*servers: Torg) -> None:
    """Wait until the servers say that they found it again."""
    patience = time.monotonic() + 60
    while not all("redis is back" in log_of(each) for each in servers):
        assert time.monotonic() < patience
        time.sleep(0.05)


# Starting


def said_at_start(env: dict[str, str]) -> tuple[int, str]:
    line = [sys.executable, "-m", "app.cli", "run", "--host", "127.0.0.1", "--port", "0"]
    done = subprocess.run(
        line, cwd=ROOT, env=os.environ | env, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stderr


def test_a_redis_that_does_not_answer_is_told_at_the_start(databases: Databases, tmp_path: Path):
    databases.make(tmp_path)
    silent = {"TORG_REDIS_URL": f"redis://:hidden@127.0.0.1:{clusters.free_port()}/0"}
    code, words = said_at_start(databases.settings(tmp_path) | silent)
    databases.drop(tmp_path)
    assert code == 1
    assert words.startswith("Redis does not answer (TORG_REDIS_URL): ")
    assert "hidden" not in words
    assert "Traceback" not in words


def test_a_database_that_does_not_answer_is_told_at_the_start(tmp_path: Path):
    silent = f"postgresql://torg:hidden@127.0.0.1:{clusters.free_port()}/torg"
    code, words = said_at_start({"TORG_INSTANCE": str(tmp_path), "TORG_DATABASE_URL": silent})
    assert code == 1
    assert words.startswith("The database does not answer (TORG_DATABASE_URL): ")
    assert "hidden" not in words
    assert "Traceback" not in words
