"""Votes cast in two ways: as many as the server takes, and so many at their set times."""

import time
from collections.abc import Callable, Sequence
from typing import Any

from app.bench.phone import Phone
from app.bench.wire import HttpLine, Loop, Reply

PATIENCE_S = 120.0
#: Votes do not begin before this much later, so that the first is not late.
START_S = 0.1
Next = Callable[[int], tuple[bytes, Callable[[Reply], None]]]


def spread_of(times: Sequence[float]) -> dict[str, float]:
    """Return percentiles of seconds, in ms."""
    ordered = sorted(times)

    def at(share: float) -> float:
        place = min(int(share * len(ordered)), len(ordered) - 1)
        return round(1000 * ordered[place], 2) if ordered else 0.0

    return {"p50": at(0.5), "p95": at(0.95), "p99": at(0.99), "max": at(1.0)}


class Pace:
    """Requests one after the other on so many lines: what the server can do."""

    def __init__(self, loop: Loop, port: int, in_flight: int, following: Next) -> None:
        self.loop, self.following = loop, following
        self.lines = [HttpLine(loop, port) for _ in range(in_flight)]
        self.times: list[float] = []
        self.failed = self.waiting = 0
        self.until = 0.0

    def run(self, seconds: float) -> dict[str, Any]:
        """Keep all lines busy for so long."""
        began = time.perf_counter()
        self.until = began + seconds
        for lane in range(len(self.lines)):
            self._ask(lane)
        self.loop.run(lambda: self.waiting == 0, seconds + PATIENCE_S)
        took = time.perf_counter() - began
        for line in self.lines:
            line.close()
        done = len(self.times)
        return {
            "done": done,
            "failed": self.failed,
            "seconds": took,
            "ms": spread_of(self.times),
        }

    def _ask(self, lane: int) -> None:
        request, told = self.following(lane)
        asked = time.perf_counter()
        self.waiting += 1

        def answered(reply: Reply) -> None:
            now = time.perf_counter()
            self.waiting -= 1
            told(reply)
            if reply.status == 200:
                self.times.append(now - asked)
            else:
                self.failed += 1
            if now < self.until and reply.status:
                self._ask(lane)

        self.lines[lane].ask(request, answered)


class Casting:
    """Phone after phone votes, n votes spread over so many seconds; 0 is one instant.

    A vote is timed from the moment it is due: a server that is late pays for it.
    """

    def __init__(self, loop: Loop, phones: Sequence[Phone], n: int, over: float, first: int):
        self.loop, self.phones, self.n, self.first = loop, phones, n, first
        self.gap = over / n
        self.began = time.perf_counter() + START_S
        self.times: list[float] = []
        self.late: list[float] = []
        self.failed = self.sent = 0

    def run(self) -> dict[str, Any]:
        """Cast all, and wait until each is answered."""
        self.loop.at(self.began, self._send_due)
        whole = lambda: len(self.times) + self.failed == self.n  # noqa: E731
        self.loop.run(whole, self.n * self.gap + PATIENCE_S)
        return {
            "acknowledged": len(self.times),
            "failed": self.n - len(self.times),
            "seconds": time.perf_counter() - self.began,
            "ms": spread_of(self.times),
            "generator_late_ms": spread_of(self.late),
        }

    def _send_due(self) -> None:
        now = time.perf_counter()
        while self.sent < self.n and (due := self.began + self.sent * self.gap) <= now:
            self._cast(self.sent, due)
            self.sent += 1
        if self.sent < self.n:
            self.loop.at(self.began + self.sent * self.gap, self._send_due)

    def _cast(self, i: int, due: float) -> None:
        phone, number = self.phones[i % len(self.phones)], self.first + i

        def told(reply: Reply) -> None:
            phone.told(number, reply)
            if reply.status == 200:
                self.times.append(time.perf_counter() - due)
            else:
                self.failed += 1

        self.late.append(time.perf_counter() - due)
        phone.line().ask(phone.vote_of(number), told)
