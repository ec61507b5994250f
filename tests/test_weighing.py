"""Weighing: different people, each once, by channel and workshop."""

from itertools import count

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from workshops import answers, clock, merging, moderation, planning, requirements, stage, turnout
from workshops.freezing import counted_in, freeze
from workshops.models import Activity, Attendee, Contribution, Requirement, Workshop
from workshops.weighing import Weighed, reach_of, strength_of, weigh, without

keys = count(1)


def attendee(session: Session, workshop: Workshop, channel: str = "phone", people: int = 1) -> int:
    made = Attendee(
        workshop_id=workshop.id,
        channel=channel,
        slip=f"{channel} {next(keys)}",
        people=people,
        joined_at=clock.now(),
    )
    session.add(made)
    session.flush()
    return made.id


def say_idea(session: Session, activity: Activity, writer: int, words: str) -> Contribution:
    number = answers.submit(session, activity.id, writer, {"text": words}, f"{next(keys)}").number
    said = session.scalars(select(Contribution).where(Contribution.number == number)).one()
    moderation.decide(session, said, "released")
    return said


def put_dots(session: Session, activity: Activity, voter: int, dots: dict[str, int]) -> None:
    answers.submit(session, activity.id, voter, {"dots": dots}, f"{next(keys)}")


@pytest.fixture
def ideas(session: Session, workshop: Workshop) -> Activity:
    """The ideas of the evening, open."""
    stage.open_activity(session, workshop.activities[0])
    return workshop.activities[0]


@pytest.fixture
def vote(session: Session, workshop: Workshop) -> Activity:
    """The vote of the evening, open."""
    stage.open_activity(session, workshop.activities[1])
    return workshop.activities[1]


@pytest.fixture
def fire(session: Session, workshop: Workshop) -> Requirement:
    """A requirement to weigh."""
    return requirements.write(session, workshop.consultation, "A fire burns safely.")


def weighed(session: Session, requirement: Requirement, workshop: Workshop) -> Weighed:
    session.flush()
    return weigh(session, requirement, counted_in(session, workshop.consultation))


def test_without_evidence_there_is_no_letter(session, workshop, fire):
    found = weighed(session, fire, workshop)
    assert (found.letter, str(found.why), found.reach.people) == ("", "No evidence yet.", 0)


def test_a_writer_and_everybody_with_a_heart_stand_behind_words(session, workshop, ideas, fire):
    writer, *fans = (attendee(session, workshop) for _ in range(4))
    said = say_idea(session, ideas, writer, "A fire")
    for fan in fans:
        answers.react(session, ideas.id, fan, said.number, "heart", "a")
    stage.close(session, ideas)
    requirements.tick(session, fire, contribution_id=said.id)
    found = weighed(session, fire, workshop)
    assert found.reach.people == 4
    assert [(each.contribution, each.value) for each in found.evidence] == [("HAM-0001", 3)]


def test_who_agrees_with_a_note_stands_behind_it_and_who_disagrees_does_not(
    session, workshop, fire
):
    notes = planning.add_activity(session, workshop, "map_notes", settings={"react": True})
    stage.open_activity(session, notes)
    writer, one, other, third = (attendee(session, workshop) for _ in range(4))
    answers.submit(session, notes.id, writer, {"text": "A fire", "place": "none"}, "k")
    said = session.query(Contribution).one()
    said.state = "released"
    for person, says in ((one, "agree"), (other, "disagree"), (third, "agree"), (third, "")):
        answers.react(session, notes.id, person, said.number, says, f"{person} {says}")
    stage.close(session, notes)
    requirements.tick(session, fire, contribution_id=said.id)
    found = weighed(session, fire, workshop)
    assert (found.reach.people, found.evidence[0].value) == (2, 1)


def test_a_heart_for_one_s_own_idea_counts_as_a_heart_but_not_as_a_person(
    session, workshop, ideas, fire
):
    writer = attendee(session, workshop)
    said = say_idea(session, ideas, writer, "A fire")
    answers.react(session, ideas.id, writer, said.number, "heart", "a")
    stage.close(session, ideas)
    requirements.tick(session, fire, contribution_id=said.id)
    found = weighed(session, fire, workshop)
    assert (found.reach.people, found.evidence[0].value, found.letter) == (1, 1, "D")


def test_who_says_it_twice_and_votes_for_it_is_one_person(session, workshop, ideas, fire):
    one = attendee(session, workshop)
    said = [say_idea(session, ideas, one, words) for words in ("A fire", "Fire again")]
    vote = workshop.activities[1]
    stage.open_activity(session, vote)
    put_dots(session, vote, one, {"1": 2})
    stage.close(session, vote)
    stage.show(session, vote)
    for each in said:
        requirements.tick(session, fire, contribution_id=each.id)
    requirements.tick(session, fire, activity_id=vote.id, option="1")
    assert weighed(session, fire, workshop).reach.people == 1


