"""What is worth a second look on a square: said, never refused."""

from collections.abc import Iterator
from itertools import combinations

from workshops.methods.geodesy import Geometry
from workshops.methods.overlaps import outside_m2, shared_m2
from workshops.methods.spatial import bounds_of
from workshops.models import Square
from workshops.words import Sentence, say

#: Corners are kept to the centimetre; shared borders then overlap by less than this.
LEAST_M2 = 1.0


def zone_remarks(square: Square) -> tuple[Sentence, ...]:
    """Say which zones overlap or stick out of the outline, and by how many square metres."""
    return (*_overlapping(square), *_sticking_out(square))


def _overlapping(square: Square) -> Iterator[Sentence]:
    for one, other in combinations(square.zones, 2):
        if not _may_meet(one["polygon"], other["polygon"]):
            continue
        shared = shared_m2(one["polygon"], other["polygon"])
        if shared >= LEAST_M2:
            yield say(
                "Zones %(one)s and %(other)s overlap by %(n)s m².",
                one=one["letter"],
                other=other["letter"],
                n=round(shared),
            )


def _sticking_out(square: Square) -> Iterator[Sentence]:
    for zone in square.zones if square.outline else ():
        out = outside_m2(zone["polygon"], square.outline or {})
        if out >= LEAST_M2:
            yield say(
                "Zone %(letter)s sticks out of the square by %(n)s m².",
                letter=zone["letter"],
                n=round(out),
            )


def _may_meet(one: Geometry, other: Geometry) -> bool:
    west, south, east, north = bounds_of(one)
    left, low, right, top = bounds_of(other)
    return west < right and left < east and south < top and low < north
