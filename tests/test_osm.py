import json
from io import BytesIO

import pytest

from workshops.methods.geodesy import area_m2
from workshops.osm import raw, read_osm
from workshops.osm.kinds import area_kind, line_kind, point_kind
from workshops.osm.rings import joined, untangled, with_holes
from workshops.refusal import Refused

FILES = (
    "berlin-karl-marx-platz",
    "bristol-church-road",
    "prague-karlovo-namesti",
    "sweden-kallby",
)
CORNERS = {1: (0, 0), 2: (0.001, 0), 3: (0.001, 0.001), 4: (0, 0.001)}


def osm(body):
    return BytesIO(f"<?xml version='1.0'?><osm version='0.6'>{body}</osm>".encode())


def nodes(places):
    return "".join(f"<node id='{n}' lon='{x}' lat='{y}'/>" for n, (x, y) in places.items())


def way(name, refs, **tags):
    parts = "".join(f"<nd ref='{ref}'/>" for ref in refs)
    return f"<way id='{name}'>{parts}{tagged(tags)}</way>"


def tagged(tags):
    return "".join(f"<tag k='{key}' v='{value}'/>" for key, value in tags.items())


def told(extract):
    return [str(warning) for warning in extract.warnings]


@pytest.fixture(scope="module")
def expected(shared_data):
    return json.loads((shared_data / "osm/expected.json").read_text())


@pytest.mark.parametrize("name", FILES)
def test_real_files_have_the_counts_that_are_known(name, shared_data, expected):
    with (shared_data / f"osm/{name}.osm").open("rb") as stream:
        extract = read_osm(stream)
    known = expected[f"{name}.osm"]["counts"]
    assert extract.counts == {
        "buildings": known["building"],
        "trees": known.get("tree", 0),
        "benches": known.get("bench", 0),
    }


@pytest.mark.parametrize("name", FILES)
def test_real_squares_have_the_areas_trees_and_benches_that_are_known(name, shared_data, expected):
    with (shared_data / f"osm/{name}.osm").open("rb") as stream:
        squares = {square.osm_id: square for square in read_osm(stream).squares()}
    for area in expected[f"{name}.osm"]["areas"]:
        square = squares[area["id"]]
        assert (square.kind, square.name) == (area["kind"], area["name"] or "")
        if area["area_m2"] is not None:
            assert square.area_m2 == pytest.approx(area["area_m2"], rel=0.005)
            assert square.trees == area["trees_inside"]
            assert square.benches == area["benches_inside"]


def test_the_square_comes_before_larger_parks(shared_data):
    with (shared_data / "osm/berlin-karl-marx-platz.osm").open("rb") as stream:
        squares = read_osm(stream).squares()
    assert [square.name for square in squares[:3]] == [
        "Karl-Marx-Platz",
        "Thomashöhe",
        "Körnerpark",
    ]


def test_what_is_missing_from_a_real_file_is_told(shared_data):
    with (shared_data / "osm/berlin-karl-marx-platz.osm").open("rb") as stream:
        warnings = told(read_osm(stream))
    assert any("1 part of an area is not in the file" in warning for warning in warnings)


def test_an_emoji_in_a_tag_does_no_harm(shared_data):
    with (shared_data / "bad-input/osm/josm_emoji.osm").open("rb") as stream:
        assert read_osm(stream).squares() == ()


def test_both_holes_are_cut_out(shared_data):
    with (shared_data / "bad-input/osm/mp_two_holes.osm").open("rb") as stream:
        (area,) = read_osm(stream).features
    assert area.kind == "road"
    assert len(area.geometry["coordinates"]) == 3


def test_a_broken_hole_is_left_out_and_told(shared_data):
    with (shared_data / "bad-input/osm/mp_broken.osm").open("rb") as stream:
        extract = read_osm(stream)
    (area,) = extract.features
    assert len(area.geometry["coordinates"]) == 2
    assert told(extract) == ["1 edge of an area does not close and was left out."]


