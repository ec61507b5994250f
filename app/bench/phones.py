"""The phones of a room, in a process of their own: they watch, vote, leave and come back.

Run as `python -m app.bench.phones PORT`; the first line on standard input is the room. Then each
line of JSON names a verb and what it needs, and a line on standard output tells what was
measured. Between the lines the phones answer the server's pings, as idle phones do.
"""

import gc
import itertools
import json
import os
import resource
import selectors
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from app.bench.ballots import dots_of
from app.bench.casting import PATIENCE_S, Casting, Pace, spread_of
from app.bench.phone import Phone, Screen, get, post
from app.bench.wire import HttpLine, Loop, Reply, SocketLine, handshake

AT_A_TIME = 64
Measured = dict[str, Any]


class Crowd:
    """All phones of a room and its screen; each public method is a verb."""

    def __init__(self, loop: Loop, port: int, room: dict[str, Any]) -> None:
        self.loop, self.port, self.room = loop, port, room
        keys = json.loads(Path(room["list"]).read_text(encoding="utf-8")) if room else []
        self.phones = [Phone(self.loop, port, room, key) for key in keys]
        self.screen: Screen | None = None
        # Nobody who votes with the same cookies, here or elsewhere, sends the same keys.
        self.votes = int.from_bytes(os.urandom(3), "big")

    def hello(self, seconds: float, in_flight: int) -> Measured:
        """Ask the do-nothing address, so many requests in flight."""
        request = get(self.port, "/healthz")
        pace = Pace(self.loop, self.port, in_flight, lambda _: (request, lambda _: None))
        return pace.run(seconds)

    def pace(self, seconds: float, in_flight: int) -> Measured:
        """Vote, so many votes in flight, as fast as the server acknowledges.

        A phone always votes on the same line, so that its votes come in the order they were sent.
        """
        lanes = [itertools.cycle(self.phones[lane::in_flight]) for lane in range(in_flight)]

        def following(lane: int) -> tuple[bytes, Callable[[Reply], None]]:
            phone, number = next(lanes[lane]), self.votes
            self.votes += 1
            return phone.vote_of(number), lambda reply: phone.told(number, reply)

        return Pace(self.loop, self.port, in_flight, following).run(seconds)

    def watch(self, upto: int) -> Measured:
        """Let the phones up to that one watch, all at once; the seconds until all do."""
        began = time.perf_counter()
        coming = [each for each in self.phones[:upto] if not each.is_watching]
        for phone in coming:
            phone.watch()
        self._wait(lambda: all(each.is_watching for each in coming))
        return {"came": len(coming), "seconds": time.perf_counter() - began}

    def come_back(self) -> Measured:
        """Let all who left watch again, all at once, and see what they missed."""
        looked: list[int] = []
        for phone in self.phones:
            phone.looked = lambda reply: looked.append(reply.status)
        began = time.perf_counter()
        back = self.watch(len(self.phones))
        self._wait(lambda: len(looked) >= back["came"])
        return back | {"caught_up": time.perf_counter() - began}

    def show(self) -> Measured:
        """Put up the screen, unless it is."""
        if self.screen is not None:
            return {"answered": self.screen.answered}
        self.screen = screen = Screen(self.loop, self.port, self.room["screen_token"])
        self._wait(lambda: screen.fetched > 0)
        return {"answered": screen.answered}

    def call(self, upto: int) -> Measured:
        """Open a line for each phone, kept alive as a browser keeps that of its page."""
        lines = [each.line() for each in self.phones[:upto]]
        self._wait(lambda: all(each.is_open for each in lines))
        return {"open": len(lines)}

    def look(self) -> Measured:
        """Let each phone fetch its part once, some at a time, so that it has an ETag."""
        began = time.perf_counter()
        todo, seen = list(self.phones), dict[int, int]()

        def looked(attendee: int, reply: Reply) -> None:
            # Who lost its line meanwhile looks twice.
            seen[attendee] = reply.status
            if todo:
                todo.pop().look()

        for phone in self.phones:
            phone.looked = partial(looked, phone.attendee)
        for _ in range(min(AT_A_TIME, len(todo))):
            todo.pop().look()
        self._wait(lambda: len(seen) == len(self.phones))
        return {"seconds": time.perf_counter() - began, "whole": list(seen.values()).count(200)}

    def vote(self, n: int, over: float, among: int | None = None) -> Measured:
        """Let phone after phone vote, and look how long the screen then lags."""
        done = Casting(self.loop, self.phones[:among], n, over, self.votes).run()
        self.votes += n
        return done | {"on_screen_ms": self._on_screen(time.perf_counter())}

    def leave(self) -> Measured:
        """Let all phones hang up at once."""
        began = time.perf_counter()
        for phone in self.phones:
            phone.leave()
        return {"seconds": time.perf_counter() - began}

    def stage(self, fields: str) -> Measured:
        """Take a step at the desk; the seconds until every phone has its new part."""
        seen: set[int] = set()
        for phone in self.phones:
            phone.looked = _noting(seen, phone.attendee)
        path = f"/desk/w/{self.room['code']}/stage"
        request = post(self.port, path, self.room["desk"], len(fields)) + fields.encode()
        desk, answers = HttpLine(self.loop, self.port), []
        began = time.perf_counter()
        desk.ask(request, lambda reply: answers.append(reply.status))
        self._wait(lambda: len(seen) == len(self.phones))
        return {"seconds": time.perf_counter() - began, "reached": len(seen), "desk": answers}

    def emit(self, n: int) -> Measured:
        """Let n sockets emit a vote at once, and time the acknowledgements."""
        ready: list[SocketLine] = []
        lines = [
            SocketLine(self.loop, self.port, handshake(self.port), ready.append, lambda _: None)
            for _ in range(n)
        ]
        self._wait(lambda: len(ready) == n)
        times: list[float] = []
        began = time.perf_counter()
        for line in lines:
            line.say(b'["vote",{"option":1}]', lambda _: times.append(time.perf_counter() - began))
        self._wait(lambda: len(times) == n)
        for line in lines:
            line.close()
        return {"acknowledged": len(times), "ms": spread_of(times)}

    def told(self) -> Measured:
        """Tell for each attendee which vote was acknowledged last."""
        voted = [each for each in self.phones if each.acknowledged >= 0]
        return {str(each.attendee): dots_of(each.acknowledged) for each in voted}

    def _on_screen(self, last: float) -> float | None:
        """Return the ms from the last acknowledgement until the screen counts all who voted."""
        screen = self.screen
        if screen is None:
            return None
        everybody = sum(each.acknowledged >= 0 for each in self.phones)
        self._wait(lambda: screen.answered == everybody)
        return round(1000 * max(screen.since - last, 0), 1)

    def _wait(self, done: Callable[[], bool]) -> None:
        if not self.loop.run(done, PATIENCE_S):
            raise TimeoutError


