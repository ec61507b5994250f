"""Requirements: what planners write, what may be evidence, and the printed rule of strength."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from workshops import answers, merging, moderation, planning, requirements, stage, summing_up
from workshops.clash import Clash, merged
from workshops.models import Contribution, LogEntry, Requirement, Workshop
from workshops.refusal import Refused
from workshops.requirement_fields import values_of
from workshops.requirements import change, in_words, strength, tick, untick, write


@pytest.fixture
def seats(session: Session, workshop: Workshop) -> Requirement:
    """A requirement without evidence."""
    return write(session, workshop.consultation, "Seats for forty.")


@pytest.fixture
def idea(session: Session, workshop: Workshop, person) -> Contribution:
    """A released idea of a closed activity."""
    ideas = workshop.activities[0]
    stage.open_activity(session, ideas)
    answers.submit(session, ideas.id, person(), {"text": "A bench"}, "k")
    said = session.scalars(select(Contribution)).one()
    moderation.decide(session, said, "released")
    stage.close(session, ideas)
    return said


@pytest.fixture
def vote(session: Session, workshop: Workshop, person):
    """A vote that was shown: one person, two dots on a fire."""
    activity = workshop.activities[1]
    stage.open_activity(session, activity)
    answers.submit(session, activity.id, person(), {"dots": {"1": 2}}, "k")
    stage.close(session, activity)
    stage.show(session, activity)
    return activity


def last_line(session: Session) -> tuple[str, str, str]:
    line = session.scalars(select(LogEntry).order_by(LogEntry.id.desc())).first()
    return line.verb, line.subject, line.details.get("reason", "")


# Writing


def test_requirements_are_numbered_in_a_consultation_of_their_own(session, workshop):
    other = planning.new_consultation(session, "Torget")
    made = [write(session, c, "A.") for c in (workshop.consultation, workshop.consultation, other)]
    assert [each.number for each in made] == [1, 2, 1]


def test_a_new_requirement_proposes_and_should(seats):
    assert (seats.weight, seats.status, seats.right) == ("should", "proposed", "")


@pytest.mark.parametrize("sentence", ["", "   ", "\u200b", "\n\t"])
def test_a_requirement_needs_a_sentence(session, workshop, sentence):
    with pytest.raises(Refused, match="as a sentence first"):
        write(session, workshop.consultation, sentence)


def test_facts_change_and_the_log_says_so(session, seats):
    change(session, seats, {"weight": "must", "cost_class": "2", "zone": " B \n", "owner": "Parks"})
    assert (seats.weight, seats.cost_class, seats.zone, seats.owner) == ("must", 2, "B", "Parks")
    assert last_line(session) == ("changed", "R1", "")


def test_a_cost_class_can_be_taken_away(session, seats):
    change(session, seats, {"cost_class": "4"})
    change(session, seats, {"cost_class": ""})
    assert seats.cost_class is None


def test_saving_what_stands_already_leaves_no_line_in_the_log(session, seats):
    before = last_line(session)
    change(session, seats, values_of(seats))
    assert last_line(session) == before


@pytest.mark.parametrize(
    ("field", "value"),
    [("weight", "dire"), ("status", "lost"), ("cost_class", "5"), ("cost_class", "2.0")],
)
def test_words_that_are_not_offered_are_refused(session, seats, field, value):
    with pytest.raises(Refused):
        change(session, seats, {field: value})


def test_fields_that_are_not_a_planner_s_are_not_read(session, seats):
    change(session, seats, {"number": "9", "consultation_id": "9", "id": "9"})
    assert (seats.number, seats.id) == (1, seats.id)


# Two planners at once


def test_what_only_one_of_two_planners_changed_is_kept(session, seats):
    was = values_of(seats)
    change(session, seats, {"zone": "B"}, was)
    change(session, seats, {**was, "owner": "Parks"}, was)
    assert (seats.zone, seats.owner) == ("B", "Parks")


def test_the_same_field_changed_by_both_is_a_clash(session, seats):
    was = values_of(seats)
    change(session, seats, {**was, "zone": "B"}, was)
    with pytest.raises(Clash, match="Somebody changed R1 meanwhile") as clash:
        change(session, seats, {**was, "zone": "A", "owner": "Parks"}, was)
    assert clash.value.fields == ("zone",)
    assert (seats.zone, seats.owner) == ("B", "")


def test_the_same_change_by_both_is_no_clash(session, seats):
    was = values_of(seats)
    change(session, seats, {**was, "zone": "B"}, was)
    change(session, seats, {**was, "zone": "B"}, was)
    assert seats.zone == "B"


values = st.fixed_dictionaries({name: st.sampled_from("abc") for name in ("x", "y", "z")})


@given(values, values, values)
def test_a_merge_keeps_what_each_changed_or_says_that_it_cannot(was, theirs, mine):
    contested = tuple(f for f in theirs if len({was[f], theirs[f], mine[f]}) == 3)
    if contested:
        with pytest.raises(Clash) as clash:
            merged("R1", theirs, mine, was)
        assert clash.value.fields == contested
        return
    for field, value in merged("R1", theirs, mine, was).items():
        assert value == (mine[field] if mine[field] != was[field] else theirs[field])


# The summary


def test_the_summary_is_kept_line_by_line(session, workshop):
    wanted = {"conflicts": "Music, or quiet.\n\n  Smoke. \n", "answer_by": "2027-01-15"}
    summing_up.change(session, workshop.consultation, wanted)
    assert workshop.consultation.conflicts == ["Music, or quiet.", "Smoke."]
    assert summing_up.values_of(workshop.consultation)["answer_by"] == "2027-01-15"
    assert last_line(session) == ("changed", "summary", "")


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"decide_on": "tomorrow"}, "is not a date"), ({"conflicts": "a\n" * 13}, "At most 12 lines")],
)
def test_a_summary_that_cannot_be_kept_is_refused_whole(session, workshop, fields, words):
    with pytest.raises(Refused, match=words):
        summing_up.change(session, workshop.consultation, {"decision": "Yes.", **fields})
    assert workshop.consultation.decision == ""


# Evidence


def test_a_tick_is_one_however_often(session, seats, idea):
    for against in (False, False, True):
        tick(session, seats, contribution_id=idea.id, against=against)
    assert [(each.contribution_id, each.against) for each in seats.evidence] == [(idea.id, True)]
    assert last_line(session) == ("counted against", "R1", "1")


def test_two_lines_of_a_vote_are_two_pieces_of_evidence(session, seats, vote):
    tick(session, seats, activity_id=vote.id, option="1")
    tick(session, seats, activity_id=vote.id, option="2", against=True)
    assert [(each.option, each.against) for each in seats.evidence] == [("1", False), ("2", True)]


def test_evidence_can_be_taken_away_and_the_log_says_so(session, seats, idea):
    tick(session, seats, contribution_id=idea.id)
    untick(session, seats, contribution_id=idea.id)
    session.flush()
    assert seats.evidence == []
    assert last_line(session) == ("uncounted", "R1", "1")


def test_taking_away_what_is_not_there_does_nothing(session, seats, idea):
    before = last_line(session)
    untick(session, seats, contribution_id=idea.id)
    assert last_line(session) == before


@pytest.mark.parametrize("fate", ["held", "returned", "hidden"])
def test_words_that_are_not_released_are_no_evidence(session, seats, idea, fate):
    moderation.decide(session, idea, fate)
    with pytest.raises(Refused, match="not released"):
        tick(session, seats, contribution_id=idea.id)


def test_an_open_vote_is_no_evidence(session, workshop, seats, vote):
    stage.open_activity(session, vote)
    with pytest.raises(Refused, match="still open"):
        tick(session, seats, activity_id=vote.id, option="1")


def test_a_vote_that_the_room_has_not_seen_is_no_evidence(session, seats, vote):
    stage.hide(session, vote)
    with pytest.raises(Refused, match="not shown yet"):
        tick(session, seats, activity_id=vote.id, option="1")


def test_a_line_that_the_result_does_not_have_is_no_evidence(session, seats, vote):
    with pytest.raises(Refused):
        tick(session, seats, activity_id=vote.id, option="9")


def test_words_of_another_consultation_are_no_evidence(session, idea):
    other = write(session, planning.new_consultation(session, "Torget"), "Seats.")
    with pytest.raises(Refused):
        tick(session, other, contribution_id=idea.id)


@pytest.mark.parametrize("nothing", [{}, {"contribution_id": 999}, {"activity_id": 999}])
def test_nothing_is_no_evidence(session, seats, nothing):
    with pytest.raises(Refused):
        tick(session, seats, **nothing)


# The printed rule


@pytest.mark.parametrize(
    ("people", "workshops", "channels", "against", "letter"),
    [
        (0, 0, 0, 0.0, ""),
        (1, 1, 1, 0.0, "D"),
        (2, 1, 1, 0.0, "C"),
        (500, 1, 1, 0.0, "C"),
        (2, 2, 1, 0.0, "B"),
        (2, 1, 2, 0.0, "B"),
        (29, 3, 3, 0.0, "B"),
        (30, 3, 1, 0.0, "A"),
        (30, 1, 3, 0.2, "A"),
        (30, 1, 3, 0.21, "B"),
    ],
)
def test_the_letter_follows_the_printed_rule(people, workshops, channels, against, letter):
    assert strength(people, workshops, channels, against).letter == letter


ORDER = "ABCD"


@given(
    st.integers(1, 200),
    st.integers(1, 6),
    st.integers(1, 4),
    st.floats(0, 1),
    st.integers(0, 50),
    st.floats(0, 1),
)
def test_more_people_never_weaken_and_more_against_never_strengthens(n, w, c, share, more, worse):
    def place(*facts) -> int:
        return ORDER.index(strength(*facts).letter)

    assert place(n + more, w, c, share) <= place(n, w, c, share)
    assert place(n, w, c, max(share, worse)) >= place(n, w, c, share)


@pytest.mark.parametrize(
    ("people", "words"),
    [(0, "0 people"), (1, "under 5 people"), (4, "under 5 people"), (5, "5 people")],
)
def test_a_small_group_is_not_counted_out(people, words):
    assert str(in_words(people)) == words


@given(st.integers(2, 4), st.integers(1, 3), st.integers(1, 3))
def test_the_reason_does_not_count_a_small_group_out_either(people, workshops, channels):
    assert "under 5 people" in str(strength(people, workshops, channels, 0.0).why)


def test_requirements_come_by_number(session, workshop):
    for sentence in ("B.", "A.", "C."):
        write(session, workshop.consultation, sentence)
    found = requirements.of(session, workshop.consultation)
    assert [(each.number, each.sentence) for each in found] == [(1, "B."), (2, "A."), (3, "C.")]


def test_what_was_merged_is_counted_as_its_lead_however_it_is_ticked(session, workshop, person):
    ideas = workshop.activities[0]
    stage.open_activity(session, ideas)
    for n in range(3):
        answers.submit(session, ideas.id, person(), {"text": f"A fire {n}"}, f"fire {n}")
    lead, part, other = session.scalars(select(Contribution)).all()
    merging.merge(session, lead, [part])
    moderation.decide(session, other, "released")
    stage.close(session, ideas)
    made = requirements.write(session, workshop.consultation, "A fire burns.")
    requirements.tick(session, made, contribution_id=part.id)
    assert [each.contribution_id for each in made.evidence] == [lead.id]
    assert requirements.tick_all(session, made, [part.id, other.id], "Fires") == 1
    assert {each.contribution_id for each in made.evidence} == {lead.id, other.id}
