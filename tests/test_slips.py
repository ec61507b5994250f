"""Voting slips: one slip, one attendee, one ballot, whoever brings it and however often."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from workshops import (
    answers,
    casting,
    clock,
    forgetting,
    joining,
    moderation,
    slip_sheets,
    slips,
    stage,
    tokens,
)
from workshops.acts import Act
from workshops.models import (
    Activity,
    Attendee,
    Ballot,
    Contribution,
    LogEntry,
    Slip,
    Workshop,
)
from workshops.questions import question
from workshops.refusal import Refused

pytestmark = pytest.mark.slow

SEED = "a secret of one form, 128 bits"
Codes = dict[int, str]


@pytest.fixture
def codes(session: Session, workshop: Workshop) -> Codes:
    """Five slips that were printed: number and code."""
    printed = slip_sheets.issue(session, workshop, 5, SEED, "owner")
    return {each.number: each.code for each in printed}


@pytest.fixture
def use(session: Session, workshop: Workshop) -> Callable[[str, str], int]:
    """Bring a slip to a phone."""
    return lambda code, device: slips.use(session, workshop.id, code, device)


@pytest.fixture
def vote(session: Session, workshop: Workshop, codes: Codes) -> Activity:
    """The vote, open, with slips."""
    slips.ask(session, workshop, on=True, who="owner")
    stage.open_activity(session, workshop.activities[1])
    session.flush()
    return workshop.activities[1]


def now(session: Session, workshop: Workshop) -> tuple[int, int, int]:
    """Issued, used, spoiled."""
    found = slip_sheets.total(slip_sheets.batches(session, workshop))
    return found.issued, found.used, found.spoiled


def holder(session: Session, workshop: Workshop, device: str) -> int:
    found = joining.find_attendee(session, workshop, device)
    return found.id if found else 0


# Printing


def test_slips_are_numbered_on_from_batch_to_batch(session, workshop, codes):
    more = slip_sheets.issue(session, workshop, 2, "another secret", "owner")
    assert [*codes, *(each.number for each in more)] == [1, 2, 3, 4, 5, 6, 7]
    assert [(each.first, each.last) for each in slip_sheets.batches(session, workshop)] == [
        (6, 7),
        (1, 5),
    ]


def test_codes_are_easy_to_read_and_all_different(session, workshop):
    printed = slip_sheets.issue(session, workshop, 300, SEED, "owner")
    letters = "".join(each.code for each in printed).replace("-", "")
    assert len({each.code for each in printed}) == 300
    assert set(letters) <= set(tokens.LETTERS)
    assert {len(each.code) for each in printed} == {9}


def test_only_hashes_of_the_codes_are_kept(session, workshop, codes):
    kept = str(session.execute(select(Slip.__table__)).all())
    assert not any(code in kept or code.replace("-", "") in kept for code in codes.values())


def test_printing_again_with_the_same_form_issues_no_more(session, workshop, codes):
    again = slip_sheets.issue(session, workshop, 5, SEED, "owner")
    assert {each.number: each.code for each in again} == codes
    assert now(session, workshop) == (5, 0, 0)


@pytest.mark.parametrize("many", [0, -1, 301])
def test_an_impossible_number_of_slips_is_refused(session, workshop, many):
    with pytest.raises(Refused, match="1 to 300"):
        slip_sheets.issue(session, workshop, many, SEED, "owner")


def test_slips_without_end_are_refused(session, workshop, monkeypatch):
    monkeypatch.setattr(slip_sheets, "MOST", 6)
    slip_sheets.issue(session, workshop, 6, SEED, "owner")
    with pytest.raises(Refused, match="6 slips at most"):
        slip_sheets.issue(session, workshop, 1, "another", "owner")


# A phone brings a slip


def test_a_slip_lets_its_phone_in(session, workshop, codes, use):
    assert use(codes[3], "phone") == 3
    assert slips.held_by(session, holder(session, workshop, "phone")) == 3
    assert now(session, workshop) == (5, 1, 0)


def test_who_was_in_already_stays_who_they_are(session, workshop, codes, use):
    before = joining.join(session, workshop.id, workshop.code, "phone")
    use(codes[1], "phone")
    assert holder(session, workshop, "phone") == before
    assert joining.joined(session, workshop.id) == {"phone": 1}


@pytest.mark.parametrize("typed", [str.lower, lambda code: f" {code.replace('-', ' ')} "])
def test_a_code_is_found_however_it_is_typed(codes, use, typed):
    assert use(typed(codes[2]), "phone") == 2


def test_the_same_slip_again_on_the_same_phone_changes_nothing(session, workshop, codes, use):
    assert [use(codes[1], "phone") for _ in range(3)] == [1, 1, 1]
    assert now(session, workshop) == (5, 1, 0)
    assert session.query(Attendee).count() == 1


def test_a_second_phone_with_the_same_slip_is_told_where_to_go(session, workshop, codes, use):
    use(codes[1], "phone")
    with pytest.raises(Refused, match=r"in use on another phone.*ask at the door"):
        use(codes[1], "second phone")
    assert slips.admitted(session, [holder(session, workshop, "phone")])


def test_a_phone_has_one_slip(session, workshop, codes, use):
    use(codes[1], "phone")
    with pytest.raises(Refused, match="has slip 1 already"):
        use(codes[2], "phone")
    assert now(session, workshop) == (5, 1, 0)


@pytest.mark.parametrize("typed", ["", "ABCD-EFGH", "%", "____-____", "x" * 500])
def test_a_made_up_code_lets_nobody_in(session, workshop, codes, use, typed):
    with pytest.raises(Refused, match="No slip has this code"):
        use(typed, "phone")


def test_a_slip_of_another_workshop_lets_nobody_in(session, workshop, codes):
    other = type(workshop)(
        consultation_id=workshop.consultation_id,
        number=9,
        title="Other",
        starts_at=workshop.starts_at,
        code="ZZZZ",
        screen_token="t",
    )
    session.add(other)
    session.flush()
    with pytest.raises(Refused, match="No slip has this code"):
        slips.use(session, other.id, codes[1], "phone")


def test_nobody_comes_in_by_slip_after_the_end(session, workshop, codes, use):
    stage.end(session, workshop)
    with pytest.raises(Refused, match="has ended"):
        use(codes[1], "phone")


# Lost, and gone


def test_a_spoiled_slip_lets_nobody_in(session, workshop, codes, use):
    slips.spoil(session, workshop, "2", "helper")
    with pytest.raises(Refused, match="Slip 2 is spoiled"):
        use(codes[2], "phone")
    assert now(session, workshop) == (5, 0, 1)


def test_what_is_left_of_a_sheet_is_spoiled_and_what_is_used_is_not(session, workshop, codes, use):
    use(codes[2], "phone")
    assert slips.spoil_rest(session, workshop, 1, "owner") == 4
    assert now(session, workshop) == (5, 1, 4)
    assert slips.admitted(session, [holder(session, workshop, "phone")])


def test_a_used_slip_cannot_be_spoiled(session, workshop, codes, use):
    use(codes[1], "phone")
    with pytest.raises(Refused, match="in use: what it voted counts"):
        slips.spoil(session, workshop, "1", "owner")


@pytest.mark.parametrize("name", ["", "99", "-1", "one", "²", "9" * 5000])
def test_a_number_that_no_slip_has_is_refused(session, workshop, codes, name):
    for verb in (slips.spoil, slips.free):
        with pytest.raises(Refused, match="no slip with the number"):
            verb(session, workshop, name, "owner")


def test_a_freed_slip_goes_on_as_the_same_person(session, workshop, codes, use):
    use(codes[1], "dead phone")
    person = holder(session, workshop, "dead phone")
    slips.free(session, workshop, "1", "helper")
    assert slips.admitted(session, [person]) == frozenset()
    assert use(codes[1], "new phone") == 1
    assert holder(session, workshop, "new phone") == person
    assert holder(session, workshop, "dead phone") == 0
    assert slips.admitted(session, [person]) == {person}
    assert now(session, workshop) == (5, 1, 0)


def test_a_new_phone_that_said_nothing_is_not_counted_twice(session, workshop, codes, use):
    use(codes[1], "dead phone")
    joining.join(session, workshop.id, workshop.code, "new phone")
    slips.free(session, workshop, "1", "helper")
    use(codes[1], "new phone")
    assert joining.joined(session, workshop.id) == {"phone": 1}


def test_what_a_new_phone_said_before_stays(session, workshop, codes, use):
    ideas = workshop.activities[0]
    stage.open_activity(session, ideas)
    use(codes[1], "dead phone")
    new = joining.join(session, workshop.id, workshop.code, "new phone")
    receipt = answers.submit(session, ideas.id, new, {"text": "A fire"}, "key")
    slips.free(session, workshop, "1", "helper")
    use(codes[1], "new phone")
    assert receipt.number == 1
    assert session.get_one(Attendee, new).token_hash is None


def test_a_slip_that_nobody_used_need_not_be_freed(session, workshop, codes):
    with pytest.raises(Refused, match="on no phone"):
        slips.free(session, workshop, "1", "helper")


def test_of_two_phones_that_come_for_a_freed_slip_one_gets_it(session, workshop, codes, use):
    use(codes[1], "dead phone")
    slips.free(session, workshop, "1", "helper")
    use(codes[1], "new phone")
    with pytest.raises(Refused, match="in use on another phone"):
        use(codes[1], "newest phone")


# On paper


def test_a_slip_that_is_typed_is_used_and_counts_as_paper(session, workshop, codes):
    attendee = slips.hand_in(session, workshop, " 4 ")
    assert slips.hand_in(session, workshop, "04").id == attendee.id
    assert (attendee.channel, slips.admitted(session, [attendee.id])) == ("paper", {attendee.id})
    assert now(session, workshop) == (5, 1, 0)


def test_what_was_typed_is_not_used_on_a_phone_too(session, workshop, codes, use):
    slips.hand_in(session, workshop, "4")
    with pytest.raises(Refused, match="Slip 4 is in already, on paper"):
        use(codes[4], "phone")


def test_what_is_on_a_phone_is_not_typed_too(session, workshop, codes, use):
    use(codes[4], "phone")
    with pytest.raises(Refused, match="Slip 4 is in already, on a phone"):
        slips.hand_in(session, workshop, "4")


def test_freeing_a_slip_does_not_open_it_to_whoever_types(session, workshop, codes, use):
    """Else the desk could look how slip 4 voted."""
    use(codes[4], "phone")
    slips.free(session, workshop, "4", "owner")
    with pytest.raises(Refused, match="on a phone"):
        slips.hand_in(session, workshop, "4")


def test_paper_that_was_typed_by_mistake_goes_on_on_its_phone(session, workshop, codes, use):
    person = slips.hand_in(session, workshop, "4")
    slips.free(session, workshop, "4", "helper")
    assert use(codes[4], "phone") == 4
    assert (person.channel, person.slip) == ("phone", None)
    with pytest.raises(Refused, match="on a phone"):
        slips.hand_in(session, workshop, "4")


def test_a_spoiled_slip_is_not_typed(session, workshop, codes):
    slips.spoil(session, workshop, "4", "owner")
    with pytest.raises(Refused, match="Slip 4 is spoiled"):
        slips.hand_in(session, workshop, "4")


def test_a_sheet_of_ideas_needs_no_voting_slip(session, workshop, codes):
    attendee = slips.hand_in(session, workshop, "23 K")
    assert (attendee.slip, slips.admitted(session, [attendee.id])) == ("paper 23 k", frozenset())


# Which votes ask


def test_slips_are_printed_before_they_are_asked_for(session, workshop):
    with pytest.raises(Refused, match="Print slips first"):
        slips.ask(session, workshop, on=True, who="owner")


def test_only_votes_ask_for_slips(session, workshop, codes):
    slips.ask(session, workshop, on=True, who="owner")
    for activity in workshop.activities:
        stage.open_activity(session, activity)
    assert [each.asks_slips for each in workshop.activities] == [False, True, False]


def test_a_vote_keeps_the_rule_it_was_opened_with(session, workshop, vote):
    slips.ask(session, workshop, on=False, who="owner")
    session.add_all([Attendee(id=99, workshop_id=workshop.id, joined_at=workshop.starts_at)])
    session.flush()
    answers.take_ballots(
        session,
        [
            {
                "activity_id": vote.id,
                "attendee_id": 99,
                "slot": "vote",
                "payload": {},
                "channel": "phone",
                "key": "k",
                "received_at": workshop.starts_at,
            }
        ],
    )
    stage.close(session, vote)
    stage.open_activity(session, vote)
    assert vote.asks_slips
    assert session.scalar(select(Ballot.id)) is not None


def test_a_vote_nobody_voted_in_takes_the_rule_of_now(session, workshop, vote):
    slips.ask(session, workshop, on=False, who="owner")
    stage.undo(session, workshop)
    stage.open_activity(session, vote)
    assert not vote.asks_slips


# What is kept


def test_the_log_says_what_was_done_and_never_by_whose_slip(session, workshop, codes, use):
    use(codes[1], "phone")
    slips.spoil(session, workshop, "2", "helper")
    slips.free(session, workshop, "1", "helper")
    slips.ask(session, workshop, on=True, who="owner")
    lines = session.scalars(select(LogEntry).where(LogEntry.verb.contains("slip"))).all()
    assert [(each.who, each.verb, each.details.get("reason")) for each in lines] == [
        ("owner", "issued slips", "1–5"),
        ("helper", "spoiled slips", "2"),
        ("helper", "freed a slip", "1"),
        ("owner", "asked for slips", None),
    ]


def test_on_the_promised_day_the_slips_forget_whose_they_were(session, workshop, codes, use):
    use(codes[1], "phone")
    workshop.consultation.delete_on = date(2026, 6, 30)
    assert forgetting.due(session, date(2026, 6, 30)) == [workshop.consultation]
    forgetting.forget(session, workshop.consultation)
    assert forgetting.due(session, date(2026, 6, 30)) == []
    assert now(session, workshop) == (5, 1, 0)
    assert session.scalars(select(Slip.attendee_id).distinct()).all() == [None]


# The gate


def dots(n: int) -> dict[str, dict[str, int]]:
    return {"dots": {"1": n}}


def ballots(session: Session, vote: Activity) -> list[tuple[int, dict]]:
    rows = session.execute(
        select(Ballot.attendee_id, Ballot.payload).where(Ballot.activity_id == vote.id)
    )
    return [(attendee, payload) for attendee, payload in rows]


def test_a_vote_without_a_slip_is_refused_and_says_where_to_get_one(session, vote, person):
    with pytest.raises(Refused, match=r"needs a slip\. Scan yours, or ask for one at the door"):
        answers.submit(session, vote.id, person(), dots(1), "key")
    assert ballots(session, vote) == []


def test_private_windows_vote_once_with_one_slip(session, workshop, vote, codes, use):
    """Cleared cookies, a private window, another browser: each is another device."""
    windows = [f"window {n}" for n in range(5)]
    ids = [joining.join(session, workshop.id, workshop.code, each) for each in windows]
    taken = []
    for window, attendee in zip(windows, ids, strict=True):
        for try_ in (
            lambda window=window: use(codes[1], window),
            lambda attendee=attendee: answers.submit(session, vote.id, attendee, dots(2), "key"),
        ):
            try:
                taken.append(try_())
            except Refused:
                continue
    assert len(taken) == 2
    assert ballots(session, vote) == [(ids[0], dots(2))]


def test_a_phone_that_goes_on_changes_the_same_ballot(session, workshop, vote, codes, use):
    use(codes[1], "dead phone")
    person = holder(session, workshop, "dead phone")
    answers.submit(session, vote.id, person, dots(1), "first")
    slips.free(session, workshop, "1", "helper")
    use(codes[1], "new phone")
    answers.submit(session, vote.id, holder(session, workshop, "new phone"), dots(2), "second")
    assert ballots(session, vote) == [(person, dots(2))]


def test_a_phone_whose_slip_was_freed_votes_no_more(session, workshop, vote, codes, use):
    use(codes[1], "phone")
    person = holder(session, workshop, "phone")
    answers.submit(session, vote.id, person, dots(1), "first")
    slips.free(session, workshop, "1", "helper")
    with pytest.raises(Refused, match="needs a slip"):
        answers.submit(session, vote.id, person, dots(2), "second")
    assert answers.submit(session, vote.id, person, dots(1), "first").again
    assert ballots(session, vote) == [(person, dots(1))]


def test_a_slip_on_paper_votes(session, workshop, vote, codes):
    attendee = slips.hand_in(session, workshop, "5")
    answers.submit(session, vote.id, attendee.id, dots(2), "key")
    assert ballots(session, vote) == [(attendee.id, dots(2))]


def test_paper_without_a_voting_slip_and_tables_do_not_vote(session, workshop, vote, codes):
    for attendee in (
        slips.hand_in(session, workshop, "23 K"),
        joining.join_by_hand(session, workshop, "table", "3", 6),
    ):
        with pytest.raises(Refused, match="needs a slip"):
            answers.submit(session, vote.id, attendee.id, dots(1), "key")


def test_votes_that_arrive_together_are_each_asked_for_their_slip(
    session, workshop, vote, codes, use
):
    for number in (1, 2, 3):
        use(codes[number], f"phone {number}")
    everybody = [joining.join(session, workshop.id, workshop.code, f"phone {n}") for n in range(6)]
    acts = [Act(who, "phone", dots(1), f"key {who}", clock.now()) for who in everybody]
    told = casting.cast(session, question(session, vote.id), acts)
    assert [isinstance(each, Refused) for each in told] == [True, False, False, False, True, True]
    assert len(ballots(session, vote)) == 3


def test_ideas_and_hearts_need_no_slip(session, workshop, vote, person):
    ideas = workshop.activities[0]
    stage.open_activity(session, ideas)
    said = answers.submit(session, ideas.id, person(), {"text": "A fire"}, "key")
    moderation.decide(session, session.query(Contribution).one(), "released")
    answers.react(session, ideas.id, person(), said.number, "heart", "a")
    assert len(ballots(session, ideas)) == 1


@pytest.mark.parametrize(("asks", "more"), [(False, 0), (True, 1)])
def test_slips_cost_a_vote_nothing_when_off_and_one_look_a_batch_when_on(
    session, workshop, vote, person, asks, more
):
    everybody = [person() for _ in range(40)]
    acts = [Act(who, "phone", dots(1), f"key {who}", clock.now()) for who in everybody]
    asked: list[str] = []
    event.listen(
        session.get_bind(), "before_cursor_execute", lambda *told: asked.append(str(told[2]))
    )
    casting.cast(session, replace(question(session, vote.id), asks_slips=asks), acts)
    assert len([each for each in asked if "FROM slip" in each]) == more