def test_a_truncated_file_is_refused_with_the_line(shared_data):
    whole = (shared_data / "osm/prague-karlovo-namesti.osm").read_bytes()
    with pytest.raises(Refused, match=r"breaks off or is damaged at line \d+"):
        read_osm(BytesIO(whole[: len(whole) // 2]))


def test_entities_are_refused():
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE osm [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
        b"<osm><node id='1' lat='0' lon='0'/>&b;</osm>"
    )
    with pytest.raises(Refused, match="entities"):
        read_osm(BytesIO(bomb))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"\x1f\x8b\x08rest", "packed"),
        (b"PK\x03\x04rest", "packed"),
        (b"\x00\x00\x00\x0e\x0a\x09OSMHeader\x18\x7c", "breaks off"),
        (b'{"type": "FeatureCollection"}', "not an OpenStreetMap file"),
        (b"<kml><Placemark/></kml>", "starts with <kml>"),
        (b"<html><p>Rate limited", "starts with <html>"),
        (b"<osmChange version='0.6'/>", "changes to a map"),
        (b"<?xml version='1.0' encoding='martian'?><osm/>", "encoding"),
        (b"<osm></osm>", "no point"),
        (b"<osm><way id='1'/></osm>", "no point"),
        (b"<osm><node id='1' lat='NaN' lon='0'/></osm>", "no point"),
        (b"<osm><node id='1' lat='0' lon='180'/><node id='2' lat='0' lon='-180'/></osm>", "date"),
    ],
)
def test_what_is_no_map_is_refused_in_a_sentence(content, sentence):
    with pytest.raises(Refused, match=sentence):
        read_osm(BytesIO(content))


def test_too_many_points_are_refused(monkeypatch):
    monkeypatch.setattr(raw, "MOST_NODES", 3)
    with pytest.raises(Refused, match="too large"):
        read_osm(osm(nodes(CORNERS)))


def test_too_many_parts_of_any_sort_are_refused(monkeypatch):
    monkeypatch.setattr(raw, "MOST_PARTS", 10)
    with pytest.raises(Refused, match="too large"):
        read_osm(osm(nodes(CORNERS) + way(1, [1] * 20)))


def test_impossible_positions_are_left_out_and_told():
    bad = {5: ("NaN", 0), 6: ("1e999", 0), 7: (0, 91), 8: ("east", "north"), 9: (-181, 0)}
    extract = read_osm(osm(nodes(CORNERS | bad)))
    assert told(extract) == ["5 points have no possible position and were left out."]


def test_a_deleted_thing_is_not_there():
    gone = "<node id='9' lon='0' lat='0' action='delete'><tag k='natural' v='tree'/></node>"
    assert read_osm(osm(nodes(CORNERS) + gone)).features == ()


def test_ways_may_come_before_their_points():
    extract = read_osm(osm(way(7, [1, 2, 3, 4, 1], building="yes") + nodes(CORNERS)))
    assert [feature.kind for feature in extract.features] == ["building"]


def test_a_missing_point_is_bridged_and_told():
    extract = read_osm(osm(nodes(CORNERS) + way(7, [1, 2, 99, 3, 4, 1], building="yes")))
    assert len(extract.features[0].geometry["coordinates"][0]) == 5
    assert told(extract) == ["1 point of a line is not in the file; the line was drawn without it."]


def test_an_area_crossing_itself_is_split_and_told():
    extract = read_osm(osm(nodes(CORNERS) + way(7, [1, 3, 2, 4, 1], leisure="park")))
    (park,) = extract.features
    assert park.geometry["type"] == "MultiPolygon"
    assert area_m2(park.geometry) == pytest.approx(
        area_m2({"type": "Polygon", "coordinates": [list(CORNERS.values())]}) / 2, rel=0.01
    )
    assert told(extract) == ["1 area crosses its own edge and was split where it does."]


def test_an_area_without_extent_is_left_out_and_told():
    extract = read_osm(osm(nodes(CORNERS) + way(7, [1, 2, 1, 2, 1], leisure="park")))
    assert extract.features == ()
    assert told(extract) == ["1 area could not be put together and was left out."]


def test_a_building_that_is_also_the_toilets_is_a_landmark_too():
    extract = read_osm(
        osm(nodes(CORNERS) + way(7, [1, 2, 3, 4, 1], building="yes", amenity="toilets"))
    )
    assert [feature.kind for feature in extract.features] == ["building", "toilets"]
    assert extract.features[1].geometry["coordinates"] == pytest.approx((0.0005, 0.0005))


def test_trees_mapped_twice_by_tags_of_no_use_are_counted_by_theirs_only():
    tree = "<node id='9' lon='0' lat='0'><tag k='natural' v='tree'/><tag k='ref' v='7'/></node>"
    stump = "<node id='10' lon='0' lat='0'><tag k='natural' v='tree_stump'/></node>"
    assert read_osm(osm(tree + stump)).counts["trees"] == 1


