"""Somebody else holds the database: votes wait; after a while they are told, and kept."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.faults.room import Room, furnish
from tests.faults.torg import NOT_WRITTEN, Torg, running
from tests.faults.voters import Told, run

AT_THE_DESK = "The laptop cannot write just now. Do that once more in a moment."
SENTENCE = "The laptop cannot write just now. Your answer is kept on this phone."


@asynccontextmanager
async def held(instance: Path, seconds: float) -> AsyncIterator[None]:
    """Hold the write lock for at least so long, as a copy or an import may."""
    other = sqlite3.connect(instance / "torg.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    release = asyncio.get_running_loop().time() + seconds
    try:
        yield
        await asyncio.sleep(release - asyncio.get_running_loop().time())
    finally:
        other.execute("ROLLBACK")
        other.close()


async def all_vote(torg: Torg, room: Room) -> list[Told]:
    votes = (phone.vote(torg.port, room.vote, "k", {"1": 1}) for phone in room.phones)
    return list(await asyncio.gather(*votes))


def test_votes_wait_while_the_database_is_held_for_three_seconds(torg: Torg, room: Room):
    async def meanwhile() -> list[Told]:
        async with held(torg.instance, 3):
            waiting = asyncio.ensure_future(all_vote(torg, room))
            await asyncio.sleep(0.5)
            assert not waiting.done()
        return await waiting

    assert all(each.acknowledged for each in run(meanwhile()))
    assert len(room.ballots()) == len(room.phones)


def test_the_room_goes_on_while_the_desk_waits_for_the_database(torg: Torg, room: Room):
    """A step at the desk waits for the lock; nobody else's page waits for the desk."""

    async def meanwhile() -> tuple[float, Told]:
        phone, began = room.phones[0], time.monotonic()
        await phone.get(torg.port, f"/w/{room.code}/")
        async with held(torg.instance, 3):
            fields = {"verb": "close", "activity": str(room.vote)}
            step = asyncio.ensure_future(
                room.desk.post(torg.port, f"/desk/w/{room.code}/stage", fields)
            )
            await asyncio.sleep(0.3)
            began = time.monotonic()
            assert (await phone.get(torg.port, f"/w/{room.code}/")).status == 200
            took = time.monotonic() - began
            assert not step.done()
        return took, await step

    took, step = run(meanwhile())
    assert took < 2
    assert step.status == 303


def test_held_for_longer_than_votes_wait_each_is_told_and_then_taken(instance: Path):
    """With a shorter patience than ours, so that the test has some."""
    room = furnish(instance, 40)

    async def meanwhile(torg: Torg) -> tuple[list[Told], Told, list[Told]]:
        async with held(instance, 1):
            refused = await all_vote(torg, room)
            fields = {"verb": "close", "activity": str(room.vote)}
            step = await room.desk.post(torg.port, f"/desk/w/{room.code}/stage", fields)
        return refused, step, await all_vote(torg, room)

    with running(instance, pragmas="busy_timeout=300") as torg:
        refused, step, taken = run(meanwhile(torg))
    assert {(each.status, each.refused) for each in refused} == {(409, SENTENCE)}
    assert (step.status, step.refused) == (409, AT_THE_DESK)
    assert all(each.acknowledged for each in taken)
    assert len(room.ballots()) == len(room.phones)
    assert torg.complained(NOT_WRITTEN) == []
