"""The map data, held against RFC 7946."""

import json
from dataclasses import replace

from exports import geojson
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
