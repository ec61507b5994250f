"""The one way in: once however often it is sent, refused with a sentence otherwise."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from workshops import answers, joining, planning, stage, turnout
from workshops.models import Activity, Ballot, Contribution, LogEntry, Workshop
from workshops.news import News, settle
from workshops.refusal import Refused


@pytest.fixture
def ideas(session: Session, workshop: Workshop) -> Activity:
    stage.open_activity(session, workshop.activities[0])
    return workshop.activities[0]


@pytest.fixture
def vote(session: Session, workshop: Workshop) -> Activity:
    stage.open_activity(session, workshop.activities[1])
    return workshop.activities[1]


def said(session: Session) -> list[Contribution]:
    return list(session.scalars(select(Contribution).order_by(Contribution.number)))


def ballots(session: Session) -> list[dict]:
    return [row.payload for row in session.scalars(select(Ballot).order_by(Ballot.id))]


# Contributions


def test_numbers_run_through_the_whole_consultation(session, workshop, ideas, person):
    other = planning.new_workshop(session, workshop.consultation, "Second evening")
    more = planning.add_activity(session, other, "ideas")
    stage.open_activity(session, more)
    guest = joining.join(session, other.id, other.code, "a device")
    numbers = [
        answers.submit(session, activity.id, who, {"text": "A fire"}, "k").number
        for activity, who in ((ideas, person()), (more, guest), (ideas, person()))
    ]
    assert numbers == [1, 2, 3]


def test_the_same_key_again_is_the_same_idea(session, ideas, person):
    writer = person()
    sent = [answers.submit(session, ideas.id, writer, {"text": "A fire"}, "k") for _ in range(3)]
    assert [(each.number, each.again) for each in sent] == [(1, False), (1, True), (1, True)]
    assert len(said(session)) == 1


def test_the_same_key_of_two_people_is_two_ideas(session, ideas, person):
    numbers = [answers.submit(session, ideas.id, person(), {"text": "x"}, "k").number for _ in "ab"]
    assert numbers == [1, 2]


def test_an_idea_waits_for_its_release(session, ideas, person):
    answers.submit(session, ideas.id, person(), {"text": "A fire"}, "k")
    assert said(session)[0].state == "held"


def test_words_are_kept_clean(session, ideas, person):
    answers.submit(session, ideas.id, person(), {"text": " a\u202e fire\x00 "}, "k")
    assert said(session)[0].text == "a fire"


def test_a_place_is_kept_as_a_point(session, ideas, person):
    payload = {"text": "Here", "lon": 11.07, "lat": 60.79}
    answers.submit(session, ideas.id, person(), payload, "k")
    row = said(session)[0]
    assert row.geometry == {"type": "Point", "coordinates": [11.07, 60.79]}
    assert answers.payload_of(row)["lon"] == 11.07


def test_a_refused_idea_takes_no_number(session, ideas, person):
    with pytest.raises(Refused, match="Write something first"):
        answers.submit(session, ideas.id, person(), {"text": " \u200b "}, "a")
    assert answers.submit(session, ideas.id, person(), {"text": "A fire"}, "b").number == 1


def test_a_flood_is_not_a_voice(session, ideas, person):
    writer = person()
    for n in range(answers.MOST_A_PERSON):
        answers.submit(session, ideas.id, writer, {"text": f"Idea {n}"}, str(n))
    with pytest.raises(Refused, match="You have sent 50"):
        answers.submit(session, ideas.id, writer, {"text": "One more"}, "more")
    assert answers.submit(session, ideas.id, writer, {"text": "Idea 0"}, "0").again


# Ballots


def test_the_last_ballot_stands(session, vote, person):
    voter = person()
    answers.submit(session, vote.id, voter, {"dots": {"1": 3}}, "a")
    answers.submit(session, vote.id, voter, {"dots": {"2": 2}}, "b")
    assert ballots(session) == [{"dots": {"2": 2}}]


def test_a_late_copy_of_an_earlier_vote_does_not_bring_it_back(session, vote, person):
    voter = person()
    for key, dots in (("a", {"1": 3}), ("b", {"2": 2}), ("a", {"1": 3})):
        receipt = answers.submit(session, vote.id, voter, {"dots": dots}, key)
    assert receipt.again
    assert ballots(session) == [{"dots": {"2": 2}}]


def test_a_refused_change_leaves_the_vote_as_it_was(session, vote, person):
    voter = person()
    answers.submit(session, vote.id, voter, {"dots": {"1": 3}}, "a")
    with pytest.raises(Refused, match="You have 5 dots"):
        answers.submit(session, vote.id, voter, {"dots": {"1": 3, "2": 3}}, "b")
    assert ballots(session) == [{"dots": {"1": 3}}]


TAPS = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 3), st.sampled_from("12"), st.integers(1, 3)),
    max_size=12,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(taps=TAPS)
def test_any_order_and_any_copies_leave_one_ballot_a_person(session, vote, person, taps):
    """Taps are (who, which tap of theirs, option, dots); one that was seen before is a copy."""
    people = [person() for _ in range(3)]
    seen: dict[tuple[int, int], dict] = {}
    last: dict[int, dict] = {}
    for who, tap, option, dots in taps:
        is_new = (who, tap) not in seen
        payload = seen.setdefault((who, tap), {"dots": {option: dots}})
        answers.submit(session, vote.id, people[who], payload, f"tap {tap}")
        if is_new:
            last[people[who]] = payload
    rows = session.scalars(select(Ballot).where(Ballot.attendee_id.in_(people))).all()
    assert sorted((row.attendee_id, row.payload) for row in rows) == sorted(last.items())


# Who may, and when


def test_nothing_is_taken_before_it_opens(session, workshop, person):
    with pytest.raises(Refused, match="not open yet"):
        answers.submit(session, workshop.activities[0].id, person(), {"text": "A fire"}, "k")


def test_nobody_answers_a_slide(session, workshop, person):
    slide = workshop.activities[2]
    stage.open_activity(session, slide)
    with pytest.raises(Refused, match="nothing to answer"):
        answers.submit(session, slide.id, person(), {}, "k")


def test_somebody_of_another_workshop_is_refused(session, workshop, vote, person):
    other = planning.new_workshop(session, workshop.consultation, "Second evening")
    elsewhere = planning.add_activity(session, other, "ideas")
    stage.open_activity(session, elsewhere)
    with pytest.raises(Refused, match="another workshop"):
        answers.submit(session, elsewhere.id, person(), {"text": "A fire"}, "k")


@pytest.mark.parametrize(
    ("after", "taken"),
    [(timedelta(0), True), (timedelta(seconds=1.5), True), (timedelta(seconds=2.5), False)],
)
def test_what_was_on_its_way_is_taken_for_two_seconds(session, vote, person, wait, after, taken):
    voter = person()
    stage.close(session, vote)
    wait(after)
    if taken:
        assert answers.submit(session, vote.id, voter, {"dots": {"1": 1}}, "k").number == 0
    else:
        with pytest.raises(Refused, match="Closed"):
            answers.submit(session, vote.id, voter, {"dots": {"1": 1}}, "k")


def test_a_clock_set_back_does_not_open_a_closed_vote(session, vote, person, wait):
    voter = person()
    stage.close(session, vote)
    wait(timedelta(hours=-1))
    with pytest.raises(Refused, match="Closed"):
        answers.submit(session, vote.id, voter, {"dots": {"1": 1}}, "k")


# Hearts


@pytest.fixture
def released(session: Session, ideas: Activity, person) -> Contribution:
    answers.submit(session, ideas.id, person(), {"text": "A fire"}, "k")
    said(session)[0].state = "released"
    return said(session)[0]


def test_a_heart_counts_once_a_person_and_can_be_taken_back(session, ideas, released, person):
    fan = person()
    for tap in "abc":
        answers.react(session, ideas.id, fan, 1, "heart", tap)
    answers.react(session, ideas.id, person(), 1, "heart", "a")
    assert stage.hearts_of(session, ideas.id) == {1: 2}
    answers.react(session, ideas.id, fan, 1, "", "d")
    assert stage.hearts_of(session, ideas.id) == {1: 1}


def test_a_late_copy_of_a_tap_brings_no_heart_back(session, ideas, released, person):
    fan = person()
    for says, tap in (("heart", "on"), ("", "off"), ("heart", "on"), ("", "off"), ("heart", "on")):
        answers.react(session, ideas.id, fan, 1, says, tap)
    assert stage.hearts_of(session, ideas.id) == {}
    answers.react(session, ideas.id, fan, 1, "heart", "another tap")
    assert stage.hearts_of(session, ideas.id) == {1: 1}


def test_what_was_never_given_leaves_nothing_when_taken_back(session, ideas, released, person):
    answers.react(session, ideas.id, person(), 1, "", "off")
    assert ballots(session) == []


def test_what_is_not_asked_for_cannot_be_said(session, ideas, released, person):
    with pytest.raises(Refused, match="Nobody is asked that here"):
        answers.react(session, ideas.id, person(), 1, "agree", "a")
    ideas.settings = ideas.settings | {"hearts": False}
    with pytest.raises(Refused, match="Nobody is asked that here"):
        answers.react(session, ideas.id, person(), 1, "heart", "a")


def test_a_heart_is_no_answer(session, workshop, ideas, released, person):
    answers.react(session, ideas.id, person(), 1, "heart", "a")
    assert turnout.answered(session, [ideas.id])[ideas.id] == {"phone": 1}


@pytest.mark.parametrize("state", ["held", "hidden", "withdrawn"])
def test_what_is_not_shown_gets_no_heart(session, ideas, released, person, state):
    released.state = state
    with pytest.raises(Refused, match=r"No\. 1 is not shown"):
        answers.react(session, ideas.id, person(), 1, "heart", "a")


# Taking back, and sending again


def test_one_takes_back_ones_own_and_the_number_stays_used(session, ideas, person):
    writer = person()
    answers.submit(session, ideas.id, writer, {"text": "A fire"}, "a")
    assert answers.withdraw(session, writer, said(session)[0].id) == 1
    assert answers.submit(session, ideas.id, writer, {"text": "Seats"}, "b").number == 2


def test_nobody_takes_back_what_is_not_theirs(session, ideas, person):
    answers.submit(session, ideas.id, person(), {"text": "A fire"}, "a")
    with pytest.raises(Refused, match="not from this phone"):
        answers.withdraw(session, person(), said(session)[0].id)


def test_a_returned_idea_is_sent_again_under_its_number(session, ideas, person):
    writer = person()
    answers.submit(session, ideas.id, writer, {"text": "Ask Kari"}, "a")
    row = said(session)[0]
    row.state, row.reason = "returned", "Please leave out names"
    assert answers.revise(session, writer, row.id, "Ask the neighbours") == 1
    assert (row.text, row.state, row.reason) == ("Ask the neighbours", "held", "")


def test_a_correction_whose_receipt_was_lost_is_not_refused_the_second_time(session, ideas, person):
    writer = person()
    answers.submit(session, ideas.id, writer, {"text": "Ask Kari"}, "a")
    row = said(session)[0]
    row.state = "returned"
    for _ in range(2):
        assert answers.revise(session, writer, row.id, "Ask the neighbours") == 1
    assert [entry.verb for entry in session.query(LogEntry)].count("sent again") == 1


def test_what_was_taken_back_twice_is_taken_back_once(session, ideas, person):
    writer = person()
    answers.submit(session, ideas.id, writer, {"text": "A fire"}, "a")
    for _ in range(2):
        assert answers.withdraw(session, writer, said(session)[0].id) == 1
    assert [entry.verb for entry in session.query(LogEntry)].count("taken back") == 1


def test_only_what_was_returned_is_sent_again(session, ideas, person):
    writer = person()
    answers.submit(session, ideas.id, writer, {"text": "A fire"}, "a")
    with pytest.raises(Refused, match="was not returned"):
        answers.revise(session, writer, said(session)[0].id, "Another")


# What is told


def test_an_answer_is_told_of_without_a_word_of_it(session, workshop, ideas, person):
    writer = person()
    session.info.clear()
    answers.submit(session, ideas.id, writer, {"text": "A fire"}, "k")
    assert settle(session) == (News(workshop.id, "answers", ideas.id),)


def test_the_same_again_is_no_news(session, ideas, person):
    writer = person()
    answers.submit(session, ideas.id, writer, {"text": "A fire"}, "k")
    session.info.clear()
    answers.submit(session, ideas.id, writer, {"text": "A fire"}, "k")
    assert settle(session) == ()