def test_a_name_cannot_turn_the_text_round_it():
    name = "Torg\u202e\u2066\nallmenning" + "x" * 200
    node = (
        f"<node id='9' lon='0' lat='0'><tag k='shop' v='kiosk'/><tag k='name' v='{name}'/></node>"
    )
    (kiosk,) = read_osm(osm(node)).features
    assert kiosk.name.startswith("Torg allmenningxxx")
    assert len(kiosk.name) == 80


def test_a_square_in_two_parts_is_its_larger_part():
    far = {5: (0.01, 0), 6: (0.0101, 0), 7: (0.0101, 0.0001), 8: (0.01, 0.0001)}
    members = "".join(f"<member type='way' ref='{n}' role='outer'/>" for n in (1, 2))
    relation = tagged({"type": "multipolygon", "place": "square", "name": "Torg"})
    body = nodes(CORNERS | far) + way(1, [1, 2, 3, 4, 1]) + way(2, [5, 6, 7, 8, 5])
    (square,) = read_osm(osm(f"{body}<relation id='3'>{members}{relation}</relation>")).squares()
    assert square.outline["type"] == "Polygon"
    assert square.osm_id == "r3"
    assert square.area_m2 == pytest.approx(12_309, rel=0.01)


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"building": "yes"}, "building"),
        ({"building": "no"}, ""),
        ({"area:highway": "residential"}, "road"),
        ({"area:highway": "traffic_island"}, "island"),
        ({"highway": "pedestrian", "area": "yes"}, "paved"),
        ({"highway": "residential"}, ""),
        ({"leisure": "park", "place": "square"}, "square"),
        ({"amenity": "parking", "parking": "underground"}, ""),
        ({"natural": "water", "tunnel": "yes"}, ""),
    ],
)
def test_an_area_is_what_its_tags_say(tags, kind):
    assert area_kind(tags) == kind


def test_a_line_is_what_its_tags_say():
    assert line_kind({"highway": "steps"}) == "steps"
    assert line_kind({"highway": "residential"}) == "road"
    assert line_kind({"highway": "proposed"}) == ""
    assert line_kind({"highway": "footway", "area": "yes"}) == ""
    assert line_kind({"highway": "footway", "indoor": "yes"}) == ""


def test_a_row_of_trees_is_left_to_its_trees_where_they_are_mapped():
    tree = "<node id='2' lon='0.001' lat='0'><tag k='natural' v='tree'/></node>"
    bare = {n: place for n, place in CORNERS.items() if n != 2}
    row = way(7, [1, 2, 3], natural="tree_row")
    mapped = read_osm(osm(nodes(bare) + tree + row))
    assert [feature.kind for feature in mapped.features] == ["tree"]
    bare_row = read_osm(osm(nodes(CORNERS) + row))
    assert [feature.kind for feature in bare_row.features] == ["tree_row"]


def test_a_way_to_one_door_is_no_road():
    assert line_kind({"highway": "service"}) == "road"
    assert line_kind({"highway": "service", "service": "driveway"}) == ""


def test_a_point_is_what_its_tags_say():
    assert point_kind({"amenity": "bench"}) == "bench"
    assert point_kind({"entrance": "main"}) == "entrance"
    assert point_kind({"shop": "bakery"}) == ""
    assert point_kind({"historic": "memorial"}) == "art"
    assert point_kind({"historic": "memorial", "memorial": "stolperstein"}) == ""


def test_ways_join_whichever_way_they_run():
    rings, broken = joined([["a", "b", "c"], ["e", "d", "c"], ["a", "e"]])
    assert rings == [["a", "b", "c", "d", "e", "a"]]
    assert broken == 0


def test_ways_that_close_nothing_are_counted():
    assert joined([["a", "b"], ["b", "c"], ["x", "y"], ["p"]]) == ([], 4)


def test_a_ring_that_touches_itself_in_a_point_is_left_whole():
    eight = [(0, 0), (2, 0), (1, 1), (2, 2), (0, 2), (1, 1), (0, 0)]
    assert untangled(eight) == [eight]


def test_a_hopeless_tangle_is_given_up():
    zigzag = [(x, x % 2) for x in range(60)] + [(x, 0.5) for x in range(60, 0, -1)]
    assert untangled(zigzag) == []


def test_a_hole_goes_to_the_ring_round_it():
    left = [(0, 0), (4, 0), (4, 4), (0, 4), (0, 0)]
    right = [(10, 0), (14, 0), (14, 4), (10, 4), (10, 0)]
    hole = [(11, 1), (12, 1), (12, 2), (11, 1)]
    lost = [(21, 1), (22, 1), (22, 2), (21, 1)]
    assert with_holes([left, right], [hole, lost]) == ([[left], [right, hole]], 1)
