"""Ranked and approval ballots: sources' worked examples, real elections, and what always holds."""

import json
import random
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workshops.methods.condorcet import compare, preferences, schulze
from workshops.methods.ranking import (
    Ranking,
    Rules,
    approval,
    borda,
    instant_run_off,
    lowest,
    plurality,
)
from workshops.preflib import read_preflib

KEYS = ("a", "b", "c", "d")
#: Where three rules have three winners.
ELECTIONS = (
    "burlington-2009-mayor.toi",
    "debian-2002-leader.soi",
    "pierce-county-2008-executive.toi",
    "san-francisco-2008-district4.toi",
    "san-francisco-2010-district10.toi",
    "takoma-park-2007-ward5.toi",
    "uk-labour-2010-mps.soi",
)


def cast(*orders: tuple[str, int]) -> list[Ranking]:
    """Ballots such as ("abc", 3); a blank is a skipped rank, (bc) an over-vote."""
    return [Ranking(tuple(_ranks(order)), n) for order, n in orders]


def _ranks(order: str):
    several = None
    for letter in order:
        if letter == "(":
            several = []
        elif letter == ")":
            yield tuple(several)
            several = None
        elif several is not None:
            several.append(letter)
        else:
            yield () if letter == " " else (letter,)


@st.composite
def elections(draw):
    """A few ballots on four options, some cut short, some with ties or gaps."""
    order = st.permutations(KEYS).flatmap(
        lambda keys: st.integers(0, 4).map(lambda n: tuple((key,) for key in keys[:n]))
    )
    odd = st.lists(
        st.lists(st.sampled_from(KEYS), max_size=2, unique=True).map(tuple), max_size=4
    ).map(tuple)
    ballot = st.builds(Ranking, st.one_of(order, odd), st.integers(1, 5))
    return draw(st.lists(ballot, max_size=12))


# First places, approval, Borda


def test_first_places_are_counted_and_ties_named():
    found = plurality(KEYS, cast(("ab", 2), ("bc", 2), ("c", 1)))
    assert found.points == {"a": 2, "b": 2, "c": 1, "d": 0}
    assert found.winners == ("a", "b")


def test_a_ballot_with_two_first_places_counts_for_neither():
    found = plurality(KEYS, cast(("(ab)c", 3), ("c", 1)))
    assert found.winners == ("c",)
    assert "3 ballots have no clear first place." in [str(step) for step in found.steps]


def test_everybody_who_names_an_option_approves_of_it():
    found = approval(KEYS, [(("a", "b"), 2), (("b",), 1), ((), 4)])
    assert found.points == {"a": 2, "b": 3, "c": 0, "d": 0}
    assert found.winners == ("b",)


def test_nobody_wins_when_nobody_voted():
    assert plurality(KEYS, []).winners == approval(KEYS, []).winners == ()
    assert instant_run_off(KEYS, []).winners == ()


def test_borda_gives_a_point_less_for_each_place():
    assert borda(KEYS, cast(("abcd", 1))).points == {"a": 3, "b": 2, "c": 1, "d": 0}


def test_options_that_are_not_ranked_share_the_points_left():
    assert borda(KEYS, cast(("a", 1))).points == {"a": 3, "b": 1, "c": 1, "d": 1}
    assert borda(KEYS, cast(("(ab)", 1))).points["a"] == Fraction(5, 2)


@settings(max_examples=40)
@given(elections())
def test_every_ballot_gives_the_same_points_in_borda(ballots):
    assert sum(borda(KEYS, ballots).points.values()) == 6 * sum(each.n for each in ballots)


# Instant run-off


def test_the_last_goes_out_until_one_has_more_than_half():
    found = instant_run_off(KEYS, cast(("ad", 4), ("bd", 3), ("cb", 2)))
    assert [each.out for each in found.rounds] == ["d", "c", ""]
    assert found.rounds[-1].tally == {"a": 4, "b": 5}
    assert found.winners == ("b",)


