"""Lines to a server: HTTP kept alive and websockets, thousands of them in one thread.

As lean as can be, since the phones of a bench share their machine with the server.
"""

import gzip
import heapq
import itertools
import re
import selectors
import socket
import time
from collections import deque
from collections.abc import Callable
from typing import NamedTuple

LENGTH = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")
READ = 65536
WITHOUT_BODY = (204, 304)
TEXT, CLOSE = 0x81, 0x88


class Reply(NamedTuple):
    """What a server answered; status 0 when the line broke instead."""

    status: int
    head: bytes
    body: bytes


BROKEN = Reply(0, b"", b"")


def plain(reply: Reply) -> bytes:
    """Return the body of a reply, unpacked."""
    is_packed = b"content-encoding: gzip" in reply.head.lower()
    return gzip.decompress(reply.body) if is_packed else reply.body


class Loop:
    """Waits for many lines and for moments to come."""

    def __init__(self) -> None:
        self.selector = selectors.DefaultSelector()
        self.later: list[tuple[float, int, Callable[[], None]]] = []
        self.order = itertools.count()

    def at(self, moment: float, do: Callable[[], None]) -> None:
        """Do it at that moment of `time.perf_counter`."""
        heapq.heappush(self.later, (moment, next(self.order), do))

    def run(self, done: Callable[[], bool], seconds: float) -> bool:
        """Go on until it is done; False when that took too long."""
        until = time.perf_counter() + seconds
        while not done():
            left = until - time.perf_counter()
            if left <= 0:
                return False
            self._turn(min(left, self._next()))
        return True

    def _next(self) -> float:
        return max(self.later[0][0] - time.perf_counter(), 0) if self.later else 1.0

    def _turn(self, wait: float) -> None:
        for key, _ in self.selector.select(wait):
            key.data()
        now = time.perf_counter()
        while self.later and self.later[0][0] <= now:
            heapq.heappop(self.later)[2]()


class Line:
    """A connection that opens by itself and collects what comes in."""

    def __init__(self, loop: Loop, port: int) -> None:
        self.selector = loop.selector
        self.unsent = b""
        self.held = bytearray()
        self.is_open = False
        self.socket = socket.socket()
        self.socket.setblocking(False)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.connect_ex(("127.0.0.1", port))
        self.selector.register(self.socket, selectors.EVENT_WRITE, self._opened)

    @property
    def is_closed(self) -> bool:
        """Whether one of the two hung up."""
        return self.socket.fileno() < 0

    def send(self, data: bytes) -> None:
        """Send now, or as soon as the line is open; what we say fits any buffer."""
        if self.is_closed:
            self.broke()
        elif not self.is_open:
            self.unsent += data
        elif self.socket.send(data) != len(data):
            raise RuntimeError("the server reads nothing any more")

    def close(self) -> None:
        """Hang up."""
        if not self.is_closed:
            self.selector.unregister(self.socket)
            self.socket.close()
            self.broke()

    def heard(self) -> None:
        """Read what came in from `held`."""

    def broke(self) -> None:
        """Tell those who wait that nothing comes any more."""

    def _opened(self) -> None:
        if self.socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
            self.close()
            return
        self.is_open = True
        self.selector.modify(self.socket, selectors.EVENT_READ, self._readable)
        if self.unsent:
            self.send(self.unsent)

    def _readable(self) -> None:
        try:
            data = self.socket.recv(READ)
        except OSError:
            data = b""
        if not data:
            self.close()
            return
        self.held += data
        self.heard()


