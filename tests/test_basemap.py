import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshops.basemap import (
    Frame,
    Whereabouts,
    blank,
    build,
    describe_place,
    frame_of,
    landmarks_of,
)
from workshops.basemap.sizes import (
    facing,
    length_m,
    metres,
    radius_m,
    stands,
    tread_m,
    width_m,
)
from workshops.basemap.streets import street_names
from workshops.methods.geodesy import distance_m
from workshops.methods.spatial import grid_of
from workshops.osm import Extract, Feature, read_osm
from workshops.refusal import Refused

HAMAR = (11.068, 60.7945)
FRAME = Frame(32, north=True, origin_e=612500, origin_n=6741700, width_m=200, height_m=100)


def rectangle(left, top, right, bottom, frame=FRAME):
    corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
    places = [list(frame.to_lonlat(x, y)) for x, y in corners]
    return {"type": "Polygon", "coordinates": [places]}


OUTLINE = rectangle(60, 30, 140, 70)


def thing(kind, x, y, **tags):
    place = {"type": "Point", "coordinates": FRAME.to_lonlat(x, y)}
    return Feature(kind, place, tags.pop("name", ""), tags, "n1")


def line(kind, *points, **tags):
    places = [FRAME.to_lonlat(x, y) for x, y in points]
    name = tags.get("name", "")
    return Feature(kind, {"type": "LineString", "coordinates": places}, name, tags, "1")


def area(kind, *box):
    return Feature(kind, rectangle(*box), "", {}, "2")


def built(*features, margin_m=20):
    return build(Extract(features, {}, ()), OUTLINE, margin_m)


def drawn(basemap, kind):
    return [feature for feature in basemap["features"] if feature["kind"] == kind]


@pytest.fixture(scope="module")
def karl_marx_platz(shared_data):
    with (shared_data / "osm/berlin-karl-marx-platz.osm").open("rb") as stream:
        extract = read_osm(stream)
    return build(extract, extract.squares()[0].outline)


@given(st.floats(0, 200), st.floats(0, 100))
def test_there_and_back_again_ends_where_it_began(x, y):
    assert FRAME.to_xy(*FRAME.to_lonlat(x, y)) == pytest.approx((x, y), abs=0.001)


def test_a_frame_survives_json():
    assert Frame.from_json(json.loads(json.dumps(FRAME.to_json()))) == FRAME


def test_the_frame_lies_round_the_outline_with_its_margin():
    frame = frame_of(OUTLINE, margin_m=20)
    left, top = frame.to_xy(*FRAME.to_lonlat(60, 30))
    assert 20 <= left < 21.01
    assert 20 <= top < 21.01
    assert 120 <= frame.width_m <= 122
    assert 80 <= frame.height_m <= 82


def test_right_is_east_and_down_is_south():
    x, y = FRAME.to_xy(*HAMAR)
    east, _ = FRAME.to_xy(HAMAR[0] + 0.0001, HAMAR[1])
    _, south = FRAME.to_xy(HAMAR[0], HAMAR[1] - 0.0001)
    assert east > x
    assert south > y


def test_an_outline_as_large_as_a_county_is_refused():
    county = {"type": "Polygon", "coordinates": [[[11, 60], [12, 60], [12, 61], [11, 60]]]}
    with pytest.raises(Refused, match="Draw one place"):
        frame_of(county)


def test_what_lies_outside_the_frame_is_not_kept():
    basemap = built(thing("tree", 100, 50), thing("tree", 5, 5), area("green", 0, 0, 10, 10))
    assert len(basemap["features"]) == 1


def test_an_area_is_cut_at_the_frame():
    (green,) = drawn(built(area("green", 0, 0, 100, 50)), "green")
    assert min(x for x, _ in green["rings"][0]) == -2


def test_a_tree_has_its_own_crown_or_the_usual_one():
    trees = drawn(built(thing("tree", 90, 50, diameter_crown="8"), thing("tree", 99, 50)), "tree")
    assert [tree["radius"] for tree in trees] == [4.0, 2.6]


def test_a_bench_knows_where_it_looks():
    (bench,) = drawn(built(thing("bench", 90, 50, direction="73")), "bench")
    assert bench["angle"] == 73


def test_a_road_keeps_its_width_and_its_parts_are_joined():
    road = {"highway": "residential", "width": "7.5"}
    basemap = built(
        line("road", (50, 20), (90, 20), **road), line("road", (90, 20), (130, 20), **road)
    )
    (joined,) = drawn(basemap, "road")
    assert joined["width"] == 7.5
    assert len(joined["line"]) == 2