def _noting(seen: set[int], attendee: int) -> Callable[[Reply], None]:
    """Return what notes that this phone has its new part."""

    def looked(reply: Reply) -> None:
        if reply.status == 200:
            seen.add(attendee)

    return looked


class Inbox:
    """Standard input, read line by line between the phones' own business."""

    def __init__(self, loop: Loop) -> None:
        self.loop, self.held, self.is_open = loop, b"", True
        loop.selector.register(sys.stdin.fileno(), selectors.EVENT_READ, self._read)

    def next(self) -> Any:
        """Return what the next line says; None once nobody asks any more."""
        while self.is_open and b"\n" not in self.held:
            self.loop.run(lambda: not self.is_open or b"\n" in self.held, PATIENCE_S)
        line, _, self.held = self.held.partition(b"\n")
        return json.loads(line) if line else None

    def _read(self) -> None:
        data = os.read(sys.stdin.fileno(), 65536)
        self.held += data
        self.is_open = bool(data)


def main(port: int) -> None:
    """Do what standard input says until it closes."""
    allow_many_lines()
    # Nothing here lives long enough to be worth a pause while votes are timed.
    gc.disable()
    loop = Loop()
    inbox = Inbox(loop)
    crowd = Crowd(loop, port, inbox.next() or {})
    while (asked := inbox.next()) is not None:
        verb, how = asked
        try:
            measured = getattr(crowd, verb)(**how)
        except TimeoutError:
            sys.exit(f"“{verb}” was not done within {PATIENCE_S:.0f} s.")
        sys.stdout.write(json.dumps(measured) + "\n")
        sys.stdout.flush()


def allow_many_lines() -> None:
    """Raise the limit on open files: each phone needs two."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


if __name__ == "__main__":
    main(int(sys.argv[1]))
