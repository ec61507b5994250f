"""Fitting a picture to the ground: what is exact, what is best, and who does not belong."""

import math
from itertools import permutations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from workshops.methods.fitting import Transform, affine, by_edge, misses, odd_one, rms, similarity

#: A photograph of 4000 by 3000 pixels, 5 cm each, over Hamar in UTM 32.
SPOTS = [(200.0, 300.0), (3700.0, 250.0), (3650.0, 2800.0), (150.0, 2700.0), (1900.0, 1500.0)]
coordinates = st.floats(0, 5000)
spots = st.lists(st.tuples(coordinates, coordinates), min_size=2, max_size=8, unique=True)


@st.composite
def similarities(draw) -> Transform:
    scale, turn = draw(st.floats(0.01, 5)), draw(st.floats(0, 2 * math.pi))
    p, q = scale * math.cos(turn), scale * math.sin(turn)
    return Transform(p, q, draw(st.floats(1e5, 9e5)), q, -p, draw(st.floats(0, 9e6)))


def spread(points) -> float:
    return max(math.dist(a, b) for a in points for b in points)


def seen(true: Transform, points):
    return [(point, true(point)) for point in points]


def shaken(pairs, metres: float):
    """The same places, each moved a little its own way."""
    return [
        (p, (e + metres * math.cos(2.4 * nth), n + metres * math.sin(2.4 * nth)))
        for nth, (p, (e, n)) in enumerate(pairs)
    ]


PLAN = Transform(0.05, 0.01, 612_000.0, 0.01, -0.05, 6_741_000.0)


@given(similarities(), spots)
def test_any_similarity_is_recovered(true: Transform, points):
    assume(spread(points) > 100)
    found = similarity(seen(true, points))
    for corner in ((0.0, 0.0), (5000.0, 0.0), (0.0, 5000.0)):
        assert math.dist(found(corner), true(corner)) < 1e-3


@given(similarities(), spots)
def test_points_that_agree_leave_nothing_over(true: Transform, points):
    assume(spread(points) > 100)
    pairs = seen(true, points)
    assert max(misses(similarity(pairs), pairs)) < 1e-4


def test_the_order_of_points_does_not_matter():
    pairs = shaken(seen(PLAN, SPOTS[:4]), 0.2)
    found = [similarity(order)((4000.0, 3000.0)) for order in permutations(pairs)]
    assert all(math.dist(one, found[0]) < 1e-6 for one in found)


def test_two_points_are_met_exactly():
    pairs = [((0.0, 0.0), (100.0, 200.0)), ((10.0, 0.0), (100.0, 205.0))]
    found = similarity(pairs)
    assert found((0.0, 10.0)) == pytest.approx((105.0, 200.0))
    assert found.metres_a_pixel == pytest.approx(0.5)


@given(st.floats(-0.01, 0.01), st.floats(-0.01, 0.01), st.floats(-5, 5))
def test_no_other_similarity_misses_less(turn: float, grow: float, shift: float):
    pairs = shaken(seen(PLAN, SPOTS), 0.3)
    best = similarity(pairs)
    other = Transform(
        best.a + grow, best.b + turn, best.c + shift, best.d + turn, best.e - grow, best.f
    )
    assert rms(misses(best, pairs)) <= rms(misses(other, pairs)) + 1e-9


def test_an_affine_map_takes_paper_that_shrank_one_way():
    true = Transform(0.05, 0.002, 612_000.0, 0.001, -0.048, 6_741_000.0)
    pairs = seen(true, SPOTS[:4])
    assert max(misses(affine(pairs), pairs)) < 1e-6
    assert max(misses(similarity(pairs), pairs)) > 1


def test_an_affine_map_through_points_on_a_line_is_none():
    with pytest.raises(ValueError, match="line"):
        affine([((n, 2 * n), (n, n)) for n in (1.0, 2.0, 3.0, 4.0)])


@pytest.mark.parametrize("points", [[], SPOTS[:1], [SPOTS[0]] * 3])
def test_points_at_one_spot_fit_nothing(points):
    with pytest.raises(ValueError, match="oint"):
        similarity(seen(PLAN, points))


@given(similarities(), coordinates, coordinates)
def test_there_and_back_is_where_one_was(true: Transform, x: float, y: float):
    assert true.inverse()(true((x, y))) == pytest.approx((x, y), abs=1e-3)


def test_a_known_edge_and_north_give_scale_and_turn():
    """North points right on the picture: what lies right of the anchor is north of it."""
    found = by_edge((100.0, 100.0), (100.0, 300.0), 40.0, 90.0, ((0.0, 0.0), (5.0, 7.0)))
    assert found((10.0, 0.0)) == pytest.approx((5.0, 9.0))
    assert found((0.0, 10.0)) == pytest.approx((7.0, 7.0))


def test_an_edge_without_length_is_none():
    with pytest.raises(ValueError, match="length"):
        by_edge((1.0, 1.0), (1.0, 1.0), 10.0, 0.0, ((0.0, 0.0), (0.0, 0.0)))


@pytest.mark.parametrize("wrong", range(5))
def test_the_wrong_point_is_named_though_its_error_is_spread_over_all(wrong: int):
    pairs = shaken(seen(PLAN, SPOTS), 0.04)
    picture, (east, north) = pairs[wrong]
    pairs[wrong] = (picture, (east + 9.0, north - 4.0))
    assert odd_one(pairs) == wrong


def test_four_points_are_enough_to_name_the_wrong_one():
    pairs = shaken(seen(PLAN, SPOTS[:4]), 0.04)
    pairs[2] = (pairs[2][0], (pairs[2][1][0] + 12.0, pairs[2][1][1]))
    assert odd_one(pairs) == 2


def test_careful_clicks_are_not_called_wrong():
    assert odd_one(shaken(seen(PLAN, SPOTS), 0.15)) is None


def test_three_points_cannot_tell_which_of_them_is_wrong():
    pairs = seen(PLAN, SPOTS[:3])
    pairs[0] = (pairs[0][0], (pairs[0][1][0] + 30.0, pairs[0][1][1]))
    assert odd_one(pairs) is None
    assert max(misses(similarity(pairs), pairs)) > 1


@given(similarities())
def test_a_similarity_stretches_nothing(true: Transform):
    assert true.stretch == pytest.approx(1, abs=1e-3)


def test_a_squeezed_picture_says_how_much():
    assert Transform(0.1, 0, 0, 0, -0.05, 0).stretch == pytest.approx(2)
