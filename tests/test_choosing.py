"""Which place a base map is about: an outline from a file, a name, or the likeliest square."""

import json

import pytest

from workshops.basemap import box_round
from workshops.basemap.choosing import likeliest, named, outlined
from workshops.basemap.outlines import outline_in
from workshops.methods.spatial import bounds_of
from workshops.osm import Extract, Feature, read_osm
from workshops.refusal import Refused

RING = [[11.068, 60.794], [11.07, 60.794], [11.07, 60.795], [11.068, 60.795]]
CLOSED = [*RING, RING[0]]
POLYGON = {"type": "Polygon", "coordinates": [CLOSED]}


def feature(geometry, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features):
    return {"type": "FeatureCollection", "features": list(features)}


def written(value):
    return json.dumps(value).encode()


@pytest.fixture(scope="module")
def berlin(shared_data):
    with (shared_data / "osm/berlin-karl-marx-platz.osm").open("rb") as stream:
        return read_osm(stream)


@pytest.mark.parametrize(
    "content",
    [
        POLYGON,
        feature(POLYGON),
        collection(feature({"type": "Point", "coordinates": [0, 0]}), feature(POLYGON)),
        collection(feature({"type": "GeometryCollection", "geometries": [POLYGON]})),
        {"type": "Polygon", "coordinates": [RING]},
        {"type": "Polygon", "coordinates": [[[*place, 127.5] for place in CLOSED]]},
        {"type": "MultiPolygon", "coordinates": [[CLOSED]]},
    ],
)
def test_an_outline_is_found_however_it_is_wrapped(content):
    _, outline = outline_in(written(content))
    assert outline == {"type": "Polygon", "coordinates": [[tuple(place) for place in CLOSED]]}


def test_an_outline_in_two_parts_keeps_both():
    other = [[lon + 0.01, lat] for lon, lat in CLOSED]
    _, outline = outline_in(written({"type": "MultiPolygon", "coordinates": [[CLOSED], [other]]}))
    assert outline["type"] == "MultiPolygon"
    assert len(outline["coordinates"]) == 2


def test_an_outline_has_the_name_of_its_feature():
    name, _ = outline_in(written(collection(feature(POLYGON, name=" Stortorget\n i Hamar "))))
    assert name == "Stortorget i Hamar"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "cannot be read as JSON"),
        (b"\xff\xfe\x00", "cannot be read as JSON"),
        (b"<kml/>", "cannot be read as JSON"),
        (b"[" * 100_000, "cannot be read as JSON"),
        (b"[]", "no area"),
        (written(feature(None)), "no area"),
        (written({"type": "LineString", "coordinates": CLOSED}), "no area"),
        (written(collection(feature(POLYGON, name="A"), feature(POLYGON, name="B"))), "A, B"),
        (written({"type": "Polygon"}), "no coordinates"),
        (written({"type": "Polygon", "coordinates": []}), "no coordinates"),
        (written({"type": "Polygon", "coordinates": [7]}), "no coordinates"),
        (written({"type": "Polygon", "coordinates": [[["east", "north"]] * 4]}), "no pair"),
        (b'{"type": "Polygon", "coordinates": [[[Infinity, 0], [1, 1], [2, 2]]]}', "no pair"),
        (b'{"type": "Polygon", "coordinates": [[[1' + b"0" * 400 + b", 0]]]}", "no pair"),
        (written({"type": "Polygon", "coordinates": [[[612500, 6741700]] * 4]}), "nowhere on"),
        (written({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [2, 2]]]}), "nothing"),
        (
            written({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1]]]}),
            "crosses itself",
        ),
        (written({"type": "Polygon", "coordinates": [[[0, 0]] * 20_001]}), "more than"),
    ],
)
def test_what_is_no_outline_is_refused_in_a_sentence(content, sentence):
    with pytest.raises(Refused, match=sentence):
        outline_in(content)


def test_a_square_is_found_by_its_name_in_any_case(berlin):
    assert named(berlin, "  karl-marx-PLATZ ").area_m2 == pytest.approx(1723.0, rel=0.005)


def test_a_square_without_a_name_is_found_by_its_number(berlin):
    assert named(berlin, "624191235").area_m2 == pytest.approx(111.5, rel=0.005)


@pytest.mark.parametrize("name", ["Stortorget", "", " "])
def test_an_unknown_square_is_refused_with_those_there_are(name, berlin):
    with pytest.raises(Refused, match="There are: Karl-Marx-Platz, Thomashöhe, Körnerpark"):
        named(berlin, name)


def test_the_likeliest_square_is_the_one_the_desk_offers_first(berlin):
    assert likeliest(berlin).name == berlin.squares()[0].name == "Karl-Marx-Platz"


def test_an_outline_by_hand_counts_what_lies_in_it(berlin):
    square = likeliest(berlin)
    found = outlined(berlin, "By hand", square.outline)
    assert (found.trees, found.benches, found.area_m2) == (12, 11, square.area_m2)


def test_where_no_square_is_mapped_there_is_none_to_guess(shared_data):
    with (shared_data / "osm/sweden-kallby.osm").open("rb") as stream:
        assert likeliest(read_osm(stream)) is None


def test_the_whole_is_the_box_that_was_asked_for(shared_data):
    with (shared_data / "osm/sweden-kallby.osm").open("rb") as stream:
        box = box_round(read_osm(stream))
    assert bounds_of(box) == (13.29576, 58.50825, 13.31261, 58.51352)


def test_a_whole_too_wide_is_shown_round_its_middle():
    places = [(lon / 100, 60.0) for lon in range(101)]
    trees = [Feature("tree", {"type": "Point", "coordinates": p}, "", {}, "n") for p in places]
    west, _, east, _ = bounds_of(box_round(Extract(tuple(trees), {}, ())))
    assert west < 0.5 < east
    assert east - west < 0.04
