"""Likeness: rarer words in common, words that begin alike, scripts without spaces; never more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshops.methods.likeness import alike, words_of

IDEAS = {
    1: "A fire in the middle where you can sit.",
    2: "A fire we can sit around, and someone who looks after it.",
    3: "Grill places we can book.",
    4: "More benches in the sun",
    5: "Flere benker i sola",
    6: "Bänke in der Sonne",
}


def proposed(text: str, others: dict[int, str] | None = None) -> list[int]:
    return [each.key for each in alike(text, others or IDEAS)]


def test_texts_that_share_rare_words_are_proposed_with_these_words():
    [first, *_] = alike("Light a fire and sit around it", IDEAS)
    assert (first.key, first.shared) == (1, ("fire", "sit"))
    assert "".join(words for words, _ in first.pieces) == IDEAS[1]


@pytest.mark.parametrize(
    ("text", "expected"), [("A bench for the sun", [4]), ("En benk i sola", [5])]
)
def test_words_that_begin_alike_are_the_same(text, expected):
    assert proposed(text) == expected


def test_small_words_alone_propose_nothing():
    assert proposed("And we can be in the") == []


def test_one_word_in_common_is_too_little_for_a_longer_text():
    assert proposed("The book shop should stay open on Sundays") == []


def test_scripts_without_spaces_are_compared_by_pairs_of_letters():
    others = {1: "樹蔭下的長椅", 2: "可以烤火的地方", 3: "อยากได้เก้าอี้ใต้ต้นไม้"}
    assert proposed("我們要樹蔭下的長椅和水", others) == [1]
    assert proposed("เก้าอี้ใต้ต้นไม้", others) == [3]


def test_marks_stay_with_their_letters():
    assert [(each.start, each.end) for each in words_of("पानी पीने")] == [(0, 4), (5, 9)]


def test_the_nearest_comes_first_and_no_more_than_asked_for():
    others = {n: "Seats by the fountain" + " and water" * (n % 2) for n in range(9)}
    found = alike("Seats by the fountain", others, most=3)
    assert [each.key for each in found] == [0, 2, 4]


@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=6))
def test_any_text_is_told_whole_and_its_likeness_is_between_nought_and_one(text, others):
    told = dict(enumerate(others))
    for each in alike(text, told):
        assert "".join(words for words, _ in each.pieces) == told[each.key]
        assert 0 < each.likeness <= 1
