"""The map data, held against RFC 7946."""

import json
from dataclasses import replace

from exports import geojson
from workshops.findings import TrialFacts
from workshops.methods.geodesy import ring_area
from workshops.methods.spatial import places_of


def test_every_contribution_is_a_feature_by_its_number(stortorget):
    made = geojson.make(stortorget)
    refs = [f["id"] for f in made["features"] if f["properties"]["layer"] == "contribution"]
    assert refs == [each.ref for each in stortorget.contributions]


def test_outer_rings_run_against_the_clock_and_are_closed(stortorget):
    for feature in geojson.make(stortorget)["features"]:
        if feature["geometry"] and feature["geometry"]["type"] == "Polygon":
            outer = feature["geometry"]["coordinates"][0]
            assert outer[0] == outer[-1]
            assert ring_area(outer) > 0


def test_a_clockwise_hole_stays_and_a_clockwise_outline_is_turned():
    out, hole = [[0, 0], [0, 9], [9, 9], [9, 0], [0, 0]], [[1, 1], [2, 1], [2, 2], [1, 1]]
    turned = geojson._geometry({"type": "Polygon", "coordinates": [out, hole]})["coordinates"]
    assert ring_area(turned[0]) > 0 > ring_area(turned[1])


def test_a_pin_set_aside_is_kept_without_being_on_the_map(miami):
    made = geojson.make(miami)
    aside = [f for f in made["features"] if f["properties"]["set_aside"]]
    assert len(aside) == 1
    assert aside[0]["geometry"] is None
    assert aside[0]["properties"]["said_lon"] < -85
    assert made["bbox"][0] > -81


def test_a_line_tells_its_length_in_metres(stortorget):
    line = {"type": "LineString", "coordinates": [[11.07, 60.79], [11.0702, 60.79]]}
    said = replace(stortorget.contributions[0], geometry=line, set_aside="")
    made = geojson.make(replace(stortorget, contributions=(said,)))
    told = [f["properties"] for f in made["features"] if f["id"] == said.ref]
    assert [each["length_m"] for each in told] == [10.9]


def test_no_feature_tells_when_something_was_said(stortorget):
    keys = {key for f in geojson.make(stortorget)["features"] for key in f["properties"]}
    assert not keys & {"at", "time", "created", "attendee", "token"}


def test_the_file_is_strict_json_in_utf8(samples, stortorget, naughty, tmp_path):
    path = tmp_path / "map.geojson"
    geojson.write(samples.with_texts(stortorget, naughty), path)
    made = json.loads(path.read_text(encoding="utf-8"), parse_constant=lambda name: 1 / 0)
    assert made["findings"]
    assert all(abs(lat) <= 90 for f in made["features"] for _, lat in places_of(f["geometry"]))


def test_routes_stops_own_layers_and_what_was_counted_are_in_it(samples, stortorget):
    line = [samples.place(1, 1), samples.place(9, 9)]
    spot = {"type": "Point", "coordinates": samples.place(4, 4)}
    area = stortorget.square.zones[0]["polygon"]
    both = {"type": "GeometryCollection", "geometries": [spot, area]}
    own = {"type": "Feature", "geometry": both, "properties": {"depth": 1.2}}
    square = replace(
        stortorget.square,
        routes=({"key": "r", "name": "In the dark", "line": line},),
        stops=({"key": "s", "name": "By the fish", "lon": line[0][0], "lat": line[0][1]},),
        layers=({"key": "w", "name": "Water", "source": "The works", "licence": "CC0",
                 "features": {"type": "FeatureCollection", "features": [own]}},),
    )  # fmt: skip
    told = {"label": "1", "value": 41, "person": "Kari", "at": "12:00"}
    counted = {"type": "Feature", "geometry": spot, "properties": told}
    first, *rest = stortorget.activities
    activities = (replace(first, features=(counted,)), *rest)
    made = geojson.make(replace(stortorget, square=square, activities=activities))
    found = {f["id"]: f for f in made["features"]}
    assert found["route-1"]["geometry"]["type"] == "LineString"
    assert found["stop-1"]["properties"]["name"] == "By the fish"
    assert found["own-1-1"]["properties"]["properties"] == {"depth": 1.2}
    rings = found["own-1-1"]["geometry"]["geometries"][1]["coordinates"]
    assert ring_area(rings[0]) > 0
    assert found["result-2.1-1"]["properties"]["value"] == 41
    assert not {"person", "at"} & set(found["result-2.1-1"]["properties"])


def test_a_line_and_an_area_are_drawn_as_they_were(samples, stortorget):
    first, second, *rest = stortorget.contributions
    line = {"type": "LineString", "coordinates": [samples.place(1, 20), samples.place(9, 25)]}
    drawn = (replace(first, geometry=line), replace(second, geometry=samples.square().outline))
    made = geojson.make(replace(stortorget, contributions=(*drawn, *rest)))
    kinds = {f["id"]: f["geometry"] and f["geometry"]["type"] for f in made["features"]}
    assert (kinds[first.ref], kinds[second.ref]) == ("LineString", "Polygon")


def test_requirements_and_trials_lie_where_they_were_drawn(samples, stortorget):
    spot = {"type": "Point", "coordinates": samples.place(5, 20)}
    first, *others = stortorget.requirements
    tried = TrialFacts("T1", "Ice", "", spot, "", "", "", "", (), (), "keep", "", (1,))
    found = replace(stortorget, requirements=(replace(first, place=spot), *others), trials=(tried,))
    features = {each["id"]: each for each in geojson.make(found)["features"]}
    assert features["R1"]["properties"]["sentence"] == first.sentence
    assert features["T1"]["properties"]["verdict"] == "keep"
    assert features["R1"]["geometry"] == features["T1"]["geometry"]
    assert "R2" not in features
