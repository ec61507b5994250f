"""Somebody else holds the database: votes wait; after a while they are told, and kept."""

import asyncio
import sqlite3
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

import pytest

from config import ROOT, alone_with
from tests.browser.staging import hand_on
from tests.faults.room import Room, cookie, furnish
from tests.faults.torg import NOT_WRITTEN, Torg, running
from tests.faults.voters import Phone, Told, run
from workshops import keys

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
    assert {(each.status, each.refused) for each in refused} == {(503, SENTENCE)}
    assert (step.status, step.refused) == (503, AT_THE_DESK)
    assert all(each.acknowledged for each in taken)
    assert len(room.ballots()) == len(room.phones)
    assert torg.complained(NOT_WRITTEN) == []


async def pour(torg: Torg, room: Room, until: asyncio.Event) -> None:
    """Let a dozen vote again and again, so that the write lock is hardly ever free."""

    async def go_on(phone: Phone) -> None:
        for n in count():
            told = await phone.vote(torg.port, room.vote, f"k{n}", {"1": 1 + n % 3})
            assert told.acknowledged, told
            if until.is_set():
                return

    await asyncio.gather(*map(go_on, room.phones[:12]))


def test_helpers_come_in_while_votes_pour_in(torg: Torg, room: Room):
    with hand_on(torg.instance) as session:
        links = [keys.new_link(session, "helper") for _ in range(8)]

    async def meanwhile() -> list[Told]:
        done = asyncio.Event()
        votes = asyncio.ensure_future(pour(torg, room, done))
        stranger = Phone(room.code, *cookie(torg.instance), 0)
        came = [await stranger.post(torg.port, f"/enter/{each}", {}) for each in links]
        done.set()
        await votes
        return came

    assert [each.status for each in run(meanwhile())] == [303] * len(links)


@pytest.mark.parametrize("words", [["link"], ["import", "ideas", "FILE", "--new", "Torget"]])
def test_commands_write_while_votes_pour_in(
    torg: Torg, room: Room, tmp_path: Path, words: list[str]
):
    ideas = tmp_path / "ideas.csv"
    ideas.write_text(
        "text\n" + "".join(f"A bench in the sun, number {n}\n" for n in range(200)),
        encoding="utf-8",
    )
    line = [sys.executable, "-m", "app.cli", *words]

    async def meanwhile() -> tuple[int | None, bytes]:
        done = asyncio.Event()
        votes = asyncio.ensure_future(pour(torg, room, done))
        process = await asyncio.create_subprocess_exec(
            *(str(ideas) if each == "FILE" else each for each in line),
            cwd=ROOT,
            env=alone_with(torg.instance),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        _, complaint = await process.communicate()
        done.set()
        await votes
        return process.returncode, complaint

    assert run(meanwhile()) == (0, b"")
