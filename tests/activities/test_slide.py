"""Slide: shown only; nobody answers it and nothing is counted."""

from werkzeug.datastructures import MultiDict

from workshops.activities import kind_of
from workshops.activities.kind import Around

slide = kind_of("slide")


def test_nobody_answers_a_slide():
    assert slide.collects == "nothing"
    assert slide.answer_form(slide.defaults(), Around()) is None
    assert slide.samples(slide.defaults(), 5) == []


def test_an_empty_timer_is_no_timer():
    form, settings = slide.read_settings(Around(), MultiDict({"words": "Soup", "minutes": ""}))
    assert form.errors == {}
    assert not settings["minutes"]


def test_fields_that_were_not_sent_stay_empty_words():
    _, settings = slide.read_settings(Around(), MultiDict({"words": "Soup"}))
    assert [settings[name] for name in ("look_up", "credit", "photo")] == ["", "", ""]


def test_a_timer_of_a_week_is_refused():
    form, _ = slide.read_settings(Around(), MultiDict({"minutes": "10080"}))
    assert "minutes" in form.errors


def test_only_a_picture_of_ours_is_shown():
    form, _ = slide.read_settings(Around(), MultiDict({"photo": "../../secret.key"}))
    assert "photo" in form.errors
