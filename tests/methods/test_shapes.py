import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshops.methods.geodesy import ring_area
from workshops.methods.shapes import (
    clipped,
    cut,
    joined_lines,
    off,
    stepped,
    thinned,
    thinned_ring,
    within,
)
from workshops.methods.spatial import from_side

BOX = (0.0, 0.0, 10.0, 10.0)
HOUSE = [[(2.0, -1.0), (7.0, -1.0), (7.0, 1.0), (2.0, 1.0), (2.0, -1.0)]]
numbers = st.floats(-30, 30)
rings = st.lists(st.tuples(numbers, numbers), min_size=3, max_size=12, unique=True)
lines = st.lists(st.tuples(numbers, numbers), min_size=2, max_size=20, unique=True)


def length(line):
    return sum(math.dist(a, b) for a, b in pairwise(line))


def test_a_ring_is_cut_at_the_edge_of_the_box():
    ring = clipped([(5, 5), (15, 5), (15, 15), (5, 15), (5, 5)], BOX)
    assert set(ring) == {(5, 5), (10, 5), (10, 10), (5, 10)}


def test_a_ring_outside_leaves_nothing():
    assert clipped([(20, 20), (30, 20), (30, 30)], BOX) == []


def test_a_ring_round_the_box_becomes_the_box():
    assert abs(ring_area(clipped([(-9, -9), (19, -9), (19, 19), (-9, 19)], BOX))) == 100


@given(rings)
def test_nothing_sticks_out_of_the_box(ring):
    assert all(-1e-9 <= v <= 10 + 1e-9 for corner in clipped(ring, BOX) for v in corner)


def test_a_line_leaving_and_coming_back_is_in_two_pieces():
    assert cut([(5, 5), (15, 5), (15, 8), (5, 8)], BOX) == [[(5, 5), (10, 5)], [(10, 8), (5, 8)]]


def test_a_line_inside_stays_whole():
    assert cut([(1, 1), (5, 5), (9, 1)], BOX) == [[(1, 1), (5, 5), (9, 1)]]


def test_a_line_beside_the_box_is_gone():
    assert cut([(-5, 11), (15, 11)], BOX) == []


@given(lines)
def test_pieces_are_no_longer_than_the_line(line):
    pieces = cut(line, BOX)
    assert sum(map(length, pieces)) <= length(line) + 1e-6
    assert all(-1e-9 <= v <= 10 + 1e-9 for piece in pieces for point in piece for v in point)


@given(lines, st.floats(0.01, 5))
def test_a_thinned_line_keeps_its_ends_and_strays_no_further_than_told(line, tolerance):
    thin = thinned(line, tolerance)
    assert (thin[0], thin[-1]) == (line[0], line[-1])
    for point in line:
        assert min(from_side(point, a, b) for a, b in pairwise(thin)) <= tolerance + 1e-9


def test_a_straight_line_needs_two_points():
    assert thinned([(0, 0), (1, 0.01), (2, 0)], 0.1) == [(0, 0), (2, 0)]


def test_a_ring_thinner_than_the_tolerance_is_gone():
    assert thinned_ring([(0, 0), (9, 0), (9, 0.01), (0, 0.01)], 0.1) == []


def test_a_thinned_rectangle_keeps_its_corners():
    ring = [(0, 0), (5, 0.01), (9, 0), (9, 9), (0, 9)]
    assert thinned_ring(ring, 0.1) == [(0, 0), (9, 0), (9, 9), (0, 9)]


def test_lines_join_whichever_way_they_run():
    (line,) = joined_lines([[(0, 0), (1, 0)], [(3, 0), (2, 0)], [(1, 0), (2, 0)]])
    assert line in ([(0, 0), (1, 0), (2, 0), (3, 0)], [(3, 0), (2, 0), (1, 0), (0, 0)])


@given(st.lists(lines, max_size=6))
def test_joining_loses_no_length(several):
    assert sum(map(length, joined_lines(several))) == pytest.approx(sum(map(length, several)))


def test_a_line_is_kept_off_an_area_but_for_one_step():
    first, second = off([(0, 0), (10, 0)], [HOUSE])
    assert first[0] == (0, 0)
    assert first[-1] == (3, 0)
    assert second[0] == (6, 0)
    assert second[-1] == (10, 0)


def test_a_line_within_an_area_is_the_rest():
    (piece,) = within([(0, 0), (10, 0)], HOUSE)
    assert (piece[0], piece[-1]) == ((2, 0), (7, 0))


def test_a_line_all_over_an_area_has_nothing_left():
    assert off([(2.5, 0), (3.5, 0)], [HOUSE]) == []


@given(lines, st.floats(0.5, 5))
def test_steps_are_no_longer_than_asked_and_miss_no_corner(line, step):
    steps = list(stepped(line, step))
    assert set(line) <= set(steps)
    assert all(math.dist(a, b) <= step + 1e-9 for a, b in pairwise(steps))
