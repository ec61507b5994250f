"""What goes into files for GIS and CAD: layers of one shape each, in metres, field names short.

Every contribution is in exactly one of the four layers of what was said, by its public number,
with a place or without. No person and no moment is in any of them.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from exports.csv_tables import requirement_rows
from exports.gis_fields import ASKED, NAMED, OWN, RESULT, SAID, TOLD, VOTED, ZONE, Field
from exports.map_data import is_note
from exports.planes import Plane
from exports.words import Words
from workshops.activities.result import CHANNELS
from workshops.findings import ContributionFacts, Findings
from workshops.methods.drawings import size_of
from workshops.methods.geodesy import Point
from workshops.methods.spatial import places_of
from workshops.words import mark

Shape = Literal["POINT", "MULTILINESTRING", "MULTIPOLYGON", ""]
#: By shape: (east, north); lines of such; polygons of rings of such. None: no place.
Place = Any
SHAPES: Mapping[Shape, str] = {"POINT": "point", "MULTILINESTRING": "line", "MULTIPOLYGON": "area"}
#: What people say without being asked where: an idea, also when they add a place.
SAID_IN_WORDS = ("ideas",)


@dataclass(frozen=True)
class Row:
    """One feature: where it lies on the plane, and its values in the order of the fields."""

    place: Place
    values: tuple[object, ...]


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


def layers_of(findings: Findings, plane: Plane, words: Words) -> list[Layer]:
    """Return all layers, the lowest first; those that every consultation has even when empty."""
    found = [
        *_drawn(findings, plane),
        *_own(findings, plane),
        *_results(findings, plane),
        *_said(findings, plane),
        *_requirements(findings, plane, words),
        _votes(findings),
        _provenance(findings, plane),
    ]
    return [_in_words(layer, words) for layer in found]


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
        if next(places_of({"coordinates": each}), None) is not None:
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


# What was said


def _said(findings: Findings, plane: Plane) -> Iterator[Layer]:
    kinds = {each.ref: each.kind for each in findings.activities}
    names = {each.key: each.name for each in findings.categories}
    rows: dict[str, list[Row]] = {}
    for said in findings.contributions:
        is_idea = kinds.get(said.activity) in SAID_IN_WORDS
        shape, row = _one_said(said, plane, names.get(said.category, ""))
        name = "ideas_point" if is_idea and shape == "POINT" else f"notes_{SHAPES[shape]}"
        rows.setdefault(name, []).append(row)
    for name, title, shape in _SAID_LAYERS:
        yield Layer(name, title, shape, SAID, tuple(rows.get(name, ())), by="category")


_SAID_LAYERS: tuple[tuple[str, str, Shape], ...] = (
    ("notes_area", mark("Notes: areas"), "MULTIPOLYGON"),
    ("notes_line", mark("Notes: lines"), "MULTILINESTRING"),
    ("notes_point", mark("Notes: points"), "POINT"),
    ("ideas_point", mark("Ideas"), "POINT"),
)


def _one_said(said: ContributionFacts, plane: Plane, category: str) -> tuple[Shape, Row]:
    geometry = None if said.set_aside else said.geometry
    size = size_of(geometry)
    values = (
        said.ref,
        said.number,
        said.workshop,
        said.activity,
        said.text,
        said.category,
        category,
        said.channel,
        said.state,
        said.merged_into,
        said.place,
        said.inside,
        said.set_aside,
        said.hearts,
        said.agree,
        said.disagree,
        said.reported,
        said.feeling,
        size.get("length_m"),
        size.get("area_m2"),
        " ".join(f"R{number}" for number in said.requirements),
    )
    return next(rows_by_shape(geometry, plane, values), ("POINT", Row(None, values)))


# The square, and what was counted on it


def _drawn(findings: Findings, plane: Plane) -> Iterator[Layer]:
    square = findings.square
    line: Shape = "MULTILINESTRING"
    outline = [(square.outline, (square.name,))] if square.outline else []
    zones = [(each["polygon"], (each["letter"], each["name"])) for each in square.zones]
    routes = [({"type": "LineString", "coordinates": r["line"]}, (r["name"],))
              for r in square.routes]  # fmt: skip
    stops = [({"type": "Point", "coordinates": [s["lon"], s["lat"]]}, (s["name"],))
             for s in square.stops]  # fmt: skip
    about = square.licence
    yield _layer("outline", mark("Outline"), "MULTIPOLYGON", NAMED, outline, plane, about)
    yield _layer("zones", mark("Zones"), "MULTIPOLYGON", ZONE, zones, plane, about)
    yield _layer("routes", mark("Routes of walks"), line, NAMED, routes, plane)
    yield _layer("stops", mark("Stops"), "POINT", NAMED, stops, plane)


def _layer(
    name: str,
    title: str,
    shape: Shape,
    fields: tuple[Field, ...],
    things: Iterable[tuple[Any, tuple[object, ...]]],
    plane: Plane,
    about: str = "",
) -> Layer:
    rows = [
        row
        for geometry, values in things
        for found, row in rows_by_shape(geometry, plane, values)
        if found == shape
    ]
    return Layer(name, title, shape, fields, tuple(rows), about)


def _own(findings: Findings, plane: Plane) -> Iterator[Layer]:
    """Own layers: as many as they have shapes, with their source and licence."""
    for nth, own in enumerate(findings.square.layers, 1):
        about = ", ".join(filter(None, (own.get("source"), own.get("licence"))))
        things = [
            (each.get("geometry"), _own_values(each.get("properties") or {}))
            for each in own["features"].get("features", ())
        ]
        for shape, ending in SHAPES.items():
            name = f"own_{nth}_{ending}"
            layer = _layer(name, own["name"], shape, OWN, things, plane, about)
            if layer.rows:
                yield layer


def _own_values(properties: Mapping[str, Any]) -> tuple[str, str]:
    name = properties.get("name") or properties.get("label") or ""
    return str(name), json.dumps(properties, ensure_ascii=False, sort_keys=True, default=str)


def _results(findings: Findings, plane: Plane) -> Iterator[Layer]:
    """The features of all kinds' results that are no notes: routes, counts at stops."""
    numbers = {each.number for each in findings.contributions}
    things = [
        (each.get("geometry"), _result_values(activity.ref, each["properties"]))
        for activity in findings.activities
        for each in activity.features
        if not is_note(each, numbers)
    ]
    titles = (mark("Counted: points"), mark("Counted: lines"), mark("Counted: areas"))
    for (shape, ending), title in zip(SHAPES.items(), titles, strict=True):
        layer = _layer(f"counted_{ending}", title, shape, RESULT, things, plane)
        if layer.rows:
            yield layer


