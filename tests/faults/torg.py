"""A Torg of our own to be ill-treated: `torg run` as a child process on a folder of the test."""

import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.bench.server import only
from config import ROOT

START_S = 30
#: What it says when the disk or the database gave out.
NOT_WRITTEN = "a batch was not written"
COMMAND = ("-m", "app.cli", "run", "--host", "127.0.0.1")
#: `torg run` with other settings of SQLite than ours: see altered.py.
ALTERED = (str(Path(__file__).with_name("altered.py")), *COMMAND[2:])


@dataclass
class Torg:
    """A server that was started: its folder, its process, its port, what it complains of."""

    instance: Path
    process: subprocess.Popen[str]
    port: int
    complaints: Path

    def kill(self) -> None:
        """End it as a crash does: it is told nothing."""
        self.process.send_signal(signal.SIGKILL)
        self._gone()

    def stop(self) -> None:
        """End it as Ctrl-C does, if it still runs."""
        if self.process.poll() is None:
            self.process.terminate()
        self._gone()

    def _gone(self) -> None:
        self.process.wait(20)
        if self.process.stdout:
            self.process.stdout.close()

    def complained(self, *expected: str) -> list[str]:
        """Return the errors it wrote on standard error, but those that are part of a test."""
        lines = self.complaints.read_text(encoding="utf-8").splitlines()
        fine = ('"level": "warning"', '"level": "info"', *expected)
        return [line for line in lines if not any(each in line for each in fine)]


def start(
    instance: Path,
    *,
    port: int = 0,
    env: Mapping[str, str] | None = None,
    pragmas: str = "",
    complaints: Path | None = None,
) -> Torg:
    """Start a server on that folder and wait until it answers.

    `pragmas`, divided by spaces, are set on every connection after ours.
    """
    complaints = complaints or instance.with_name(f"{instance.name}.complaints")
    program = [*ALTERED, "--port", str(port)] if pragmas else [*COMMAND, "--port", str(port)]
    with complaints.open("a", encoding="utf-8") as heard:
        process = subprocess.Popen(
            [sys.executable, *program],
            cwd=ROOT,
            env={**only(instance), **(env or {}), "TORG_PRAGMAS": pragmas},
            stdout=subprocess.PIPE,
            stderr=heard,
            text=True,
            encoding="utf-8",
        )
    return Torg(instance, process, _port(process, complaints), complaints)


def _port(process: subprocess.Popen[str], complaints: Path) -> int:
    watch = threading.Timer(START_S, process.kill)
    watch.start()
    try:
        for line in process.stdout or ():
            if found := re.search(r"running at http://127\.0\.0\.1:(\d+)", line):
                return int(found[1])
    finally:
        watch.cancel()
    process.wait(10)
    raise AssertionError(f"Torg did not start:\n{complaints.read_text(encoding='utf-8')}")


@contextmanager
def running(instance: Path, **how: object) -> Iterator[Torg]:
    """Run a server for the length of a `with`."""
    torg = start(instance, **how)
    try:
        yield torg
    finally:
        torg.stop()
