"""A disk that is slow, or refuses to sync: nothing acknowledged is missing; votes share syncs."""

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.platter import Disk
from tests.faults.room import Room, furnish
from tests.faults.torg import NOT_WRITTEN, Torg, start
from tests.faults.voters import Told, run

PEOPLE = 120
CANNOT_WRITE = "The laptop cannot write just now. Your answer is kept on this phone."


@pytest.fixture(scope="module")
def slow(
    migrated: Path, shim: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Torg, Disk]]:
    """A server on a disk with a dial, for the tests of this module."""
    folder = tmp_path_factory.mktemp("slow")
    disk = Disk(shim, Path(shutil.copytree(migrated, folder / "instance")), folder / "platter")
    torg = start(disk.folder, env=disk.environment)
    yield torg, disk
    torg.stop()


@pytest.fixture
def room(slow: tuple[Torg, Disk]) -> Iterator[Room]:
    torg, disk = slow
    yield furnish(torg.instance, PEOPLE)
    disk.turn()
    assert torg.complained(NOT_WRITTEN) == []


async def all_vote(torg: Torg, room: Room, key: str) -> list[Told]:
    votes = (phone.vote(torg.port, room.vote, key, {"1": 2}) for phone in room.phones)
    return list(await asyncio.gather(*votes))


@pytest.mark.parametrize("delay_ms", [5, 50])
def test_on_a_slow_disk_votes_share_their_syncs(
    slow: tuple[Torg, Disk], room: Room, delay_ms: int, tmp_path: Path
):
    torg, disk = slow
    disk.turn(delay_ms=delay_ms)
    before = disk.syncs
    told = run(all_vote(torg, room, "k"))
    assert all(each.acknowledged for each in told)
    assert room.ballots() == {phone.attendee: {"1": 2} for phone in room.phones}
    assert disk.syncs - before < PEOPLE / 2
    assert room.ballots(disk.after_a_power_cut(tmp_path / "after")) == room.ballots()


def test_what_a_disk_refuses_to_sync_is_not_acknowledged(slow: tuple[Torg, Disk], room: Room):
    """A memory card that dies, or comes loose for a moment."""
    torg, disk = slow

    async def through_a_bad_moment() -> tuple[list[Told], int, list[Told]]:
        disk.turn(fails=True)
        during = await all_vote(torg, room, "k")
        stored = len(room.ballots())
        disk.turn()
        return during, stored, await all_vote(torg, room, "k")

    during, stored, after = run(through_a_bad_moment())
    assert {each.status for each in during} == {503}
    assert {each.refused for each in during} == {CANNOT_WRITE}
    assert stored == 0
    assert all(each.acknowledged for each in after)
    assert room.ballots() == {phone.attendee: {"1": 2} for phone in room.phones}
