"""What stands on the square by its map, counted: trees, benches, lamps and the like."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from workshops.basemap import Frame
from workshops.findings import Findings
from workshops.methods.geodesy import area_m2
from workshops.methods.spatial import inside
from workshops.words import Sentence, count, pair

#: In the order in which they are told.
THINGS = {
    "tree": pair("%(n)s tree", "%(n)s trees"),
    "bench": pair("%(n)s bench", "%(n)s benches"),
    "table": pair("%(n)s table to sit at", "%(n)s tables to sit at"),
    "lamp": pair("%(n)s lamp", "%(n)s lamps"),
    "fountain": pair("%(n)s fountain", "%(n)s fountains"),
    "drinking_water": pair("%(n)s place to drink", "%(n)s places to drink"),
    "art": pair("%(n)s work of art", "%(n)s works of art"),
    "playground": pair("%(n)s playground", "%(n)s playgrounds"),
    "stage": pair("%(n)s stage", "%(n)s stages"),
    "kiosk": pair("%(n)s kiosk", "%(n)s kiosks"),
    "shelter": pair("%(n)s shelter", "%(n)s shelters"),
    "toilets": pair("%(n)s toilet", "%(n)s toilets"),
    "bus_stop": pair("%(n)s stop", "%(n)s stops"),
    "bicycle_parking": pair("%(n)s bicycle stand", "%(n)s bicycle stands"),
    "planter": pair("%(n)s planter", "%(n)s planters"),
    "bin": pair("%(n)s bin", "%(n)s bins"),
    "bollard": pair("%(n)s bollard", "%(n)s bollards"),
}


def what_stands(findings: Findings) -> tuple[Sentence, ...]:
    """How many of each thing lie inside the outline; nothing without an outline or a map."""
    square = findings.square
    if not square.outline or not square.basemap or not square.basemap.get("features"):
        return ()
    frame = Frame.from_json(square.basemap["frame"])
    found: Counter[str] = Counter()
    for feature in square.basemap["features"]:
        if feature["kind"] in THINGS:
            places = (frame.to_lonlat(x, y) for x, y in _spots(feature))
            found[feature["kind"]] += sum(inside(*place, square.outline) for place in places)
    return tuple(count(*words, found[kind]) for kind, words in THINGS.items() if found[kind])


def _spots(feature: Mapping[str, Any]) -> Iterator[tuple[float, float]]:
    """A place for each thing: its points, or the middle of its first ring."""
    yield from (tuple(point[:2]) for point in feature.get("points", ()))
    for ring in feature.get("rings", ())[:1]:
        yield sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)


def zone_areas(findings: Findings) -> Mapping[str, int]:
    """The square metres of every zone by its letter."""
    return {
        zone["letter"]: round(area_m2(zone["polygon"]))
        for zone in findings.square.zones
        if zone.get("polygon")
    }
