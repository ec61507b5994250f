"""A server of our own for one measurement: a fresh folder, a free port, stopped by its id."""

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config import ROOT, with_instance
from workshops.refusal import Refused

START_S = 30


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
def running(*options: str) -> Iterator[Running]:
    """Start `torg run` with these options, and stop it in the end."""
    with tempfile.TemporaryDirectory(prefix="torg-bench-") as folder:
        child = start(Path(folder), *options)
        try:
            yield Running(_port(child), child.pid, Path(folder))
        finally:
            child.terminate()
            child.wait(10)


def start(instance: Path, *options: str) -> subprocess.Popen[str]:
    """Start the server on that folder and return its process."""
    command = [sys.executable, "-m", "app.cli", "run", "--host", "127.0.0.1", "--port", "0"]
    return subprocess.Popen(
        [*command, *options],
        cwd=ROOT,
        env=with_instance(instance),
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def _port(child: subprocess.Popen[str]) -> int:
    """Read the port from the welcome; refuses a server that does not come up."""
    until = time.monotonic() + START_S
    for line in child.stdout or ():
        found = re.search(r"running at http://[^:]+:(\d+)", line)
        if found:
            return int(found[1])
        if time.monotonic() > until:
            break
    child.kill()
    raise Refused("The server did not start. Try “torg run” to see why.")
