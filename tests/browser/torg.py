"""A Torg of our own for one test: `torg run` as a process, on loopback, on its own folder."""

import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from subprocess import Popen

from app.bench.server import LOOPBACK, only, start
from tests.browser.nursery import CAN_FORK, Grown, grow
from tests.databases import read

HERE = "127.0.0.1"
#: A made-up name, as a room has it: no secure context, so no service worker, no randomUUID.
LAN = "torg.lan"
START_S = 60
NUMBERS = count(1)


@dataclass
class Torg:
    """A running server."""

    instance: Path
    child: Grown | Popen
    port: int
    code: str
    link: str
    settings: Mapping[str, str] = field(default_factory=dict)

    def at(self, path: str = "/", host: str = HERE) -> str:
        """Return an address of this server."""
        return f"http://{host}:{self.port}{path}"

    def stop(self) -> None:
        """Stop it as Ctrl-C does."""
        self.child.terminate()
        self._gone()

    def crash(self) -> None:
        """Kill it in the middle of whatever it does."""
        self.child.kill()
        self._gone()

    def _gone(self) -> None:
        self.child.wait(10)
        if self.child.stdout:
            self.child.stdout.close()

    def asked(self, query: str) -> list[tuple]:
        """Read from its database what no page says."""
        return read(self.settings.get("TORG_DATABASE_URL", ""), self.instance, query)

    @property
    def screen(self) -> str:
        """The path of the newest workshop's screen."""
        found = self.asked("SELECT screen_token FROM workshop ORDER BY id DESC LIMIT 1")
        return f"/s/{found[0][0]}/"


def run(instance: Path, *options: str, settings: Mapping[str, str] | None = None) -> Torg:
    """Start a server and read its welcome: port, code, and the owner's one-time link."""
    child = _born(instance, options, settings or {})
    watch = threading.Timer(START_S, child.kill)
    watch.start()
    welcome = "".join(_welcome(child))
    watch.cancel()
    assert "Stop with Ctrl-C" in welcome, f"Torg did not start:\n{welcome}"
    desk = re.search(r"Desk: +http://127\.0\.0\.1:(\d+)(/\S*)", welcome)
    code = re.search(r" code (\w+)$", welcome, re.MULTILINE)
    return Torg(instance, child, int(desk[1]), code[1] if code else "", desk[2], settings or {})


def _born(instance: Path, options: Sequence[str], settings: Mapping[str, str]) -> Grown | Popen:
    if not CAN_FORK:
        return start(instance, *options, settings=settings)
    pipe = instance.with_name(f"welcome-{next(NUMBERS)}")
    return grow(["run", *LOOPBACK, *options], only(instance) | dict(settings), pipe)


def _welcome(child: Grown | Popen) -> Iterator[str]:
    for line in child.stdout:
        yield line
        if "Stop with Ctrl-C" in line:
            return


@contextmanager
def running(instance: Path, *options: str) -> Iterator[Torg]:
    """Run a server for the length of a `with`."""
    torg = run(instance, *options)
    try:
        yield torg
    finally:
        torg.stop()


def again(torg: Torg) -> Torg:
    """Start a stopped server on the same folder and port."""
    return run(torg.instance, "--port", str(torg.port), settings=torg.settings)