def test_a_road_is_not_widened_where_its_surface_is_mapped():
    surface = area("road", 60, 15, 100, 25)
    basemap = built(line("road", (60, 20), (130, 20), highway="residential"), surface)
    lines = [feature["line"] for feature in drawn(basemap, "road") if "line" in feature]
    frame = Frame.from_json(basemap["frame"])
    start, _ = frame.to_xy(*FRAME.to_lonlat(100, 20))
    assert [round(ends[0][0] - start) for ends in lines] == [-1]


def test_a_street_is_named_along_itself_and_reads_upright():
    road = {"highway": "residential", "name": "Torggata"}
    (street,) = drawn(built(line("road", (130, 25), (50, 20), **road)), "street")
    assert street["name"] == "Torggata"
    assert all(-90 < angle <= 90 for _, _, angle in street["spots"])
    assert street["spots"][0][2] == pytest.approx(3.6, abs=0.1)


def test_a_street_too_short_for_its_name_has_none():
    assert list(street_names({"Prinsessegatan": [[(0, 0), (5, 0)]]}, (0, 0))) == []


def test_a_place_without_a_map_is_blank_and_says_so():
    basemap = blank(OUTLINE)
    assert basemap["features"] == []
    assert basemap["licence"] == "Drawn by hand"


def test_a_base_map_is_plain_json_with_its_licence():
    basemap = built(thing("tree", 100, 50))
    assert json.loads(json.dumps(basemap)) == basemap
    assert "OpenStreetMap contributors" in basemap["licence"]


def test_a_real_square_keeps_its_trees_and_benches(karl_marx_platz):
    frame = Frame.from_json(karl_marx_platz["frame"])
    assert (frame.zone, frame.north) == (33, True)
    assert len(drawn(karl_marx_platz, "bench")) >= 11
    assert len(drawn(karl_marx_platz, "tree")) >= 12
    assert {street["name"] for street in drawn(karl_marx_platz, "street")} >= {
        "Karl-Marx-Platz",
        "Karl-Marx-Straße",
    }


def test_a_real_base_map_is_small(karl_marx_platz):
    assert len(gzip.compress(json.dumps(karl_marx_platz).encode())) < 12_000


def test_coordinates_are_whole_centimetres(karl_marx_platz):
    for feature in karl_marx_platz["features"]:
        for x, y in [*feature.get("points", ()), *feature.get("line", ())]:
            assert (round(x, 2), round(y, 2)) == (x, y)


ZONES = (
    {"letter": "A", "name": "West", "polygon": rectangle(60, 30, 100, 70)},
    {"letter": "B", "name": "East", "polygon": rectangle(100, 30, 140, 70)},
)
FOUNTAIN = {"name": "Fountain", "radius_m": 2.0} | dict(
    zip(("lon", "lat"), FRAME.to_lonlat(110, 50), strict=True)
)


def described(x, y, landmarks=(FOUNTAIN,)):
    basemap = blank(OUTLINE)
    grid = grid_of(Frame.from_json(basemap["frame"]), OUTLINE)
    return describe_place(basemap, grid, ZONES, landmarks, *FRAME.to_lonlat(x, y))


def test_a_place_is_told_by_zone_square_and_landmark():
    found = described(118, 50)
    assert found == Whereabouts("B", "F2", "Fountain", 6, inside=True)
    assert str(found.place) == "Zone B, square F2"
    assert str(found.near) == "6 m from Fountain"


def test_in_the_fountain_is_at_the_fountain():
    assert str(described(110.5, 50).near) == "At Fountain"


def test_far_from_all_landmarks_none_is_named():
    found = described(62, 32)
    assert (found.landmark, found.metres, found.near) == ("", None, None)
    assert str(described(62, 32, landmarks=()).place) == "Zone A, square A1"


def test_outside_the_square_is_said():
    found = described(10, 10)
    assert not found.inside
    assert str(found.place) == "Outside the plan"


def test_landmarks_are_those_on_the_square_and_close_by():
    basemap = built(
        thing("fountain", 110, 50),
        thing("art", 100, 40, name="Olsok"),
        thing("art", 90, 40),
        thing("kiosk", 145, 50),
        thing("kiosk", 158, 50, name="Too far"),
        thing("tree", 100, 50),
    )
    names = [landmark["name"] for landmark in landmarks_of(basemap)]
    assert names == ["Fountain", "Olsok", "Kiosk"]


def test_a_landmark_is_where_it_is():
    (fountain,) = landmarks_of(built(thing("fountain", 110, 50)))
    place = (fountain["lon"], fountain["lat"])
    assert distance_m(place, FRAME.to_lonlat(110, 50)) < 0.05
    assert fountain["radius_m"] == 1.5


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("5", 5),
        ("5.5 m", 5.5),
        ("3,5", 3.5),
        ("12'", pytest.approx(3.6576)),
        ("wide", None),
        ("", None),
        ("5;6", None),
    ],
)
def test_tagged_lengths_are_read(text, length):
    assert metres(text) == length