def test_a_ballot_that_names_nobody_left_is_exhausted():
    found = instant_run_off("abc", cast(("a", 4), ("b", 3), ("c", 2)))
    assert [each.exhausted for each in found.rounds] == [0, 2]


def test_two_in_one_rank_end_the_ballot_or_are_passed_over():
    ballots = cast(("(ab)c", 1))
    assert instant_run_off("abc", ballots).rounds[0].exhausted == 1
    assert instant_run_off("abc", ballots, Rules("skip")).winners == ("c",)


def test_more_skipped_ranks_than_may_be_end_the_ballot():
    ballots = cast(("  a", 1))
    assert instant_run_off("ab", ballots).winners == ("a",)
    assert instant_run_off("ab", ballots, Rules(skips=2)).winners == ("a",)
    assert instant_run_off("ab", ballots, Rules(skips=1)).rounds[0].exhausted == 1


def test_a_tie_for_last_is_broken_by_the_earlier_round_in_which_they_differed():
    ballots = cast(("a", 9), ("b", 5), ("c", 4), ("dc", 1))
    found = instant_run_off(KEYS, ballots)
    second = found.rounds[1]
    assert (second.last, second.out, second.broken_by) == (("b", "c"), "c", "round")


def test_a_tie_that_no_round_breaks_is_broken_by_the_lot():
    ballots = cast(("a", 5), ("b", 4), ("cb", 4))
    found = instant_run_off("abc", ballots, Rules(lot=("b", "c")))
    assert (found.rounds[0].out, found.rounds[0].broken_by) == ("b", "lot")


def test_without_a_lot_every_way_is_followed():
    ballots = cast(("a", 5), ("bc", 4), ("cb", 4))
    found = instant_run_off("abc", ballots)
    assert found.rounds[0].broken_by == "open"
    assert found.winners == ("b", "c")


def test_an_open_tie_that_changes_nothing_leaves_one_winner():
    keys = [f"{n:02}" for n in range(22)]
    found = instant_run_off(keys, [Ranking((("00",),), 3), Ranking((("01",),), 4)])
    assert found.winners == ("01",)


def test_options_that_nobody_stands_for_go_first():
    found = instant_run_off("abw", cast(("w", 5), ("a", 4), ("b", 3)), Rules(first_out={"w"}))
    assert found.rounds[0].out == "w"


@settings(max_examples=40)
@given(elections(), st.randoms(use_true_random=False))
def test_the_order_of_ballots_and_options_plays_no_part(ballots, chance: random.Random):
    keys, mixed = list(KEYS), list(ballots)
    chance.shuffle(keys)
    chance.shuffle(mixed)
    assert instant_run_off(keys, mixed) == instant_run_off(KEYS, ballots)
    assert borda(keys, mixed).winners == borda(KEYS, ballots).winners
    assert compare(keys, mixed).tiers == compare(KEYS, ballots).tiers


@settings(max_examples=40)
@given(elections())
def test_every_ballot_is_in_every_round(ballots):
    everybody = sum(each.n for each in ballots)
    for each in instant_run_off(KEYS, ballots).rounds:
        assert sum(each.tally.values()) + each.exhausted == everybody


@settings(max_examples=40)
@given(elections())
def test_who_has_more_than_half_of_clear_first_places_wins_by_every_rule_but_borda(ballots):
    first = plurality(KEYS, ballots)
    top = first.winners[0] if first.winners else ""
    if top and 2 * first.points[top] > sum(each.n for each in ballots):
        assert compare(KEYS, ballots).condorcet == top
        assert compare(KEYS, ballots).tiers[0] == (top,)


def test_the_lowest_are_named_by_name():
    assert lowest({"b": 1, "a": 1, "c": 2}) == ("a", "b")


# Two by two


def test_what_is_not_ranked_stands_below_what_is():
    matrix = preferences("abc", cast(("ab", 2), ("(ab)", 1)))
    assert (matrix["a", "b"], matrix["b", "a"], matrix["a", "c"]) == (2, 0, 3)


