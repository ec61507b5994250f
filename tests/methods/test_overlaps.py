"""What two areas share, in square metres."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshops.methods.geodesy import area_m2
from workshops.methods.overlaps import outside_m2, shared_m2

LAT_M = 1 / 111_132.0
LON_M = LAT_M / math.cos(math.radians(52.0))


def box(x: float, y: float, wide: float, high: float, *holes: list) -> dict:
    """A box in metres near 52 degrees north."""
    return {"type": "Polygon", "coordinates": [ring(x, y, wide, high), *holes]}


def ring(x: float, y: float, wide: float, high: float) -> list:
    corners = [(x, y), (x + wide, y), (x + wide, y + high), (x, y + high), (x, y)]
    return [[13.0 + a * LON_M, 52.0 + b * LAT_M] for a, b in corners]


def test_two_boxes_share_where_they_overlap():
    assert shared_m2(box(0, 0, 20, 20), box(15, 10, 20, 20)) == pytest.approx(50, rel=0.01)


def test_boxes_side_by_side_share_nothing():
    assert shared_m2(box(0, 0, 20, 20), box(20, 0, 20, 20)) == pytest.approx(0, abs=0.01)


def test_a_hole_is_not_shared():
    holed = box(0, 0, 20, 20, ring(5, 5, 10, 10))
    assert shared_m2(holed, box(0, 0, 20, 20)) == pytest.approx(300, rel=0.01)
    assert shared_m2(box(6, 6, 4, 4), holed) == pytest.approx(0, abs=0.01)


def test_what_lies_outside_is_the_rest():
    assert outside_m2(box(0, 0, 20, 20), box(15, 10, 20, 20)) == pytest.approx(350, rel=0.01)


def test_a_cross_of_two_bars_shares_its_middle():
    bars = {"type": "MultiPolygon", "coordinates": [[ring(0, 8, 20, 4)], [ring(30, 0, 5, 5)]]}
    assert shared_m2(bars, box(8, 0, 4, 20)) == pytest.approx(16, rel=0.01)


corner = st.tuples(st.integers(0, 40), st.integers(0, 40))


@given(st.lists(corner, min_size=3, max_size=3), st.lists(corner, min_size=3, max_size=3))
def test_sharing_is_mutual_and_never_more_than_either(one: list, other: list):
    a, b = triangle(one), triangle(other)
    shared = shared_m2(a, b)
    assert shared == pytest.approx(shared_m2(b, a), abs=0.5)
    assert -1e-6 <= shared <= min(area_m2(a), area_m2(b)) + 0.5


@given(st.lists(corner, min_size=3, max_size=3))
def test_an_area_shares_all_of_itself(one: list):
    assert shared_m2(triangle(one), triangle(one)) == pytest.approx(area_m2(triangle(one)), abs=0.1)


def triangle(corners: list) -> dict:
    closed = [*corners, corners[0]]
    lonlat = [[13.0 + x * LON_M, 52.0 + y * LAT_M] for x, y in closed]
    return {"type": "Polygon", "coordinates": [lonlat]}
