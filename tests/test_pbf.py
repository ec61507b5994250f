"""The packed form of an extract, against a real file and against one written here."""

import json
import zlib
from contextlib import suppress
from io import BytesIO

import pytest

from workshops.methods.spatial import bounds_of, inside
from workshops.osm import pbf, raw, read_osm
from workshops.osm.pbf import parse_pbf
from workshops.refusal import Refused

AREAS = ("Polygon", "MultiPolygon")


def varint(number):
    out = b""
    while number > 0x7F:
        out, number = out + bytes([number & 0x7F | 0x80]), number >> 7
    return out + bytes([number])


def zigzag(number):
    return varint((number << 1) ^ (number >> 63))


def field(key, value):
    if isinstance(value, int):
        return varint(key << 3) + varint(value)
    return varint(key << 3 | 2) + varint(len(value)) + value


def block(kind, content, claims=None):
    size = len(content) if claims is None else claims
    blob = field(2, size) + field(3, zlib.compress(content))
    header = field(1, kind) + field(3, len(blob))
    return len(header).to_bytes(4, "big") + header + blob


def steps(numbers):
    before = [0, *numbers[:-1]]
    return b"".join(zigzag(n - b) for n, b in zip(numbers, before, strict=True))


HEAD = block(b"OSMHeader", field(4, b"OsmSchema-V0.6") + field(4, b"DenseNodes"))
WORDS = [b"", b"natural", b"tree", b"building", b"yes", b"type", b"multipolygon", b"outer"]
STRINGS = field(1, b"".join(field(1, word) for word in WORDS))


def dense(ids, lons, lats, tags=b""):
    parts = field(1, steps(ids)) + field(8, steps(lats)) + field(9, steps(lons))
    return field(2, parts + field(10, tags))


def data(*groups):
    return block(b"OSMData", STRINGS + b"".join(field(2, group) for group in groups))


SQUARE = dense([1, 2, 3, 4], [0, 10_000, 10_000, 0], [0, 0, 10_000, 10_000])
REFS = field(8, steps([1, 2, 3, 4, 1]))
BUILDING = field(3, field(1, 7) + field(2, varint(3)) + field(3, varint(4)) + REFS)


def read(*blocks):
    return parse_pbf(BytesIO(b"".join(blocks)))


@pytest.fixture(scope="module")
def vienna(shared_data):
    with (shared_data / "osm/vienna-rabenhof.osm.pbf").open("rb") as stream:
        return read_osm(stream)


def test_a_real_file_has_the_bounds_that_are_known(vienna):
    assert vienna.bounds == pytest.approx((16.398859, 48.194370, 16.405591, 48.198866), abs=1e-6)


def test_a_real_file_has_its_houses_trees_and_parks(vienna):
    assert vienna.counts == {"buildings": 192, "trees": 201, "benches": 66}
    assert vienna.squares()[0].name == "Kardinal-Nagl-Park"
    assert vienna.squares()[0].area_m2 == pytest.approx(7480, rel=0.005)


@pytest.mark.slow
def test_houses_stand_where_another_programme_found_them(vienna, shared_data):
    told = json.loads((shared_data / "osm/vienna-rabenhof-public-space.geojson").read_text())
    found = next(f for f in told["features"] if f["properties"]["space_category"] == "building")
    theirs = [{"type": "Polygon", "coordinates": c} for c in found["geometry"]["coordinates"]]
    ours = [f.geometry for f in vienna.features if f.kind == "building"]
    theirs, ours = (
        [(bounds_of(p), p) for p in part if p["type"] in AREAS] for part in (theirs, ours)
    )
    west, south, east, north = vienna.bounds
    places = [
        (west + (east - west) * x / 40, south + (north - south) * y / 40)
        for x in range(1, 40)
        for y in range(1, 40)
    ]
    alike = sum(is_built(place, ours) == is_built(place, theirs) for place in places)
    assert alike / len(places) > 0.98


def is_built(place, houses):
    x, y = place
    return any(
        box[0] <= x <= box[2] and box[1] <= y <= box[3] and inside(x, y, house)
        for box, house in houses
    )


