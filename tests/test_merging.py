"""Merging: what says the same stands under one lead; no word, number or person is lost."""

from collections.abc import Callable
from itertools import count

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from workshops import answers, merging, moderation, planning, reactions, stage, undoing
from workshops.became import states_of
from workshops.freezing import freeze
from workshops.leads import leads_of
from workshops.models import Activity, Contribution, LogEntry, Workshop
from workshops.refusal import Refused
from workshops.results import result_of

keys = count(1)


@pytest.fixture
def ideas(session: Session, workshop: Workshop) -> Activity:
    """The ideas of the evening, open, with hearts."""
    stage.open_activity(session, workshop.activities[0])
    return workshop.activities[0]


@pytest.fixture
def said(session: Session, ideas: Activity, person: Callable[[], int]) -> list[Contribution]:
    """Three released ideas and one that waits, each of somebody else."""
    rows = [say(session, ideas, person(), f"A fire {n}") for n in range(4)]
    for each in rows[:3]:
        moderation.decide(session, each, "released")
    return rows


def say(session: Session, activity: Activity, writer: int, words: str) -> Contribution:
    receipt = answers.submit(session, activity.id, writer, {"text": words}, f"{next(keys)}")
    found = select(Contribution).where(Contribution.number == receipt.number)
    return session.scalars(found).one()


def heart(session: Session, row: Contribution, who: int, says: str = "heart") -> None:
    answers.react(session, row.activity_id, who, row.number, says, f"{next(keys)}")
    session.flush()


def stands(session: Session) -> dict[int, tuple]:
    """Return all that moderation may change of each contribution, by number."""
    session.flush()
    rows = session.scalars(select(Contribution).order_by(Contribution.number))
    return {
        row.number: (row.state, row.merged_into_id, row.reason, row.released_at, row.text)
        for row in rows
    }


def pointers(session: Session, activity: Activity) -> dict[int, int]:
    session.flush()
    return leads_of(session, activity.id)


def last_line(session: Session) -> LogEntry:
    return session.scalars(select(LogEntry).order_by(LogEntry.id.desc())).first()


def test_what_is_merged_keeps_its_words_and_points_to_the_lead(session, ideas, said):
    merging.merge(session, said[0], said[1:3], "helper")
    assert pointers(session, ideas) == {2: 1, 3: 1}
    assert [(each.state, each.text) for each in said[:3]] == [
        ("released", "A fire 0"),
        ("merged", "A fire 1"),
        ("merged", "A fire 2"),
    ]
    line = last_line(session)
    assert (line.who, line.verb, line.subject, line.details["reason"]) == (
        *("helper", "merged", "1"),
        "2, 3",
    )


def test_what_waits_is_released_with_the_lead(session, ideas, said):
    merging.merge(session, said[3], [said[0]])
    assert (said[3].state, said[3].released_at is None) == ("released", False)
    assert pointers(session, ideas) == {1: 4}


def test_a_chain_has_one_lead(session, ideas, said):
    merging.merge(session, said[1], [said[0]])
    merging.merge(session, said[2], [said[1]])
    assert pointers(session, ideas) == {1: 3, 2: 3}


def test_undo_gives_back_exactly_the_state_before(session, workshop, ideas, said):
    merging.merge(session, said[1], [said[0]])
    before = stands(session)
    merging.merge(session, said[3], [said[1]])
    undoing.undo(session, workshop)
    assert stands(session) == before
    undoing.undo(session, workshop)
    assert pointers(session, ideas) == {}


def test_what_is_taken_apart_is_as_it_was(session, ideas, said):
    before = stands(session)
    merging.merge(session, said[0], [said[2], said[3]])
    merging.take_apart(session, said[2])
    merging.take_apart(session, said[3])
    assert stands(session) == before


def test_what_came_with_it_goes_with_it(session, ideas, said):
    merging.merge(session, said[1], [said[0]])
    merging.merge(session, said[2], [said[1]])
    merging.take_apart(session, said[1])
    assert pointers(session, ideas) == {1: 2}


