"""Walking along a route: how far to a place, how far off it is, in which order one passes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshops.methods.geodesy import distance_m
from workshops.methods.walking import along_m, in_order

SOUTH, EAST, NORTH = (11.0700, 60.7900), (11.0720, 60.7900), (11.0720, 60.7910)
CORNER = [SOUTH, EAST, NORTH]
places = st.tuples(
    st.floats(11.06, 11.08, allow_nan=False), st.floats(60.785, 60.795, allow_nan=False)
)


def test_the_way_is_measured_round_the_corner():
    walked, off = along_m(NORTH, CORNER)
    assert off == 0
    assert walked == pytest.approx(distance_m(SOUTH, EAST) + distance_m(EAST, NORTH), rel=0.01)


def test_beside_the_route_counts_from_the_nearest_point():
    walked, off = along_m((11.0710, 60.7899), CORNER)
    assert walked == pytest.approx(distance_m(SOUTH, EAST) / 2, rel=0.01)
    assert off == pytest.approx(11.1, abs=0.2)


def test_a_round_begins_where_it_ends():
    assert along_m(SOUTH, [*CORNER, SOUTH]) == (0, 0)


def test_stops_come_in_the_order_of_the_route_and_far_ones_not_at_all():
    stops = [NORTH, (11.0710, 60.7900), (11.0600, 60.7900), SOUTH]
    assert in_order(stops, CORNER, near_m=40) == [3, 1, 0]


def test_two_at_the_same_spot_keep_their_order():
    assert in_order([EAST, EAST], CORNER, near_m=1) == [0, 1]


def test_one_point_is_no_line():
    with pytest.raises(ValueError, match="two points"):
        along_m(SOUTH, [SOUTH])


@given(places)
def test_nobody_walks_further_than_the_route(place):
    whole, _ = along_m(NORTH, CORNER)
    walked, off = along_m(place, CORNER)
    assert 0 <= walked <= whole + 1e-6
    assert off <= min(distance_m(place, each) for each in CORNER) * 1.01 + 0.01
