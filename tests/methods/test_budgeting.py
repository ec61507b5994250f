"""Sharing a pot: most support first, equal shares; real budgets, properties."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.recount.pots import recount
from workshops.methods.budgeting import (
    Basket,
    approving,
    greedy,
    greedy_until_full,
    left_with_nothing,
    then_greedy,
    totals,
)
from workshops.methods.equal_shares import add_one, equal_shares
from workshops.pabulib import read_pabulib

KEYS = ("bench", "light", "tree", "water")
COSTS = {"bench": Fraction(4), "light": Fraction(6), "tree": Fraction(3), "water": Fraction(5)}
#: Most support first gives what the file says was funded; of the rest, other rules do.
BY_SUPPORT = (
    "Poland_Krakow_2019_Stare_Miasto.pb",
    "Poland_Krakow_2019_Wzgorza_Krzeslawickie.pb",
    "Poland_Czestochowa_2024_Dzbow.pb",
    "Poland_Katowice_2020_Srodmiescie.pb",
    "Poland_Gdynia_2020_Babie_Doly__small.pb",
    "Poland_Wroclaw_2018_Rejon_nr_11_250.pb",
)


def support(**votes: int) -> dict[str, Fraction]:
    return {key: Fraction(n) for key, n in votes.items()}


@st.composite
def votes(draw):
    ballot = st.tuples(st.sets(st.sampled_from(KEYS), max_size=3), st.integers(1, 4))
    return approving(COSTS, draw(st.lists(ballot, min_size=1, max_size=8)))


# Most support first


def test_the_best_supported_comes_first_and_what_does_not_fit_is_passed_over():
    found = greedy(COSTS, support(bench=9, light=8, tree=7, water=1), Fraction(8))
    assert (found.funded, found.spent) == (("bench", "tree"), 7)
    assert "does not fit in 4" in str(found.steps[1])


def test_the_other_rule_stops_at_the_first_that_does_not_fit():
    found = greedy_until_full(COSTS, support(bench=9, light=8, tree=7), Fraction(8))
    assert found.funded == ("bench",)


def test_what_nobody_wants_is_not_funded():
    assert greedy(COSTS, support(bench=0), Fraction(100)).funded == ()


def test_a_tie_at_the_cut_is_named_and_broken_by_the_lot():
    found = greedy(COSTS, support(bench=5, light=5), Fraction(6), lot=("light", "bench"))
    assert found.ties == (("bench", "light"),)
    assert found.funded == ("light",)


def test_equals_that_all_fit_are_no_tie():
    assert greedy(COSTS, support(bench=5, light=5), Fraction(10)).ties == ()


@given(st.dictionaries(st.sampled_from(KEYS), st.integers(0, 4)), st.integers(0, 20))
@settings(max_examples=40)
def test_the_pot_is_never_overspent_and_the_order_plays_no_part(given_votes, pot):
    told = {key: Fraction(n) for key, n in given_votes.items()}
    found = greedy(COSTS, told, Fraction(pot))
    assert found.spent == sum(COSTS[key] for key in found.funded) <= pot
    assert found == greedy(
        dict(reversed(COSTS.items())), dict(reversed(told.items())), Fraction(pot)
    )


# Equal shares


def test_everybody_pays_the_same_for_what_they_share():
    baskets = approving({"bench": Fraction(6)}, [(("bench",), 3)])
    found = equal_shares({"bench": Fraction(6)}, baskets, Fraction(2))
    assert found.funded == ("bench",)
    assert "none more than 2." in str(found.steps[0])


def test_what_its_supporters_cannot_pay_is_not_funded():
    baskets = approving({"bench": Fraction(7)}, [(("bench",), 3)])
    assert equal_shares({"bench": Fraction(7)}, baskets, Fraction(2)).funded == ()


def test_who_cannot_pay_as_much_gives_all_and_the_others_the_rest():
    costs = {"a": Fraction(6), "b": Fraction(10)}
    baskets = approving(costs, [(("a", "b"), 1), (("b",), 1), (("a",), 2)])
    found = equal_shares(costs, baskets, Fraction(6))
    assert found.funded == ("a", "b")
    assert "none more than 6." in str(found.steps[1])


def test_a_minority_that_stands_together_gets_its_part():
    costs = {**{f"big {n}": Fraction(10) for n in range(3)}, "small": Fraction(10)}
    many, few = tuple(key for key in costs if key != "small"), ("small",)
    baskets = approving(costs, [(many, 2), (few, 1)])
    by_votes = totals(costs, [Basket(dict.fromkeys(each.worth, Fraction(1)), each.n)
                              for each in baskets])  # fmt: skip
    assert "small" not in greedy(costs, by_votes, Fraction(30)).funded
    assert "small" in equal_shares(costs, baskets, Fraction(10)).funded


def test_it_is_said_when_a_tie_decides_who_pays_first():
    costs = {"a": Fraction(2), "b": Fraction(2)}
    baskets = approving(costs, [(("a", "b"), 2)])
    assert equal_shares(costs, baskets, Fraction(1)).ties == (("a", "b"),)


def test_adding_one_for_everybody_spends_more_and_never_too_much():
    costs = {"a": Fraction(10), "b": Fraction(4)}
    baskets = approving(costs, [(("a",), 2), (("b",), 1)])
    assert equal_shares(costs, baskets, Fraction(4)).funded == ("b",)
    assert set(add_one(costs, baskets, Fraction(14)).funded) == {"a", "b"}


def test_what_is_left_can_be_spent_by_support():
    costs = {"a": Fraction(4), "b": Fraction(6)}
    found = equal_shares(costs, approving(costs, [(("a",), 1)]), Fraction(4))
    filled = then_greedy(found, costs, support(a=1, b=1), Fraction(10))
    assert (filled.funded, filled.spent) == (("a", "b"), 10)


@given(votes(), st.integers(1, 20))
@settings(max_examples=40)
def test_nobody_pays_more_than_their_share_and_the_pot_is_kept(baskets, pot):
    people = sum(each.n for each in baskets)
    share = Fraction(pot, people)
    found = equal_shares(COSTS, baskets, share)
    assert found.spent == sum(COSTS[key] for key in found.funded) <= pot
    assert add_one(COSTS, baskets, Fraction(pot)).spent <= pot
    assert found == equal_shares(COSTS, list(reversed(baskets)), share)


@given(votes(), st.integers(1, 20))
@settings(max_examples=40)
def test_voters_alike_may_be_given_one_by_one(baskets, pot):
    apart = [Basket(each.worth) for each in baskets for _ in range(each.n)]
    together = add_one(COSTS, baskets, Fraction(pot))
    assert add_one(COSTS, apart, Fraction(pot)).funded == together.funded


def test_who_sees_nothing_of_what_they_chose_is_counted():
    baskets = approving(COSTS, [(("bench",), 2), (("tree",), 3), ((), 4)])
    assert left_with_nothing(baskets, ("bench",)) == 3


# Real budgets


def reported(shared_data: Path, name: str):
    return recount(read_pabulib((shared_data / "budgeting" / name).read_text(), name), name)


def numbers(names) -> set[str]:
    return {name.split(" ")[0] for name in names}


@pytest.fixture(scope="session")
def expected(shared_data: Path):
    return json.loads((shared_data / "budgeting/expected.json").read_text())


@pytest.mark.slow
@pytest.mark.parametrize("name", BY_SUPPORT)
def test_a_town_s_own_outcome_is_that_of_most_support_first(shared_data, expected, name):
    found = reported(shared_data, name)
    assert found.differing == ()
    alike = [
        o for o in found.outcomes if numbers(o.winners) == set(expected[name]["official_selected"])
    ]
    assert any(each.rule.startswith("Most support first") for each in alike)
    assert found.verdict[0].startswith("The official outcome")
    assert "is that of" in found.verdict[0]


@pytest.mark.slow
def test_a_tie_at_the_cut_of_a_real_budget_is_named(shared_data):
    found = reported(shared_data, "Poland_Krakow_2019_Wzgorza_Krzeslawickie.pb")
    assert found.outcomes[0].ties


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_assen_2024_was_decided_by_equal_shares_and_most_support_gives_something_else(
    shared_data, expected
):
    name = "Netherlands_Assen_2024.pb"
    found = reported(shared_data, name)
    by_rule = {each.rule: numbers(each.winners) for each in found.outcomes}
    official = set(expected[name]["official_selected"])
    assert by_rule["Equal shares, add one"] == official
    assert by_rule["Most support first"] == set(expected[name]["greedy_winners"]) != official
    assert "9 measures for 76,700 EUR" in found.outcomes[2].note
    assert "is that of: Equal shares, add one." in found.verdict[0]


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_budapest_2023_is_said_to_be_beyond_reproduction(shared_data):
    found = reported(shared_data, "Hungary_Budapest_2023_VIII_Jozsefvaros.pb")
    assert "cannot be reproduced" in found.verdict[0]
    assert "on paper" in found.verdict[0]
    assert any("online votes only" in line for line in found.verdict)


@pytest.mark.slow
def test_points_that_a_file_counts_otherwise_are_named(shared_data):
    found = reported(shared_data, "Switzerland_Zurich_S5R.pb")
    assert found.differing
    assert found.verdict == (
        "The file does not say what was funded, so there is nothing to compare with.",
    )