def test_only_voters_for_the_line_stand_behind_it(session, workshop, vote, fire):
    for dots in ({"1": 3}, {"1": 1, "2": 1}, {"2": 3}):
        put_dots(session, vote, attendee(session, workshop), dots)
    stage.close(session, vote)
    stage.show(session, vote)
    requirements.tick(session, fire, activity_id=vote.id, option="1")
    found = weighed(session, fire, workshop)
    assert found.reach.people == 2
    fact = found.evidence[0]
    assert (fact.activity, fact.option, fact.value, fact.rank) == ("1.2", "A fire", 4, 1)
    assert fact.tied  # 4 dots each


def test_a_table_counts_as_the_people_who_sit_at_it(session, workshop, vote, fire):
    put_dots(session, vote, attendee(session, workshop, "table", people=6), {"1": 1})
    stage.close(session, vote)
    stage.show(session, vote)
    requirements.tick(session, fire, activity_id=vote.id, option="1")
    found = weighed(session, fire, workshop)
    assert (found.reach.people, found.reach.channels, found.letter) == (6, {"table": 6}, "C")


def test_a_table_against_weighs_as_much_as_its_people(session, workshop, vote, fire):
    for channel in ("phone", "paper", "remote"):
        for _ in range(10):
            put_dots(session, vote, attendee(session, workshop, channel), {"1": 1})
    put_dots(session, vote, attendee(session, workshop, "table", people=8), {"2": 1})
    stage.close(session, vote)
    stage.show(session, vote)
    requirements.tick(session, fire, activity_id=vote.id, option="1")
    assert weighed(session, fire, workshop).letter == "A"
    requirements.tick(session, fire, activity_id=vote.id, option="2", against=True)
    found = weighed(session, fire, workshop)
    assert (found.letter, found.reach.people) == ("B", 30)
    assert "less agreement" in str(found.why)


def test_notes_of_a_category_stand_behind_its_line(session, workshop, fire):
    notes = planning.add_activity(session, workshop, "map_notes", "Where?")
    stage.open_activity(session, notes)
    for category in ("light", "light", "seats"):
        payload = {"text": "", "category": category, "place": "zone B"}
        number = answers.submit(
            session, notes.id, attendee(session, workshop), payload, f"{next(keys)}"
        ).number
        said = session.scalars(select(Contribution).where(Contribution.number == number)).one()
        moderation.decide(session, said, "released")
    stage.close(session, notes)
    requirements.tick(session, fire, activity_id=notes.id, option="light")
    found = weighed(session, fire, workshop)
    assert (found.reach.people, found.evidence[0].value) == (2, 2)


def test_words_that_were_hidden_afterwards_count_no_more(session, workshop, ideas, fire):
    said = say_idea(session, ideas, attendee(session, workshop), "A fire")
    stage.close(session, ideas)
    requirements.tick(session, fire, contribution_id=said.id)
    moderation.decide(session, said, "hidden", reason="name")
    found = weighed(session, fire, workshop)
    assert (found.letter, found.evidence, len(fire.evidence)) == ("", (), 1)


def test_a_vote_that_was_opened_again_counts_no_more(session, workshop, vote, fire):
    put_dots(session, vote, attendee(session, workshop), {"1": 1})
    stage.close(session, vote)
    stage.show(session, vote)
    requirements.tick(session, fire, activity_id=vote.id, option="1")
    stage.open_activity(session, vote)
    assert weighed(session, fire, workshop).evidence == ()


def test_two_workshops_make_a_b(session, workshop, ideas, fire):
    said = [say_idea(session, ideas, attendee(session, workshop), "A fire")]
    stage.close(session, ideas)
    later = planning.new_workshop(session, workshop.consultation, "Later")
    again = planning.add_activity(session, later, "ideas", "Ideas")
    stage.open_activity(session, again)
    said.append(say_idea(session, again, attendee(session, later), "Fire"))
    stage.close(session, again)
    session.expire(workshop.consultation)
    for each in said:
        requirements.tick(session, fire, contribution_id=each.id)
    found = weighed(session, fire, workshop)
    assert (found.letter, found.reach.workshops) == ("B", (1, 2))


# Leaving some out

PEOPLE = {1: ("phone", 1, 1), 2: ("table", 6, 1), 3: ("phone", 1, 2)}


@pytest.mark.parametrize(
    ("less", "people"),
    [({"channel": "phone"}, 6), ({"channel": "paper"}, 8), ({"workshop": 1}, 1), ({}, 8)],
)
def test_people_can_be_left_out_by_channel_or_workshop(less, people):
    assert reach_of(without(PEOPLE, **less)).people == people


def test_the_letter_can_be_had_without_some():
    assert strength_of(PEOPLE, {}).letter == "B"
    assert strength_of(without(PEOPLE, channel="phone"), {}).letter == "C"


