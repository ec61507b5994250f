"""Before and after: the notes of two workshops, or before a day and from it on, by zone. Pure.

Two workshops are a pair when their questions are the same; where no two are, each activity on
the plan stands beside the one before it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from workshops.sum_facts import Half, Sums, ZoneSum

#: With fewer people on one side nothing is said to have changed.
FEWEST_PEOPLE = 5
NONE = ZoneSum("", "", 0, 0, {}, {}, {}, 0, 0.0, 0, 0.0)


@dataclass(frozen=True)
class Told:
    """An activity whose notes add up: `ref` is workshop.position, `date` ISO 8601, local."""

    ref: str
    workshop: str
    date: str
    question: str
    sums: Sums


@dataclass(frozen=True)
class Side:
    """One side: the activity; with a day, its notes before the day or from it on."""

    ref: str
    workshop: str
    date: str
    half: Half


@dataclass(frozen=True)
class Change:
    """One zone on both sides; `letter` "" is the rest of the square."""

    letter: str
    name: str
    before: ZoneSum
    after: ZoneSum

    @property
    def notes(self) -> int:
        """How many more notes afterwards."""
        return self.after.notes - self.before.notes


@dataclass(frozen=True)
class Compared:
    """Two sides beside one another. `day` splits one activity; "" is two activities."""

    before: Side
    after: Side
    day: str
    same_question: bool
    changes: tuple[Change, ...]

    @property
    def few(self) -> bool:
        """Whether there are too few people on one side to speak of a change."""
        return min(self.before.half.people, self.after.half.people) < FEWEST_PEOPLE

    @property
    def most(self) -> tuple[Change, ...]:
        """The zones that changed most, more than one when tied; empty when none changed."""
        most = max((abs(each.notes) for each in self.changes), default=0)
        return tuple(each for each in self.changes if most and abs(each.notes) == most)


def comparisons(told: Sequence[Told]) -> tuple[Compared, ...]:
    """All pairs: those split by a day first, then each activity with the one before it."""
    ordered = sorted(told, key=lambda each: (each.date, _place(each.ref)))
    by_question: dict[str, list[Told]] = {}
    for each in ordered:
        by_question.setdefault(_plain(each.question), []).append(each)
    asked_again = [pair for group in by_question.values() for pair in pairwise(group)]
    pairs = asked_again or list(pairwise(ordered))
    days = [found for each in ordered if (found := _by_day(each))]
    return (*days, *(_compared(*pair) for pair in pairs))


def _place(ref: str) -> tuple[int, ...]:
    return tuple(int(part) for part in ref.split("."))


def _plain(question: str) -> str:
    return " ".join(question.casefold().split())


def _by_day(told: Told) -> Compared | None:
    split = told.sums.split
    if split is None:
        return None
    before, after = (
        Side(told.ref, told.workshop, told.date, half) for half in (split.before, split.after)
    )
    return Compared(before, after, split.day, True, _changes(split.before, split.after))


def _compared(one: Told, other: Told) -> Compared:
    before, after = _side(one), _side(other)
    same = _plain(one.question) == _plain(other.question)
    return Compared(before, after, "", same, _changes(before.half, after.half))


def _side(told: Told) -> Side:
    sums = told.sums
    return Side(told.ref, told.workshop, told.date, Half(sums.notes, sums.people, sums.zones))


def _changes(before: Half, after: Half) -> tuple[Change, ...]:
    """Zones of either, by letter, the rest of the square last."""
    first, second = _by_letter(before), _by_letter(after)
    letters = sorted(first | second, key=lambda letter: (not letter, letter))
    return tuple(
        Change(
            letter,
            (second.get(letter) or first[letter]).name,
            first.get(letter, NONE),
            second.get(letter, NONE),
        )
        for letter in letters
    )


def _by_letter(half: Half) -> dict[str, ZoneSum]:
    return {each.letter: each for each in half.zones}
