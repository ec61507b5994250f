"""From a map extract and an outline to the base map that every plan is drawn from."""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from workshops.basemap.benches import turned
from workshops.basemap.frame import MARGIN_M, Frame, frame_of
from workshops.basemap.sizes import facing, length_m, radius_m, stands, tread_m, width_m
from workshops.basemap.streets import street_names
from workshops.methods.geodesy import Geometry, Point, polygons_of
from workshops.methods.shapes import (
    Box,
    Line,
    clipped,
    cut,
    joined_lines,
    off,
    thinned,
    thinned_ring,
)
from workshops.methods.spatial import centre_of, from_side
from workshops.osm import Extract, Feature
from workshops.words import mark

OVERLAP_M = 2.0
TOLERANCE_M = 0.12
STREET_INSET_M = 2.0
IN_A_ROW_M = 2.0

LICENCE = "© OpenStreetMap contributors, ODbL 1.0"
SOURCE = "OpenStreetMap"
BY_HAND = mark("Drawn by hand")

Drawn = dict[str, Any]


def build(extract: Extract, outline: dict[str, Any], margin_m: float = MARGIN_M) -> dict[str, Any]:
    """The base map round an outline, cut to its frame and thinned to 12 cm."""
    frame = frame_of(outline, margin_m)
    box = _box(frame, OVERLAP_M)
    features = [drawn for feature in extract.features for drawn in _drawn(feature, frame, box)]
    features = list(_with_rows_left_to_trees(features))
    return {
        "frame": frame.to_json(),
        "outline": outline,
        "licence": LICENCE,
        "source": SOURCE,
        "features": [
            *turned(list(_with_roads_joined(features))),
            *_named_streets(extract, outline, frame),
        ],
    }


def blank(outline: dict[str, Any], margin_m: float = MARGIN_M) -> dict[str, Any]:
    """The base map of a place that no map is at hand for: nothing but the frame."""
    return {
        "frame": frame_of(outline, margin_m).to_json(),
        "outline": outline,
        "licence": BY_HAND,
        "source": "",
        "features": [],
    }


def _box(frame: Frame, margin_m: float) -> Box:
    return -margin_m, -margin_m, frame.width_m + margin_m, frame.height_m + margin_m


def _drawn(feature: Feature, frame: Frame, box: Box) -> Iterator[Drawn]:
    kind = feature.geometry["type"]
    if kind == "Point":
        yield from _point(feature, frame)
    elif kind == "LineString":
        yield from _line(feature, frame, box)
    else:
        yield from _areas(feature, frame, box)


def _point(feature: Feature, frame: Frame) -> Iterator[Drawn]:
    x, y = frame.to_xy(*feature.geometry["coordinates"])
    if not frame.holds(x, y):
        return
    drawn = _named(feature) | {
        "points": [_rounded((x, y))],
        "radius": round(radius_m(feature.kind, feature.tags), 2),
    }
    yield drawn | _more(feature.kind, feature.tags)


def _more(kind: str, tags: Mapping[str, str]) -> Drawn:
    """What only some kinds of points have."""
    if kind == "bicycle_parking":
        return {"stands": stands(tags)}
    if kind != "bench":
        return {}
    angle = facing(tags)
    looks = {} if angle is None else {"angle": round(angle, 1)}
    return {"length": round(length_m(tags), 2), **looks}


def _line(feature: Feature, frame: Frame, box: Box) -> Iterator[Drawn]:
    line = [frame.to_xy(*place) for place in feature.geometry["coordinates"]]
    width = round(width_m(feature.kind, feature.tags), 2)
    length = sum(math.dist(a, b) for a, b in pairwise(line))
    steps = feature.kind == "steps"
    more = {"tread": round(tread_m(feature.tags, length), 2)} if steps else {}
    for piece in cut(line, box):
        points = [_rounded(point) for point in thinned(piece, TOLERANCE_M)]
        yield _named(feature) | {"line": points, "width": width} | more


def _areas(feature: Feature, frame: Frame, box: Box) -> Iterator[Drawn]:
    for polygon in polygons_of(feature.geometry):
        rings = [_ring([frame.to_xy(*place) for place in ring], box) for ring in polygon]
        if rings[0]:
            yield _named(feature) | {"rings": [ring for ring in rings if ring]}


def _ring(ring: Line, box: Box) -> list[list[float]]:
    return [_rounded(corner) for corner in thinned_ring(clipped(ring, box), TOLERANCE_M)]


def _rounded(point: Point) -> list[float]:
    return [round(point[0], 2), round(point[1], 2)]


def _named(feature: Feature) -> Drawn:
    named = {"kind": feature.kind, "name": feature.name}
    return {key: value for key, value in named.items() if value}


def _with_rows_left_to_trees(features: Sequence[Drawn]) -> Iterator[Drawn]:
    """A row is not drawn where its trees stand on the map themselves."""
    trees = [point for each in features if each["kind"] == "tree" for point in each["points"]]
    for feature in features:
        sides = pairwise(feature["line"]) if feature["kind"] == "tree_row" else ()
        if not any(from_side(tree, a, b) < IN_A_ROW_M for a, b in sides for tree in trees):
            yield feature


def _with_roads_joined(features: Sequence[Drawn]) -> Iterator[Drawn]:
    """Roads of one width end to end, so that no bend shows a seam.

    Where the carriageway itself is mapped, its centre line need not be widened into one.
    """
    areas, lines = [], defaultdict(list)
    for feature in features:
        if feature["kind"] != "road":
            yield feature
        elif "rings" in feature:
            yield feature
            areas.append([[(x, y) for x, y in ring] for ring in feature["rings"]])
        else:
            lines[feature["width"]].append([(x, y) for x, y in feature["line"]])
    for width, roads in lines.items():
        for road in joined_lines(roads):
            for piece in off(road, areas):
                points = [_rounded(point) for point in thinned(piece, TOLERANCE_M)]
                yield {"kind": "road", "line": points, "width": width}


def _named_streets(
    extract: Extract, outline: Geometry, frame: Frame
) -> Iterator[Mapping[str, Any]]:
    streets: dict[str, list[Line]] = defaultdict(list)
    for feature in extract.features:
        if feature.name and "highway" in feature.tags and feature.geometry["type"] == "LineString":
            line = [frame.to_xy(*place) for place in feature.geometry["coordinates"]]
            streets[feature.name] += cut(line, _box(frame, -STREET_INSET_M))
    yield from street_names(streets, frame.to_xy(*centre_of(outline)))
