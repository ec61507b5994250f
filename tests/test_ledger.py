"""The ledger: steps are added and never changed; what people said follows from them."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from workshops import answers, clock, ledger, log, moderation, stage
from workshops.became import RECEIVED, answers_in, became_of, best, state_of, states_of, told
from workshops.findings import digest
from workshops.findings_json import from_json, to_json
from workshops.freezing import freeze
from workshops.ledger import put_in_brief, record, steps_of
from workshops.models import Contribution, LedgerEntry, LogEntry, Requirement, Workshop
from workshops.refusal import Refused
from workshops.requirements import tick, write


@pytest.fixture
def seats(session: Session, workshop: Workshop) -> Requirement:
    """A requirement without a step."""
    return write(session, workshop.consultation, "Seats for forty.")


@pytest.fixture
def ideas(session: Session, workshop: Workshop, person) -> list[Contribution]:
    """Three released ideas of a closed activity."""
    activity = workshop.activities[0]
    stage.open_activity(session, activity)
    for text in ("A bench", "A bench with arms", "No benches"):
        answers.submit(session, activity.id, person(), {"text": text}, text)
    said = list(session.scalars(select(Contribution).order_by(Contribution.number)))
    for each in said:
        moderation.decide(session, each, "released")
    stage.close(session, activity)
    return said


def states(session: Session, requirement: Requirement) -> list[str]:
    return [each.state for each in steps_of(session, requirement)]


# Steps


def test_a_new_requirement_stands_at_grouped(session, seats):
    assert ledger.stands(steps_of(session, seats)) == "grouped"


def test_steps_go_on_in_their_order_without_a_reason(session, seats):
    for state in ("in_brief", "in_design"):
        record(session, seats, state)
    record(session, seats, "built", by="Parks")
    assert states(session, seats) == ["in_brief", "in_design", "built"]


def test_a_step_is_dated_today_unless_it_says_another_day(session, seats):
    record(session, seats, "in_brief", on="2026-01-15")
    record(session, seats, "in_design")
    assert steps_of(session, seats)[0].on == "2026-01-15"
    assert steps_of(session, seats)[1].on >= "2026-01-15"


def test_what_has_not_happened_is_refused(session, seats):
    tomorrow = (clock.now() + timedelta(days=2)).date().isoformat()
    with pytest.raises(Refused, match="what has happened"):
        record(session, seats, "built", by="Parks", on=tomorrow)


@pytest.mark.parametrize("day", ["soon", "2026-02-31", "2026-1-1x"])
def test_what_is_no_date_is_refused(session, seats, day):
    with pytest.raises(Refused, match="is not a date"):
        record(session, seats, "in_brief", on=day)


@pytest.mark.parametrize("state", ledger.ENDS)
def test_an_end_names_the_office(session, seats, state):
    with pytest.raises(Refused, match="Name the office"):
        record(session, seats, state, why="The budget")


@pytest.mark.parametrize("state", ["changed", "dropped"])
def test_dropping_and_changing_say_why(session, seats, state):
    with pytest.raises(Refused, match="Say why"):
        record(session, seats, state, by="Parks")


@pytest.mark.parametrize("state", ["in_design", "grouped", "built", "dropped"])
def test_after_an_end_it_goes_on_only_with_a_reason(session, seats, state):
    record(session, seats, "built", by="Parks")
    with pytest.raises(Refused, match=r"why"):
        record(session, seats, state, by="Parks")
    record(session, seats, state, by="Parks", why="Taken away again in 2029")
    assert states(session, seats) == ["built", state]


def test_a_mistake_is_corrected_by_one_more_step(session, seats):
    record(session, seats, "in_design")
    with pytest.raises(Refused, match="Nothing is erased"):
        record(session, seats, "in_brief")
    record(session, seats, "in_brief", why="It was another requirement")
    assert states(session, seats) == ["in_design", "in_brief"]


def test_an_unknown_state_is_refused(session, seats):
    with pytest.raises(Refused, match="one of the steps"):
        record(session, seats, "forgotten")


def test_a_draft_has_no_steps(session, seats):
    seats.draft = True
    with pytest.raises(Refused, match="draft"):
        record(session, seats, "in_brief")


def test_every_step_is_a_line_of_the_log(session, seats, workshop):
    record(session, seats, "dropped", by="Parks", why="The budget", saved="400 000")
    lines = list(session.scalars(select(LogEntry).order_by(LogEntry.id)))
    assert (lines[-1].verb, lines[-1].subject) == ("noted dropped", "R1")
    assert lines[-1].details["reason"] == "The budget"
    assert log.broken_at(lines) is None


def test_all_that_is_written_goes_into_the_brief_at_once(session, seats, workshop):
    far = write(session, workshop.consultation, "A fire.")
    record(session, far, "in_design")
    assert put_in_brief(session, workshop.consultation, "Planning") == 1
    assert states(session, seats) == ["in_brief"]
    assert put_in_brief(session, workshop.consultation, "Planning") == 0


# What became of what people said


def test_what_no_requirement_rests_on_is_received_and_unanswered(session, workshop, ideas):
    findings = freeze(session, workshop.consultation)
    found = answers_in(findings)
    assert state_of(findings.contributions[0], findings) == RECEIVED
    assert len(found.unanswered) == len(found.unheard) == 3
    assert told(RECEIVED) is None


def test_an_idea_follows_the_requirement_that_rests_on_it(session, workshop, seats, ideas):
    tick(session, seats, contribution_id=ideas[0].id)
    findings = freeze(session, workshop.consultation)
    assert state_of(findings.contributions[0], findings).state == "grouped"
    record(session, seats, "in_design")
    findings = freeze(session, workshop.consultation)
    became = state_of(findings.contributions[0], findings)
    assert (became.state, became.requirement, became.answered) == ("in_design", 1, True)
    assert str(told(became)) == "Your idea is in the design."
    assert len(answers_in(findings).unanswered) == 2


def test_a_merged_idea_shares_what_became_of_the_other(session, workshop, seats, ideas):
    tick(session, seats, contribution_id=ideas[0].id)
    ideas[1].state, ideas[1].merged_into_id = "merged", ideas[0].id
    session.flush()
    record(session, seats, "built", by="Parks")
    findings = freeze(session, workshop.consultation)
    assert state_of(findings.contributions[1], findings).state == "built"
    assert became_of(session, [ideas[1].id])[ideas[1].id].state == "built"


def test_a_lead_shares_what_became_of_what_was_merged_into_it(session, workshop, seats, ideas):
    tick(session, seats, contribution_id=ideas[0].id)
    ideas[0].state, ideas[0].merged_into_id = "merged", ideas[2].id
    ideas[1].state, ideas[1].merged_into_id = "merged", ideas[2].id
    session.flush()
    record(session, seats, "built", by="Parks")
    states = states_of(freeze(session, workshop.consultation)).values()
    assert [each.state for each in states] == ["built"] * 3
    found = became_of(session, [each.id for each in ideas])
    assert [each.state for each in found.values()] == ["built"] * 3


def test_an_objection_was_weighed_and_is_not_called_built(session, workshop, seats, ideas):
    tick(session, seats, contribution_id=ideas[2].id, against=True)
    record(session, seats, "built", by="Parks")
    findings = freeze(session, workshop.consultation)
    assert state_of(findings.contributions[2], findings).state == "grouped"
    assert became_of(session, [ideas[2].id])[ideas[2].id].state == "grouped"


def test_only_what_all_dropped_is_dropped(session, workshop, seats, ideas):
    other = write(session, workshop.consultation, "A fire.")
    for each in (seats, other):
        tick(session, each, contribution_id=ideas[0].id)
    record(session, seats, "dropped", by="Parks", why="The budget")
    assert became_of(session, [ideas[0].id])[ideas[0].id].state == "grouped"
    record(session, other, "dropped", by="Parks", why="The smoke")
    found = became_of(session, [ideas[0].id])[ideas[0].id]
    assert str(told(found)) == "Your idea could not be done: The budget"


def test_phones_and_findings_tell_the_same(session, workshop, seats, ideas):
    tick(session, seats, contribution_id=ideas[0].id)
    tick(session, seats, contribution_id=ideas[1].id, against=True)
    for state, why in (
        ("in_brief", ""),
        ("in_design", ""),
        ("changed", "Fewer"),
        ("built", "More"),
    ):
        record(session, seats, state, by="Parks", why=why)
        findings = freeze(session, workshop.consultation)
        here = became_of(session, [each.id for each in ideas])
        for row, fact in zip(ideas, findings.contributions, strict=True):
            assert here.get(row.id, RECEIVED) == state_of(fact, findings)


def test_the_best_of_several_states_counts():
    assert best(()) == RECEIVED


def test_did_and_could_not_say_who_asked(session, workshop, seats, ideas):
    other = write(session, workshop.consultation, "A fire.")
    tick(session, seats, contribution_id=ideas[0].id)
    tick(session, other, contribution_id=ideas[1].id)
    record(session, seats, "in_design")
    record(session, other, "dropped", by="Fire brigade", why="Too near the houses")
    found = answers_in(freeze(session, workshop.consultation))
    assert [(each.requirement.number, len(each.refs)) for each in found.did] == [(1, 1)]
    assert found.could_not[0].step.why == "Too near the houses"
    assert found.waiting == ()
    assert len(found.unanswered) == 1


def test_the_ledger_is_in_the_findings_and_their_hash(session, workshop, seats):
    before = freeze(session, workshop.consultation)
    record(session, seats, "in_brief")
    after = freeze(session, workshop.consultation)
    assert before.hash != after.hash
    assert from_json(to_json(after)) == after
    assert after.requirements[0].ledger[0].state == "in_brief"
    assert digest(after) == after.hash


def test_no_step_is_ever_changed_or_taken_away(session, seats):
    for state, why in (("in_brief", ""), ("built", ""), ("dropped", "The budget")):
        before = [vars(each) for each in steps_of(session, seats)]
        record(session, seats, state, by="Parks", why=why)
        assert [vars(each) for each in steps_of(session, seats)][: len(before)] == before
    assert len(session.scalars(select(LedgerEntry)).all()) == 3
