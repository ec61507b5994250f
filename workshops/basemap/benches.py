"""Benches of which nobody wrote where they look: they look at the way that they stand by."""

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from workshops.methods.geodesy import Point
from workshops.methods.spatial import nearest_on_side

NEAR_M = 8.0
ON_IT_M = 0.3
WAYS = ("path", "road", "paved", "square", "steps")

Side = tuple[Point, Point]


def turned(features: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The same features, each bench with an angle: degrees from north with the clock."""
    ways = [side for feature in features if feature["kind"] in WAYS for side in _sides(feature)]
    for feature in features:
        if feature["kind"] != "bench" or "points" not in feature or "angle" in feature:
            yield feature
            continue
        x, y = feature["points"][0]
        yield {**feature, "angle": round(_angle((x, y), ways), 1)}


def _sides(feature: Mapping[str, Any]) -> Iterator[Side]:
    for ring in feature.get("rings", ()):
        yield from pairwise([(x, y) for x, y in (*ring, ring[0])])
    yield from pairwise([(x, y) for x, y in feature.get("line", ())])


def _angle(at: Point, ways: Sequence[Side]) -> float:
    """North where no way is near."""
    near = [side for side in ways if _may_be_near(at, side)]
    if not near:
        return 0.0
    a, b = min(near, key=lambda side: math.dist(at, nearest_on_side(at, *side)))
    x, y = nearest_on_side(at, a, b)
    away = math.dist(at, (x, y))
    if away > NEAR_M:
        return 0.0
    if away < ON_IT_M:
        return (math.degrees(math.atan2(b[0] - a[0], a[1] - b[1])) + 90) % 360
    return math.degrees(math.atan2(x - at[0], at[1] - y)) % 360


def _may_be_near(at: Point, side: Side) -> bool:
    (ax, ay), (bx, by) = side
    return (
        min(ax, bx) - NEAR_M <= at[0] <= max(ax, bx) + NEAR_M
        and min(ay, by) - NEAR_M <= at[1] <= max(ay, by) + NEAR_M
    )
