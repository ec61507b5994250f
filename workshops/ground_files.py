"""Files of own layers: GeoJSON, KML and GPX read as points, lines and areas on earth."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from workshops import text
from workshops.geojson import is_geojson
from workshops.geojson_shapes import read_shapes
from workshops.ground_tracks import read_tracks
from workshops.methods.geodesy import Point, Utm, to_utm, utm_of
from workshops.methods.shapes import thinned, thinned_ring
from workshops.methods.spatial import places_of
from workshops.refusal import Refused
from workshops.shapes import Shape
from workshops.words import Sentence, count

#: A layer is drawn on phones: what is finer than this is not seen there.
TOLERANCE_M = 0.1
#: Corners of a layer: they weigh some 400 kB.
MOST_CORNERS = 20_000
LONGEST_NAME = 60
DECIMALS = 7


@dataclass(frozen=True)
class LayerFile:
    """What a file holds: GeoJSON features with a name each, and what was mended in reading."""

    features: tuple[dict[str, Any], ...]
    warnings: tuple[Sentence, ...]


def read_layer(data: bytes, name: str) -> LayerFile:
    """Read a layer; refuses, with the fault by name, what holds nothing to draw."""
    if not data.strip():
        raise Refused("Choose a file first: GeoJSON, KML or GPX.")
    content, lost = (data, 0) if is_geojson(data) else _as_geojson(data, name)
    read = read_shapes(content, name)
    features = tuple(_features((*read.points, *read.lines, *read.areas)))
    if not features:
        _refuse_empty(read.warnings, name)
    corners = sum(1 for each in features for _ in places_of(each["geometry"]))
    if corners > MOST_CORNERS:
        raise Refused(
            "That layer has %(n)s corners, and at most %(most)s can be drawn. Cut it to the "
            "surroundings of the square.",
            n=corners,
            most=MOST_CORNERS,
        )
    return LayerFile(features, (*read.warnings, *_lost(lost)))


def _as_geojson(data: bytes, name: str) -> tuple[bytes, int]:
    """Return KML or GPX as GeoJSON, so that all faults are found in one way."""
    found, lost = read_tracks(data, name)
    features = [
        {"type": "Feature", "properties": {"name": title}, "geometry": shape}
        for title, shapes in found
        for shape in shapes
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode(), lost


def _lost(n: int) -> tuple[Sentence, ...]:
    told = count(
        "%(n)s shape has coordinates that cannot be read: left out.",
        "%(n)s shapes have coordinates that cannot be read: left out.",
        n,
    )
    return (told,) if n else ()


def _refuse_empty(warnings: Sequence[Sentence], name: str) -> None:
    if warnings:
        raise Refused("Nothing in “%(name)s” can be drawn. %(why)s", name=name, why=warnings[-1])
    raise Refused("There are no points, lines or areas in “%(name)s”.", name=name)


def _features(shapes: Sequence[Shape]) -> Iterator[dict[str, Any]]:
    """Return GeoJSON features without corners that nobody sees; specks of areas go."""
    for shape in shapes:
        kind, at = shape.geometry["type"], shape.geometry["coordinates"]
        first = next(places_of(shape.geometry))
        coordinates = _thin(kind, at, utm_of(*first))
        if coordinates:
            yield {
                "type": "Feature",
                "properties": {"name": text.clean(shape.name, LONGEST_NAME)},
                "geometry": {"type": kind, "coordinates": coordinates},
            }


def _thin(kind: str, coordinates: Any, utm: Utm) -> Any:
    if kind == "Point":
        return _rounded(coordinates)
    if kind == "LineString":
        return [_rounded(coordinates[n]) for n in _kept(coordinates, utm)]
    rings = []
    for ring in coordinates:
        kept = _kept_of_ring(ring, utm)
        if kept:
            rings.append([_rounded(ring[n]) for n in [*kept, kept[0]]])
        elif not rings:
            break
    return rings


def _kept(line: Sequence[Point], utm: Utm) -> list[int]:
    """Return which corners of a line stay: its ends, and those that matter."""
    at = [to_utm(place[0], place[1], utm) for place in line]
    stay = set(thinned(at, TOLERANCE_M))
    kept = [n for n, spot in enumerate(at) if spot in stay and (not n or spot != at[n - 1])]
    return kept if len(kept) > 1 else [0, len(at) - 1]


def _kept_of_ring(ring: Sequence[Point], utm: Utm) -> list[int]:
    at = [to_utm(place[0], place[1], utm) for place in ring]
    where = {spot: n for n, spot in reversed(list(enumerate(at)))}
    return [where[spot] for spot in thinned_ring(at[:-1], TOLERANCE_M)]


def _rounded(place: Sequence[float]) -> list[float]:
    return [round(place[0], DECIMALS), round(place[1], DECIMALS)]
