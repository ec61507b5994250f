"""The time line of the map: when things were said, in steps as coarse as they need to be.

Empty steps are left out: between two workshops lie weeks, and a slider that crosses them by the
minute would show nothing for most of its way.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from exports.words import Words

MOST_STEPS = 120
DAY = 24 * 60
STEPS_MIN = (1, 2, 5, 10, 15, 30, 60, 120, 360, DAY, 7 * DAY, 28 * DAY, 364 * DAY)
BEGINNING = datetime(2000, 1, 3)  # a Monday, local  # noqa: DTZ001


@dataclass(frozen=True)
class Times:
    """The steps of a time line: the minutes each is long, and its beginnings in order."""

    step_min: int
    begins: tuple[int, ...]  # in steps since BEGINNING

    @cached_property
    def _places(self) -> dict[int, int]:
        return {begin: place for place, begin in enumerate(self.begins, 1)}

    def place_of(self, said_at: str) -> int:
        """Which step a moment lies in, from 1; 0 when it is not known."""
        return self._places.get(_minutes(said_at) // self.step_min, 0) if said_at else 0

    def to_json(self, said_at: Iterable[str], words: Words) -> list[dict[str, Any]]:
        """Return each step's name and how much was said in it; nothing for a single step."""
        if len(self.begins) < 2:
            return []
        sums = Counter(self.place_of(each) for each in said_at)
        return [
            {"name": self._name(begin, words), "n": sums[place]}
            for place, begin in enumerate(self.begins, 1)
        ]

    def _name(self, begin: int, words: Words) -> str:
        moment = BEGINNING + timedelta(minutes=begin * self.step_min)
        day = words.day(moment.date())
        return day if self.step_min >= DAY else f"{day}, {moment:%H:%M}"


def times_of(said_at: Iterable[str]) -> Times:
    """Return the finest steps of which no more than MOST_STEPS are not empty."""
    minutes = {_minutes(each) for each in said_at if each}
    for step in STEPS_MIN:
        begins = {minute // step for minute in minutes}
        if len(begins) <= MOST_STEPS:
            break
    return Times(step, tuple(sorted(begins)))


def _minutes(said_at: str) -> int:
    """Minutes from BEGINNING to a local moment."""
    return (datetime.fromisoformat(said_at) - BEGINNING) // timedelta(minutes=1)
