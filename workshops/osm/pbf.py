"""The packed form of an extract, .osm.pbf: blocks of protocol buffers, each deflated.

The format is that of https://wiki.openstreetmap.org/wiki/PBF_Format; numbers in brackets below
are field numbers from there. A block may claim any size: none is unpacked beyond the format's
own bound, nor the file beyond what so many points can need.
"""

import zlib
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import BinaryIO

from workshops.osm.raw import (
    Raw,
    Relation,
    Tags,
    Way,
    bound,
    check_places,
    counted,
    place,
    too_large,
)
from workshops.refusal import Refused

LARGEST_HEADER = 64 * 1024
LARGEST_BLOCK = 32 * 1024 * 1024
MOST_BYTES = 64 * 1024 * 1024
MOST_VALUES = 1_000_000
MARK = b"OSMHeader"
UNDERSTOOD = frozenset({"OsmSchema-V0.6", "DenseNodes"})
MEMBERS = ("node", "way", "relation")
NANO = 1e-9
GRANULARITY = 100

Fields = dict[int, list[int | bytes]]


def parse_pbf(stream: BinaryIO) -> Raw:
    """Read a whole .osm.pbf file; refuse what is damaged, too large or in need of more."""
    raw = Raw()
    unpacked = 0
    try:
        for kind, block in _blocks(stream):
            unpacked += len(block)
            if unpacked > MOST_BYTES:
                raise too_large()
            if kind == MARK:
                _take_header(_fields(block), raw)
            elif kind == b"OSMData":
                _take(block, raw)
    except (IndexError, KeyError, TypeError, ValueError, OverflowError, zlib.error) as fault:
        raise Refused("This .pbf file breaks off or is damaged. Download it again.") from fault
    check_places(raw)
    return raw


