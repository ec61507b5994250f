"""The socket of a phone by hand, frame by frame, so that a test may send what no browser would."""

import asyncio
import json
from dataclasses import dataclass

from tests.faults.voters import Phone, call

HANDSHAKE = (
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n"
    "Host: 127.0.0.1\r\nCookie: torg={cookie}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)
CHANGED = '42["changed"'
PATIENCE_S = 60


@dataclass(eq=False)
class Socket:
    """A line that watches the room."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    def send(self, words: str) -> None:
        """Send one whole frame."""
        self.writer.write(frame(words.encode()))

    async def hear(self) -> str:
        """Return the next words; "" when the line is closed."""
        try:
            head = await self.reader.readexactly(2)
            size = head[1] & 127
            if size == 126:
                size = int.from_bytes(await self.reader.readexactly(2))
            words = (await self.reader.readexactly(size)).decode(errors="replace")
        except (OSError, EOFError):
            return ""
        is_closing = head[0] & 15 == 8
        return "" if is_closing else words

    async def hear_of(self, start: str) -> str:
        """Wait for words that begin so, answering pings meanwhile; "" when the line is closed."""
        async with asyncio.timeout(PATIENCE_S):
            while (words := await self.hear()) and not words.startswith(start):
                if words == "2":
                    self.send("3")
        return words


def frame(content: bytes, size: int | None = None) -> bytes:
    """Return a masked text frame; `size` is what it claims to hold, if not the truth."""
    size = len(content) if size is None else size
    if size < 126:
        head = bytes([0x81, 0x80 | size])
    elif size < 2**16:
        head = bytes([0x81, 0x80 | 126]) + size.to_bytes(2)
    else:
        head = bytes([0x81, 0x80 | 127]) + size.to_bytes(8)
    return head + bytes(4) + content


async def watch(phone: Phone, port: int, role: str = "phone", of: str = "") -> Socket:
    """Open a socket and watch the room as a phone does, or as what has another link."""
    reader, writer = await call(port)
    socket = Socket(reader, writer)
    writer.write(HANDSHAKE.format(cookie=phone.cookie).encode())
    head = await reader.readuntil(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 101"), head
    assert await socket.hear_of("0")
    socket.send("40")
    assert await socket.hear_of("40")
    socket.send("420" + json.dumps(["watch", {"as": role, "of": of or phone.code}]))
    assert await socket.hear_of("430") == '430[{"watching":true}]'
    return socket
