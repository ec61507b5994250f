"""A disk that is full, and one that may only be read: really mounted, really filled."""

import asyncio
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.room import Room, furnish
from tests.faults.torg import NOT_WRITTEN, Torg, running
from tests.faults.voters import Told, run, with_photo

FULL = "The laptop’s disk is full. Your answer is kept on this phone."
AT_THE_DESK = "The laptop’s disk is full. Make room, then do that once more."
NO_PICTURE = "The laptop has no room for the picture. Send it later."
CANNOT_WRITE = "The laptop cannot write just now. Your answer is kept on this phone."
SIZE_MB, LEFT_KB = 24, 300
#: As large disks have them, and as small ones have: there SQLite's index of its log gets holes.
BLOCK, SMALL_BLOCK = 4096, 1024
PEOPLE = 40


@dataclass
class SmallDisk:
    """A file system of its own in a file, with ballast to throw out."""

    place: Path

    @property
    def ballast(self) -> Path:
        return self.place / "ballast"

    def fill(self, left_kb: int = LEFT_KB) -> None:
        """Leave so little room."""
        with self.ballast.open("wb", buffering=0) as file, suppress(OSError):
            while True:
                file.write(bytes(2**16))
        os.truncate(self.ballast, self.ballast.stat().st_size - left_kb * 1024)
        os.sync()

    def free(self) -> None:
        self.ballast.unlink()

    def only_read(self) -> None:
        """Do what Linux does to a file system with a fault: nothing is written from now on."""
        told("mount", "-o", "remount,abort", str(self.place))


def told(*line: str) -> None:
    subprocess.run(line, check=True, capture_output=True, timeout=30)


@pytest.fixture
def disk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[SmallDisk]:
    """A small ext4 in a file; its blocks are of 4 KiB unless a test asks for others."""
    if os.geteuid() != 0 or shutil.which("mkfs.ext4") is None:
        pytest.skip("only root with mkfs.ext4 makes a small disk")
    image, place = tmp_path / "image", tmp_path / "small"
    place.mkdir()
    with image.open("wb") as file:
        file.truncate(SIZE_MB * 1024 * 1024)
    block = getattr(request, "param", BLOCK)
    told("mkfs.ext4", "-b", str(block), "-q", "-m", "0", str(image))
    try:
        told("mount", "-o", "loop", str(image), str(place))
    except subprocess.CalledProcessError as fault:
        pytest.skip(f"no loop device may be mounted here: {fault.stderr!r}")
    yield SmallDisk(place)
    told("umount", "--lazy", str(place))


@pytest.fixture
def room(disk: SmallDisk, migrated: Path) -> Room:
    return furnish(Path(shutil.copytree(migrated, disk.place / "instance")), PEOPLE)


@pytest.fixture
def torg(room: Room, tmp_path: Path) -> Iterator[Torg]:
    with running(room.instance, complaints=tmp_path / "complaints") as torg:
        yield torg
        assert torg.process.poll() is None
    assert torg.complained(NOT_WRITTEN) == []


async def all_say(torg: Torg, room: Room, n: int) -> dict[str, Told]:
    """Let everybody write a long idea; return what they were told by key."""
    keys = [f"{phone.attendee}-{n}" for phone in room.phones]
    words = [key.ljust(480, "x") for key in keys]
    said = zip(room.phones, keys, words, strict=True)
    told = await asyncio.gather(*(p.say(torg.port, room.ideas, *what) for p, *what in said))
    return dict(zip(keys, told, strict=True))


async def until_it_is_full(torg: Torg, room: Room) -> dict[str, Told]:
    heard: dict[str, Told] = {}
    for n in range(40):
        heard |= await all_say(torg, room, n)
        if not all(each.acknowledged for each in heard.values()):
            return heard
    raise AssertionError("the disk is not full yet")


def test_a_full_disk_is_said_and_the_room_goes_on_once_there_is_room(
    disk: SmallDisk, torg: Torg, room: Room
):
    disk.fill()
    heard = run(until_it_is_full(torg, room))
    refused = {key: each for key, each in heard.items() if not each.acknowledged}
    assert {(each.status, each.refused) for each in refused.values()} == {(409, FULL)}
    assert all(each.json["keep"] for each in refused.values())
    assert set(room.keys()) == set(heard) - set(refused)
    run(who_can_still_read(torg, room))
    disk.free()
    again = run(send_again(torg, room, list(refused)))
    assert all(each.acknowledged for each in again)
    assert room.keys() == dict.fromkeys(heard, 1)


async def who_can_still_read(torg: Torg, room: Room) -> None:
    """Everybody who is in sees their page; who must write is told why not."""
    phone, port = room.phones[0], torg.port
    assert (await phone.get(port, f"/w/{room.code}/")).status == 200
    assert (await phone.get(port, f"/s/{room.screen}/")).status == 200
    assert (await room.desk.get(port, f"/desk/w/{room.code}/run")).status == 200
    assert (await room.desk.get(port, f"/desk/w/{room.code}/results")).status == 200


async def send_again(torg: Torg, room: Room, keys: list[str]) -> list[Told]:
    by_id = {str(phone.attendee): phone for phone in room.phones}
    return [
        await by_id[key.split("-")[0]].say(torg.port, room.ideas, key, key.ljust(480, "x"))
        for key in keys
    ]


@pytest.mark.parametrize("disk", [SMALL_BLOCK], indirect=True)
def test_on_a_full_disk_the_desk_and_photos_are_told_so(disk: SmallDisk, torg: Torg, room: Room):
    async def photo() -> Told:
        return await room.phones[0].ask(torg.port, with_photo(room.phones[0], room.ideas, "photo"))

    async def step() -> Told:
        fields = {"verb": "more", "activity": str(room.vote)}
        return await room.desk.post(torg.port, f"/desk/w/{room.code}/stage", fields)

    async def brief() -> Told:
        fields = {"export": "brief"}
        return await room.desk.post(torg.port, "/planner/stortorget/downloads", fields)

    async def on_a_full_disk() -> list[Told]:
        disk.fill(left_kb=0)
        while (await step()).status == 303:
            pass  # A little room is left in blocks that are taken already.
        return [await photo(), await step(), await brief()]

    async def with_room_again() -> list[Told]:
        disk.free()
        return [await photo(), await step(), await brief()]

    refused = run(on_a_full_disk())
    assert {each.status for each in refused} == {409}
    assert [each.refused for each in refused] == [NO_PICTURE, AT_THE_DESK, AT_THE_DESK]
    taken = run(with_room_again())
    assert [each.status for each in taken] == [200, 303, 303]
    assert len(room.photos()) == 1


def test_a_disk_that_may_only_be_read_is_said_and_shows_what_was_taken(
    disk: SmallDisk, torg: Torg, room: Room
):
    async def before_and_after() -> tuple[dict[str, Told], dict[str, Told]]:
        before = await all_say(torg, room, 0)
        disk.only_read()
        after = await all_say(torg, room, 1)
        await who_can_still_read(torg, room)
        return before, after

    before, after = run(before_and_after())
    assert all(each.acknowledged for each in before.values())
    assert {(each.status, each.refused) for each in after.values()} == {(503, CANNOT_WRITE)}
    assert room.keys() == dict.fromkeys(before, 1)