def _blocks(stream: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """Each block's kind and its content, unpacked."""
    while size := stream.read(4):
        header = _fields(_read(stream, int.from_bytes(size, "big"), LARGEST_HEADER))
        blob = _fields(_read(stream, _number(header, 3), LARGEST_BLOCK))
        yield _bytes(header, 1), _unpacked(blob)


def _read(stream: BinaryIO, size: int, most: int) -> bytes:
    if size > most:
        raise ValueError(f"a part of {size} bytes")
    content = stream.read(size)
    if len(content) < size:
        raise ValueError("breaks off")
    return content


def _unpacked(blob: Fields) -> bytes:
    """What is in a blob: as it is [1] or deflated [3]; it may not be larger than it says [2]."""
    if 1 in blob:
        return _bytes(blob, 1)
    if 3 not in blob:
        raise Refused("This .pbf file is packed in an unusual way. Export the square as .osm.")
    size = min(_number(blob, 2), LARGEST_BLOCK)
    inflating = zlib.decompressobj()
    content = inflating.decompress(_bytes(blob, 3), size + 1)
    if len(content) != size or not inflating.eof:
        raise ValueError("not the size it says")
    return content


def _take_header(header: Fields, raw: Raw) -> None:
    """Read the box [1] and what a reader must understand [4]."""
    needs = {str(each, "utf-8", "replace") for each in _all_bytes(header, 4)}
    if beyond := needs - UNDERSTOOD:
        raise Refused(
            "This .pbf file needs “%(feature)s”, which Torg does not read. "
            "Export the square as .osm.",
            feature=min(beyond)[:40],
        )
    if 1 in header:
        box = _fields(_bytes(header, 1))
        west, east, north, south = (round(_zigzag(_number(box, n)) * NANO, 9) for n in range(1, 5))
        bound(raw, west, south, east, north)


def _take(block: bytes, raw: Raw) -> None:
    """Read a primitive block: strings [1], groups [2], granularity [17], offsets [19, 20]."""
    fields = _fields(block)
    words = [str(each, "utf-8", "replace") for each in _all_bytes(_fields(_bytes(fields, 1)), 1)]
    scale = _number(fields, 17, GRANULARITY) * NANO
    south, west = (_signed(_number(fields, key)) * NANO for key in (19, 20))

    def at(lat: int, lon: int) -> tuple[float, float]:
        # Whole nanodegrees: what adding floats leaves behind is cut off.
        return round(west + scale * lon, 9), round(south + scale * lat, 9)

    for group in map(_fields, _all_bytes(fields, 2)):
        for node in map(_fields, _all_bytes(group, 1)):
            lat, lon = _zigzag(_number(node, 8)), _zigzag(_number(node, 9))
            place(raw, str(_zigzag(_number(node, 1))), at(lat, lon), _tags(node, words))
        for dense in map(_fields, _all_bytes(group, 2)):
            tags = _dense_tags(_packed(dense, 10), words)
            ids, lats, lons = (_running(dense, key) for key in (1, 8, 9))
            counted(raw, len(ids))
            for name, lat, lon in zip(ids, lats, lons, strict=True):
                place(raw, str(name), at(lat, lon), next(tags, {}))
        for way in map(_fields, _all_bytes(group, 3)):
            refs = tuple(map(str, _running(way, 8)))
            counted(raw, len(refs))
            raw.ways[str(_number(way, 1))] = Way(refs, _tags(way, words))
        for relation in map(_fields, _all_bytes(group, 4)):
            whole = _relation(relation, words)
            counted(raw, len(whole.members))
            raw.relations[str(_number(relation, 1))] = whole


def _relation(relation: Fields, words: Sequence[str]) -> Relation:
    """Read roles [8], ids [9] and types [10] of the members."""
    roles, kinds = _packed(relation, 8), _packed(relation, 10)
    members = zip(kinds, _running(relation, 9), roles, strict=True)
    return Relation(
        tuple((MEMBERS[kind], str(ref), words[role]) for kind, ref, role in members),
        _tags(relation, words),
    )


def _tags(part: Fields, words: Sequence[str]) -> Tags:
    """Keys [2] and values [3] as numbers of strings."""
    pairs = zip(_packed(part, 2), _packed(part, 3), strict=True)
    return {words[key]: words[value] for key, value in pairs}


def _dense_tags(numbers: Sequence[int], words: Sequence[str]) -> Iterator[Tags]:
    """Keys and values in turns, a nought after each node's last."""
    tags: dict[str, str] = {}
    rest = iter(numbers)
    for key in rest:
        if key:
            tags[words[key]] = words[next(rest, 0)]
        else:
            yield tags
            tags = {}


def _fields(message: bytes) -> Fields:
    """A message's values by field number: whole numbers, and bytes of whatever has a length."""
    found: Fields = {}
    at = values = 0
    while at < len(message):
        values += 1
        if values > MOST_VALUES:
            raise too_large()
        tag, at = _varint(message, at)
        wire = tag & 7
        if wire == 0:
            value, at = _varint(message, at)
            found.setdefault(tag >> 3, []).append(value)
            continue
        size, at = _varint(message, at) if wire == 2 else ({1: 8, 5: 4}[wire], at)
        if at + size > len(message):
            raise ValueError("breaks off")
        found.setdefault(tag >> 3, []).append(message[at : at + size])
        at += size
    return found


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while (byte := message[at]) & 0x80:
        value |= (byte & 0x7F) << shift
        shift, at = shift + 7, at + 1
        if shift > 63:
            raise ValueError("a number too long")
    return value | byte << shift, at + 1


def _packed(part: Fields, key: int) -> list[int]:
    """All numbers of a field, written one by one or in one run."""
    numbers: list[int] = []
    for value in part.get(key, ()):
        if isinstance(value, int):
            numbers.append(value)
            continue
        if len(value) > MOST_VALUES:
            raise too_large()
        at = 0
        while at < len(value):
            number, at = _varint(value, at)
            numbers.append(number)
    return numbers


def _running(part: Fields, key: int) -> list[int]:
    """Numbers of which each is told as the step from the one before."""
    return list(accumulate(map(_zigzag, _packed(part, key))))


def _zigzag(number: int) -> int:
    return (number >> 1) ^ -(number & 1)


def _signed(number: int) -> int:
    return number - (1 << 64) if number >> 63 else number


def _number(part: Fields, key: int, usual: int = 0) -> int:
    value = part.get(key, [usual])[-1]
    if isinstance(value, bytes):
        raise TypeError("no number")
    return value


def _bytes(part: Fields, key: int) -> bytes:
    value = part[key][-1]
    if isinstance(value, int):
        raise TypeError("no bytes")
    return value


def _all_bytes(part: Fields, key: int) -> list[bytes]:
    return [value for value in part.get(key, ()) if isinstance(value, bytes)]