def test_taking_apart_can_be_undone(session, workshop, ideas, said):
    merging.merge(session, said[1], [said[0]])
    merging.merge(session, said[2], [said[1]])
    before = stands(session)
    merging.take_apart(session, said[1])
    undoing.undo(session, workshop)
    assert stands(session) == before


def test_one_alone_is_not_merged(session, ideas, said):
    with pytest.raises(Refused, match="two or more"):
        merging.merge(session, said[0], [said[0]])


def test_two_helpers_who_merge_the_same_merge_it_once(session, ideas, said):
    merging.merge(session, said[0], [said[1]])
    with pytest.raises(Refused, match=r"No\. 2 stands together with no\. 1 already"):
        merging.merge(session, said[0], [said[1]])
    with pytest.raises(Refused, match=r"No\. 2 stands together with no\. 1 already"):
        merging.merge(session, said[1], [said[2]])


@pytest.mark.parametrize(
    ("fate", "why"),
    [("hidden", "is hidden"), ("returned", "went back to its writer")],
)
def test_what_is_not_to_be_seen_is_not_merged(session, ideas, said, fate, why):
    moderation.decide(session, said[1], fate, reason="name")
    with pytest.raises(Refused, match=why):
        merging.merge(session, said[0], [said[1]])
    with pytest.raises(Refused, match=why):
        merging.merge(session, said[1], [said[0]])


def test_what_its_writer_took_back_is_not_merged(session, ideas, said):
    answers.withdraw(session, said[1].attendee_id, said[1].id)
    with pytest.raises(Refused, match="taken back by its writer"):
        merging.merge(session, said[0], [said[1]])


def test_answers_to_different_questions_are_not_merged(session, workshop, ideas, said, person):
    other = planning.add_activity(session, workshop, "ideas", "More")
    stage.open_activity(session, other)
    more = say(session, other, person(), "A fire")
    with pytest.raises(Refused, match=r"No\. 5 answers another question than no\. 1"):
        merging.merge(session, said[0], [more])


def test_a_line_of_an_opened_vote_may_lead_and_is_not_merged(session, workshop, ideas, said):
    vote = workshop.activities[1]
    vote.settings = {**vote.settings, "source": ideas.id}
    stage.open_activity(session, vote)
    with pytest.raises(Refused, match=r"No\. 2 is a line of the vote “Vote”"):
        merging.merge(session, said[0], [said[1]])
    merging.merge(session, said[0], [said[3]])
    assert pointers(session, ideas) == {4: 1}


def test_a_vote_on_ideas_offers_the_lead_with_the_hearts_of_all(
    session, workshop, ideas, said, person
):
    for row in said[:2]:
        heart(session, row, person())
    merging.merge(session, said[2], said[:2])
    vote = workshop.activities[1]
    vote.settings = {**vote.settings, "source": ideas.id}
    stage.open_activity(session, vote)
    assert [each.get("number") for each in vote.settings["options"]] == [3, None]
    assert reactions.hearts_of(session, ideas.id)[3] == 2


def test_one_person_is_one_heart_however_many_of_them_they_liked(session, ideas, said, person):
    both, one = person(), person()
    for row, who in ((said[0], both), (said[1], both), (said[1], one)):
        heart(session, row, who)
    merging.merge(session, said[0], [said[1]])
    session.flush()
    assert reactions.hearts_of(session, ideas.id) == {1: 2, 2: 2}
    merging.take_apart(session, said[1])
    session.flush()
    assert reactions.hearts_of(session, ideas.id) == {1: 1, 2: 2}


def test_a_heart_taken_back_is_taken_back_of_all_that_stands_together(session, ideas, said, person):
    who = person()
    heart(session, said[1], who)
    merging.merge(session, said[0], [said[1]])
    heart(session, said[0], who, "")
    assert reactions.hearts_of(session, ideas.id) == {}


def test_a_heart_from_a_page_that_is_older_than_the_merge_is_kept(session, ideas, said, person):
    merging.merge(session, said[0], [said[1]])
    heart(session, said[1], person())
    assert reactions.hearts_of(session, ideas.id)[1] == 1


