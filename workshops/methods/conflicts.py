"""Where people want opposite things of one place: both sides within one circle."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from workshops.methods.circles import fullest
from workshops.methods.geodesy import Point

FOR, AGAINST = "for", "against"
#: A conflict needs this many people on its smaller side, and this part of both sides.
LEAST_PEOPLE = 2
LEAST_SHARE = 0.2
#: How many circles are looked at for each conflict that is wanted.
TRIES = 3


@dataclass(frozen=True)
class Conflict:
    """Both sides within radius_m of x, y: notes and people of each; members are indices.

    `tied` says that both sides have the same number of people.
    """

    x: float
    y: float
    radius_m: float
    notes_for: int
    notes_against: int
    people_for: int
    people_against: int
    members: tuple[int, ...]

    @property
    def tied(self) -> bool:
        return self.people_for == self.people_against


def conflicts(
    points_xy: Sequence[Point],
    sides: Sequence[str],
    people: Sequence[Hashable],
    radius_m: float,
    most: int = 7,
    least: int = LEAST_PEOPLE,
) -> tuple[Conflict, ...]:
    """Circles with people of both sides in them, those with the larger smaller side first.

    `sides` says "for" or "against" of each point, anything else takes no part. A person who
    left several notes of a side in one circle counts once there; one who left notes of both
    sides counts on both. The circle with most notes on its smaller side is taken, then with most
    notes; its points are set aside and the rest looked through again. It is a conflict when the
    smaller side has at least `least` people and a fifth of the people of both.
    """
    groups = [[int(side == wanted) for side in sides] for wanted in (FOR, AGAINST)]
    left = {i for i, side in enumerate(sides) if side in (FOR, AGAINST)}
    found: list[Conflict] = []
    for _ in range(TRIES * most):
        circle = fullest(points_xy, left, radius_m, groups, _by_smaller_side)
        if circle is None:
            break
        one = _conflict(circle.x, circle.y, circle.members, radius_m, sides, people)
        if min(one.notes_for, one.notes_against) < least:
            break
        left -= set(circle.members)
        if is_split(one.people_for, one.people_against, least):
            found.append(one)
        if len(found) == most:
            break
    return tuple(sorted(found, key=_rank))


def is_split(some: int, others: int, least: int = LEAST_PEOPLE) -> bool:
    """Whether the smaller side has at least so many people, and a fifth of both sides."""
    return min(some, others) >= max(least, LEAST_SHARE * (some + others))


def _by_smaller_side(counts: Sequence[int]) -> tuple[int, int]:
    return min(counts), sum(counts)


def _rank(each: Conflict) -> tuple[float, ...]:
    smaller = min(each.people_for, each.people_against)
    return -smaller, -(each.people_for + each.people_against), each.x, each.y


def _conflict(
    x: float,
    y: float,
    members: tuple[int, ...],
    radius_m: float,
    sides: Sequence[str],
    people: Sequence[Hashable],
) -> Conflict:
    yes = [people[i] for i in members if sides[i] == FOR]
    no = [people[i] for i in members if sides[i] == AGAINST]
    return Conflict(x, y, radius_m, len(yes), len(no), len(set(yes)), len(set(no)), members)