def test_dense_points_have_their_places_and_tags():
    tags = varint(0) + varint(1) + varint(2) + varint(0)
    found = read(HEAD, data(dense([5, -6], [110_680_000, -1], [607_945_000, 2], tags)))
    assert found.nodes == {"5": (11.068, 60.7945), "-6": (-1e-07, 2e-07)}
    assert found.node_tags == {"-6": {"natural": "tree"}}


def test_single_points_have_their_places_and_tags():
    place = varint(9 << 3) + zigzag(110_680_000) + varint(8 << 3) + zigzag(607_945_000)
    tags = field(2, varint(1)) + field(3, varint(2))
    found = read(HEAD, data(field(1, varint(1 << 3) + zigzag(5) + place + tags)))
    assert found.nodes == {"5": (11.068, 60.7945)}
    assert found.node_tags == {"5": {"natural": "tree"}}


def test_ways_and_relations_have_their_members():
    members = field(8, varint(7)) + field(9, zigzag(7)) + field(10, varint(1))
    tags = field(2, varint(5)) + field(3, varint(6))
    found = read(HEAD, data(SQUARE, BUILDING, field(4, field(1, 9) + tags + members)))
    assert found.ways["7"].nodes == ("1", "2", "3", "4", "1")
    assert found.ways["7"].tags == {"building": "yes"}
    assert found.relations["9"].members == (("way", "7", "outer"),)
    assert found.relations["9"].tags == {"type": "multipolygon"}


def test_granularity_and_offset_move_the_places():
    offset = varint(19 << 3) + varint(60_000_000_000) + varint(20 << 3) + varint(2**64 - 10**9)
    content = STRINGS + field(2, dense([1], [500], [500])) + field(17, 1000) + offset
    assert read(HEAD, block(b"OSMData", content)).nodes == {"1": (-0.9995, 60.0005)}


def test_blocks_of_unknown_kind_are_passed_over():
    assert read(HEAD, block(b"Later", b"\xff"), data(SQUARE)).nodes.keys() == {"1", "2", "3", "4"}


@pytest.mark.parametrize("length", range(1, len(HEAD + data(SQUARE)), 7))
def test_a_file_that_breaks_off_is_refused_or_whole(length):
    whole = HEAD + data(SQUARE)
    with pytest.raises(Refused, match=r"breaks off|no point"):
        read(whole[:length])


@pytest.mark.parametrize("claims", [0, 1, 2**40])
def test_a_block_that_is_not_as_large_as_it_says_is_refused(claims):
    with pytest.raises(Refused, match="damaged"):
        read(HEAD, block(b"OSMData", STRINGS, claims))


def test_a_block_that_swells_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(pbf, "LARGEST_BLOCK", 1000)
    with pytest.raises(Refused, match="damaged"):
        read(HEAD, block(b"OSMData", bytes(100_000)))


def test_a_file_that_swells_block_by_block_is_refused(monkeypatch):
    monkeypatch.setattr(pbf, "MOST_BYTES", 1000)
    with pytest.raises(Refused, match="too large"):
        read(HEAD, *[block(b"Later", bytes(500))] * 3)


@pytest.mark.parametrize(
    ("module", "name"), [(raw, "MOST_NODES"), (raw, "MOST_PARTS"), (pbf, "MOST_VALUES")]
)
def test_too_much_of_anything_is_refused(module, name, monkeypatch):
    monkeypatch.setattr(module, name, 3)
    with pytest.raises(Refused, match="too large"):
        read(HEAD, data(SQUARE, BUILDING))


def test_what_a_file_needs_and_torg_cannot_is_named():
    with pytest.raises(Refused, match="HistoricalInformation"):
        read(block(b"OSMHeader", field(4, b"HistoricalInformation")))


def test_another_way_of_packing_is_told():
    blob = field(2, 3) + field(4, b"lzma")
    header = field(1, b"OSMData") + field(3, len(blob))
    with pytest.raises(Refused, match="unusual way"):
        read(HEAD, len(header).to_bytes(4, "big") + header + blob)


def test_any_single_wrong_byte_is_read_or_refused():
    whole = HEAD + data(SQUARE, BUILDING)
    for at, byte in enumerate(whole):
        with suppress(Refused):
            assert read(whole[:at], bytes([byte ^ 0x55]), whole[at + 1 :]).nodes
