"""Long texts shown by their title sentence, or cut at a word."""

import pytest

from exports.shortening import LONG, headed, heading, shortened, title_size, without_gaps

STORY = "It stands where the buses turn, and anybody may cook on it. " * 10


def test_a_text_is_cut_at_a_word():
    assert shortened("A bench in the sun, please", 20) == "A bench in the sun …"


def test_a_text_that_fits_is_left_alone():
    assert shortened("A bench", 7) == "A bench"


@pytest.mark.parametrize(
    "title",
    ["A kitchen for the square.", "Who cooks on Friday?", "St. Olav’s kitchen:", "Bread here…"],
)
def test_a_long_text_is_headed_by_its_first_sentence(title):
    assert headed(f"{title} {STORY}", 200)[0] == title


def test_a_line_of_its_own_is_a_title():
    assert headed(f"A kitchen for all\n{STORY}", 200)[0] == "A kitchen for all"


def test_title_and_rest_together_keep_the_length():
    title, rest = headed(f"A kitchen for the square. {STORY}", 200)
    assert len(title) + len(rest) <= 203


def test_a_short_text_has_no_title():
    text = "Soup. And bread."
    assert headed(text, LONG) == ("", text)


def test_a_text_without_a_sentence_end_has_no_title():
    assert headed("benches " * 60, 100)[0] == ""


def test_a_heading_is_the_title_without_its_stop():
    assert heading(f"A kitchen for the square. {STORY}", 100) == "A kitchen for the square"


def test_lines_stay_and_empty_lines_go():
    assert without_gaps("One \n \n\n  two\nthree\n\n") == "One\ntwo\nthree"


def test_a_longer_title_is_set_smaller():
    titles = ["What people ask of " + "x" * n for n in (8, 20, 60)]
    assert [title_size(each) for each in titles] == ["large", "middle", "small"]
