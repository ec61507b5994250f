"""An .osm file as features with a kind, its squares, and the warnings that came up."""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from workshops.methods.geodesy import area_m2
from workshops.methods.spatial import bounds_of, centre_of, inside
from workshops.osm.kinds import area_kind, line_kind, place_kind, point_kind
from workshops.osm.parsing import parse
from workshops.osm.pbf import MARK, parse_pbf
from workshops.osm.raw import Box, Point, Raw, Relation, Tags, Way
from workshops.osm.rings import Polygon, Ring, joined, untangled, with_holes
from workshops.words import Sentence, count

KEPT_TAGS = (
    "amenity",
    "area:highway",
    "building",
    "capacity",
    "circumference",
    "diameter",
    "diameter_crown",
    "direction",
    "height",
    "highway",
    "landuse",
    "lanes",
    "leaf_type",
    "leisure",
    "length",
    "name",
    "place",
    "seats",
    "shop",
    "step_count",
    "width",
)
LONGEST_NAME = 80
TURNS_TEXT = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
MOST_MEMBERS = 2000
AREA_RELATIONS = ("multipolygon", "boundary")


@dataclass(frozen=True)
class Feature:
    """One thing on the plan: kind, GeoJSON geometry in longitude and latitude, name, tags kept."""

    kind: str
    geometry: Mapping[str, Any]
    name: str
    tags: Tags
    osm_id: str


@dataclass(frozen=True)
class MappedSquare:
    """A square, park, garden or playground that the map knows and a consultation may be about."""

    osm_id: str
    name: str
    kind: str
    outline: Mapping[str, Any]
    area_m2: float
    trees: int
    benches: int


@dataclass(frozen=True)
class Extract:
    """What a file holds for a plan, in its order; `bounds` is the box it was asked for.

    West, south, east, north; None where the file does not tell.
    """

    features: tuple[Feature, ...]
    counts: Mapping[str, int]
    warnings: tuple[Sentence, ...]
    bounds: Box | None = None

    def squares(self) -> tuple[MappedSquare, ...]:
        """Those tagged as squares first, of these and of the others the named ones, by size."""
        trees = [_place(f) for f in self.features if f.kind == "tree"]
        benches = [_place(f) for f in self.features if f.kind == "bench"]
        found = [
            _square(f, kind, trees, benches)
            for f in self.features
            if f.geometry["type"] in ("Polygon", "MultiPolygon") and (kind := place_kind(f.tags))
        ]
        return tuple(
            sorted(found, key=lambda s: (s.kind != "square", not s.name, -s.area_m2, s.osm_id))
        )

    def inside(self, kind: str, outline: Mapping[str, Any]) -> int:
        """How many things of a kind lie in an outline; its edge counts as in."""
        return _how_many([_place(f) for f in self.features if f.kind == kind], outline)


def read_osm(stream: BinaryIO) -> Extract:
    """Read an .osm or .osm.pbf file from a seekable stream.

    Refuses what it cannot use, mends the rest.
    """
    start = stream.read(64)
    stream.seek(0)
    raw = parse_pbf(stream) if MARK in start else parse(stream)
    features = (*_points(raw), *_ways(raw), *_relations(raw))
    return Extract(features, _counts(raw), tuple(_warnings(raw.faults)), raw.bounds)


def _points(raw: Raw) -> Iterator[Feature]:
    for name, tags in raw.node_tags.items():
        kind = point_kind(tags)
        if kind:
            yield _feature(kind, _point(raw.nodes[name]), tags, f"n{name}")


def _ways(raw: Raw) -> Iterator[Feature]:
    for name, way in raw.ways.items():
        kind = area_kind(way.tags) if way.is_closed else ""
        if kind:
            yield from _area(kind, _way_polygons(way, raw), way.tags, name, raw)
            continue
        kind = line_kind(way.tags)
        if kind == "tree_row" and any(_is_tree(node, raw) for node in way.nodes):
            continue
        line = _line(way.nodes, raw) if kind else []
        if len(line) > 1:
            geometry = {"type": "LineString", "coordinates": line}
            yield _feature(kind, geometry, way.tags, name)


def _is_tree(node: str, raw: Raw) -> bool:
    """Where the trees of a row are mapped one by one, they are drawn one by one."""
    return raw.node_tags.get(node, {}).get("natural") == "tree"


def _relations(raw: Raw) -> Iterator[Feature]:
    for name, relation in raw.relations.items():
        kind = area_kind(relation.tags) if relation.tags.get("type") in AREA_RELATIONS else ""
        if kind:
            polygons = _relation_polygons(relation, raw)
            yield from _area(kind, polygons, relation.tags, f"r{name}", raw)


def _area(
    kind: str, polygons: Sequence[Polygon], tags: Tags, osm_id: str, raw: Raw
) -> Iterator[Feature]:
    if not polygons:
        raw.faults["no_area"] += 1
        return
    geometry = (
        {"type": "Polygon", "coordinates": polygons[0]}
        if len(polygons) == 1
        else {"type": "MultiPolygon", "coordinates": list(polygons)}
    )
    yield _feature(kind, geometry, tags, osm_id)
    landmark = point_kind(tags)
    if kind == "building" and landmark:
        yield _feature(landmark, _point(centre_of(geometry)), tags, osm_id)


