"""The XML of an .osm file, read as a stream: nodes, ways, relations, and what was wrong."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from workshops.refusal import Refused

MOST_NODES = 500_000
MOST_PARTS = 4_000_000
PACKED = (b"\x1f\x8b", b"BZh", b"PK\x03\x04", b"7z\xbc\xaf", b"\xfd7zXZ")
GONE = {"visible": "false", "action": "delete"}

Point = tuple[float, float]
Tags = Mapping[str, str]


@dataclass(frozen=True)
class Way:
    """Node ids in order; the first again at the end when the way is closed."""

    nodes: tuple[str, ...]
    tags: Tags

    @property
    def is_closed(self) -> bool:
        return len(self.nodes) > 3 and self.nodes[0] == self.nodes[-1]


@dataclass(frozen=True)
class Relation:
    """Members as (type, id, role)."""

    members: tuple[tuple[str, str, str], ...]
    tags: Tags


@dataclass
class Raw:
    """Everything in the file by id, as it stands there, and the faults counted by name."""

    nodes: dict[str, Point] = field(default_factory=dict)
    node_tags: dict[str, Tags] = field(default_factory=dict)
    ways: dict[str, Way] = field(default_factory=dict)
    relations: dict[str, Relation] = field(default_factory=dict)
    faults: Counter[str] = field(default_factory=Counter)


def parse(stream: BinaryIO) -> Raw:
    """Read a whole seekable stream; refuse what is not an OpenStreetMap file or is unsafe."""
    _look_at_the_start(stream)
    raw = Raw()
    try:
        for element in _elements(stream):
            _take(element, raw)
    except ParseError as fault:
        raise Refused(
            "This file breaks off or is damaged at line %(line)s. Download it again.",
            line=fault.position[0],
        ) from fault
    except DefusedXmlException as fault:
        raise Refused(
            "This file declares XML entities, which a map never needs. "
            "Download it from OpenStreetMap itself."
        ) from fault
    except (LookupError, ValueError) as fault:
        raise Refused("This file is in an unknown encoding. Save it as UTF-8.") from fault
    _check_places(raw)
    return raw


def _look_at_the_start(stream: BinaryIO) -> None:
    start = stream.read(64)
    stream.seek(0)
    if not start.strip():
        raise Refused("This file is empty. Download it again.")
    if start.startswith(PACKED):
        raise Refused("This file is packed. Unpack it first, then upload the .osm inside.")
    if b"OSMHeader" in start:
        raise Refused("This is a .pbf file. Export the square as .osm instead.")
    if b"<" not in start:
        raise Refused("This is not an OpenStreetMap file. Export the square as .osm.")


def _elements(stream: BinaryIO) -> Iterator[Any]:
    """Each node, way and relation once it is whole; memory is given back behind it."""
    parts = 0
    root: Any = None
    for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
        if event == "start":
            parts += 1
            if parts > MOST_PARTS:
                raise _too_large()
            if root is None:
                root = element
                _check_root(root)
        elif element.tag in ("node", "way", "relation"):
            yield element
            root.clear()


def _check_root(root: Any) -> None:
    if root.tag == "osm":
        return
    if root.tag == "osmChange":
        raise Refused("This file holds changes to a map, not a map. Export the square as .osm.")
    raise Refused(
        "This is not an OpenStreetMap file: it starts with %(tag)s. Export the square as .osm.",
        tag=f"<{str(root.tag)[:40]}>",
    )


def _too_large() -> Refused:
    return Refused(
        "This file is too large: more than %(n)s points. Export only the square and its "
        "surroundings, some 500 m across.",
        n=f"{MOST_NODES:,}",
    )


def _take(element: Any, raw: Raw) -> None:
    name = element.get("id")
    if name is None or any(element.get(key) == value for key, value in GONE.items()):
        return
    tags = {str(t.get("k", "")): str(t.get("v", "")) for t in element.iterfind("tag")}
    if element.tag == "node":
        _take_node(name, element, tags, raw)
    elif element.tag == "way":
        refs = tuple(str(nd.get("ref")) for nd in element.iterfind("nd"))
        raw.ways[name] = Way(refs, tags)
    else:
        members = tuple(
            (str(m.get("type")), str(m.get("ref")), str(m.get("role", "")))
            for m in element.iterfind("member")
        )
        raw.relations[name] = Relation(members, tags)


def _take_node(name: str, element: Any, tags: Tags, raw: Raw) -> None:
    lon, lat = _number(element.get("lon")), _number(element.get("lat"))
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raw.faults["lost"] += 1
        return
    raw.nodes[name] = (lon, lat)
    if tags:
        raw.node_tags[name] = tags
    if len(raw.nodes) > MOST_NODES:
        raise _too_large()


def _number(text: str | None) -> float:
    try:
        return float(text or "")
    except ValueError:
        return math.nan


def _check_places(raw: Raw) -> None:
    if not raw.nodes:
        raise Refused("There is no point with a position in this file. Export the square again.")
    lons = [lon for lon, _ in raw.nodes.values()]
    if min(lons) < -179 and max(lons) > 179:
        raise Refused("This file lies across the date line. Export only one side of it.")