def test_channels_are_named_in_one_order_whoever_was_read_first():
    people = [("paper", 2), ("phone", 1), ("table", 4), ("phone", 1)]
    expected = [("phone", 2), ("table", 4), ("paper", 2)]
    assert list(turnout.by_channel(people).items()) == expected
    assert list(turnout.by_channel(reversed(people)).items()) == expected


def test_evidence_that_was_merged_stands_by_its_lead_and_says_so(session, workshop, ideas, fire):
    said = [say_idea(session, ideas, attendee(session, workshop), w) for w in ("A", "B")]
    stage.close(session, ideas)
    requirements.tick(session, fire, contribution_id=said[1].id)
    merging.merge(session, said[0], [said[1]])
    found = weighed(session, fire, workshop)
    assert [each.contribution for each in found.evidence] == ["HAM-0001"]
    assert (found.reach.people, found.fallen) == (2, ())
    assert [str(each.why) for each in found.moved] == [
        "HAM-0002 was merged into HAM-0001, and counts there"
    ]


def test_a_lead_and_what_was_merged_into_it_are_one_piece_of_evidence(
    session, workshop, ideas, fire
):
    said = [say_idea(session, ideas, attendee(session, workshop), w) for w in ("A", "B")]
    stage.close(session, ideas)
    for each in said:
        requirements.tick(session, fire, contribution_id=each.id)
    merging.merge(session, said[0], [said[1]])
    found = weighed(session, fire, workshop)
    assert (len(found.evidence), found.reach.people) == (1, 2)
    requirements.untick(session, fire, contribution_id=said[0].id)
    assert fire.evidence == []


def test_taken_apart_each_piece_of_evidence_stands_by_itself_again(session, workshop, ideas, fire):
    said = [say_idea(session, ideas, attendee(session, workshop), w) for w in ("A", "B")]
    stage.close(session, ideas)
    requirements.tick(session, fire, contribution_id=said[1].id)
    before = weighed(session, fire, workshop)
    merging.merge(session, said[0], [said[1]])
    merging.take_apart(session, said[1])
    assert weighed(session, fire, workshop) == before


def test_nobody_stands_on_both_sides_because_of_a_merge(session, workshop, ideas, fire):
    said = [say_idea(session, ideas, attendee(session, workshop), w) for w in ("A", "B")]
    stage.close(session, ideas)
    requirements.tick(session, fire, contribution_id=said[0].id, against=True)
    requirements.tick(session, fire, contribution_id=said[1].id)
    merging.merge(session, said[0], [said[1]])
    found = weighed(session, fire, workshop)
    assert (len(found.pro), len(found.contra)) == (0, 2)
    [gone] = found.fallen
    assert "which is counted on the other side" in str(gone.why)


def test_who_wrote_what_was_merged_stands_behind_what_it_went_into(session, workshop, ideas, fire):
    said = [say_idea(session, ideas, attendee(session, workshop), w) for w in ("A", "B")]
    fan = attendee(session, workshop)
    answers.react(session, ideas.id, fan, said[1].number, "heart", "a")
    stage.close(session, ideas)
    merging.merge(session, said[0], [said[1]])
    requirements.tick(session, fire, contribution_id=said[0].id)
    assert weighed(session, fire, workshop).reach.people == 3


@pytest.mark.parametrize(
    ("state", "why"),
    [
        ("withdrawn", "HAM-0001 was taken back by its writer"),
        ("hidden", "HAM-0001 is not released any more"),
    ],
)
def test_the_strength_falls_with_what_was_hidden_or_taken_back(
    session, workshop, ideas, fire, state, why
):
    said = say_idea(session, ideas, attendee(session, workshop), "A fire")
    stage.close(session, ideas)
    requirements.tick(session, fire, contribution_id=said.id)
    assert weighed(session, fire, workshop).letter == "D"
    said.state = state
    found = weighed(session, fire, workshop)
    assert (found.letter, [str(each.why) for each in found.fallen]) == ("", [why])
    [told] = freeze(session, workshop.consultation).requirements
    assert [str(each) for each in told.fallen] == [why]


def test_all_of_a_category_are_ticked_in_one_line_of_the_log(session, workshop, ideas, fire):
    said = [say_idea(session, ideas, attendee(session, workshop), w) for w in ("A", "B", "C")]
    moderation.decide(session, said[2], "hidden")
    stage.close(session, ideas)
    requirements.tick(session, fire, contribution_id=said[0].id)
    assert requirements.tick_all(session, fire, [each.id for each in said], "Fire") == 1
    assert requirements.tick_all(session, fire, [each.id for each in said], "Fire") == 0
    assert weighed(session, fire, workshop).reach.people == 2


def test_voices_of_unknown_number_are_not_called_one():
    power = strength_of({7: ("remote", 0, 1)}, {})
    assert (power.letter, str(power.why)[:18]) == ("D", "One voice at least")
    assert str(strength_of({7: ("remote", 1, 1)}, {}).why) == "One voice."