class HttpLine(Line):
    """HTTP/1.1, kept alive: one request after the other."""

    def __init__(self, loop: Loop, port: int) -> None:
        self.asked: deque[tuple[bytes, Callable[[Reply], None]]] = deque()
        super().__init__(loop, port)

    def ask(self, request: bytes, told: Callable[[Reply], None]) -> None:
        """Send the request once those before it are answered."""
        self.asked.append((request, told))
        if len(self.asked) == 1:
            self.send(request)

    def heard(self) -> None:
        """Hand over a reply that is whole."""
        reply = self._reply()
        if reply is None:
            return
        _, told = self.asked.popleft()
        waits = bool(self.asked)  # else `told` may ask, and that is sent at once
        told(reply)
        if waits:
            self.send(self.asked[0][0])

    def broke(self) -> None:
        """Every request that waits is answered by a broken line."""
        waiting, self.asked = self.asked, deque()
        for _, told in waiting:
            told(BROKEN)

    def _reply(self) -> Reply | None:
        end = self.held.find(b"\r\n\r\n")
        if end < 0:
            return None
        status, found = int(self.held[9:12]), LENGTH.search(self.held, 0, end)
        length = int(found[1]) if found and status not in WITHOUT_BODY else 0
        if len(self.held) < end + 4 + length:
            return None
        reply = Reply(status, bytes(self.held[:end]), bytes(self.held[end + 4 : end + 4 + length]))
        del self.held[: end + 4 + length]
        return reply


class SocketLine(Line):
    """Socket.IO over a websocket, as much of it as a phone speaks."""

    def __init__(
        self,
        loop: Loop,
        port: int,
        asking: bytes,
        ready: Callable[["SocketLine"], None],
        event: Callable[[bytes], None],
        lost: Callable[[], None] = lambda: None,
    ) -> None:
        self.ready, self.event, self.lost = ready, event, lost
        self.told: Callable[[bytes], None] | None = None
        self.is_upgraded = False
        super().__init__(loop, port)
        self.send(asking)

    def say(self, words: bytes, told: Callable[[bytes], None]) -> None:
        """Emit an event, given as JSON; its acknowledgement is told."""
        self.told = told
        self.send(frame(b"420" + words))

    def heard(self) -> None:
        """Take the handshake, then message after message."""
        if not self.is_upgraded:
            end = self.held.find(b"\r\n\r\n")
            if end < 0:
                return
            if self.held[9:12] != b"101":
                self.close()
                return
            self.is_upgraded = True
            del self.held[: end + 4]
        while (message := take_frame(self.held)) is not None:
            self._message(message)

    def broke(self) -> None:
        """Tell the phone that its line is gone."""
        self.lost()

    def _message(self, message: bytes) -> None:
        if message == b"2":
            self.send(PONG)
        elif message.startswith(b"42"):
            self.event(message)
        elif message.startswith(b"43"):
            if self.told is not None:
                self.told(message)
        elif message.startswith(b"40"):
            self.ready(self)
        elif message.startswith(b"0"):
            self.send(CONNECT)


def handshake(port: int, cookie: str = "", of: str = "") -> bytes:
    """Return the request that opens the socket, as a browser sends it."""
    return (
        f"GET /socket.io/?of={of}&EIO=4&transport=websocket HTTP/1.1\r\n"
        f"Host: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n"
        "Upgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dG9yZy1iZW5jaC1waG9uZQ==\r\n"
        f"Cookie: {cookie}\r\n\r\n"
    ).encode()


def frame(payload: bytes) -> bytes:
    """Return a text frame with a mask of zeros: nothing to work out, and no less valid."""
    size = len(payload)
    length = bytes([0x80 | size]) if size < 126 else b"\xfe" + size.to_bytes(2, "big")
    return bytes([TEXT]) + length + b"\0\0\0\0" + payload


def take_frame(held: bytearray) -> bytes | None:
    """Take the next whole frame off what came in; a goodbye is an empty message."""
    if len(held) < 2:
        return None
    size, start = held[1] & 0x7F, 2
    if size == 126:
        size, start = int.from_bytes(held[2:4], "big"), 4
    if len(held) < start + size:
        return None
    payload = b"" if held[0] == CLOSE else bytes(held[start : start + size])
    del held[: start + size]
    return payload


CONNECT, PONG = frame(b"40"), frame(b"3")
