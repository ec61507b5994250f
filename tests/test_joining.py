"""Joining: a code, a device, no name; the same device is the same person."""

import pytest
from sqlalchemy import select

from workshops import joining, planning, tokens
from workshops.models import Attendee
from workshops.refusal import Refused


def test_the_same_device_is_the_same_person(session, workshop):
    ids = {joining.join(session, workshop.id, workshop.code, "device") for _ in range(3)}
    assert len(ids) == 1
    assert joining.joined(session, workshop.id) == {"phone": 1}


def test_a_device_in_two_workshops_is_two_that_cannot_be_linked(session, workshop):
    other = planning.new_workshop(session, workshop.consultation, "Second evening")
    for each in (workshop, other):
        joining.join(session, each.id, each.code, "device")
    hashes = session.scalars(select(Attendee.token_hash)).all()
    assert len(set(hashes)) == 2
    assert "device" not in str(hashes)


def test_a_device_that_did_not_join_is_nobody(session, workshop):
    assert joining.find_attendee(session, workshop, "device") is None


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}\n", "-{}-"])
def test_a_code_is_found_however_it_is_typed(session, workshop, typed):
    written = typed.format(f"{workshop.code[:2].lower()} {workshop.code[2:]}")
    assert joining.find_workshop(session, written) is workshop


@pytest.mark.parametrize(
    "typed", ["", "0000", "%", "____", "x" * 500, "'; DROP TABLE workshop; --"]
)
def test_a_wrong_code_says_what_to_do(session, workshop, typed):
    with pytest.raises(Refused, match="Look at the screen or ask at the door") as fault:
        joining.find_workshop(session, typed)
    assert len(str(fault.value)) < 100


def test_codes_hold_no_letters_that_are_mistaken_for_others(session, workshop):
    codes = {tokens.join_code() for _ in range(500)}
    assert not set("".join(codes)) & set("01OILU")
    assert {len(code) for code in codes} == {4}


def test_a_table_stands_for_all_at_it(session, workshop, person):
    table = session.get_one(Attendee, person())
    table.channel, table.people = "table", 6
    person()
    assert joining.joined(session, workshop.id) == {"phone": 1, "table": 6}


def test_the_highest_hand_count_stands(session, workshop):
    for people in (12, 40, 31):
        joining.count_heads(session, workshop, people)
    assert workshop.present == 40
    assert [each["people"] for each in workshop.head_counts] == [12, 40, 31]


def test_a_count_taken_back_leaves_what_was_before(session, workshop):
    for people in (12, 40):
        joining.count_heads(session, workshop, people)
    joining.take_back_count(session, workshop)
    assert (workshop.present, len(workshop.head_counts)) == (12, 1)
    joining.take_back_count(session, workshop)
    assert workshop.present is None
    with pytest.raises(Refused, match="no count"):
        joining.take_back_count(session, workshop)


@pytest.mark.parametrize("people", [-1, 100_001])
def test_an_impossible_hand_count_is_refused(session, workshop, people):
    with pytest.raises(Refused, match="between 0 and 100,000"):
        joining.count_heads(session, workshop, people)
