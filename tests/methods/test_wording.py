"""Reading a question for the traps of asking."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshops.methods.wording import remarks


def titles(question):
    return [str(remark.title) for remark in remarks(question)]


LEANS, TWO, NOT = "It leans towards yes.", "It asks two things at once.", "It asks with a “not”."


@pytest.mark.parametrize(
    "question",
    [
        "Don’t you agree that the square needs seats?",
        "Do you agree that the square is too dark?",
        "Isn't it time for a fountain?",
        "Is the market obviously too small?",
        "Er du ikke enig i at torget trenger benker?",
        "Burde vi ikke ha flere trær?",
        "Synes du ikke torget er for mørkt?",
    ],
)
def test_a_question_that_leans_is_told_so(question):
    assert LEANS in titles(question)


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("Does the square need more seats and better lighting?", "more seats and better lighting"),
        ("How satisfied are you with the market and the parking?", "market and the parking"),
        ("Trenger torget flere benker og bedre lys?", "flere benker og bedre lys"),
    ],
)
def test_two_things_at_once_are_quoted(question, quote):
    assert [(str(r.title), r.quote) for r in remarks(question)] == [(TWO, quote)]


def test_both_traps_of_one_question_come_in_the_order_of_its_words():
    question = "Don’t you agree that the square needs more seats and better lighting in winter?"
    assert titles(question) == [LEANS, TWO]
    assert [r.quote for r in remarks(question)] == [
        "Don’t you agree",
        "more seats and better lighting",
    ]


def test_a_question_with_a_not_is_told_so():
    assert titles("Should cars on the square not be allowed?") == [NOT]
    assert titles("Bør biler på torget ikke være tillatt?") == [NOT]


def test_a_long_question_is_told_how_long_it_is():
    assert titles("What " + "very " * 30 + "long?") == ["It is long: 32 words."]


@pytest.mark.parametrize(
    "question",
    [
        "",
        "What would bring you here on a dark January evening?",
        "What matters most in winter?",
        "Where do you meet friends and neighbours?",
        "What do old and young people need here?",
        "Hva ville fått deg hit en mørk kveld i januar?",
        "Hvor møter du venner og naboer?",
    ],
)
def test_a_good_question_gets_no_remark(question):
    assert remarks(question) == ()


@given(st.text(max_size=300))
def test_whatever_is_written_the_quotes_are_its_own_words(question):
    for remark in remarks(question):
        assert question[remark.start : remark.end] == remark.quote
