"""About you: three taps at most, counted apart, no small group ever told."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from workshops.activities import KINDS, kind_of
from workshops.activities.kind import Around
from workshops.activities.result import Answer
from workshops.refusal import Refused

ABOUT = kind_of("about_you")
ALL = ABOUT.defaults()
AGES = {**ALL, "relation": False, "district": False}


def told(counts: Mapping[str, int]) -> list[Answer]:
    ages = [age for age, n in counts.items() for _ in range(n)]
    return [Answer(i, "phone", {"age": age}) for i, age in enumerate(ages)]


def figures(counts: Mapping[str, int]) -> list[int | str]:
    return [row["people"] for row in ABOUT.tally(AGES, told(counts)).rows]


def test_groups_are_counted_in_their_own_order():
    counts = {"1": 5, "2": 9, "3": 20, "4": 12, "5": 6, "6": 7}
    assert figures(counts) == [5, 9, 20, 12, 6, 7]
    assert str(ABOUT.tally(AGES, told(counts)).headline) == "The largest group: 30 to 44"


def test_a_small_group_is_not_told_nor_can_it_be_worked_out():
    assert figures({"1": 2, "2": 9, "3": 20, "4": 12, "5": 6, "6": 7}) == ["", "", 20, 12, 6, 7]


def test_nobody_in_a_group_is_a_small_group_too():
    assert figures({"1": 9, "2": 5, "3": 20, "4": 12, "5": 6}) == [9, 5, 20, 12, "", ""]


@given(st.dictionaries(st.sampled_from("123456"), st.integers(0, 30)))
def test_no_figure_under_five_leaves_the_count(counts: dict[str, int]):
    assert all(n == "" or n >= 5 for n in figures(counts))


def test_what_is_not_said_is_in_no_group():
    answers = [
        *told({"3": 8, "4": 8, "5": 8, "1": 8, "2": 8, "6": 8}),
        Answer(99, "phone", {"age": "no"}),
    ]
    result = ABOUT.tally(AGES, answers)
    assert (result.n, result.facts["told.age"]) == (49, 48)


def test_the_device_of_a_table_counts_once_in_a_group():
    table = Answer(1, "table", {"age": "3"}, people=6)
    result = ABOUT.tally(AGES, [table])
    assert (result.n, result.facts["told.age"]) == (6, 1)


def test_it_can_be_no_evidence_and_is_in_no_chart():
    result = ABOUT.tally(ALL, told({"3": 40}))
    assert (result.bars, result.features) == ((), ())
    assert not ABOUT.supports({"age": "3"}, "3")


@pytest.mark.parametrize("age", ["0", "99", "thirty", "under 18"])
def test_an_answer_that_is_not_offered_is_refused(age: str):
    with pytest.raises(Refused, match="Choose one"):
        ABOUT.check(ALL, {"age": age}, [])


def test_one_tap_is_enough_and_none_is_told_to_choose():
    assert ABOUT.check(ALL, {"age": "no"}, []) == {"age": "no", "relation": "", "district": ""}
    with pytest.raises(Refused, match="Rather not say"):
        ABOUT.check(ALL, {"age": "", "relation": None}, [])


def test_a_question_that_is_switched_off_is_not_kept():
    assert ABOUT.check(AGES, {"age": "1", "relation": "2"}, []) == {"age": "1"}


def test_it_opens_only_with_something_to_ask():
    with pytest.raises(Refused, match="at least one"):
        ABOUT.prepare({**AGES, "age": False}, [])
    with pytest.raises(Refused, match="2 to 12 groups"):
        ABOUT.prepare({**AGES, "ages": []}, [])


def test_groups_are_written_one_a_line():
    posted = MultiDict({"age": "y", "ages": "0–17\n\n18–66 \n67+\n67+", "why": ""})
    _, settings = ABOUT.read_settings(Around(), posted)
    assert [each["label"] for each in settings["ages"]] == ["0–17", "18–66", "67+"]
    assert [each.key for each in ABOUT.groupings(settings)] == ["age"]
    assert settings["why"] == ALL["why"]


def test_no_other_kind_asks_about_people():
    asking = [name for name, kind in KINDS.items() if kind.groupings(kind.example())]
    assert asking == ["about_you"]


def test_the_first_relation_is_that_of_those_who_live_here():
    homes = {each.key: each.home for each in ABOUT.groupings(ALL)}
    assert homes == {"age": "", "relation": "1", "district": ""}
