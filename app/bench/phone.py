"""One phone, and the screen, as a server sees them: what they ask, when, with which cookie."""

import json
import random
import re
import time
from collections.abc import Callable, Mapping
from typing import Any

from app.bench.ballots import form_of
from app.bench.wire import HttpLine, Loop, Reply, SocketLine, handshake, plain

#: Phones that hear of a change wait at random before they look, as static/js/live.js does.
SPREAD_S = 2.0
#: A phone whose line broke dials again between so soon and so late.
BACK_S = (0.5, 4.0)
ETAG = re.compile(rb"(?i)\r\netag: *([^\r]+)")
ANSWERED = re.compile(rb'data-answered="(\d+)"')
BODY = len(form_of(0))

Told = Callable[[Reply], None]


def get(port: int, path: str, etag: bytes = b"", cookie: str = "") -> bytes:
    """Return the bytes of a GET."""
    lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Accept-Encoding: gzip"]
    if cookie:
        lines += [f"Cookie: {cookie}"]
    if etag:
        lines += [f"If-None-Match: {etag.decode()}"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def post(port: int, path: str, key: Mapping[str, Any], length: int) -> bytes:
    """Return the head of a POST by a script, to be followed by a form of that length."""
    return (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {key['cookie']}\r\n"
        f"X-CSRFToken: {key['token']}\r\nAccept: application/json\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {length}\r\n\r\n"
    ).encode()


def watching(role: str, of: str) -> bytes:
    """Return the event that asks to watch."""
    return json.dumps(["watch", {"as": role, "of": of}]).encode()


class Phone:
    """A phone with its cookie: a line for what it asks, a socket for what it hears."""

    def __init__(self, loop: Loop, port: int, room: Mapping[str, Any], key: Mapping[str, Any]):
        self.loop, self.port, self.code = loop, port, room["code"]
        self.cookie: str = key["cookie"]
        self.attendee: int = key["attendee"]
        self.head = post(port, f"/w/{self.code}/answers/{room['vote']}", key, BODY)
        self.http: HttpLine | None = None
        self.socket: SocketLine | None = None
        self.is_watching = self.stays = self.missed = False
        self.etag = b""
        self.acknowledged = -1  # the last vote that was
        self.looked: Told = ignore

    def vote_of(self, n: int) -> bytes:
        """Return the request that sends the n-th vote."""
        return self.head + form_of(n).encode()

    def told(self, n: int, reply: Reply) -> None:
        """Remember that the n-th vote was acknowledged."""
        if reply.status == 200:
            self.acknowledged = n

    def line(self) -> HttpLine:
        """Return the phone's line, opened anew if there is none."""
        if self.http is None or self.http.is_closed:
            self.http = HttpLine(self.loop, self.port)
        return self.http

    def watch(self) -> None:
        """Connect, and ask to watch once connected."""
        self.stays = True
        asking = handshake(self.port, self.cookie, self.code)
        self.socket = SocketLine(
            self.loop, self.port, asking, self._connected, self._event, self._lost
        )

    def look(self) -> None:
        """Fetch the part of the page that changes."""
        path = f"/w/{self.code}/now"
        self.line().ask(get(self.port, path, self.etag, self.cookie), self._seen)

    def leave(self) -> None:
        """Hang up the socket."""
        self.stays, self.missed = False, True
        if self.socket is not None:
            self.socket.close()

    def _lost(self) -> None:
        """Come back in a moment, unless it was the phone that left."""
        self.is_watching = False
        if self.stays:
            self.missed = True
            self.loop.at(time.perf_counter() + random.uniform(*BACK_S), self.watch)  # noqa: S311

    def _connected(self, socket: SocketLine) -> None:
        socket.say(watching("phone", self.code), self._let_in)

    def _let_in(self, answer: bytes) -> None:
        self.is_watching = b"true" in answer
        if self.missed:
            # What was missed while away is in the part.
            self.missed = False
            self.look_soon()

    def _event(self, _message: bytes) -> None:
        self.look_soon()

    def look_soon(self) -> None:
        """Look in a moment, as the page does when it hears of a change."""
        self.loop.at(time.perf_counter() + random.random() * SPREAD_S, self.look)  # noqa: S311

    def _seen(self, reply: Reply) -> None:
        found = ETAG.search(reply.head)
        if reply.status == 200 and found:
            self.etag = found[1]
        self.looked(reply)


class Screen:
    """The projector: hears of every answer, fetches its scene, reads how many have answered."""

    def __init__(self, loop: Loop, port: int, token: str) -> None:
        self.port, self.token = port, token
        self.http = HttpLine(loop, port)
        self.etag = b""
        self.fetching = self.again = self.is_watching = False
        self.answered, self.since, self.fetched = 0, 0.0, 0
        self.socket = SocketLine(
            loop, port, handshake(port), self._connected, lambda _: self.fetch()
        )

    def fetch(self) -> None:
        """Fetch the scene; what is heard meanwhile leads to one fetch more."""
        if self.fetching:
            self.again = True
            return
        self.fetching = True
        self.http.ask(get(self.port, f"/s/{self.token}/scene", self.etag), self._seen)

    def _connected(self, socket: SocketLine) -> None:
        socket.say(watching("screen", self.token), self._let_in)

    def _let_in(self, answer: bytes) -> None:
        self.is_watching = b"true" in answer
        self.fetch()

    def _seen(self, reply: Reply) -> None:
        self.fetching = False
        self.fetched += 1
        etag, found = ETAG.search(reply.head), ANSWERED.search(plain(reply))
        self.etag = etag[1] if etag else b""
        if found and int(found[1]) != self.answered:
            self.answered, self.since = int(found[1]), time.perf_counter()
        if self.again:
            self.again = False
            self.fetch()


def ignore(_reply: Reply) -> None:
    """Let nobody wait for it."""
