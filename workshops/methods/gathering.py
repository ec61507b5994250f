"""Where notes gather, and which of them lie apart."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from statistics import median

from workshops.methods.circles import fullest
from workshops.methods.geodesy import Point, distance_m, turned

OUTLIER_SPREADS = 20
OUTLIER_LEAST_M = 1000.0
OUTLIER_LEAST_POINTS = 5
#: One person, in parts that all numbers up to 16 divide: weights stay whole, sums exact.
ONE_PERSON = 720_720


@dataclass(frozen=True)
class HotSpot:
    """Where notes gather: n of them within radius_m of x, y; members are their indices."""

    x: float
    y: float
    n: int
    radius_m: float
    members: tuple[int, ...]


def hot_spots(
    points_xy: Sequence[Point],
    radius_m: float,
    most: int = 3,
    least: int = 4,
    weights: Sequence[int] | None = None,
) -> tuple[HotSpot, ...]:
    """The fullest circles, fullest first, none sharing a point.

    Greedy: of the circles round each point the one with most points is taken and moved to the
    middle of its points as long as that loses none; then its points are set aside and the rest
    looked through again. With `weights` (see `shares`) the heaviest circle is taken; `least` is
    a number of points all the same. Equal ones: the circle whose points lie closer to its
    middle, then the western, then the northern one. The order of the points plays no part.
    """
    weighed = [1] * len(points_xy) if weights is None else list(weights)
    left = set(range(len(points_xy)))
    found: list[HotSpot] = []
    while len(found) < most and len(left) >= max(1, least):
        circle = fullest(points_xy, left, radius_m, [weighed], tuple)
        if circle is None or len(circle.members) < least:
            break
        found.append(HotSpot(circle.x, circle.y, len(circle.members), radius_m, circle.members))
        left -= set(circle.members)
    return tuple(found)


def shares(people: Sequence[Hashable]) -> tuple[int, ...]:
    """The weight of each note when every person weighs the same: 1/k for one of k notes.

    In parts of `ONE_PERSON`, rounded down where k does not divide it. In one emotional map of a
    city one person had left 74 of 1,387 marks: by notes that is 5 %, by people under 1 %.
    """
    notes = Counter(people)
    return tuple(ONE_PERSON // notes[each] for each in people)


def outliers(lonlats: Sequence[Point]) -> tuple[int, ...]:
    """Indices of the points that cannot belong to the place the others are about.

    The middle is the median longitude and latitude. A point is out when its distance from
    there exceeds the median distance by more than 20 times the median absolute deviation of
    the distances (F. R. Hampel, 1974, *The influence curve and its role in robust
    estimation*), and 1 km. Twenty, not the usual three, since a city's far ends are no error:
    in a county-wide consultation they lie at 9. Under five points nothing is called out.
    """
    if len(lonlats) < OUTLIER_LEAST_POINTS:
        return ()
    first = lonlats[0][0]
    lon = first + median(turned(p[0] - first) for p in lonlats)
    middle = (lon, median(p[1] for p in lonlats))
    away = [distance_m(p, middle) for p in lonlats]
    usual = median(away)
    spread = median(abs(m - usual) for m in away)
    limit = max(OUTLIER_LEAST_M, usual + OUTLIER_SPREADS * spread)
    return tuple(i for i, m in enumerate(away) if m > limit)
