"""The lines of the socket: which phone, screen and desk is in which room.

Flask-SocketIO's own manager looks through all rooms when a line drops, and every line is a room
of its own: five thousand phones that leave at once cost it seconds. And it writes to all lines
of a room in one go, while no vote gets through.
"""

from collections.abc import Iterator
from typing import Any

import gevent
from socketio import Manager

#: So many lines are written to before others get a turn; `sleep(0)` would let nothing in.
BURST = 200
TURN_S = 0.001


class Lines(Manager):
    """Lets a line go in the time of the few rooms it is in, and takes turns when it writes."""

    rooms: dict[str, Any]

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.rooms_of: dict[str, set[str | None]] = {}

    def get_participants(self, namespace: str, room: Any) -> Iterator[tuple[str, str]]:
        """Return the lines of a room, with a pause after each burst."""
        for n, line in enumerate(super().get_participants(namespace, room), start=1):
            yield line
            if n % BURST == 0:
                gevent.sleep(TURN_S)

    def basic_enter_room(
        self, sid: str, namespace: str, room: str | None, eio_sid: str | None = None
    ) -> None:
        """Let a line into a room."""
        super().basic_enter_room(sid, namespace, room, eio_sid)
        self.rooms_of.setdefault(sid, set()).add(room)

    def basic_leave_room(self, sid: str, namespace: str, room: str | None) -> None:
        """Take a line out of a room."""
        super().basic_leave_room(sid, namespace, room)
        self.rooms_of.get(sid, set()).discard(room)

    def basic_disconnect(self, sid: str, namespace: str, **given: Any) -> None:
        """Take a line out of all its rooms, so that the library has none to look through."""
        for room in tuple(self.rooms_of.pop(sid, ())):
            super().basic_leave_room(sid, namespace, room)
        everybody = self.rooms
        self.rooms = {namespace: {}}
        super().basic_disconnect(sid, namespace, **given)
        self.rooms = everybody
