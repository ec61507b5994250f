"""Layers of the square and of what was put on it and counted there."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from exports.gis_fields import NAMED, OWN, PUT, RESULT, ZONE
from exports.gis_shapes import SHAPES, Layer, Shape, by_shape, layer_of
from exports.map_data import is_note
from exports.planes import Plane
from workshops.activities import kind_of
from workshops.findings import ActivityFacts, Findings
from workshops.words import mark


def drawn(findings: Findings, plane: Plane) -> Iterator[Layer]:
    """The outline, zones, routes and stops."""
    square = findings.square
    line: Shape = "MULTILINESTRING"
    outline = [(square.outline, (square.name,))] if square.outline else []
    zones = [(each["polygon"], (each["letter"], each["name"])) for each in square.zones]
    routes = [({"type": "LineString", "coordinates": r["line"]}, (r["name"],))
              for r in square.routes]  # fmt: skip
    stops = [({"type": "Point", "coordinates": [s["lon"], s["lat"]]}, (s["name"],))
             for s in square.stops]  # fmt: skip
    about = square.licence
    yield layer_of("outline", mark("Outline"), "MULTIPOLYGON", NAMED, outline, plane, about)
    yield layer_of("zones", mark("Zones"), "MULTIPOLYGON", ZONE, zones, plane, about)
    yield layer_of("routes", mark("Routes of walks"), line, NAMED, routes, plane)
    yield layer_of("stops", mark("Stops"), "POINT", NAMED, stops, plane)


def own_layers(findings: Findings, plane: Plane) -> Iterator[Layer]:
    """Own layers: as many as they have shapes, with their source and licence."""
    for nth, own in enumerate(findings.square.layers, 1):
        about = ", ".join(filter(None, (own.get("source"), own.get("licence"))))
        things = [
            (each.get("geometry"), _own_values(each.get("properties") or {}))
            for each in own["features"].get("features", ())
        ]
        for shape, ending in SHAPES.items():
            name = f"own_{nth}_{ending}"
            layer = layer_of(name, own["name"], shape, OWN, things, plane, about)
            if layer.rows:
                yield layer


def _own_values(properties: Mapping[str, Any]) -> tuple[str, str]:
    name = properties.get("name") or properties.get("label") or ""
    return str(name), json.dumps(properties, ensure_ascii=False, sort_keys=True, default=str)


def results(findings: Findings, plane: Plane) -> Iterator[Layer]:
    """The features of all kinds' results that are no notes: routes, counts at stops."""
    numbers = {each.number for each in findings.contributions}
    things = [
        (each.get("geometry"), _result_values(activity.ref, each["properties"]))
        for activity in findings.activities
        for each in activity.features
        if not is_note(each, numbers)
    ]
    yield from by_shape("counted", _COUNTED, RESULT, things, plane)


def put(findings: Findings, plane: Plane) -> Iterator[Layer]:
    """What activities put on the plan themselves: a walk's routes, stops to count at."""
    things = [
        (each.get("geometry"), (activity.ref, str(told.get("key", "")), str(told.get("label", ""))))
        for activity in findings.activities
        for each in _drawn_by(activity)
        for told in (each["properties"],)
    ]
    yield from by_shape("put", _PUT, PUT, things, plane)


def _drawn_by(activity: ActivityFacts) -> Iterable[Mapping[str, Any]]:
    """Return what the question itself drew; settings of old may not hold it."""
    try:
        return kind_of(activity.kind).drawn(activity.settings)
    except LookupError:
        return ()


_COUNTED: Mapping[Shape, str] = {
    "POINT": mark("Counted: points"),
    "MULTILINESTRING": mark("Counted: lines"),
    "MULTIPOLYGON": mark("Counted: areas"),
}
_PUT: Mapping[Shape, str] = {
    "POINT": mark("Stops of activities"),
    "MULTILINESTRING": mark("Routes of activities"),
    "MULTIPOLYGON": mark("Areas of activities"),
}


def _result_values(activity: str, told: Mapping[str, Any]) -> tuple[object, ...]:
    keys = ("label", "value", "category", "feeling", "text")
    return (activity, *(told.get(key) for key in keys))
