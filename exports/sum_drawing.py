"""Sums as drawings: rings of density, numbered circles, ways as wide as their people."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from exports.features import At, Feature, path_of
from workshops.sum_facts import Clash, Density, Place, Spot, Sums

#: Where the number of a circle stands, in degrees from the east, clockwise: what covers least.
TURNS = (60, 300, 160, 240, 20, 200, 110)


@dataclass(frozen=True)
class Shade:
    """One level of a density as an SVG path, to be filled even-odd; the first is the widest."""

    share: float
    path: str


@dataclass(frozen=True)
class Numbered:
    """A circle with its number; `x2`, `y2` is where the number stands."""

    number: int
    x: float
    y: float
    r: float
    x2: float
    y2: float


def shades(density: Density | None, at: At) -> tuple[Shade, ...]:
    """The levels of a density, the widest first."""
    levels = density.levels if density else ()
    return tuple(Shade(each.share, _paths(each.rings, at)) for each in levels if each.rings)


def _paths(rings: Iterable[Sequence[Place]], at: At) -> str:
    return "".join(f"M{path_of(at(*place) for place in ring)}Z" for ring in rings)


def numbered(found: Iterable[Spot | Clash], at: At, metre: float) -> tuple[Numbered, ...]:
    """Circles of their true radius, `metre` long on the drawing, numbered from 1."""
    return tuple(_numbered(nth, each, at, metre) for nth, each in enumerate(found, 1))


def _numbered(number: int, each: Spot | Clash, at: At, metre: float) -> Numbered:
    x, y = at(each.lon, each.lat)
    r = each.radius_m * metre
    turn = math.radians(TURNS[(number - 1) % len(TURNS)])
    x2, y2 = x + r * math.cos(turn), y + r * math.sin(turn)
    return Numbered(number, round(x, 2), round(y, 2), round(r, 2), round(x2, 2), round(y2, 2))


def ways(sums: Sums) -> Iterator[Feature]:
    """Ways and areas laid over one another, as features with the number of people, unwritten."""
    for cover in sums.covers:
        rings = [[list(place) for place in ring] for ring in cover.rings]
        yield _feature("Polygon", rings, cover.people)
    for way in sums.ways:
        yield _feature("LineString", [list(place) for place in way.line], way.people)


def _feature(kind: str, coordinates: object, people: int) -> Feature:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "geometry": geometry, "properties": {"value": people, "quiet": True}}
