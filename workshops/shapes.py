"""Shapes out of a file: points, lines and areas with the names they had, in WGS 84."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from workshops.basemap.whereabouts import LANDMARKS
from workshops.methods.geodesy import Geometry, Point
from workshops.methods.spatial import Box, bounds_of, places_of
from workshops.osm import Extract
from workshops.words import Sentence

#: Areas of a map that may be a part of a square; houses and carriageways are none.
PARTS = frozenset(
    {"square", "paved", "green", "water", "playground", "fountain", "market", "stage"}
)


@dataclass(frozen=True)
class Shape:
    """A Point, LineString or Polygon with the name it had, perhaps none."""

    name: str
    geometry: Geometry


@dataclass(frozen=True)
class Shapes:
    """What a file holds, and what was mended or lost while reading it."""

    points: tuple[Shape, ...]
    lines: tuple[Shape, ...]
    areas: tuple[Shape, ...]
    warnings: tuple[Sentence, ...] = ()

    def turned(self) -> "Shapes":
        """Return the same with longitude and latitude exchanged."""
        return replace(
            self, points=_turned(self.points), lines=_turned(self.lines), areas=_turned(self.areas)
        )


def _turned(shapes: Sequence[Shape]) -> tuple[Shape, ...]:
    return tuple(Shape(each.name, exchanged(each.geometry)) for each in shapes)


def exchanged(geometry: Geometry) -> dict[str, Any]:
    """Return a geometry with the two numbers of every position exchanged."""
    return {"type": geometry["type"], "coordinates": _exchanged(geometry["coordinates"])}


def _exchanged(nested: Any) -> Any:
    if isinstance(nested[0], int | float):
        return [nested[1], nested[0]]
    return [_exchanged(part) for part in nested]


def sorted_out(shapes: Iterable[Shape], warnings: Sequence[Sentence] = ()) -> Shapes:
    """Return shapes by what they are."""
    kept = list(shapes)

    def of(kind: str) -> tuple[Shape, ...]:
        return tuple(each for each in kept if each.geometry["type"] == kind)

    return Shapes(of("Point"), of("LineString"), of("Polygon"), tuple(warnings))


def shapes_of(extract: Extract, words: Mapping[str, str] | None = None) -> Shapes:
    """Return what of a map may be a part of a square or a landmark on it.

    A landmark without a name is called by what it is, in `words` by the English word.
    """
    areas = [
        Shape(each.name, part)
        for each in extract.features
        if each.kind in PARTS
        for part in parts_of(each.geometry)
    ]
    points = [
        Shape(each.name or (words or {}).get(LANDMARKS[each.kind], LANDMARKS[each.kind]), place)
        for each in extract.features
        if each.kind in LANDMARKS and (place := _place(each.geometry))
    ]
    return sorted_out([*areas, *(each for each in points if each.name)], extract.warnings)


def _place(geometry: Geometry) -> dict[str, Any] | None:
    """Return the middle of a thing, whatever it is drawn as."""
    middle = middle_of([Shape("", geometry)])
    return {"type": "Point", "coordinates": list(middle)} if middle else None


def parts_of(geometry: Geometry) -> list[dict[str, Any]]:
    """Return a geometry as its single parts."""
    kind = geometry["type"]
    if not kind.startswith("Multi"):
        return [dict(geometry)]
    single = kind.removeprefix("Multi")
    return [{"type": single, "coordinates": part} for part in geometry["coordinates"]]


def middle_of(shapes: Iterable[Shape]) -> Point | None:
    """Return the middle of the box round them all."""
    places = [place for each in shapes for place in places_of(each.geometry)]
    if not places:
        return None
    west, south, east, north = _box(places)
    return (west + east) / 2, (south + north) / 2


def _box(places: Sequence[Point]) -> Box:
    return bounds_of({"type": "LineString", "coordinates": places})
