"""A room of phones that have joined: each with its cookie, its token, and a line it keeps.

They speak HTTP by hand, so that a test may also stop in the middle of a word.
"""

import asyncio
import json
import re
from collections.abc import Coroutine
from dataclasses import dataclass, field
from io import BytesIO
from typing import TypeVar
from urllib.parse import urlencode

from PIL import Image

PATIENCE_S = 120
BETWEEN = "between-the-parts"
T = TypeVar("T")
Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]
LOST = (OSError, EOFError, asyncio.IncompleteReadError)


_open: set[asyncio.StreamWriter] = set()


@dataclass(frozen=True)
class Told:
    """What a phone was told; `status` 0 is nothing at all, because the line broke."""

    status: int = 0
    body: bytes = b""

    @property
    def json(self) -> dict:
        return json.loads(self.body) if self.body[:1] == b"{" else {}

    @property
    def acknowledged(self) -> bool:
        return self.status == 200 and "sent" in self.json

    @property
    def refused(self) -> str:
        """The sentence of a no."""
        return self.json.get("refused", "")


@dataclass(eq=False)
class Phone:
    """One phone, on one keep-alive connection that it opens when it needs it."""

    code: str
    cookie: str
    token: str
    attendee: int
    line: Line | None = field(default=None, repr=False)

    async def vote(self, port: int, activity: int, key: str, dots: dict[str, int]) -> Told:
        """Vote; `dots` by option."""
        fields = {"key": key, **{f"dots-{option}": str(n) for option, n in dots.items()}}
        return await self.post(port, f"/w/{self.code}/answers/{activity}", fields)

    async def say(self, port: int, activity: int, key: str, text: str) -> Told:
        """Write an idea."""
        return await self.post(
            port, f"/w/{self.code}/answers/{activity}", {"key": key, "text": text}
        )

    async def post(self, port: int, path: str, fields: dict[str, str]) -> Told:
        """Send a form as the page's script does."""
        return await self.ask(port, self.posting(path, fields))

    async def get(self, port: int, path: str) -> Told:
        """Open a page."""
        head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: torg={self.cookie}\r\n\r\n"
        return await self.ask(port, head.encode())

    def posting(self, path: str, fields: dict[str, str]) -> bytes:
        """The bytes of a form that is sent."""
        body = urlencode(fields).encode()
        return self.upload(path, "application/x-www-form-urlencoded", body)

    def upload(self, path: str, content_type: str, body: bytes) -> bytes:
        """The bytes of a request with that body."""
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: torg={self.cookie}\r\n"
            f"X-CSRFToken: {self.token}\r\nAccept: application/json\r\n"
            f"Content-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    async def ask(self, port: int, request: bytes) -> Told:
        """Send a request and wait for the answer; the line is opened again when it broke."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                if self.line is None or self.line[1].is_closing():
                    self.line = await call(port)
                self.line[1].write(request)
                return await heard(self.line[0])
        except LOST:
            self.hang_up()
            return Told()

    def hang_up(self) -> None:
        """Close the line at once, whatever is on it."""
        if self.line is not None:
            self.line[1].transport.abort()
            self.line = None


def with_photo(phone: Phone, activity: int, key: str) -> bytes:
    """The bytes of an idea with a picture, as the phone's script sends it."""
    picture = BytesIO()
    Image.effect_noise((640, 480), 90).convert("RGB").save(picture, "JPEG")
    parts = [
        f'--{BETWEEN}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in (("key", key), ("text", key))
    ]
    head = (
        f'--{BETWEEN}\r\nContent-Disposition: form-data; name="photo"; filename="photo.jpg"\r\n'
        "Content-Type: image/jpeg\r\n\r\n"
    )
    body = "".join([*parts, head]).encode() + picture.getvalue() + f"\r\n--{BETWEEN}--\r\n".encode()
    path = f"/w/{phone.code}/answers/{activity}"
    return phone.upload(path, f"multipart/form-data; boundary={BETWEEN}", body)


async def call(port: int) -> Line:
    """Open a line to the server; it is closed at the end of the `run` at the latest."""
    line = await asyncio.open_connection("127.0.0.1", port)
    _open.add(line[1])
    return line


async def heard(reader: asyncio.StreamReader) -> Told:
    """Read one answer."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: *(\d+)", head)
    body = await reader.readexactly(int(length[1]) if length else 0)
    return Told(int(head.split(b" ", 2)[1]), body)


def run(acting: Coroutine[object, object, T]) -> T:
    """Let phones act; in the end all lines are closed, whatever happened."""

    async def and_leave() -> T:
        try:
            return await acting
        finally:
            for line in _open:
                line.transport.abort()
            _open.clear()
            await asyncio.sleep(0.01)

    return asyncio.run(and_leave())
