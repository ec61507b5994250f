"""Layers of what planners wrote and notes add up to: where it lies, or the zones it names."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from exports.gis_fields import Field, fields_of, values_of
from exports.gis_shapes import SHAPES, Layer, Row, Shape, placed, rows_by_shape
from exports.planes import Plane
from exports.tables import TABLES
from exports.words import Words
from workshops.findings import Findings, RequirementFacts
from workshops.methods.drawings import spot_of
from workshops.methods.geodesy import Point
from workshops.methods.spatial import is_on_earth
from workshops.words import mark


def table_of(
    file: str, findings: Findings, words: Words
) -> tuple[tuple[Field, ...], list[tuple[object, ...]]]:
    """Return a table as fields and rows of a layer."""
    fields = fields_of(file)
    return fields, [values_of(fields, row) for row in TABLES[file][1](findings, words)]


def requirements(findings: Findings, plane: Plane, words: Words) -> Iterator[Layer]:
    """Requirements by their shapes."""
    places = [(each.place, each.zone) for each in findings.requirements]
    yield from _at_zones("requirements", _ASKED, places, findings, plane, words)


def designed(findings: Findings, plane: Plane, words: Words) -> Iterator[Layer]:
    """The programme of uses and trials."""
    programme = findings.vision.programme if findings.vision else ()
    used = [(None, str(row["zone"])) for row in programme]
    yield from _at_zones("programme", _PROGRAMME, used, findings, plane, words)
    tried = [(each.place, each.zone) for each in findings.trials]
    yield from _at_zones("trials", _TRIED, tried, findings, plane, words)


def _at_zones(
    name: str,
    titles: Mapping[Shape, str],
    places: Sequence[tuple[Mapping[str, Any] | None, str]],
    findings: Findings,
    plane: Plane,
    words: Words,
) -> Iterator[Layer]:
    """Return what has a place of its own there, the rest in its zones, in the layer of areas.

    What is for the whole square has no place, in the layer of areas.
    """
    fields, table = table_of(f"{name}.csv", findings, words)
    rows: dict[Shape, list[Row]] = {"MULTIPOLYGON": []}
    for (place, zone), values in zip(places, table, strict=True):
        own = list(rows_by_shape(place, plane, values))
        areas = [part for each in zones_in(zone, findings) for part in _areas(each, plane)]
        for shape, row in own or [("MULTIPOLYGON", Row(areas or None, values, in_zones=True))]:
            rows.setdefault(shape, []).append(row)
    for shape, found in rows.items():
        layer = name if shape == "MULTIPOLYGON" else f"{name}_{SHAPES[shape]}"
        yield Layer(layer, titles[shape], shape, fields, tuple(found))


def zones_in(written: str, findings: Findings) -> list[Mapping[str, Any]]:
    """Return the polygons of the zones whose letters somebody wrote, as "A, B"."""
    zones = {each["letter"]: each["polygon"] for each in findings.square.zones}
    return [zones[letter] for letter in written.replace(",", " ").split() if letter in zones]


def _areas(polygon: Mapping[str, Any], plane: Plane) -> list[Any]:
    return placed(polygon, plane).get("MULTIPOLYGON", [])


_ASKED: Mapping[Shape, str] = {
    "MULTIPOLYGON": mark("Requirements"),
    "MULTILINESTRING": mark("Requirements: lines"),
    "POINT": mark("Requirements: points"),
}
_PROGRAMME: Mapping[Shape, str] = {"MULTIPOLYGON": mark("Programme of uses")}
_TRIED: Mapping[Shape, str] = {
    "MULTIPOLYGON": mark("Trials"),
    "MULTILINESTRING": mark("Trials: lines"),
    "POINT": mark("Trials: points"),
}


def pins(findings: Findings, plane: Plane, words: Words) -> Layer:
    """Pins lie where their requirement does: a drawing has no coordinates of the ground."""
    fields, table = table_of("pins.csv", findings, words)
    spots = {each.number: _stands(each, findings) for each in findings.requirements}
    numbers = [pin["requirement"] for each in findings.drawings for pin in each.pins]
    rows = tuple(
        Row(plane.at(*spot) if spot else None, values)
        for spot, values in zip((spots.get(n) for n in numbers), table, strict=True)
    )
    return Layer("pins", mark("Pins on drawings"), "POINT", fields, rows)


def _stands(asked: RequirementFacts, findings: Findings) -> Point | None:
    """Return where a requirement is written: its place, or else the first zone it names."""
    place = asked.place if is_on_earth(asked.place) else None
    return spot_of(place or next(iter(zones_in(asked.zone, findings)), None))


def sums(findings: Findings, plane: Plane, words: Words) -> Iterator[Layer]:
    """Hot spots and conflicts, where the notes of an activity add up to any."""
    for file, name, title in _SUMMED:
        fields, table = table_of(file, findings, words)
        lon, lat = ([each.name for each in fields].index(key) for key in ("lon", "lat"))
        rows = tuple(Row(_at(row[lon], row[lat], plane), row) for row in table)
        yield Layer(name, title, "POINT", fields, rows)


_SUMMED = (
    ("hot-spots.csv", "hot_spots", mark("Hot spots")),
    ("conflicts.csv", "conflicts", mark("Conflicts")),
)


def _at(lon: Any, lat: Any, plane: Plane) -> Point:
    return plane.at(lon, lat)
