"""Cutting a square into zones."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshops.methods.geodesy import area_m2, from_utm, utm_of
from workshops.methods.spatial import centre_of, inside
from workshops.methods.zones import cut
from workshops.osm import read_osm

UTM = utm_of(11.07, 60.79)
EAST, NORTH = 612_000.0, 6_742_000.0


def placed(corners, turned=0.0):
    """A polygon in longitude and latitude from corners in metres, turned round."""
    c, s = math.cos(turned), math.sin(turned)
    ring = [from_utm(EAST + x * c - y * s, NORTH + x * s + y * c, UTM) for x, y in corners]
    return {"type": "Polygon", "coordinates": [[*map(list, ring), list(ring[0])]]}


OBLONG = ((0, 0), (90, 0), (90, 30), (0, 30))
CORNER = ((0, 0), (90, 0), (90, 30), (40, 30), (40, 70), (0, 70))


@given(turned=st.floats(0, math.pi), parts=st.integers(2, 4))
def test_the_zones_of_an_oblong_have_equal_area_however_it_lies(turned, parts):
    outline = placed(OBLONG, turned)
    zones = cut(outline, parts)
    assert len(zones) == parts
    for zone in zones:
        assert area_m2(zone) == pytest.approx(area_m2(outline) / parts, rel=1e-4)


def test_an_oblong_is_cut_across_its_long_side():
    west, east = cut(placed(OBLONG), 2)
    middles = [centre_of(zone) for zone in (west, east)]
    assert middles[0][0] < middles[1][0]
    assert middles[0][1] == pytest.approx(middles[1][1], abs=5e-5)


def test_an_oblong_that_stands_is_numbered_from_the_north():
    first, second = cut(placed([(y, x) for x, y in OBLONG]), 2)
    assert centre_of(first)[1] > centre_of(second)[1]


def test_a_square_with_a_corner_left_out_keeps_all_its_area():
    outline = placed(CORNER)
    zones = cut(outline, 3)
    assert sum(map(area_m2, zones)) == pytest.approx(area_m2(outline), rel=1e-4)


def test_a_hole_belongs_to_no_zone():
    outline = placed(OBLONG)
    hole = placed(((40, 10), (50, 10), (50, 20), (40, 20)))
    outline["coordinates"] += hole["coordinates"]
    zones = cut(outline, 2)
    assert sum(map(area_m2, zones)) == pytest.approx(2600, rel=2e-3)
    assert not any(inside(*from_utm(EAST + 44, NORTH + 15, UTM), zone) for zone in zones)


def test_the_zones_of_a_real_square_are_inside_it(shared_data):
    with (shared_data / "osm" / "berlin-karl-marx-platz.osm").open("rb") as stream:
        square = next(s for s in read_osm(stream).squares() if s.name == "Karl-Marx-Platz")
    zones = cut(square.outline, 3)
    assert sum(map(area_m2, zones)) == pytest.approx(square.area_m2, rel=1e-4)
    assert all(inside(*centre_of(zone), square.outline) for zone in zones)


@pytest.mark.parametrize("parts", [0, 1, 10])
def test_one_zone_and_ten_zones_are_a_mistake(parts):
    with pytest.raises(ValueError, match="zones"):
        cut(placed(OBLONG), parts)
