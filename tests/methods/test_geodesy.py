import json
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshops.methods.geodesy import (
    Utm,
    area_m2,
    distance_m,
    from_utm,
    ring_area,
    to_utm,
    utm_of,
)


@dataclass(frozen=True)
class Known:
    lon: float
    lat: float
    epsg: int
    e: float
    n: float


# Worked by PROJ 9 (pyproj 3.7), which agrees with Karney's own program to nanometres.
KNOWN = (
    Known(11.0680, 60.7945, 32632, 612558.5552, 6741671.5449),
    Known(13.4355, 52.4768, 32633, 393744.4399, 5815222.0987),
    Known(-80.1894, 25.8180, 32617, 581249.2446, 2855779.0621),
    Known(151.2153, -33.8568, 32756, 334900.5697, 6252288.7529),
    Known(5.3221, 60.3913, 32632, 297353.9327, 6700648.3452),
    Known(-78.4678, -0.1807, 32717, 781861.4575, 9980007.5669),
)


@pytest.mark.parametrize("known", KNOWN)
def test_known_places_have_their_published_coordinates(known):
    utm = utm_of(known.lon, known.lat)
    assert utm.epsg == known.epsg
    assert to_utm(known.lon, known.lat, utm) == pytest.approx((known.e, known.n), abs=0.0001)


places = st.tuples(st.floats(-180, 180), st.floats(-80, 84))


@given(places)
def test_there_and_back_again_ends_within_a_tenth_of_a_millimetre(place):
    utm = utm_of(*place)
    back = from_utm(*to_utm(*place, utm), utm)
    assert distance_m(back, place) < 0.0001


def test_western_norway_and_svalbard_have_their_wider_zones():
    assert utm_of(5.3, 60.4) == Utm(32, north=True)
    assert utm_of(2.9, 60.4) == Utm(31, north=True)
    assert [utm_of(lon, 78).zone for lon in (8, 15, 27, 40)] == [31, 33, 35, 37]


def test_the_date_line_belongs_to_the_first_zone():
    assert utm_of(180, 0).zone == utm_of(-180, 0).zone == 1


def test_planners_in_europe_are_given_the_european_code():
    assert utm_of(11.07, 60.8).epsg_for(11.07, 60.8) == 25832
    assert utm_of(-80.2, 25.8).epsg_for(-80.2, 25.8) == 32617
    assert utm_of(18.4, -33.9).epsg_for(18.4, -33.9) == 32734


def test_a_hole_is_not_area():
    outer = [[0, 0], [0.001, 0], [0.001, 0.001], [0, 0.001], [0, 0]]
    hole = [[0.0002, 0.0002], [0.0002, 0.0004], [0.0004, 0.0004], [0.0004, 0.0002]]
    whole = area_m2({"type": "Polygon", "coordinates": [outer]})
    ring = area_m2({"type": "Polygon", "coordinates": [outer, hole]})
    assert ring == pytest.approx(whole * 0.96, rel=1e-4)


def test_two_parts_are_added():
    part = [[[11, 60], [11.001, 60], [11.001, 60.001], [11, 60.001], [11, 60]]]
    one = area_m2({"type": "Polygon", "coordinates": part})
    assert area_m2({"type": "MultiPolygon", "coordinates": [part, part]}) == pytest.approx(2 * one)


def test_an_area_over_the_date_line_is_not_half_the_earth():
    ring = [[179.999, 0], [-179.999, 0], [-179.999, 0.002], [179.999, 0.002], [179.999, 0]]
    assert area_m2({"type": "Polygon", "coordinates": [ring]}) == pytest.approx(49_236, rel=1e-3)


def test_a_line_has_no_area():
    with pytest.raises(ValueError, match="not a polygon"):
        area_m2({"type": "LineString", "coordinates": [[0, 0], [1, 1]]})


def test_hamar_is_as_large_as_its_border_says(shared_data):
    whole = json.loads((shared_data / "osm/norway-hamar-and-neighbours.geojson").read_text())
    hamar = next(f for f in whole["features"] if f["properties"]["name"] == "Hamar")
    assert area_m2(hamar["geometry"]) == pytest.approx(350.7e6, rel=0.001)


def test_a_metre_is_a_metre_at_hamar():
    utm = utm_of(11.068, 60.7945)
    e, n = to_utm(11.068, 60.7945, utm)
    # UTM itself is 0.02 % short here.
    there = from_utm(e + 10, n, utm)
    assert distance_m((11.068, 60.7945), there) == pytest.approx(10, rel=0.0005)


def test_long_distances_are_right_to_a_thousandth():
    # Hamar to Trondheim over WGS 84, by PROJ.
    assert distance_m((11.068, 60.7945), (10.3951, 63.4305)) == pytest.approx(295_864, rel=0.001)


@given(places)
def test_a_place_is_no_distance_from_itself(place):
    assert distance_m(place, place) == 0


@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), min_size=3, max_size=9))
def test_walking_a_ring_backwards_turns_its_sign(ring):
    assert ring_area(ring[::-1]) == pytest.approx(-ring_area(ring), abs=0.1)
