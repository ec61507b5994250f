"""Layers for GIS and CAD: features of one shape each, on a plane in metres."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from exports.gis_fields import Field
from exports.planes import Plane
from workshops.methods.geodesy import Point
from workshops.methods.spatial import is_on_earth

Shape = Literal["POINT", "MULTILINESTRING", "MULTIPOLYGON", ""]
#: By shape: (east, north); lines of such; polygons of rings of such. None: no place.
Place = Any
SHAPES: Mapping[Shape, str] = {"POINT": "point", "MULTILINESTRING": "line", "MULTIPOLYGON": "area"}


@dataclass(frozen=True)
class Row:
    """One feature: where it lies on the plane, and its values in the order of the fields.

    `in_zones` is one that has no place of its own and lies where the zones lie that it names.
    """

    place: Place
    values: tuple[object, ...]
    in_zones: bool = False


@dataclass(frozen=True)
class Layer:
    """Features of one shape; `by` is the field whose categories colour them; "" is a table."""

    name: str
    title: str
    shape: Shape
    fields: tuple[Field, ...]
    rows: tuple[Row, ...]
    about: str = ""
    by: str = ""


def placed(geometry: Mapping[str, Any] | None, plane: Plane) -> dict[Shape, list[Any]]:
    """Return what a geometry is made of on the plane, by shape; collections are taken apart."""
    parts: dict[Shape, list[Any]] = {}
    for shape, nested in _parts(geometry):
        parts.setdefault(shape, []).append(_on(nested, plane))
    return parts


def _parts(geometry: Mapping[str, Any] | None) -> Iterator[tuple[Shape, Any]]:
    for inner in (geometry or {}).get("geometries", ()):
        yield from _parts(inner)
    if geometry is None or "coordinates" not in geometry:
        return
    nested = geometry["coordinates"]
    kind = geometry["type"]
    shapes: dict[str, Shape] = {"Point": "POINT", "LineString": "MULTILINESTRING"}
    shape = shapes.get(kind.removeprefix("Multi"), "MULTIPOLYGON")
    for each in nested if kind.startswith("Multi") else [nested]:
        if is_on_earth({"coordinates": each}):
            yield shape, each


def _on(nested: Sequence[Any], plane: Plane) -> Any:
    if isinstance(nested[0], int | float):
        return plane.at(nested[0], nested[1])
    return [_on(each, plane) for each in nested if each]


def rows_by_shape(
    geometry: Mapping[str, Any] | None, plane: Plane, values: tuple[object, ...]
) -> Iterator[tuple[Shape, Row]]:
    """Return the rows a geometry makes: a point each, its lines together, its areas together."""
    for shape, parts in placed(geometry, plane).items():
        for place in parts if shape == "POINT" else [parts]:
            yield shape, Row(place, values)


def layer_of(
    name: str,
    title: str,
    shape: Shape,
    fields: tuple[Field, ...],
    things: Iterable[tuple[Any, tuple[object, ...]]],
    plane: Plane,
    about: str = "",
) -> Layer:
    """Return a layer of what has that shape, among pairs of a geometry and its values."""
    rows = [
        row
        for geometry, values in things
        for found, row in rows_by_shape(geometry, plane, values)
        if found == shape
    ]
    return Layer(name, title, shape, fields, tuple(rows), about)


def by_shape(
    name: str,
    titles: Mapping[Shape, str],
    fields: tuple[Field, ...],
    things: Sequence[tuple[Any, tuple[object, ...]]],
    plane: Plane,
) -> Iterator[Layer]:
    """Return a layer for each shape, the things apart by theirs."""
    for shape, ending in SHAPES.items():
        yield layer_of(f"{name}_{ending}", titles[shape], shape, fields, things, plane)


def extent_of(rows: Iterable[Row]) -> tuple[float, float, float, float] | None:
    """Return west, south, east, north of all that has a place."""
    spots = [spot for row in rows if row.place is not None for spot in spots_of(row.place)]
    if not spots:
        return None
    easts, norths = [e for e, _ in spots], [n for _, n in spots]
    return min(easts), min(norths), max(easts), max(norths)


def spots_of(nested: Any) -> Iterator[Point]:
    """Return every spot of a place."""
    if isinstance(nested, tuple):
        yield nested
        return
    for each in nested:
        yield from spots_of(each)
