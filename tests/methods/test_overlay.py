"""Lines and areas over one another, and how much of each lies in a zone."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshops.methods.density import rings
from workshops.methods.geodesy import ring_area
from workshops.methods.overlay import covered, flows
from workshops.methods.shared import area_within, length_within

SQUARE = [[(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]]
WITH_A_HOLE = [*SQUARE, [(4.0, 4.0), (6.0, 4.0), (6.0, 6.0), (4.0, 6.0)]]
AXIS = st.floats(-5, 15).map(lambda v: round(v, 2))
CORNER = st.tuples(AXIS, AXIS)


def test_two_people_on_one_way_are_two_and_one_person_twice_is_one():
    way = [(0.0, 0.0), (40.0, 0.0)]
    assert {flow.people for flow in flows([("a", way), ("b", way[::-1]), ("b", way)], 4)} == {2}


def test_where_ways_part_each_is_as_wide_as_its_people():
    trunk, arms = [(0.0, 0.0), (20.0, 0.0)], [(40.0, 15.0), (40.0, -15.0)]
    found = flows([("a", [*trunk, arms[0]]), ("b", [*trunk, arms[1]])], 4)
    assert found[0].people == 2
    assert {flow.people for flow in found} == {1, 2}


def test_the_order_of_the_lines_plays_no_part():
    lines = [("a", [(0, 0), (9, 30)]), ("b", [(3, 1), (9, 28)]), ("c", [(30, 0), (0, 2)])]
    assert flows(lines, 3) == flows(lines[::-1], 3)
    assert flows([], 3) == ()


def test_areas_are_counted_by_the_people_whose_areas_lie_there():
    other = [[(5.0, 0.0), (15.0, 0.0), (15.0, 10.0), (5.0, 10.0)]]
    both = covered([("a", SQUARE), ("a", SQUARE), ("b", other)], 0.5)
    assert both.peak == 2
    (ring,) = rings(both, 1.5)
    assert abs(ring_area(ring)) == pytest.approx(50, rel=0.05)
    assert covered([], 1).peak == 0


def test_a_line_through_a_zone_has_its_metres_there():
    assert length_within([(-5.0, 5.0), (15.0, 5.0)], SQUARE) == pytest.approx(10)
    assert length_within([(-5.0, 5.0), (15.0, 5.0)], WITH_A_HOLE) == pytest.approx(8)
    assert length_within([(20.0, 5.0), (30.0, 5.0)], SQUARE) == 0


def test_areas_have_in_common_what_they_share():
    assert area_within(SQUARE, WITH_A_HOLE) == pytest.approx(96)
    far = [[(20.0, 0.0), (30.0, 0.0), (30.0, 10.0)]]
    assert area_within(SQUARE, far) == 0
    half = [[(0.0, 0.0), (10.0, 0.0), (0.0, 10.0)]]
    assert area_within(SQUARE, half) == pytest.approx(50)


@given(st.lists(CORNER, min_size=3, max_size=3))
def test_an_area_shares_with_itself_all_it_has(corners):
    assert area_within([corners], [corners]) == pytest.approx(abs(ring_area(corners)), abs=1e-6)


@given(st.lists(CORNER, min_size=3, max_size=3), st.floats(0.5, 9.5))
def test_two_halves_share_what_the_whole_does(corners, x):
    left = [[(0.0, 0.0), (x, 0.0), (x, 10.0), (0.0, 10.0)]]
    right = [[(x, 0.0), (10.0, 0.0), (10.0, 10.0), (x, 10.0)]]
    parts = area_within([corners], left) + area_within([corners], right)
    assert parts == pytest.approx(area_within([corners], SQUARE), abs=1e-6)


@given(st.lists(CORNER, min_size=2, max_size=5))
def test_a_line_is_no_longer_within_than_it_is(line):
    whole = sum(math.dist(a, b) for a, b in pairwise(line))
    assert 0 <= length_within(line, SQUARE) <= whole + 1e-6
