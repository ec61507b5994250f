"""Preparing: slugs and codes nobody else has, an agenda that can be put in order."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from workshops import answers, planning, stage
from workshops.activities import kind_of
from workshops.models import Activity, Consultation
from workshops.refusal import Refused


def agenda(session, workshop) -> list[str]:
    session.flush()
    session.expire(workshop)
    return [each.title for each in workshop.activities]


# Consultations


def test_a_consultation_starts_with_eight_categories_and_its_letters(session):
    made = planning.new_consultation(session, "Stortorget", town="Hamar")
    assert (made.slug, made.prefix, len(made.categories)) == ("stortorget", "HAM", 8)


def test_the_same_name_again_gets_a_number_behind(session):
    slugs = [planning.new_consultation(session, "Store Torg").slug for _ in range(3)]
    assert slugs == ["store-torg", "store-torg-2", "store-torg-3"]


def test_a_slug_that_only_starts_the_same_is_not_taken(session):
    planning.new_consultation(session, "Torget i Hamar")
    assert planning.new_consultation(session, "Torget").slug == "torget"


@pytest.mark.parametrize(("name", "slug"), [("日本広場", "torg"), ("Åkershagan ø", "akershagan-o")])
def test_any_name_gets_an_address(session, name, slug):
    assert planning.new_consultation(session, name).slug == slug


@pytest.mark.parametrize("name", ["", "  ", "\u200b", "\x00"])
def test_a_square_without_a_name_is_refused(session, name):
    with pytest.raises(Refused, match="Give the square a name"):
        planning.new_consultation(session, name)
    assert session.scalars(select(Consultation)).all() == []


def test_categories_of_one_consultation_are_not_those_of_another(session):
    one, other = (planning.new_consultation(session, "Torg") for _ in range(2))
    one.categories[0]["name"] = "Chairs"
    assert other.categories[0]["name"] == "Seats"
    assert planning.CATEGORIES[0]["name"] == "Seats"


# Workshops


def test_workshops_are_numbered_within_their_consultation(session, workshop):
    second = planning.new_workshop(session, workshop.consultation, "Second")
    elsewhere = planning.new_workshop(session, planning.new_consultation(session, "B"), "First")
    assert [workshop.number, second.number, elsewhere.number] == [1, 2, 1]


def test_a_code_that_is_taken_is_not_given_again(session, workshop, monkeypatch):
    drawn = iter([workshop.code, workshop.code, "K7QF"])
    monkeypatch.setattr(planning.tokens, "join_code", lambda: next(drawn))
    assert planning.free_code(session) == "K7QF"


def test_a_workshop_without_a_title_is_refused(session, workshop):
    with pytest.raises(Refused, match="Give the workshop a title"):
        planning.new_workshop(session, workshop.consultation, " ")


# The agenda


def test_an_activity_comes_last_with_the_defaults_of_its_kind(session, workshop):
    added = planning.add_activity(session, workshop, "map_notes", settings={"notes": 2})
    assert agenda(session, workshop)[-1] == "Notes on the plan"
    assert added.settings == kind_of("map_notes").defaults() | {"notes": 2}


def test_a_kind_that_is_not_there_is_refused(session, workshop):
    with pytest.raises(Refused, match="no kind of activity called “séance”"):
        planning.add_activity(session, workshop, "séance")


@pytest.mark.parametrize(
    ("which", "by", "order"),
    [
        (0, 1, ["Vote", "Ideas", "Soup"]),
        (2, -1, ["Ideas", "Soup", "Vote"]),
        (0, -1, ["Ideas", "Vote", "Soup"]),
        (2, 1, ["Ideas", "Vote", "Soup"]),
    ],
)
def test_activities_are_moved_and_stop_at_the_ends(session, workshop, which, by, order):
    planning.move(session, workshop.activities[which], by)
    assert agenda(session, workshop) == order


def test_a_draft_is_taken_out(session, workshop):
    planning.remove_activity(session, workshop.activities[1])
    assert agenda(session, workshop) == ["Ideas", "Soup"]


def test_what_people_have_seen_stays(session, workshop):
    stage.open_activity(session, workshop.activities[0])
    with pytest.raises(Refused, match="It stays in the record"):
        planning.remove_activity(session, workshop.activities[0])


def test_rules_stay_as_they_are_once_opened(session, workshop):
    stage.open_activity(session, workshop.activities[0])
    with pytest.raises(Refused, match="Its rules stay as they are"):
        planning.change_settings(session, workshop.activities[0], {})


@pytest.fixture
def answered_draft(session, workshop, person) -> Activity:
    """A vote that somebody answered before its opening was undone."""
    vote = workshop.activities[1]
    stage.open_activity(session, vote)
    answers.submit(session, vote.id, person(), {"dots": {"1": 1}}, "k")
    stage.undo(session, workshop)
    return vote


def test_an_answered_draft_keeps_its_rules(session, answered_draft):
    with pytest.raises(Refused, match="Its rules stay as they are"):
        planning.change_settings(session, answered_draft, {})


def test_an_answered_draft_stays_in_the_record(session, answered_draft):
    with pytest.raises(Refused, match="It stays in the record"):
        planning.remove_activity(session, answered_draft)


def test_words_and_time_can_be_changed_at_any_time(session, workshop):
    ideas = workshop.activities[0]
    planning.change_activity(session, ideas, title=" ", question="Why?\x00", minutes=0)
    assert (ideas.title, ideas.question, ideas.minutes) == ("Ideas", "Why?", 1)


def test_starts_follow_from_the_minutes_before(session, workshop):
    workshop.starts_at = datetime(2026, 2, 5, 17, tzinfo=UTC)
    for activity, minutes in zip(workshop.activities, (20, 15, 10), strict=True):
        activity.minutes = minutes
    starts = [at - workshop.starts_at for at in planning.planned_starts(workshop)]
    assert starts == [timedelta(minutes=n) for n in (0, 20, 35)]


def test_only_earlier_activities_with_words_are_offered_as_sources(session, workshop):
    offered = planning.around(workshop.activities[1]).sources
    assert [source.title for source in offered] == ["Ideas"]
    assert planning.around(workshop.activities[0]).sources == []
