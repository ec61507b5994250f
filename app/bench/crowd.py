"""The hand that leads the phones: starts their process, asks verbs of it, stops it in the end."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from app.bench.room import Room
from app.bench.server import Running, only, stop
from config import ROOT

#: More than any verb takes, so that a bench always ends.
LONGEST_S = 300.0


class Crowd:
    """Phones that do what they are asked, one verb at a time."""

    def __init__(self, child: subprocess.Popen[str], room: Room | None) -> None:
        self.child = child
        self._say(_told(room) if room else {})

    def ask(self, verb: str, **how: Any) -> dict[str, Any]:
        """Ask one verb of `app/bench/phones.py`; return what was measured."""
        patience = threading.Timer(LONGEST_S, self.child.kill)
        patience.start()
        try:
            self._say([verb, how])
            line = self.child.stdout.readline() if self.child.stdout else ""
        finally:
            patience.cancel()
        if not line:
            raise Stuck(verb)
        measured: dict[str, Any] = json.loads(line)
        return measured

    def _say(self, words: Any) -> None:
        if self.child.stdin is not None:
            self.child.stdin.write(json.dumps(words) + "\n")
            self.child.stdin.flush()


class Stuck(RuntimeError):
    """The phones gave up on a verb; why stands on standard error."""


@contextmanager
def crowd(running: Running, room: Room | None = None) -> Iterator[Crowd]:
    """Start the phones of a room, and stop them in the end."""
    child = subprocess.Popen(
        [sys.executable, "-m", "app.bench.phones", str(running.port)],
        cwd=ROOT,
        env=only(running.instance),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    try:
        yield Crowd(child, room.moved(running.instance) if room else None)
    finally:
        stop(child)


def _told(room: Room) -> dict[str, Any]:
    """Return what the phones must know of their room."""
    return asdict(room) | {"instance": str(room.instance), "list": str(room.phones)}
