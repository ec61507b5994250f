"""What people draw: sides that cross, the middle, metres on the local grid."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshops.basemap import Frame
from workshops.methods.drawings import crosses, middle_of, size_of
from workshops.methods.geodesy import area_m2, distance_m

HAMAR = Frame(32, north=True, origin_e=613_000, origin_n=6_741_000, width_m=200, height_m=200)
SQUARE = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]


def geometry(shape: str, corners: list[tuple[float, float]]) -> dict:
    places = [list(HAMAR.to_lonlat(x, y)) for x, y in corners]
    if shape == "line":
        return {"type": "LineString", "coordinates": places}
    return {"type": "Polygon", "coordinates": [[*places, places[0]]]}


@pytest.mark.parametrize(
    ("ring", "is_crossing"),
    [
        (SQUARE, False),
        (SQUARE[::-1], False),
        ([(0, 0), (10, 10), (10, 0), (0, 10)], True),  # a bow tie
        ([(0, 0), (10, 0), (5, 0), (5, 8)], True),  # back over its own side
        ([(0, 0), (10, 0), (20, 0)], True),  # all on one line
        ([(0, 0), (10, 0), (10, 10), (5, 0), (0, 10)], True),  # a corner on another side
        ([(0, 0), (10, 0), (10, 10), (5, 2), (0, 10)], False),
        (SQUARE[:3], False),
    ],
)
def test_sides_cross_when_they_meet_beside_a_corner(ring, is_crossing):
    assert crosses(ring) is is_crossing


@given(
    corners=st.lists(
        st.tuples(st.floats(0, 2 * math.pi), st.floats(5, 90)),
        min_size=3,
        max_size=20,
        unique_by=lambda each: round(each[0], 1),
    ),
    turn=st.integers(0, 19),
)
def test_no_turn_or_order_of_a_ring_makes_it_cross(corners, turn):
    ring = [(far * math.cos(angle), far * math.sin(angle)) for angle, far in sorted(corners)]
    turned = [*ring[turn % len(ring) :], *ring[: turn % len(ring)]]
    assert crosses(ring) == crosses(turned) == crosses(ring[::-1])


def test_a_line_of_three_and_four_metres_measures_seven_on_the_plan():
    line = geometry("line", [(50, 50), (53, 50), (53, 54)])
    assert size_of(line) == {"length_m": 7.0}


def test_an_area_is_what_the_plan_says_and_near_what_the_earth_says():
    area = geometry("area", SQUARE)
    assert size_of(area) == {"area_m2": 100.0}
    assert area_m2(area) == pytest.approx(100.0, rel=2e-3)


def test_a_point_has_no_size():
    assert size_of({"type": "Point", "coordinates": [11.07, 60.79]}) == size_of(None) == {}
    assert size_of({"type": "LineString", "coordinates": []}) == {}


def test_the_middle_of_a_line_is_halfway_along_it():
    line = geometry("line", [(0, 0), (30, 0), (30, 10)])
    assert distance_m(middle_of(line), HAMAR.to_lonlat(20, 0)) < 0.1


def test_the_middle_of_an_area_lies_in_it_and_that_of_a_point_is_the_point():
    assert distance_m(middle_of(geometry("area", SQUARE)), HAMAR.to_lonlat(5, 5)) < 0.01
    assert middle_of({"type": "Point", "coordinates": [11.07, 60.79]}) == (11.07, 60.79)
