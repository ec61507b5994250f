"""Ballots of PrefLib, Pabulib and RCTab: read as they stand, refused with a sentence."""

import json

import pytest

from workshops.methods.ranking import Ranking, instant_run_off
from workshops.pabulib import read_pabulib
from workshops.preflib import read_preflib, read_ranked_csv
from workshops.refusal import Refused

SOI = """# TITLE: Which tree
# DATA TYPE: soi
# NUMBER VOTERS: 3
# ALTERNATIVE NAME 1: Lime
# ALTERNATIVE NAME 2: Oak
2: 1,2
1: {1,2}
"""
PB = """META
key;value
description;A square
budget;100
vote_type;approval
num_votes;2
PROJECTS
project_id;cost;votes;name;selected
1;40;2;Bench;1
2;70;1;Light;2
VOTES
voter_id;vote;age;sex
a;1,2;34;F
b;1;60;M
"""


def test_orders_ties_and_names_are_read():
    found = read_preflib(SOI, "trees.soi")
    assert (found.title, found.options, found.n) == ("Which tree", {"1": "Lime", "2": "Oak"}, 3)
    assert found.ballots[1] == Ranking((("1", "2"),), 1)


def test_yes_and_no_are_read_as_approval():
    found = read_preflib(SOI.replace("soi", "cat").replace("2: 1,2", "2: {},{1,2}"), "x.cat")
    assert found.is_approval
    assert found.ballots[0].ranks == ((), ("1", "2"))


@pytest.mark.parametrize(
    ("was", "now", "sentence"),
    [
        ("2: 1,2", "many: 1,2", "Line 6 of x.soi is no ballot"),
        ("2: 1,2", "2: 1,7", "has votes for “7”"),
        ("VOTERS: 3", "VOTERS: 4", "is not whole: it speaks of 4 ballots and holds 3"),
        (SOI, "a,b\n", "Line 1 of x.soi is no ballot"),
        (SOI, "", "holds no ballots of PrefLib"),
    ],
)
def test_what_is_no_file_of_preflib_is_said(was, now, sentence):
    with pytest.raises(Refused, match=sentence):
        read_preflib(SOI.replace(was, now), "x.soi")


def test_a_column_an_option_with_ranks_is_read():
    found = read_ranked_csv("id,precinct,Lime,Oak,Write-In\nx,p,2,1,\ny,p,1,,1\n", "x.csv")
    assert list(found.options.values()) == ["Lime", "Oak", "Write-In"]
    assert found.ballots == (Ranking((("3",), ("2",))), Ranking((("2", "4"),)))
    assert found.rules.first_out == {"4"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Lime,Oak\n1,first\n", "Row 2 of x.csv has “first” where a rank should stand"),
        ("Lime,Oak\n1,9\n", "has “9” where a rank"),
        ("id,Lime\n1,1\n", "no columns of options"),
        ("", "no columns of options"),
    ],
)
def test_what_is_no_table_of_ranks_is_said(text, sentence):
    with pytest.raises(Refused, match=sentence):
        read_ranked_csv(text, "x.csv")


def test_the_rounds_of_rctab_s_sample_are_found(shared_data):
    folder = shared_data / "ranking/rctab"
    found = read_ranked_csv((folder / "generic_csv_test_cvr.csv").read_text(), "x.csv")
    told = json.loads((folder / "generic_csv_test_expected_detailed_report.json").read_text())
    run_off = instant_run_off(list(found.options), found.ballots, found.rules)
    for each, wanted in zip(run_off.rounds, told["results"], strict=True):
        tally = {found.options[key]: n for key, n in each.tally.items()}
        tally = {key.replace("Write-In", "Undeclared Write-ins"): n for key, n in tally.items()}
        assert tally == {key: int(n) for key, n in wanted["tally"].items()}
    assert [found.options[key] for key in run_off.winners] == ["Cucumber"]


def test_a_pot_its_measures_and_ballots_are_read():
    found = read_pabulib(PB, "square.pb")
    assert (found.pot, found.costs, found.told) == (100, {"1": 40, "2": 70}, {"1": 2, "2": 1})
    assert [each.chosen for each in found.ballots] == [("1", "2"), ("1",)]
    assert found.official == ("1",)


def test_age_and_sex_of_voters_are_not_kept():
    assert "34" not in repr(read_pabulib(PB, "square.pb").ballots)


@pytest.mark.parametrize(
    ("was", "now", "sentence"),
    [
        ("VOTES", "", "it lacks a section"),
        ("budget;100", "budget;much", "cannot be read as Pabulib"),
        ("budget;100\n", "", "look at 'budget'"),
        ("approval", "shouting", "of the form “shouting”"),
        ("a;1,2", "a;1,9", "has votes for “9”"),
        ("1;40;2", "1;0;2", "a measure without a price"),
        ("num_votes;2", "num_votes;3", "is not whole: it speaks of 3 ballots and holds 2"),
    ],
)
def test_what_is_no_file_of_pabulib_is_said(was, now, sentence):
    with pytest.raises(Refused, match=sentence):
        read_pabulib(PB.replace(was, now), "x.pb")
