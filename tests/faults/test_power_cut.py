"""The cable is pulled: what a sync promised is left, and all that was acknowledged is in it."""

import asyncio
import hashlib
import random
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from config import ROOT, alone_with
from tests.faults.platter import Disk
from tests.faults.room import Room, furnish
from tests.faults.torg import Torg, running, start
from tests.faults.voters import Phone, run, with_photo

PEOPLE, PHOTOS, ENOUGH = 60, 3, 150


@dataclass
class Cut:
    """A room after the cut: the last vote of each that was acknowledged, and what is left."""

    room: Room
    acknowledged: dict[int, str]
    after: Path

    def missing(self, folder: Path) -> set[str]:
        return set(self.acknowledged.values()) - set(self.room.keys(folder))


def pull_the_cable(migrated: Path, shim: Path, folder: Path, pragmas: str = "") -> Cut:
    """Let a room send photos and votes, cut the power in the middle, see what the disk has."""
    shutil.copytree(migrated, folder / "instance")
    room = furnish(folder / "instance", PEOPLE)
    disk = Disk(shim, room.instance, folder / "platter")
    torg = start(room.instance, env=disk.environment, pragmas=pragmas)
    try:
        acknowledged = run(send_until_the_cut(torg, room))
    finally:
        torg.stop()
    return Cut(room, acknowledged, disk.after_a_power_cut(folder / "after"))


async def send_until_the_cut(torg: Torg, room: Room) -> dict[int, str]:
    """Let all vote again and again until the server is killed; return their last keys."""
    acknowledged: dict[int, str] = {}
    n = 0

    async def go_on(phone: Phone) -> None:
        nonlocal n
        while True:
            key = f"{phone.attendee}-{n}"
            told = await phone.vote(torg.port, room.vote, key, {"1": n % 4, "2": 1})
            if not told.acknowledged:
                return
            acknowledged[phone.attendee] = key
            n += 1
            if n == until:
                torg.kill()

    for phone in room.phones[:PHOTOS]:
        request = with_photo(phone, room.ideas, f"photo-{phone.attendee}")
        assert (await phone.ask(torg.port, request)).acknowledged
    until = ENOUGH + random.randrange(50)
    await asyncio.gather(*map(go_on, room.phones))
    return acknowledged


@pytest.fixture(scope="module")
def cut(migrated: Path, shim: Path, tmp_path_factory: pytest.TempPathFactory) -> Cut:
    """One power cut, looked at by several tests."""
    return pull_the_cable(migrated, shim, tmp_path_factory.mktemp("cut"))


def test_acknowledged_votes_outlive_a_power_cut(cut: Cut):
    assert len(cut.acknowledged) == PEOPLE
    assert cut.missing(cut.after) == set()


def test_acknowledged_photos_outlive_a_power_cut(cut: Cut):
    names = cut.room.photos(cut.after)
    left = {name: cut.after / "photos" / f"{name}.jpg" for name in names}
    assert len(left) == PHOTOS
    assert [name for name, file in left.items() if not is_whole(file, name)] == []


def is_whole(file: Path, name: str) -> bool:
    return file.is_file() and hashlib.sha256(file.read_bytes()).hexdigest() == name


def test_after_a_power_cut_everybody_is_who_they_were(cut: Cut):
    """The same cookie is the same person: a vote sent again replaces, and is no second one."""

    async def again(torg: Torg) -> list[bool]:
        sent = [p.vote(torg.port, cut.room.vote, "again", {"2": 2}) for p in cut.room.phones]
        told = await asyncio.gather(*sent)
        return [each.acknowledged for each in told]

    with running(cut.after) as torg:
        assert all(run(again(torg)))
    ballots = cut.room.ballots(cut.after)
    assert ballots == {phone.attendee: {"2": 2} for phone in cut.room.phones}


def test_the_secret_key_outlives_a_power_cut(shim: Path, tmp_path: Path):
    """A new one would make every phone in the room a stranger, who may vote once more."""
    folder = tmp_path / "instance"
    folder.mkdir()
    disk = Disk(shim, folder, tmp_path / "platter")
    line = [sys.executable, "-c", "from config import load; load()"]
    env = {**alone_with(folder), **disk.environment}
    subprocess.run(line, cwd=ROOT, env=env, check=True, timeout=60)
    after = disk.after_a_power_cut(tmp_path / "after")
    assert (after / "secret.key").read_text() == (folder / "secret.key").read_text()


@pytest.mark.parametrize("careless", ["synchronous=OFF", "synchronous=NORMAL"])
def test_with_less_syncing_acknowledged_votes_are_gone(
    migrated: Path, shim: Path, tmp_path: Path, careless: str
):
    """So the first test can fail; and so `synchronous` is FULL."""
    cut = pull_the_cable(migrated, shim, tmp_path, careless)
    assert cut.missing(cut.room.instance) == set()
    assert cut.missing(cut.after) != set()