def _result_values(activity: str, told: Mapping[str, Any]) -> tuple[object, ...]:
    keys = ("label", "value", "category", "feeling", "text")
    return (activity, *(told.get(key) for key in keys))


# Tables


def _requirements(findings: Findings, plane: Plane, words: Words) -> Iterator[Layer]:
    """Requirements where they have a place of their own, else as the zones they name.

    Those for the whole square have no place, in the layer of areas.
    """
    zones = {each["letter"]: each["polygon"] for each in findings.square.zones}
    rows: dict[Shape, list[Row]] = {"MULTIPOLYGON": []}
    pairs = zip(findings.requirements, requirement_rows(findings, words), strict=True)
    for asked, values in pairs:
        own = list(rows_by_shape(asked.place, plane, tuple(values)))
        named = asked.zone.replace(",", " ").split()
        areas = [
            area
            for letter in named
            if letter in zones
            for area in placed(zones[letter], plane)["MULTIPOLYGON"]
        ]
        for shape, row in own or [("MULTIPOLYGON", Row(areas or None, tuple(values)))]:
            rows.setdefault(shape, []).append(row)
    for shape, found in rows.items():
        name = "requirements" if shape == "MULTIPOLYGON" else f"requirements_{SHAPES[shape]}"
        title = _REQUIREMENT_TITLES[shape]
        yield Layer(name, title, shape, ASKED, tuple(found))


_REQUIREMENT_TITLES: Mapping[Shape, str] = {
    "MULTIPOLYGON": mark("Requirements"),
    "MULTILINESTRING": mark("Requirements: lines"),
    "POINT": mark("Requirements: points"),
}


def _votes(findings: Findings) -> Layer:
    rows = [
        Row(None, (
            activity.ref, activity.kind, activity.question, activity.n,
            bar["key"], bar["label"], bar["value"], bar["rank"], bool(bar["tied"]),
            *(bar["parts"].get(channel, 0) for channel in CHANNELS),
        ))
        for activity in findings.activities
        for bar in activity.bars
    ]  # fmt: skip
    return Layer("votes_by_idea", mark("Votes"), "", VOTED, tuple(rows))


def _provenance(findings: Findings, plane: Plane) -> Layer:
    rows = tuple(Row(None, told) for told in provenance(findings, plane))
    return Layer("provenance", mark("Where this comes from"), "", TOLD, rows)


def provenance(findings: Findings, plane: Plane) -> list[tuple[str, str]]:
    """Return what a file has to say of itself, as pairs."""
    told = [
        ("consultation", findings.name),
        ("square", ", ".join(filter(None, (findings.square.name, findings.square.town)))),
        ("findings", findings.hash),
        ("frozen_at", findings.frozen_at),
        ("made_by", "Torg"),
        ("coordinates", f"EPSG:{plane.epsg}, {plane.name}, m"),
        ("licence", findings.square.licence),
    ]
    for nth, own in enumerate(findings.square.layers, 1):
        parts = (own["name"], own.get("source"), own.get("licence"))
        told.append((f"own_{nth}", ", ".join(filter(None, parts))))
    return [(item, words) for item, words in told if words]


def _in_words(layer: Layer, words: Words) -> Layer:
    """Return the layer with our own titles in the language."""
    say: Callable[[str], str] = words.word
    fields = tuple(replace(each, about=say(each.about)) for each in layer.fields)
    own = layer.name.startswith("own_")
    return replace(layer, title=layer.title if own else say(layer.title), fields=fields)


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
