"""Dot vote: so many dots, a cap on a line, ties named, dots left over counted."""

import pytest
from werkzeug.datastructures import MultiDict

from workshops.activities import kind_of
from workshops.activities.kind import Around, Released
from workshops.activities.result import Answer
from workshops.refusal import Refused

vote = kind_of("dot_vote")
RULES = vote.prepare(vote.example(), ())


def ballot(i: int, channel: str = "phone", people: int = 1, **dots: int) -> Answer:
    return Answer(i, channel, {"dots": {key.lstrip("_"): n for key, n in dots.items()}}, people)


def check(**dots: int) -> dict:
    return vote.check(RULES, {"dots": {key.lstrip("_"): n for key, n in dots.items()}}, [])


def headline(*ballots: Answer) -> str:
    return str(vote.tally(RULES, ballots).headline)


# Lines


def test_keep_it_as_it_is_is_offered_last():
    assert [option["key"] for option in RULES["options"]] == ["1", "2", "3", "keep"]


def test_one_line_and_keep_it_as_it_is_are_a_vote():
    one = {**vote.defaults(), "options": [{"key": "1", "label": "A fire"}]}
    assert len(vote.prepare(one, ())["options"]) == 2


@pytest.mark.parametrize("keep", [True, False])
def test_without_lines_there_is_no_vote(keep):
    with pytest.raises(Refused, match="A vote needs two lines"):
        vote.prepare({**vote.defaults(), "keep": keep}, ())


def test_the_first_released_ideas_become_lines_in_the_order_of_their_numbers():
    rules = {**vote.defaults(), "source": 7, "most": 2, "keep": False}
    released = (Released(9, "Most hearts", 5), Released(4, "Second", 3), Released(1, "Third", 1))
    options = vote.prepare(rules, released)["options"]
    assert [(each["key"], each["label"]) for each in options] == [
        ("n4", "Second"),
        ("n9", "Most hearts"),
    ]


def test_lines_are_read_one_a_line_each_once():
    posted = MultiDict({"dots": "5", "cap": "9", "most": "7", "source": "0"})
    posted["options"] = "A fire\r\n\n  Seats \nA fire\n\u200b\n"
    form, settings = vote.read_settings(Around(), posted)
    assert form.errors == {}
    assert [each["label"] for each in settings["options"]] == ["A fire", "Seats"]
    assert settings["cap"] == 5  # more on a line than there are dots would promise too much


# Ballots


def test_dots_are_taken_without_the_noughts():
    assert check(_1=3, _2=2, keep=0) == {"dots": {"1": 3, "2": 2}}


@pytest.mark.parametrize(
    ("dots", "sentence"),
    [
        ({}, "Put at least one dot first."),
        ({"_1": 0}, "Put at least one dot first."),
        ({"_1": 3, "_2": 3}, "You have 5 dots. You put 6."),
        ({"_1": 4}, "At most 3 dots on one line."),
        ({"n99": 1}, "This vote has changed. Look at the lines again."),
        ({"_1": -1, "_2": 3}, "This vote has changed. Look at the lines again."),
    ],
)
def test_what_does_not_add_up_is_refused_with_a_sentence(dots, sentence):
    with pytest.raises(Refused) as fault:
        check(**dots)
    assert str(fault.value) == sentence


# Counting


def test_dots_are_added_up_by_channel():
    result = vote.tally(RULES, [ballot(1, _1=3, _2=2), ballot(2, "paper", _1=1)])
    first = result.rows[0]
    assert (first["option"], first["dots"], first["people"]) == ("A fire to gather round", 4, 2)
    assert (first["phone"], first["paper"], first["table"]) == (3, 1, 0)
    assert result.facts == {"dots": 5, "given": 10, "used": 6, "left": 4}


def test_a_table_gives_its_dots_once_and_stands_for_all_at_it():
    result = vote.tally(RULES, [ballot(1, "table", 6, _1=3)])
    assert (result.rows[0]["dots"], result.rows[0]["people"], result.n) == (3, 6, 6)


def test_dots_on_a_line_that_is_gone_are_not_counted():
    result = vote.tally(RULES, [ballot(1, n99=3, _1=1)])
    assert result.facts["used"] == 1


def test_a_clear_first_place_is_named():
    assert headline(ballot(1, _1=2), ballot(2, _2=1)) == "“A fire to gather round” comes first"


def test_two_at_the_top_are_a_tie():
    assert headline(ballot(1, _1=2), ballot(2, _2=2)) == "A tie: two share first place"


def test_three_at_the_top_are_a_tie_of_three():
    assert headline(ballot(1, _1=1, _2=1, keep=1)) == "A tie: 3 share first place"


def test_a_tie_further_down_is_marked_and_does_not_shadow_the_winner():
    result = vote.tally(RULES, [ballot(1, _1=3, _2=1, _3=1)])
    assert str(result.headline) == "“A fire to gather round” comes first"
    assert [(bar.key, bar.rank, bar.tied) for bar in result.bars] == [
        ("1", 1, False),
        ("2", 2, True),
        ("3", 2, True),
        ("keep", 4, False),
    ]


def test_a_ballot_speaks_for_the_lines_with_its_dots():
    payload = {"dots": {"1": 2}}
    assert vote.supports(payload, "1")
    assert not any(vote.supports(payload, key) for key in ("2", "", None))