def test_widths_come_from_the_tag_then_lanes_then_the_class():
    assert width_m("road", {"highway": "primary", "width": "11", "lanes": "4"}) == 11
    assert width_m("road", {"highway": "primary", "lanes": "3"}) == pytest.approx(9.6)
    assert width_m("road", {"highway": "primary"}) == 9
    assert width_m("road", {"highway": "something new"}) == 5
    assert width_m("path", {"highway": "footway", "lanes": "2"}) == 2
    assert width_m("road", {"width": "99999"}) == 60


def test_crowns_stay_within_reason():
    assert radius_m("tree", {"diameter_crown": "500"}) == 15
    assert radius_m("tree", {"diameter_crown": "0"}) == 2.6


def test_directions_are_degrees_or_points_of_the_compass():
    assert facing({"direction": "433"}) == 73
    assert facing({"direction": "wsw"}) == 247.5
    assert facing({"direction": "forward"}) is facing({}) is None


@pytest.mark.parametrize(
    ("tags", "radius"),
    [
        ({"diameter_crown": "8", "circumference": "3", "height": "30"}, 4),
        ({"circumference": "1.1", "height": "30"}, pytest.approx(3.96)),
        ({"circumference": "110"}, pytest.approx(3.96)),
        ({"height": "10"}, 3.5),
        ({"height": "10 m", "leaf_type": "needleleaved"}, 1.75),
        ({}, 2.6),
    ],
)
def test_a_crown_follows_from_girth_or_height_where_it_is_not_told(tags, radius):
    assert radius_m("tree", tags) == radius


def test_crowns_reckoned_are_near_those_that_were_measured(shared_data):
    with (shared_data / "osm/vienna-rabenhof.osm.pbf").open("rb") as stream:
        trees = [feature.tags for feature in read_osm(stream).features if feature.kind == "tree"]
    both = [tags for tags in trees if {"diameter_crown", "circumference"} <= tags.keys()]
    told = [radius_m("tree", {"diameter_crown": tags["diameter_crown"]}) for tags in both]
    reckoned = [radius_m("tree", {"circumference": tags["circumference"]}) for tags in both]
    off = sorted(abs(a - b) for a, b in zip(told, reckoned, strict=True))
    assert len(off) > 150
    assert off[len(off) // 2] < 0.75


@pytest.mark.parametrize(
    ("tags", "length"),
    [({"length": "4.2"}, 4.2), ({"seats": "4"}, 2.4), ({}, 1.8), ({"length": "900"}, 50)],
)
def test_a_bench_is_as_long_as_it_is_said_to_be(tags, length):
    assert length_m(tags) == pytest.approx(length)


def test_two_bicycles_lean_on_one_stand():
    assert [stands({"capacity": n}) for n in ("10", "7", "900")] == [5, 4, 40]
    assert stands({}) == 3


def test_steps_are_as_many_as_are_told():
    assert tread_m({"step_count": "10"}, 4) == 0.4
    assert tread_m({}, 4) == 0.35
    assert tread_m({"step_count": "1"}, 40) == 2


def test_other_things_are_as_wide_as_they_are_said_to_be():
    assert radius_m("fountain", {"diameter": "6"}) == 3
    assert radius_m("art", {"width": "2"}) == 1
    assert radius_m("lamp", {"width": "2"}) == 0.4


def test_a_row_is_not_drawn_where_its_trees_are():
    row = line("tree_row", (60, 40), (140, 40))
    assert drawn(built(row, thing("tree", 90, 60)), "tree_row")
    assert not drawn(built(row, thing("tree", 90, 41)), "tree_row")


def test_a_bench_of_unknown_direction_looks_at_the_way_it_stands_by():
    north = line("path", (60, 40), (140, 40), highway="footway")
    basemap = built(north, thing("bench", 90, 45), thing("bench", 95, 36), thing("bench", 99, 60))
    assert [bench["angle"] for bench in drawn(basemap, "bench")] == pytest.approx(
        [0, 180, 0], abs=0.5
    )


def test_a_bench_on_the_line_of_a_way_stands_along_it():
    way = line("path", (60, 40), (140, 40), highway="footway")
    (bench,) = drawn(built(way, thing("bench", 90, 40)), "bench")
    assert bench["angle"] % 180 == pytest.approx(0, abs=0.5)


def test_a_direction_that_is_told_is_believed():
    way = line("path", (60, 40), (140, 40), highway="footway")
    (bench,) = drawn(built(way, thing("bench", 90, 45, direction="73")), "bench")
    assert bench["angle"] == 73
