"""Counting dots: sums by channel, ranks in "1224" order, ties the same whoever comes first."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshops.methods.counting import Standing, standings, totals

pytestmark = pytest.mark.slow

KEYS = ("fire", "seats", "light", "keep")
BALLOTS = st.lists(
    st.tuples(
        st.sampled_from(("phone", "table", "paper", "remote")),
        st.dictionaries(st.sampled_from(KEYS), st.integers(0, 5)),
    ),
    max_size=30,
)


def ranked(**dots: int) -> list[tuple[str, int, bool]]:
    counted = {key: {"phone": n} for key, n in dots.items()}
    return [(each.key, each.rank, each.tied) for each in standings(list(dots), counted)]


# Worked examples


def test_dots_are_added_up_by_option_and_channel():
    ballots = [("phone", {"fire": 3, "seats": 2}), ("paper", {"fire": 1}), ("phone", {"fire": 1})]
    assert totals(ballots) == {"fire": {"phone": 4, "paper": 1}, "seats": {"phone": 2}}


def test_no_dot_leaves_no_trace():
    assert totals([("phone", {"fire": 0}), ("phone", {})]) == {}


def test_clear_places_are_1_2_3():
    assert ranked(a=1, b=3, c=2) == [("b", 1, False), ("c", 2, False), ("a", 3, False)]


def test_equals_share_the_better_place_and_the_next_is_left_out():
    assert ranked(a=5, b=3, c=3, d=1) == [
        ("a", 1, False),
        ("b", 2, True),
        ("c", 2, True),
        ("d", 4, False),
    ]


def test_options_without_a_dot_come_last_with_nought():
    found = standings(["a", "b"], {"b": {"phone": 2}})
    assert found[-1] == Standing("a", 0, 2, False, {})


def test_when_nobody_voted_all_are_equal():
    assert ranked(a=0, b=0) == [("a", 1, True), ("b", 1, True)]


def test_a_single_option_is_first_and_not_tied():
    assert ranked(a=0) == [("a", 1, False)]


def test_no_options_have_no_standing():
    assert standings([], {"gone": {"phone": 3}}) == []


# What always holds


@given(BALLOTS)
def test_the_parts_add_up_to_the_total_and_the_totals_to_all_dots(ballots):
    found = standings(KEYS, totals(ballots))
    assert all(sum(each.parts.values()) == each.total for each in found)
    assert sum(each.total for each in found) == sum(sum(dots.values()) for _, dots in ballots)


@given(BALLOTS, st.randoms(use_true_random=False))
def test_the_order_of_ballots_does_not_matter(ballots, random: Random):
    shuffled = random.sample(ballots, len(ballots))
    assert standings(KEYS, totals(shuffled)) == standings(KEYS, totals(ballots))


@given(BALLOTS, st.permutations(KEYS))
def test_the_order_of_options_changes_no_rank_and_no_tie(ballots, keys):
    counted = totals(ballots)
    here, there = ({each.key: each for each in standings(k, counted)} for k in (KEYS, keys))
    assert here == there


@given(BALLOTS)
def test_a_rank_is_one_more_than_the_options_with_more(ballots):
    found = standings(KEYS, totals(ballots))
    assert [each.rank for each in found] == sorted(each.rank for each in found)
    for each in found:
        assert each.rank == 1 + sum(other.total > each.total for other in found)


@given(BALLOTS)
def test_a_tie_is_felt_by_all_who_share_it(ballots):
    found = standings(KEYS, totals(ballots))
    for each in found:
        equals = [other for other in found if other.total == each.total]
        assert each.tied == (len(equals) > 1)
        assert {other.rank for other in equals} == {each.rank}


@given(BALLOTS, st.sampled_from(KEYS))
def test_one_more_dot_never_costs_a_place(ballots, key):
    def rank(of: list) -> int:
        return next(each.rank for each in standings(KEYS, totals(of)) if each.key == key)

    assert rank([*ballots, ("paper", {key: 1})]) <= rank(ballots)


@given(BALLOTS)
def test_counting_twice_is_counting_double(ballots):
    once, twice = totals(ballots), totals(ballots * 2)
    doubled = {key: {c: 2 * n for c, n in parts.items()} for key, parts in once.items()}
    assert twice == doubled
