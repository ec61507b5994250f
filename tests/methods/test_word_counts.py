"""Counting the words people used."""

from hypothesis import given
from hypothesis import strategies as st

from workshops.methods.word_counts import Counted, count_words, folded


def test_case_and_accents_are_one_word_shown_as_most_wrote_it():
    said = [(1, 1, "A café"), (2, 1, "CAFE"), (3, 1, "the Café!")]
    assert count_words(said) == (Counted("café", 3),)


def test_a_person_counts_once_a_word():
    assert count_words([(1, 1, "fire fire fire"), (1, 1, "Fire"), (2, 1, "fire")])[0].people == 2


def test_a_table_counts_as_the_people_at_it():
    assert count_words([(1, 6, "benches")]) == (Counted("benches", 6),)


def test_small_words_are_left_out_in_both_languages():
    said = [(n, 1, "We would like that there is ikke bare sånn å være on the ice") for n in (1, 2)]
    assert [each.word for each in count_words(said)] == ["ice"]


def test_small_words_of_the_imported_languages_are_left_out():
    texts = ["Els carrils bici amb les places dels barris", "más árboles para los barrios",
             "mehr Bäume und nicht nur Autos", "plus de bancs dans les rues"]  # fmt: skip
    said = [(person, 1, text) for text in texts for person in (1, 2)]
    words = {each.word for each in count_words(said, most=40)}
    assert words == {"carrils", "bici", "places", "barris", "árboles", "barrios", "bäume",
                     "autos", "bancs", "rues"}  # fmt: skip


def test_what_one_person_says_is_no_word_of_the_room():
    assert count_words([(1, 1, "Amphitheatre"), (2, 1, "benches")]) == ()


def test_norwegian_letters_stay_apart_from_others():
    assert folded("Ære") != folded("are")


@given(st.lists(st.tuples(st.integers(0, 5), st.just(1), st.text(max_size=40)), max_size=12))
def test_the_order_plays_no_part(said):
    assert count_words(said) == count_words(said[::-1])
    assert all(2 <= each.people <= 6 for each in count_words(said))
