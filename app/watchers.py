"""Who watches: pages by role and workshop, read from the rooms of the socket."""

import time
from collections.abc import Iterator, Mapping
from typing import Any

import gevent

from app.extensions import socketio
from app.meter import meter

ROLES = ("phone", "screen", "desk")
KINDS = tuple(f"{role}s:" for role in ROLES)
BEAT_S = 0.5
#: Reading all rooms takes a millisecond with five thousand phones: not at every beat.
BEATS_A_LOOK = 4
#: A line that watches nothing is closed after so many beats, at the latest after twice as many.
BEATS_OF_PATIENCE = 60


def pages() -> dict[tuple[str, int], int]:
    """Return how many pages watch, by role and workshop."""
    found = {}
    for room, lines in _rooms_of_pages():
        kind, _, workshop_id = room.partition(":")
        found[kind.removesuffix("s"), int(workshop_id)] = len(lines)
    return found


def pages_of(role: str, workshop_id: int) -> int:
    """Return how many pages of that role watch that workshop."""
    return lines_in(f"{role}s:{workshop_id}")


def lines_in(room: str) -> int:
    """Return how many lines a room of the socket has."""
    return len(_rooms().get(room, ()))


def _rooms_of_pages() -> Iterator[tuple[str, Mapping[str, str]]]:
    """Return the rooms in which pages watch a workshop."""
    for room, lines in _rooms().items():
        if str(room).startswith(KINDS) and lines:
            yield str(room), lines


def _rooms() -> Mapping[str | None, Mapping[str, str]]:
    """Return the rooms of the socket, each with its lines; none before anybody came."""
    server: Any = socketio.server  # type: ignore[attr-defined]  # set when it is bound
    rooms: Mapping[str | None, Mapping[str, str]] = server.manager.rooms.get("/", {})
    return rooms


def feel_the_pulse() -> None:
    """Sleep and see how late one wakes, for ever: run in a greenlet of its own."""
    beats, idle = 0, frozenset[str]()
    while True:
        asleep = time.perf_counter()
        gevent.sleep(BEAT_S)
        meter.beat(max(0.0, time.perf_counter() - asleep - BEAT_S))
        beats += 1
        if beats % BEATS_A_LOOK == 0:
            meter.saw(pages())
        if beats % BEATS_OF_PATIENCE == 0:
            idle = close_idle(idle)


def close_idle(before: frozenset[str]) -> frozenset[str]:
    """Close the lines that watched nothing before and still do not; return those that are new."""
    lines: dict[str, Any] = socketio.server.eio.sockets  # type: ignore[attr-defined]  # as below
    idle = frozenset(lines) - _watching()
    for line in idle & before:
        lines[line].close(wait=False)
    return idle - before


def _watching() -> set[str]:
    """Return the lines that are in a room, by the name they have below the socket's own."""
    return {line for _, lines in _rooms_of_pages() for line in lines.values()}
