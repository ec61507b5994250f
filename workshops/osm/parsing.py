"""The XML of an .osm file, read as a stream into nodes, ways and relations."""

import math
from collections.abc import Iterator
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from workshops.osm.raw import Raw, Relation, Tags, Way, bound, check_places, counted, place
from workshops.refusal import Refused

PACKED = (b"\x1f\x8b", b"BZh", b"PK\x03\x04", b"7z\xbc\xaf", b"\xfd7zXZ")
GONE = {"visible": "false", "action": "delete"}


def parse(stream: BinaryIO) -> Raw:
    """Read a whole seekable stream; refuse what is not an OpenStreetMap file or is unsafe."""
    _look_at_the_start(stream)
    raw = Raw()
    try:
        for element in _elements(stream, raw):
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
    check_places(raw)
    return raw


def _look_at_the_start(stream: BinaryIO) -> None:
    start = stream.read(64)
    stream.seek(0)
    if not start.strip():
        raise Refused("This file is empty. Download it again.")
    if start.startswith(PACKED):
        raise Refused("This file is packed. Unpack it first, then upload the .osm inside.")
    if b"<" not in start:
        raise Refused("This is not an OpenStreetMap file. Export the square as .osm.")


def _elements(stream: BinaryIO, raw: Raw) -> Iterator[Any]:
    """Each node, way and relation once it is whole; memory is given back behind it."""
    root: Any = None
    for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
        if event == "start":
            counted(raw, 1)
            if root is None:
                root = element
                _check_root(root)
        elif element.tag in ("bounds", "node", "way", "relation"):
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


def _take(element: Any, raw: Raw) -> None:
    if element.tag == "bounds":
        bound(raw, *(_number(element.get(key)) for key in ("minlon", "minlat", "maxlon", "maxlat")))
        return
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
    place(raw, name, (_number(element.get("lon")), _number(element.get("lat"))), tags)


def _number(text: str | None) -> float:
    try:
        return float(text or "")
    except ValueError:
        return math.nan
