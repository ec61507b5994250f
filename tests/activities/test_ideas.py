"""Ideas: short words, silent until released, hearts that are no votes."""

import pytest

from workshops.activities import kind_of
from workshops.activities.result import Answer
from workshops.refusal import Refused

ideas = kind_of("ideas")
RULES = ideas.example()


def said(number: int, hearts: int = 0, **payload: object) -> Answer:
    return Answer(
        number, "phone", {"text": f"Idea {number}", **payload}, number=number, hearts=hearts
    )


def headline(*answers: Answer) -> str:
    return str(ideas.tally(RULES, answers).headline)


def test_one_idea_is_one_idea():
    assert headline(said(1)) == "1 idea"


def test_without_hearts_the_headline_names_nobody():
    assert headline(said(1), said(2)) == "2 ideas"


def test_the_idea_with_most_hearts_is_named_by_its_number():
    assert headline(said(1, 3), said(2, 7)) == "2 ideas; no. 2 has most hearts: 7"


def test_a_tie_of_hearts_is_called_a_tie():
    assert headline(said(1, 7), said(2, 7), said(3)) == (
        "3 ideas, and a tie: 2 have most hearts, 7 each"
    )


def test_ideas_are_listed_by_number():
    rows = ideas.tally(RULES, [said(12), said(3)]).rows
    assert [row["number"] for row in rows] == [3, 12]


def test_only_ideas_with_a_spot_are_on_the_map():
    features = ideas.tally(RULES, [said(1), said(2, lon=11.07, lat=60.79)]).features
    assert [each["properties"]["number"] for each in features] == [2]
    assert features[0]["geometry"]["coordinates"] == [11.07, 60.79]


@pytest.mark.parametrize("words", ["", " ", "\u200b\u200b", "\n\n", None])
def test_no_words_are_no_idea(words):
    with pytest.raises(Refused, match="Write something first"):
        ideas.check(RULES, {"text": words}, [])


def test_500_characters_are_taken_and_501_are_refused_with_both_numbers():
    assert len(ideas.check(RULES, {"text": "x" * 500}, [])["text"]) == 500
    with pytest.raises(Refused, match=r"That is 501 characters\. Please say it in 500"):
        ideas.check(RULES, {"text": "x" * 501}, [])


def test_the_length_is_counted_in_what_is_seen():
    assert ideas.check(RULES, {"text": "x" * 500 + "\u200b" * 50 + "  "}, [])


def test_photos_come_only_where_the_desk_allowed_them():
    assert ideas.takes_photo(RULES)
    assert not ideas.takes_photo({**RULES, "ask_photo": False})
