"""Where along its street a name may stand: straight stretches, those near the square first."""

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from workshops.methods.geodesy import Point
from workshops.methods.shapes import Line, joined_lines

LETTER_M = 1.3
STEP_M = 4.0
STRAIGHT = 0.985
MOST_SPOTS = 8
APART_M = 8.0


def street_names(
    streets: Mapping[str, Sequence[Line]], middle: Point
) -> Iterator[Mapping[str, Any]]:
    """One feature a street, its spots as x, y and the angle of the text in degrees."""
    for name, lines in sorted(streets.items()):
        spots = [
            spot
            for line in joined_lines(lines)
            for spot in _spots(line, len(name) * LETTER_M + LETTER_M)
        ]
        spots.sort(key=lambda spot: math.dist(spot[:2], middle))
        if spots:
            rounded = [[round(value, 2) for value in spot] for spot in _apart(spots)]
            yield {"kind": "street", "name": name, "spots": rounded}


def _spots(line: Line, length_m: float) -> Iterator[tuple[float, float, float]]:
    whole = sum(math.dist(a, b) for a, b in pairwise(line))
    start = 0.0
    while start + length_m <= whole:
        a, b = _at(line, start), _at(line, start + length_m)
        if math.dist(a, b) >= STRAIGHT * length_m:
            x, y = _at(line, start + length_m / 2)
            yield (x + (a[0] + b[0]) / 2) / 2, (y + (a[1] + b[1]) / 2) / 2, _upright(a, b)
        start += STEP_M


def _at(line: Line, along_m: float) -> Point:
    for a, b in pairwise(line):
        length = math.dist(a, b)
        if along_m <= length and length:
            part = along_m / length
            return a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])
        along_m -= length
    return line[-1]


def _upright(a: Point, b: Point) -> float:
    angle = math.degrees(math.atan2(b[1] - a[1], b[0] - a[0]))
    return angle - 180 if angle > 90 else angle + 180 if angle <= -90 else angle


def _apart(spots: Sequence[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    kept: list[tuple[float, float, float]] = []
    for spot in spots:
        if all(math.dist(spot[:2], other[:2]) >= APART_M for other in kept):
            kept.append(spot)
    return kept[:MOST_SPOTS]
