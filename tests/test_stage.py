"""The stage: one thing is open, votes are secret until shown, every step can be undone."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from workshops import answers, planning, stage, turnout
from workshops.models import Activity, LogEntry, Workshop
from workshops.refusal import Refused
from workshops.results import public_result

LATER = timedelta(seconds=3)


def verbs(session: Session) -> list[str]:
    return list(session.scalars(select(LogEntry.verb).order_by(LogEntry.id)))


def vote_of(workshop: Workshop) -> Activity:
    return workshop.activities[1]


# What is open


def test_opening_puts_the_activity_on_the_stage(session, workshop):
    ideas = workshop.activities[0]
    stage.open_activity(session, ideas)
    assert (ideas.state, workshop.current, workshop.scene) == ("open", ideas, "activity")


def test_opening_one_closes_the_other(session, workshop):
    for activity in workshop.activities:
        stage.open_activity(session, activity)
    assert [each.state for each in workshop.activities] == ["closed", "closed", "open"]


def test_opening_brings_a_blank_screen_back(session, workshop):
    stage.set_blank(session, workshop, blank=True)
    stage.open_activity(session, workshop.activities[0])
    assert not workshop.blank


def test_a_vote_without_lines_does_not_open(session, workshop):
    empty = planning.add_activity(session, workshop, "dot_vote", "Empty", settings={"keep": False})
    with pytest.raises(Refused, match="A vote needs two lines"):
        stage.open_activity(session, empty)
    assert empty.state == "draft"


def test_a_vote_takes_the_released_ideas_with_most_hearts(session, workshop, person):
    ideas = workshop.activities[0]
    stage.open_activity(session, ideas)
    writer, fan = person(), person()
    for words in ("A fire", "Seats", "Ice"):
        answers.submit(session, ideas.id, writer, {"text": words}, words)
    for row in session.scalars(select(answers.Contribution)):
        row.state = "released"
    answers.react(session, ideas.id, fan, 3, "heart", "a")
    vote = planning.add_activity(
        session, workshop, "dot_vote", settings={"source": ideas.id, "most": 2}
    )
    stage.open_activity(session, vote)
    assert [each["key"] for each in vote.settings["options"]] == ["n1", "n3", "keep"]


def test_nothing_opens_after_the_end(session, workshop):
    stage.end(session, workshop)
    with pytest.raises(Refused, match="has ended"):
        stage.open_activity(session, workshop.activities[0])


# Secret until shown


def test_a_vote_is_secret_until_it_is_closed_and_shown(session, workshop):
    vote = vote_of(workshop)
    stage.open_activity(session, vote)
    assert public_result(session, vote) is None
    stage.close(session, vote)
    assert public_result(session, vote) is None
    stage.show(session, vote)
    assert public_result(session, vote) is not None


def test_an_open_vote_cannot_be_shown(session, workshop):
    stage.open_activity(session, vote_of(workshop))
    with pytest.raises(Refused, match="Close “Vote” first"):
        stage.show(session, vote_of(workshop))


def test_a_shown_vote_that_opens_again_is_secret_again(session, workshop):
    vote = vote_of(workshop)
    for step in (stage.open_activity, stage.close, stage.show, stage.open_activity):
        step(session, vote)
    assert public_result(session, vote) is None


def test_what_was_shown_can_be_taken_off_again(session, workshop):
    vote = vote_of(workshop)
    for step in (stage.open_activity, stage.close, stage.show, stage.hide):
        step(session, vote)
    assert not vote.shown


def test_what_is_not_open_cannot_be_closed(session, workshop):
    with pytest.raises(Refused, match="is not open"):
        stage.close(session, vote_of(workshop))


# The next step


def test_the_next_steps_lead_through_the_evening(session, workshop):
    said = []
    while step := stage.next_step(workshop):
        said.append(str(step.words))
        stage.advance(session, workshop)
    assert said == [
        "Start “Ideas”",
        "Close, and start “Vote”",
        "Close the vote",
        "Show the result",
        "Start “Soup”",
        "End the workshop",
    ]


def test_after_the_end_there_is_no_next_step(session, workshop):
    stage.end(session, workshop)
    with pytest.raises(Refused, match="has ended"):
        stage.advance(session, workshop)


def test_a_title_with_a_per_cent_sign_is_said_as_it_is(session, workshop):
    workshop.activities[0].title = "100 % (no) %s"
    assert str(stage.next_step(workshop).words) == "Start “100 % (no) %s”"


def test_the_end_closes_all_and_thanks(session, workshop):
    stage.open_activity(session, workshop.activities[0])
    stage.end(session, workshop)
    assert workshop.activities[0].state == "closed"
    assert workshop.scene == "thanks"


# Undo


STEPS = {
    "open": lambda s, w: stage.open_activity(s, w.activities[0]),
    "open another": lambda s, w: stage.open_activity(s, w.activities[2]),
    "close": lambda s, w: stage.close(s, w.activities[1]),
    "scene": lambda s, w: stage.set_scene(s, w, "doors"),
    "blank": lambda s, w: stage.set_blank(s, w, blank=True),
    "end": stage.end,
}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_every_step_can_be_undone(session, workshop, step):
    stage.open_activity(session, vote_of(workshop))
    before = stage._state(workshop)
    step(session, workshop)
    assert stage._state(workshop) != before
    stage.undo(session, workshop)
    assert stage._state(workshop) == before


def test_undo_goes_back_step_by_step(session, workshop):
    states = [stage._state(workshop)]
    while stage.next_step(workshop):
        stage.advance(session, workshop)
        states.append(stage._state(workshop))
    for state in reversed(states[:-1]):
        stage.undo(session, workshop)
        assert stage._state(workshop) == state
    with pytest.raises(Refused, match="nothing to undo"):
        stage.undo(session, workshop)


def test_undo_is_written_down_and_nothing_is_taken_out_of_the_log(session, workshop):
    stage.open_activity(session, workshop.activities[0])
    stage.undo(session, workshop)
    assert verbs(session)[-2:] == ["opened", "undid"]


def test_the_answers_of_an_activity_that_was_opened_by_mistake_are_kept(session, workshop, person):
    vote = vote_of(workshop)
    stage.open_activity(session, vote)
    answers.submit(session, vote.id, person(), {"dots": {"1": 1}}, "k")
    stage.undo(session, workshop)
    stage.open_activity(session, vote)
    assert turnout.answered(session, [vote.id])[vote.id] == {"phone": 1}


def test_a_vote_that_is_closed_again_by_undo_takes_no_more(session, workshop, person, wait):
    vote = vote_of(workshop)
    stage.open_activity(session, vote)
    stage.close(session, vote)
    stage.open_activity(session, vote)
    stage.undo(session, workshop)
    wait(LATER)
    with pytest.raises(Refused, match="Closed"):
        answers.submit(session, vote.id, person(), {"dots": {"1": 1}}, "k")


def test_the_line_about_keeping_it_as_it_is_is_offered_once_after_undo(session, workshop):
    vote = vote_of(workshop)
    stage.open_activity(session, vote)
    stage.undo(session, workshop)
    stage.open_activity(session, vote)
    assert [each["key"] for each in vote.settings["options"]] == ["1", "2", "keep"]


# Time


def test_more_minutes_are_more_minutes_but_not_more_than_a_day(session, workshop):
    ideas = workshop.activities[0]
    stage.add_minutes(session, ideas, 5)
    assert ideas.minutes == 20
    stage.add_minutes(session, ideas, 10_000)
    assert ideas.minutes == 24 * 60


def test_an_unknown_scene_is_our_own_mistake(session, workshop):
    with pytest.raises(ValueError, match="cellar"):
        stage.set_scene(session, workshop, "cellar")


# Which view of a result


def test_a_view_is_chosen_and_undone(session, workshop):
    notes = planning.add_activity(session, workshop, "map_notes", "Where?")
    stage.open_activity(session, notes)
    stage.set_view(session, notes, "spots")
    assert notes.settings["view"] == "spots"
    stage.undo(session, workshop)
    assert not notes.settings.get("view")


def test_a_view_that_the_kind_does_not_have_is_our_own_mistake(session, workshop):
    with pytest.raises(ValueError, match="spots"):
        stage.set_view(session, workshop.activities[0], "spots")
