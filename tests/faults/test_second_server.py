"""Two servers on one data folder: the second is refused with a sentence, the first goes on."""

import subprocess
import sys

from config import ROOT, with_instance
from tests.faults.room import Room
from tests.faults.torg import COMMAND, Torg
from tests.faults.voters import Told, run


def test_a_second_server_is_refused_and_the_first_goes_on(torg: Torg, room: Room):
    second = subprocess.run(
        [sys.executable, *COMMAND, "--port", "0"],
        cwd=ROOT,
        env=with_instance(torg.instance),
        capture_output=True,
        text=True,
        check=False,
        timeout=50,
    )
    assert second.returncode == 1
    assert second.stdout == ""
    assert second.stderr == (
        f"Another Torg is running on {torg.instance}. Stop it first, or set TORG_INSTANCE.\n"
    )

    async def vote() -> Told:
        return await room.phones[0].vote(torg.port, room.vote, "k", {"1": 1})

    assert run(vote()).acknowledged