def test_everybody_who_said_it_is_counted_once_and_every_idea_too(session, ideas, said):
    merging.merge(session, said[0], [said[1], said[3]])
    session.flush()
    result = result_of(session, ideas)
    assert (result.n, result.facts["ideas"], str(result.headline)) == (4, 4, "4 ideas")
    assert [(row["number"], row["said_by"]) for row in result.rows] == [(1, 3), (3, 1)]


def test_without_a_merge_a_result_is_what_it_always_was(session, ideas, said):
    assert "said_by" not in {column.key for column in result_of(session, ideas).columns}


def test_what_stands_together_is_decided_on_only_once_it_is_apart(session, ideas, said):
    merging.merge(session, said[0], [said[1]])
    with pytest.raises(Refused, match=r"No\. 1 stands for others too\. Take them apart first"):
        moderation.decide(session, said[0], "hidden")
    with pytest.raises(Refused, match=r"No\. 2 stands together with no\. 1\. Take it apart first"):
        moderation.decide(session, said[1], "hidden")


def test_when_the_lead_is_taken_back_the_next_one_leads(session, workshop, ideas, said):
    merging.merge(session, said[0], said[1:])
    answers.withdraw(session, said[0].attendee_id, said[0].id)
    assert pointers(session, ideas) == {3: 2, 4: 2}
    assert (said[1].state, said[0].text) == ("released", "A fire 0")
    undoing.undo(session, workshop)
    assert [each.state for each in said] == ["withdrawn", "released", "released", "held"]


def test_one_that_is_taken_back_leaves_the_others_together(session, workshop, ideas, said):
    merging.merge(session, said[0], said[1:3])
    answers.withdraw(session, said[1].attendee_id, said[1].id)
    assert pointers(session, ideas) == {3: 1}
    undoing.undo(session, workshop)
    assert said[1].state == "withdrawn"


def test_what_is_not_merged_cannot_be_taken_apart(session, ideas, said):
    with pytest.raises(Refused, match="stands by itself already"):
        merging.take_apart(session, said[0])


def test_the_log_names_no_person_and_no_words(session, ideas, said):
    merging.merge(session, said[0], [said[1]], "helper")
    line = last_line(session)
    assert "fire" not in str(line.details)
    assert set(line.details) == {"reason", "before"}


def test_all_contributions_stay_in_the_findings_and_are_grouped(session, workshop, ideas, said):
    merging.merge(session, said[0], [said[1]])
    stage.close(session, ideas)
    session.flush()
    found = freeze(session, workshop.consultation)
    told = [(each.number, each.state, each.merged_into) for each in found.contributions]
    assert told == [(1, "released", ""), (2, "merged", "HAM-0001"), (3, "released", "")]
    assert [each.state for each in states_of(found).values()] == [
        *("grouped", "grouped"),
        "received",
    ]


def test_notes_on_the_plan_that_say_the_same_are_all_counted(session, workshop, person):
    notes = planning.add_activity(session, workshop, "map_notes")
    stage.open_activity(session, notes)
    for n in range(2):
        spot = {"text": "Seats", "place": "", "category": "seats", "lon": 11.07, "lat": 60.79 + n}
        answers.submit(session, notes.id, person(), spot, f"note {n}")
    one, other = session.scalars(select(Contribution)).all()
    merging.merge(session, one, [other])
    session.flush()
    result = result_of(session, notes)
    assert (result.n, result.facts["notes"], result.bars[0].value) == (2, 2, 2)
    [drawn] = result.features
    assert drawn["properties"]["label"] == "×2"


def test_what_is_said_at_the_stops_of_a_walk_stands_by_itself(session, workshop, person):
    stops = [{"key": "1", "label": "By the fountain", "words": ""}]
    walk = planning.add_activity(session, workshop, "walk", settings={"stops": stops})
    stage.open_activity(session, walk)
    for n in range(2):
        seen = {"stop": "1", "feeling": "", "text": "Wind"}
        answers.submit(session, walk.id, person(), seen, f"seen {n}")
    one, other = session.scalars(select(Contribution)).all()
    with pytest.raises(Refused, match="stand by themselves"):
        merging.merge(session, one, [other])
