"""What a bench works with: how large the room is, how long each step takes, where it stands."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.bench.room import Room

Readings = dict[str, Any]


@dataclass(frozen=True)
class Size:
    """How large and how long; all of it follows from the number of phones."""

    phones: int
    steady_s: float = 20.0
    pace_s: float = 5.0
    quiet_s: float = 5.0

    @property
    def in_flight(self) -> int:
        """Requests under way at any time, when it is asked how many the server can do."""
        return min(self.phones, 64)

    @property
    def at_once(self) -> int:
        """The phones of a full hall, which vote in the same instant."""
        return min(self.phones, 600)

    @property
    def few(self) -> int:
        """A tenth of the room, to compare with."""
        return max(self.phones // 10, 1)

    @property
    def per_s(self) -> int:
        """Votes a second, steadily: 1,000 of 5,000."""
        return max(self.phones // 5, 1)


@dataclass(frozen=True)
class Setting:
    """A furnished room to copy, and what is wanted of it."""

    size: Size
    room: Room
    wanted: frozenset[str]


Figure = Callable[[Setting], Readings]
