"""The surface holds as many as there are notes; its rings enclose what is dense."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshops.methods.density import rings, surface
from workshops.methods.geodesy import ring_area

SPOTS = st.lists(
    st.tuples(st.floats(0, 80), st.floats(0, 50)).map(lambda p: (round(p[0], 2), round(p[1], 2))),
    min_size=1,
    max_size=30,
)


def test_one_note_has_the_height_of_its_kernel():
    alone = surface([(10.0, 10.0)], 8)
    assert alone.peak == pytest.approx(3 / (math.pi * 64), rel=0.02)


@given(SPOTS)
def test_the_volume_is_the_number_of_notes(points):
    found = surface(points, 8)
    volume = sum(map(sum, found.rows)) * found.step_m**2
    assert volume == pytest.approx(len(points), rel=0.01)
    assert found.n == len(points)


@given(SPOTS)
def test_weights_make_the_volume(points):
    found = surface(points, 8, [0.25] * len(points))
    assert sum(map(sum, found.rows)) * found.step_m**2 == pytest.approx(len(points) / 4, rel=0.01)


@given(SPOTS, st.randoms())
def test_the_order_of_the_notes_plays_no_part(points, chance):
    mixed = points[:]
    chance.shuffle(mixed)
    assert surface(points, 6) == surface(mixed, 6)


@given(SPOTS)
def test_outside_the_bandwidth_nothing_is_dense(points):
    found = surface(points, 8)
    for r, row in enumerate(found.rows):
        for c, value in enumerate(row):
            at = (found.x + c * found.step_m, found.y + r * found.step_m)
            if min(math.dist(at, p) for p in points) > 8:
                assert value < 1e-12, "but for what the last digit adds"


def test_half_the_height_of_one_note_is_a_circle():
    found = surface([(0.0, 0.0)], 12)
    (ring,) = rings(found, 3 / (math.pi * 144) / 2)
    wanted = 12 * math.sqrt(1 - math.sqrt(0.5))
    assert all(math.hypot(x, y) == pytest.approx(wanted, rel=0.03) for x, y in ring)
    assert abs(ring_area(ring)) == pytest.approx(math.pi * wanted**2, rel=0.03)


@given(SPOTS)
def test_rings_are_closed_and_enclose_the_dense_knots(points):
    found = surface(points, 8)
    level = found.peak / 2
    for ring in rings(found, level):
        assert ring[0] == ring[-1]
    enclosed = sum(abs(ring_area(ring)) for ring in rings(found, level))
    dense = sum(value >= level for row in found.rows for value in row)
    assert enclosed >= 0.2 * dense * found.step_m**2 - found.step_m**2


def test_two_far_spots_are_two_rings():
    found = surface([(0.0, 0.0), (60.0, 0.0)], 8)
    assert len(rings(found, found.peak / 2)) == 2


def test_without_notes_there_is_no_surface():
    empty = surface([], 8)
    assert (empty.n, empty.peak, empty.rows) == (0, 0, ())
    assert rings(empty, 1) == ()


def test_a_bandwidth_of_nothing_is_our_own_mistake():
    with pytest.raises(ValueError, match="bandwidth"):
        surface([], 0)
