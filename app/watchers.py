"""Who watches: pages by role and workshop, read from the rooms of the socket."""

import time
from collections.abc import Mapping
from typing import Any

import gevent

from app.extensions import socketio
from app.meter import meter

ROLES = ("phone", "screen", "desk")
BEAT_S = 0.5
#: Reading all rooms takes a millisecond with five thousand phones: not at every beat.
BEATS_A_LOOK = 4


def pages() -> dict[tuple[str, int], int]:
    """Return how many pages watch, by role and workshop."""
    kinds = {f"{role}s": role for role in ROLES}
    found = {}
    for room, lines in _rooms().items():
        kind, _, workshop_id = str(room).partition(":")
        if kind in kinds and workshop_id and lines:
            found[kinds[kind], int(workshop_id)] = len(lines)
    return found


def pages_of(role: str, workshop_id: int) -> int:
    """Return how many pages of that role watch that workshop."""
    return lines_in(f"{role}s:{workshop_id}")


def lines_in(room: str) -> int:
    """Return how many lines a room of the socket has."""
    return len(_rooms().get(room, ()))


def _rooms() -> Mapping[str | None, Mapping[str, str]]:
    """Return the rooms of the socket, each with its lines; none before anybody came."""
    server: Any = socketio.server  # type: ignore[attr-defined]  # set when it is bound
    rooms: Mapping[str | None, Mapping[str, str]] = server.manager.rooms.get("/", {})
    return rooms


def feel_the_pulse() -> None:
    """Sleep and see how late one wakes, for ever: run in a greenlet of its own."""
    beats = 0
    while True:
        asleep = time.perf_counter()
        gevent.sleep(BEAT_S)
        meter.beat(max(0.0, time.perf_counter() - asleep - BEAT_S))
        beats += 1
        if beats % BEATS_A_LOOK == 0:
            meter.saw(pages())
