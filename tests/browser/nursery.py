"""A process that has all of Torg in memory and forks servers: each test has its own, sooner.

Reading the modules takes longer than all else a start does. `python -m tests.browser.nursery`
reads a line of JSON a server and writes its process id; the server says its welcome into a FIFO.
"""

import json
import os
import random
import select
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TextIO

from config import ROOT

#: Only Linux tells of the end of a process that is not one's own child.
CAN_FORK = sys.platform == "linux"


@dataclass
class Grown:
    """A forked server, as `subprocess.Popen` would show it."""

    pid: int
    stdout: TextIO

    def __post_init__(self) -> None:
        self.handle = os.pidfd_open(self.pid)

    def poll(self) -> int | None:
        """Return 0 once it has ended, however that was."""
        return 0 if select.select([self.handle], [], [], 0)[0] else None

    def wait(self, timeout: float) -> None:
        """Wait until it has ended."""
        if not select.select([self.handle], [], [], timeout)[0]:
            raise subprocess.TimeoutExpired("torg run", timeout)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it in the middle of whatever it does."""
        self.send_signal(signal.SIGKILL)

    def send_signal(self, number: int) -> None:
        """Send it a signal, if it is still there."""
        if self.poll() is None:
            signal.pidfd_send_signal(self.handle, number)


def grow(line: Sequence[str], environment: Mapping[str, str], pipe: Path) -> Grown:
    """Fork a server that runs this command line; `pipe` is where its FIFO may be."""
    os.mkfifo(pipe)
    nursery = _nursery()
    print(json.dumps([list(line), dict(environment), str(pipe)]), file=nursery.stdin, flush=True)
    pid = int(nursery.stdout.readline())
    return Grown(pid, pipe.open(encoding="utf-8"))


@cache
def _nursery() -> subprocess.Popen[str]:
    """The nursery of this process; it ends with it, when nobody writes to it any more."""
    line = [sys.executable, "-m", "tests.browser.nursery"]
    return subprocess.Popen(
        line, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def _serve() -> int:
    """Fork for every line that comes; what returns is a server that has ended, or the nursery."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for asked in sys.stdin:
        line, environment, pipe = json.loads(asked)
        pid = os.fork()
        if not pid:
            return _become(line, environment, pipe)
        os.write(sys.stdout.fileno(), b"%d\n" % pid)
    return 0


def _become(line: list[str], environment: dict[str, str], pipe: str) -> int:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.dup2(os.open(pipe, os.O_WRONLY), sys.stdout.fileno())
    os.dup2(os.open(os.devnull, os.O_RDONLY), sys.stdin.fileno())
    os.environ.clear()
    os.environ.update(environment)
    random.seed()
    return int(import_module("app.cli").main(line))


if __name__ == "__main__":
    import_module("app.boot")
    import_module("app.cli")
    import_module("app.commands.run")
    sys.exit(_serve())
