"""Sentences in a language, without the web."""

from babel.messages import Catalog, mofile

from app.languages import CATALOGUES
from exports.words import translator
from workshops.words import count, say


def folder(tmp_path):
    catalogue = Catalog(locale="nb")
    catalogue.add(("%(n)s idea", "%(n)s ideas"), ("%(n)s idé", "%(n)s ideer"))
    catalogue.add("%(what)s came first.", "%(what)s kom først.")
    path = tmp_path / "nb" / "LC_MESSAGES" / "messages.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        mofile.write_mo(file, catalogue)
    return tmp_path


def test_a_sentence_is_translated_from_the_inside_out(tmp_path):
    words = translator("nb", folder(tmp_path))
    sentence = say("%(what)s came first.", what=count("%(n)s idea", "%(n)s ideas", 1146))
    assert words.say(sentence).replace("\xa0", " ") == "1 146 ideer kom først."


def test_what_is_not_translated_stays_english(tmp_path):
    catalogues = folder(tmp_path)
    for language in ("nb", "fr"):
        assert translator(language, catalogues).say(say("A tie.")) == "A tie."


def test_a_day_is_written_as_the_language_does():
    assert translator("en").day("2026-04-27T09:12:00+00:00") == "27 April 2026"
    assert translator("nb").day("2026-04-27").startswith("27")
    assert translator("en").day("") == ""


def test_per_cent_signs_in_peoples_words_do_no_harm():
    assert translator("en").say(say("“%(t)s” leads", t="%s %(x)s 100%")) == "“%s %(x)s 100%” leads"


def test_arabic_runs_from_right_to_left():
    assert translator("ar").direction == "rtl"
    assert translator("nb").direction == "ltr"


def test_whose_a_map_is_is_translated_and_a_name_is_not():
    words = translator("nb", CATALOGUES)
    told = "Drawn by hand · Hamar kommune, CC BY 4.0"
    assert words.credit(told) == "Tegnet for hånd · Hamar kommune, CC BY 4.0"
