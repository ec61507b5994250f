"""The fullest circles and both sides of a quarrel: against counting every pair."""

import math
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshops.methods.conflicts import conflicts
from workshops.methods.gathering import ONE_PERSON, hot_spots, shares

SPOTS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda p: (p[0] / 2, p[1] / 2)),
    max_size=40,
)
SIDES = ("for", "against", "")


def most_round_one(points: list, radius: float) -> int:
    return max(sum(math.dist(a, b) <= radius for b in points) for a in points)


@given(SPOTS)
def test_no_circle_round_a_note_is_fuller_than_the_first(points):
    found = hot_spots(points, 5, least=1)
    if points:
        assert found[0].n >= most_round_one(points, 5)
    else:
        assert found == ()


@given(SPOTS)
def test_hot_spots_share_no_note_and_hold_only_what_is_near(points):
    found = hot_spots(points, 5, most=4, least=2)
    members = [i for spot in found for i in spot.members]
    assert len(members) == len(set(members))
    for spot in found:
        assert spot.n == len(spot.members) >= 2
        assert all(math.dist((spot.x, spot.y), points[i]) <= 5.01 for i in spot.members)


@given(SPOTS, st.randoms())
def test_the_order_of_the_notes_plays_no_part(points, chance):
    mixed = points[:]
    chance.shuffle(mixed)
    assert [(s.x, s.y, s.n) for s in hot_spots(points, 5)] == [
        (s.x, s.y, s.n) for s in hot_spots(mixed, 5)
    ]


def test_many_identical_notes_are_one_spot():
    (spot,) = hot_spots([(3, 4)] * 500, 8)
    assert (spot.x, spot.y, spot.n) == (3, 4, 500)


def test_a_person_with_many_notes_weighs_as_much_as_one_with_a_single_note():
    assert shares("aaab") == (ONE_PERSON // 3,) * 3 + (ONE_PERSON,)
    assert sum(shares("abbccc")) == 3 * ONE_PERSON


def test_by_people_a_crowd_of_two_weighs_more_than_six_notes_of_one():
    points = [(0, 0)] * 6 + [(50, 0), (50, 1)]
    people = ["one"] * 6 + ["two", "three"]
    assert hot_spots(points, 4, least=2)[0].x == 0
    assert hot_spots(points, 4, least=2, weights=shares(people))[0].x == 50


def test_both_sides_within_one_circle_are_a_conflict():
    points = [(0, 0)] * 17 + [(3, 0)] * 12 + [(90, 0)] * 5
    sides = ["for"] * 17 + ["against"] * 12 + ["for"] * 5
    (one,) = conflicts(points, sides, range(34), 8)
    assert (one.people_for, one.people_against) == (17, 12)
    assert math.dist((one.x, one.y), (0, 0)) <= 8


def test_one_loud_voice_is_no_side():
    points = [(0, 0)] * 12
    sides = ["for"] * 6 + ["against"] * 6
    assert conflicts(points, sides, [*range(6), *["loud"] * 6], 8) == ()


def test_a_few_against_very_many_are_no_conflict_of_the_place():
    points = [(0, 0)] * 100
    sides = ["for"] * 97 + ["against"] * 3
    assert conflicts(points, sides, range(100), 8) == ()


def test_who_says_neither_takes_no_part():
    assert conflicts([(0, 0)] * 9, ["idea"] * 9, range(9), 8) == ()


def test_equal_sides_are_called_tied():
    (one,) = conflicts([(0, 0)] * 6, ["for"] * 3 + ["against"] * 3, range(6), 8)
    assert one.tied


@given(SPOTS, st.data())
def test_conflicts_hold_both_sides_and_share_no_note(points, data):
    sides = [data.draw(st.sampled_from(SIDES)) for _ in points]
    found = conflicts(points, sides, range(len(points)), 6)
    members = [i for one in found for i in one.members]
    assert len(members) == len(set(members))
    for one in found:
        assert min(one.people_for, one.people_against) >= 2
        assert [sides[i] for i in one.members].count("for") == one.notes_for


@pytest.mark.parametrize("order", list(permutations(range(4)))[::5])
def test_conflicts_are_the_same_in_any_order(order):
    things = [((0, 0), "for", "a"), ((1, 0), "against", "b"), ((0, 1), "for", "c")]
    things.append(((1, 1), "against", "d"))
    mixed = [things[i] for i in order]
    (one,) = conflicts(*map(list, zip(*mixed, strict=True)), 5)
    assert (one.x, one.y, one.people_for, one.people_against) == (0.5, 0.5, 2, 2)
