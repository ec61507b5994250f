"""A server of our own for one measurement: its own folder, a free port, stopped by its id."""

import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from config import ROOT, alone_with
from workshops.refusal import Refused

START_S = 60
STOP_S = 20
#: Phones of a bench vote far more often than people do.
TIRELESS = {"TORG_ANSWERS_S": "1000"}
LAST_WORDS = 1000
TORG = ("app.cli", "run")
LOOPBACK = ("--host", "127.0.0.1", "--port", "0")


@dataclass(frozen=True)
class Running:
    """A server under measurement."""

    port: int
    pid: int
    instance: Path

    @property
    def base(self) -> str:
        """Its address on loopback."""
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def running(
    furnished: Path, program: Sequence[str] = TORG, settings: Mapping[str, str] | None = None
) -> Iterator[Running]:
    """Start a server on a copy of that folder, and stop it in the end."""
    with tempfile.TemporaryDirectory(prefix="torg-bench-") as folder:
        instance = Path(folder) / "instance"
        shutil.copytree(furnished, instance)
        log = Path(folder) / "log"
        with log.open("w", encoding="utf-8") as said:
            child = start(instance, program=program, settings=settings, said=said)
        try:
            yield Running(_port(child, log), child.pid, instance)
        finally:
            stop(child)


def start(
    instance: Path,
    *options: str,
    program: Sequence[str] = TORG,
    settings: Mapping[str, str] | None = None,
    said: TextIO | None = None,
) -> subprocess.Popen[str]:
    """Start the server on that folder and return its process; what it logs goes to `said`."""
    return subprocess.Popen(
        [sys.executable, "-m", *program, *LOOPBACK, *options],
        cwd=ROOT,
        env=only(instance) | dict(settings or {}),
        stdout=subprocess.PIPE,
        stderr=said,
        text=True,
        encoding="utf-8",
    )


def only(instance: Path) -> dict[str, str]:
    """Return an environment with that folder and no setting of yours: no real data is near."""
    env = alone_with(instance) | TIRELESS
    # A laptop keeps what was compiled once; else every start would be measured as the first.
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    return env


def stop(child: subprocess.Popen[str]) -> None:
    """Ask it to end, and end it when it does not."""
    child.terminate()
    try:
        child.wait(STOP_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            pipe.close()


def _port(child: subprocess.Popen[str], log: Path) -> int:
    """Read the port from the welcome; refuses a server that does not come up."""
    patience = threading.Timer(START_S, child.kill)
    patience.start()
    try:
        for line in child.stdout or ():
            found = re.search(r"running at http://[^:]+:(\d+)", line)
            if found:
                return int(found[1])
    finally:
        patience.cancel()
    why = log.read_text(encoding="utf-8", errors="replace")[-LAST_WORDS:]
    raise Refused("The server did not start. It said: %(why)s", why=why)
