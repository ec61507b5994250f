"""Moderation: every fate is given with a reason, written down, and can be taken back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from workshops import answers, moderation, stage, undoing
from workshops.models import Contribution, LogEntry, Workshop
from workshops.refusal import Refused


@pytest.fixture
def idea(session: Session, workshop: Workshop, person) -> Contribution:
    """An idea that waits."""
    stage.open_activity(session, workshop.activities[0])
    answers.submit(session, workshop.activities[0].id, person(), {"text": "A fire"}, "k")
    return session.scalars(select(Contribution)).one()


def last_line(session: Session) -> LogEntry:
    return session.scalars(select(LogEntry).order_by(LogEntry.id.desc())).first()


@pytest.mark.parametrize("fate", ["released", "returned", "hidden"])
def test_a_fate_is_written_down_with_its_reason(session, idea, fate):
    moderation.decide(session, idea, fate, reason="name", who="helper")
    line = last_line(session)
    assert (idea.state, line.who, line.verb, line.subject) == (fate, "helper", fate, "1")
    assert line.details["before"] == "held"
    assert line.details["reason"] == ("" if fate == "released" else "Please leave out names")


def test_two_helpers_do_not_do_the_same_twice(session, idea):
    moderation.decide(session, idea, "released")
    with pytest.raises(Refused, match=r"Another helper has already done that to no\. 1"):
        moderation.decide(session, idea, "released")


def test_what_its_writer_took_back_is_left_alone(session, idea):
    answers.withdraw(session, idea.attendee_id, idea.id)
    with pytest.raises(Refused, match="taken back by its writer"):
        moderation.decide(session, idea, "released")


def test_an_unknown_fate_is_our_own_mistake(session, idea):
    with pytest.raises(ValueError, match="burned"):
        moderation.decide(session, idea, "burned")


def test_nothing_is_ever_deleted(session, idea):
    for fate in ("hidden", "held", "returned", "released", "hidden"):
        moderation.decide(session, idea, fate, reason="unclear")
    assert session.get(Contribution, idea.id).text == "A fire"
    assert moderation.counts(session, idea_workshop(session, idea)) == {"hidden": 1}


def idea_workshop(session: Session, idea: Contribution) -> Workshop:
    return session.get_one(answers.Activity, idea.activity_id).workshop


# Undo


@pytest.mark.parametrize("fate", ["released", "returned", "hidden"])
def test_a_fate_can_be_taken_back(session, workshop, idea, fate):
    moderation.decide(session, idea, fate, reason="name")
    undoing.undo(session, workshop)
    assert (idea.state, idea.reason, idea.released_at) == ("held", "", None)


def test_the_reason_comes_back_with_the_state(session, workshop, idea):
    moderation.decide(session, idea, "returned", reason="name")
    moderation.decide(session, idea, "released")
    undoing.undo(session, workshop)
    assert (idea.state, idea.reason) == ("returned", "Please leave out names")


def test_undo_does_not_bring_back_what_its_writer_took_back(session, workshop, idea):
    moderation.decide(session, idea, "released")
    answers.withdraw(session, idea.attendee_id, idea.id)
    undoing.undo(session, workshop)
    assert idea.state == "withdrawn"


def test_undo_takes_back_stage_and_moderation_in_turn(session, workshop, idea):
    moderation.decide(session, idea, "released")
    stage.close(session, workshop.activities[0])
    undoing.undo(session, workshop)
    assert (workshop.activities[0].state, idea.state) == ("open", "released")
    undoing.undo(session, workshop)
    assert (workshop.activities[0].state, idea.state) == ("open", "held")


# Categories


def test_an_idea_is_put_under_a_category_and_under_none(session, idea):
    moderation.set_category(session, idea, "seats")
    assert idea.category == "seats"
    moderation.set_category(session, idea, "")
    assert last_line(session).details["category_before"] == "seats"


def test_a_category_that_is_not_there_is_refused(session, idea):
    with pytest.raises(Refused, match="There is no category “dragons”"):
        moderation.set_category(session, idea, "dragons")


# What to look at twice


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("A fire in 2026", ()),
        ("500 people, 3 benches, 12 m", ()),
        ("From 17:00 to 19:30 every Friday", ()),
        ("Call 912 34 567", ("number",)),
        ("+47 91234567 knows", ("number",)),
        ("kari@example.no", ("address",)),
        ("ask @kari_n about it", ("address",)),
        ("Meet @ noon", ()),
        ("kari@example.no, 91234567", ("number", "address")),
    ],
)
def test_numbers_and_addresses_are_flagged(words, found):
    assert moderation.flags(words) == found


@given(st.text(max_size=500))
def test_flags_read_any_words(words):
    assert set(moderation.flags(words)) <= {"number", "address"}


def test_releasing_all_leaves_what_has_a_flag(session, workshop, idea, person):
    activity = workshop.activities[0]
    answers.submit(session, activity.id, person(), {"text": "Call 912 34 567"}, "k")
    assert moderation.release_all(session, workshop) == 1
    assert [each.text for each in moderation.waiting_in(session, workshop)] == ["Call 912 34 567"]
