"""Two servers on one data folder: the second is refused with a sentence, the first goes on."""

import subprocess
import sys
from pathlib import Path

from app.lock import hold
from config import ROOT, alone_with
from tests.faults.room import Room
from tests.faults.torg import COMMAND, Torg
from tests.faults.voters import Told, run


def start_another(instance: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *COMMAND, "--port", "0"],
        cwd=ROOT,
        env=alone_with(instance),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_a_second_server_is_refused_and_the_first_goes_on(torg: Torg, room: Room):
    second = start_another(torg.instance)
    assert second.returncode == 1
    assert second.stdout == ""
    assert second.stderr == (
        f"Another Torg is running on {torg.instance}. Stop it first, or set TORG_INSTANCE.\n"
    )

    async def vote() -> Told:
        return await room.phones[0].vote(torg.port, room.vote, "k", {"1": 1})

    assert run(vote()).acknowledged


def test_a_server_that_is_refused_has_changed_nothing(tmp_path: Path):
    """Were it newer than the one that runs, it would migrate the data under its feet."""
    with hold(tmp_path):
        assert start_another(tmp_path).returncode == 1
    assert not (tmp_path / "torg.db").exists()
