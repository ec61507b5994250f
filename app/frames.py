"""What may come in on a socket: few and short frames, since no page of ours sends others.

The library would read a frame of a gigabyte to its end, and unmask it byte by byte while the
room stands still.
"""

import time
from collections.abc import Callable
from typing import IO, Any

from geventwebsocket.exceptions import ProtocolError
from geventwebsocket.handler import WebSocketHandler

from app.headers import Head, read_head

#: The longest frame. Answers come by HTTP; here a page says only what it watches.
MOST_BYTES = 4096
#: So often a line is read at first, and so often a second from then on; a frame takes three.
AT_FIRST, A_SECOND = 200, 8


class Sparing:
    """Reads a line, and gives it up when more comes than a page says."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self.read = read
        self.opened_at = time.monotonic()
        self.reads = 0

    def __call__(self, size: int) -> bytes:
        """Return so many bytes."""
        self.reads += 1
        allowed = AT_FIRST + A_SECOND * (time.monotonic() - self.opened_at)
        if size > MOST_BYTES or self.reads > allowed:
            raise ProtocolError
        return self.read(size)


class Handler(WebSocketHandler):
    """Reads heads our way, and hands over lines that are read sparingly."""

    def MessageClass(self, file: IO[bytes], _seekable: int) -> Head:  # noqa: N802 - its name
        """Read the head of a request."""
        return read_head(file)

    def upgrade_connection(self) -> Any:
        """Answer the handshake."""
        answer = super().upgrade_connection()
        line = self.environ.get("wsgi.websocket")
        if line is not None:
            line.raw_read = line.stream.read = Sparing(line.stream.read)
        return answer

    def run_websocket(self) -> None:
        """Serve the line, and then let go of what would keep itself alive.

        What many lines leave behind is collected rarely, since a collection stops a full room.
        """
        try:
            super().run_websocket()
        finally:
            self.environ.clear()