def test_a_circle_has_no_condorcet_winner():
    found = compare("abc", cast(("abc", 1), ("bca", 1), ("cab", 1)))
    assert found.condorcet == ""
    assert found.tiers == (("a", "b", "c"),)
    assert "no Condorcet winner" in str(found.steps[0])


def test_schulze_s_own_example_comes_to_his_order():
    ballots = cast(
        ("acbed", 5), ("adecb", 5), ("bedac", 8), ("cabed", 3),
        ("caebd", 7), ("cbade", 2), ("dceba", 7), ("ebadc", 8),
    )  # fmt: skip
    assert schulze("abcde", preferences("abcde", ballots)) == (
        ("e",), ("a",), ("c",), ("b",), ("d",),
    )  # fmt: skip


@settings(max_examples=40)
@given(elections())
def test_a_condorcet_winner_is_first_by_schulze(ballots):
    found = compare(KEYS, ballots)
    if found.condorcet:
        assert found.tiers[0] == (found.condorcet,)


# Real elections


@pytest.fixture(scope="session")
def expected(shared_data: Path):
    return json.loads((shared_data / "ranking/expected.json").read_text())


@pytest.mark.parametrize("file", ELECTIONS)
def test_a_real_election_comes_to_its_known_rounds_and_winners(shared_data, expected, file):
    found, told = read_preflib((shared_data / "ranking" / file).read_text(), file), expected[file]
    keys = list(found.options)
    run_off = instant_run_off(keys, found.ballots)
    rounds = [
        ({found.options[key]: n for key, n in each.tally.items()}, each.exhausted)
        for each in run_off.rounds
    ]
    assert rounds == [(each["tally"], each["exhausted"]) for each in told["irv_rounds"]]
    assert [found.options[key] for key in run_off.winners] == [told["irv_winner"]]
    first = plurality(keys, found.ballots)
    assert [found.options[key] for key in first.winners] == [told["plurality_winner"]]
    assert found.options[compare(keys, found.ballots).condorcet] == told["condorcet_winner"]


def test_burlington_2009_has_three_winners_under_three_rules(shared_data):
    name = "burlington-2009-mayor.toi"
    found = read_preflib((shared_data / "ranking" / name).read_text(), name)
    keys = list(found.options)
    assert found.options[plurality(keys, found.ballots).winners[0]] == "Kurt Wright"
    assert found.options[instant_run_off(keys, found.ballots).winners[0]] == "Bob Kiss"
    assert found.options[compare(keys, found.ballots).condorcet] == "Andy Montroll"


def test_a_real_tie_for_last_is_shown_and_changes_nothing(shared_data):
    name = "aspen-2009-council.toi"
    found = read_preflib((shared_data / "ranking" / name).read_text(), name)
    run_off = instant_run_off(list(found.options), found.ballots)
    first = run_off.rounds[0]
    assert [found.options[key] for key in first.last] == ["Write In 1", "Write In 2"]
    assert first.broken_by == "open"
    assert [found.options[key] for key in run_off.winners] == ["Derek Johnson"]
    assert sorted(run_off.rounds[-1].tally.values()) == [908, 1227]


@pytest.mark.parametrize(
    ("file", "top"),
    [
        ("approval-france-2002-gy.cat", {"Chirac": 139, "LePen": 119, "Jospin": 87}),
        (
            "approval-poster-competition-a.cat",
            {"PosterA1": 39, "PosterA2": 33, "PosterA3": 33, "PosterA4": 33},
        ),
    ],
)
def test_real_approval_ballots_come_to_their_known_counts(shared_data, file, top):
    found = read_preflib((shared_data / "ranking" / file).read_text(), file)
    ballots = [(each.ranks[0], each.n) for each in found.ballots]
    points = approval(list(found.options), ballots).points
    best = sorted(points.items(), key=lambda each: (-each[1], int(each[0])))[: len(top)]
    assert {found.options[key]: int(n) for key, n in best} == top
