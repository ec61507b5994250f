"""The places as GeoJSON (RFC 7946): WGS 84, longitude first, rings by the right hand.

Everything said is in it by its number. What has no place, or a place set aside, has a null
geometry; a place set aside stands in `said_lon`, `said_lat` with the reason.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Unpack

from exports import files
from exports.export import Export, Wishes, silently
from exports.map_data import is_note
from exports.words import translator
from workshops.findings import ContributionFacts, Findings
from workshops.methods.drawings import size_of
from workshops.methods.geodesy import ring_area
from workshops.methods.spatial import is_on_earth, places_of
from workshops.words import mark

#: What a feature of a result may say of itself.
RESULT = ("label", "value", "category", "feeling", "text", "apart")
DECIMALS = 7  # a centimetre

Feature = dict[str, Any]


def write(findings: Findings, path: Path, **wishes: Unpack[Wishes]) -> int:
    """Write the file; return its bytes."""
    words = translator(wishes.get("language", "en"), wishes.get("catalogues"))
    content = to_text(findings).encode("utf-8", "replace")
    wishes.get("progress", silently)(100, words.gettext(mark("Map data written.")))
    return files.put(path, content)


def to_text(findings: Findings) -> str:
    """Return the FeatureCollection as JSON text."""
    return json.dumps(make(findings), ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def make(findings: Findings) -> dict[str, Any]:
    """Return the FeatureCollection, with what it was made from."""
    features = [
        *_ground(findings),
        *_own(findings),
        *_results(findings),
        *_planned(findings),
        *(_said(each, findings) for each in findings.contributions),
    ]
    box = _box(features)
    return {
        "type": "FeatureCollection",
        "name": findings.slug,
        "findings": findings.hash,
        "frozen_at": findings.frozen_at,
        "licence": findings.square.licence,
        **({"bbox": box} if box else {}),
        "features": features,
    }


def _ground(findings: Findings) -> Iterator[Feature]:
    square = findings.square
    if square.outline:
        yield _feature("outline", square.outline, {"layer": "outline", "name": square.name})
    for zone in square.zones:
        properties = {"layer": "zone", "letter": zone["letter"], "name": zone["name"]}
        yield _feature(f"zone-{zone['letter']}", zone["polygon"], properties)
    for nth, each in enumerate(square.routes, 1):
        line = {"type": "LineString", "coordinates": each["line"]}
        yield _feature(f"route-{nth}", line, {"layer": "route", "name": each["name"]})
    for nth, each in enumerate(square.stops, 1):
        spot = {"type": "Point", "coordinates": [each["lon"], each["lat"]]}
        yield _feature(f"stop-{nth}", spot, {"layer": "stop", "name": each["name"]})


def _own(findings: Findings) -> Iterator[Feature]:
    """The square's own layers with their source and licence; what they say of a place is kept."""
    for nth, own in enumerate(findings.square.layers, 1):
        about = {"layer": f"own-{nth}", "title": own["name"]}
        about |= {key: own.get(key) or "" for key in ("source", "licence")}
        for place, each in enumerate(own["features"].get("features", ()), 1):
            properties = {**about, "properties": each.get("properties") or {}}
            yield _feature(f"own-{nth}-{place}", each.get("geometry"), properties)


def _results(findings: Findings) -> Iterator[Feature]:
    """What kinds found at places besides what was said: a walk's route, counts at stops."""
    numbers = {each.number for each in findings.contributions}
    for activity in findings.activities:
        found = [each for each in activity.features if not is_note(each, numbers)]
        for nth, each in enumerate(found, 1):
            told = {key: each["properties"].get(key) for key in RESULT}
            properties = {"layer": "result", "activity": activity.ref, **told}
            yield _feature(f"result-{activity.ref}-{nth}", each.get("geometry"), properties)


def _planned(findings: Findings) -> Iterator[Feature]:
    """Requirements and trials that have a place of their own."""
    for each in findings.requirements:
        if each.place:
            told = {"sentence": each.sentence, "weight": each.weight, "zone": each.zone}
            told |= {"right": each.right, "strength": each.strength, "status": each.status}
            ref = f"R{each.number}"
            yield _feature(ref, each.place, {"layer": "requirement", "ref": ref, **told})
    for tried in findings.trials:
        if tried.place:
            told = {"title": tried.title, "zone": tried.zone, "verdict": tried.verdict}
            yield _feature(tried.ref, tried.place, {"layer": "trial", "ref": tried.ref, **told})


def _said(said: ContributionFacts, findings: Findings) -> Feature:
    category = findings.category(said.category)
    aside = next(places_of(said.geometry), (None, None)) if said.set_aside else (None, None)
    properties = {
        "layer": "contribution",
        "ref": said.ref,
        "number": said.number,
        "text": said.text,
        "category": said.category,
        "category_name": category.name if category else "",
        "channel": said.channel,
        "state": said.state,
        "merged_into": said.merged_into,
        "place": said.place,
        "inside": said.inside,
        "hearts": said.hearts,
        "agree": said.agree,
        "disagree": said.disagree,
        "reported": said.reported,
        "feeling": said.feeling,
        "requirements": [f"R{number}" for number in said.requirements],
        "activity": said.activity,
        "workshop": said.workshop,
        "set_aside": said.set_aside,
        "said_lon": aside[0],
        "said_lat": aside[1],
        **size_of(said.geometry),
    }
    return _feature(said.ref, None if said.set_aside else said.geometry, properties)


def _feature(key: str, geometry: Mapping[str, Any] | None, properties: Feature) -> Feature:
    return {
        "type": "Feature",
        "id": key,
        "geometry": _geometry(geometry) if geometry and is_on_earth(geometry) else None,
        "properties": properties,
    }


def _geometry(geometry: Mapping[str, Any]) -> Feature:
    if geometry["type"] == "GeometryCollection":
        parts = [_geometry(each) for each in geometry["geometries"]]
        return {"type": "GeometryCollection", "geometries": parts}
    kind, coordinates = geometry["type"], _rounded(geometry["coordinates"])
    if kind == "Polygon":
        coordinates = _wound(coordinates)
    elif kind == "MultiPolygon":
        coordinates = [_wound(rings) for rings in coordinates]
    return {"type": kind, "coordinates": coordinates}


def _rounded(nested: Any) -> Any:
    if isinstance(nested, Sequence):
        return [_rounded(each) for each in nested]
    return round(nested, DECIMALS)


def _wound(rings: list[list[list[float]]]) -> list[list[list[float]]]:
    """Return the outer ring against the clock, the holes with it, each closed."""
    closed = [ring if ring[0] == ring[-1] else [*ring, ring[0]] for ring in rings if ring]
    return [
        ring if (ring_area([(x, y) for x, y, *_ in ring]) > 0) is (place == 0) else ring[::-1]
        for place, ring in enumerate(closed)
    ]


def _box(features: Sequence[Feature]) -> list[float]:
    places = [place for each in features for place in places_of(each["geometry"])]
    if not places:
        return []
    lons, lats = [lon for lon, _ in places], [lat for _, lat in places]
    return [min(lons), min(lats), max(lons), max(lats)]


EXPORT = Export(
    "geojson",
    mark("Map data (GeoJSON)"),
    ".geojson",
    write,
    mark("For map programs and the web: notes, zones and the outline, in WGS 84."),
    "map",
)