def _way_polygons(way: Way, raw: Raw) -> list[Polygon]:
    loops = _untangled(_line(way.nodes, raw), raw)
    return [[loop] for loop in loops]


def _relation_polygons(relation: Relation, raw: Raw) -> list[Polygon]:
    inners = _member_rings(relation, ("inner",), raw)
    outers = _member_rings(relation, ("outer", ""), raw)
    polygons, homeless = with_holes(outers, inners)
    raw.faults["homeless_holes"] += homeless
    return polygons


def _member_rings(relation: Relation, roles: Sequence[str], raw: Raw) -> list[Ring]:
    wanted = [ref for kind, ref, role in relation.members if kind == "way" and role in roles]
    ways = [raw.ways[ref].nodes for ref in wanted[:MOST_MEMBERS] if ref in raw.ways]
    raw.faults["missing_members"] += len(wanted) - len(ways)
    rings, broken = joined(ways)
    raw.faults["broken_rings"] += broken
    return [loop for ring in rings for loop in _untangled(_line(ring, raw), raw)]


def _untangled(ring: Ring, raw: Raw) -> list[Ring]:
    loops = untangled(ring)
    raw.faults["crossed"] += len(loops) > 1
    return loops


def _line(nodes: Sequence[str], raw: Raw) -> list[Point]:
    line = [raw.nodes[name] for name in nodes if name in raw.nodes]
    raw.faults["missing_nodes"] += len(nodes) - len(line)
    return line


def _feature(kind: str, geometry: Mapping[str, Any], tags: Tags, osm_id: str) -> Feature:
    kept = {key: tags[key] for key in KEPT_TAGS if key in tags}
    return Feature(kind, geometry, _readable(tags.get("name", "")), kept, osm_id)


def _readable(name: str) -> str:
    """A name in one line, without what turns or hides the text round it."""
    shown = (
        " " if unicodedata.category(c) == "Cc" else c
        for c in name[: 4 * LONGEST_NAME]
        if c not in TURNS_TEXT
    )
    return " ".join("".join(shown).split())[:LONGEST_NAME]


def _point(place: Point) -> Mapping[str, Any]:
    return {"type": "Point", "coordinates": place}


def _place(feature: Feature) -> Point:
    if feature.geometry["type"] == "Point":
        lon, lat = feature.geometry["coordinates"]
        return lon, lat
    west, south, east, north = bounds_of(feature.geometry)
    return (west + east) / 2, (south + north) / 2


def _square(
    feature: Feature, kind: str, trees: Sequence[Point], benches: Sequence[Point]
) -> MappedSquare:
    outline = _largest(feature.geometry)
    return MappedSquare(
        feature.osm_id,
        feature.name,
        kind,
        outline,
        area_m2(outline),
        _how_many(trees, outline),
        _how_many(benches, outline),
    )


def _largest(geometry: Mapping[str, Any]) -> Mapping[str, Any]:
    if geometry["type"] == "Polygon":
        return geometry
    parts = [{"type": "Polygon", "coordinates": rings} for rings in geometry["coordinates"]]
    return max(parts, key=area_m2)


def _how_many(places: Sequence[Point], outline: Mapping[str, Any]) -> int:
    west, south, east, north = bounds_of(outline)
    near = [p for p in places if west <= p[0] <= east and south <= p[1] <= north]
    return sum(inside(lon, lat, outline) for lon, lat in near)


def _counts(raw: Raw) -> Mapping[str, int]:
    areas = [way.tags for way in raw.ways.values()]
    areas += [r.tags for r in raw.relations.values() if r.tags.get("type") == "multipolygon"]
    tags = [*raw.node_tags.values(), *areas]
    return {
        "buildings": sum(t.get("building", "no") != "no" for t in areas),
        "trees": sum(t.get("natural") == "tree" for t in tags),
        "benches": sum(t.get("amenity") == "bench" for t in tags),
    }


def _warnings(faults: Counter[str]) -> Iterator[Sentence]:
    said = {
        "lost": count(
            "%(n)s point has no possible position and was left out.",
            "%(n)s points have no possible position and were left out.",
            faults["lost"],
        ),
        "missing_nodes": count(
            "%(n)s point of a line is not in the file; the line was drawn without it.",
            "%(n)s points of lines are not in the file; the lines were drawn without them.",
            faults["missing_nodes"],
        ),
        "missing_members": count(
            "%(n)s part of an area is not in the file; the area was drawn without it.",
            "%(n)s parts of areas are not in the file; the areas were drawn without them.",
            faults["missing_members"],
        ),
        "broken_rings": count(
            "%(n)s edge of an area does not close and was left out.",
            "%(n)s edges of areas do not close and were left out.",
            faults["broken_rings"],
        ),
        "homeless_holes": count(
            "%(n)s hole lies outside its area and was left out.",
            "%(n)s holes lie outside their areas and were left out.",
            faults["homeless_holes"],
        ),
        "crossed": count(
            "%(n)s area crosses its own edge and was split where it does.",
            "%(n)s areas cross their own edge and were split where they do.",
            faults["crossed"],
        ),
        "no_area": count(
            "%(n)s area could not be put together and was left out.",
            "%(n)s areas could not be put together and were left out.",
            faults["no_area"],
        ),
    }
    return (sentence for fault, sentence in said.items() if faults[fault])
