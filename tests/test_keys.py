"""Keys to the desk: a link works once, for a day, and nothing kept can open a door."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from workshops import keys
from workshops.models import Link, Member
from workshops.refusal import Refused


@pytest.mark.parametrize("role", keys.ROLES)
def test_a_link_makes_a_member_of_its_role(session, role):
    assert keys.use_link(session, keys.new_link(session, role)).role == role


def test_a_link_works_once(session):
    token = keys.new_link(session, "helper")
    keys.use_link(session, token)
    with pytest.raises(Refused, match="has been used or is too old"):
        keys.use_link(session, token)
    assert len(session.scalars(select(Member)).all()) == 1


def test_looking_at_a_link_does_not_spend_it(session):
    token = keys.new_link(session, "helper")
    for _ in range(3):
        keys.find_link(session, token)
    assert keys.use_link(session, token).role == "helper"


def test_two_at_once_make_one_member(session):
    token = keys.new_link(session, "owner")
    seen_by_the_second = keys.find_link(session, token)
    session.expunge(seen_by_the_second)
    keys.use_link(session, token)
    with pytest.raises(Refused, match="has been used"):
        keys._spend(session, seen_by_the_second)


@pytest.mark.parametrize(
    ("after", "opens"), [(timedelta(hours=23), True), (timedelta(hours=25), False)]
)
def test_a_link_is_good_for_a_day(session, wait, after, opens):
    token = keys.new_link(session, "helper")
    wait(after)
    if opens:
        assert keys.find_link(session, token)
    else:
        with pytest.raises(Refused, match="too old"):
            keys.find_link(session, token)


@pytest.mark.parametrize("guess", ["", "a", "%", "x" * 10_000])
def test_a_guess_opens_nothing(session, guess):
    keys.new_link(session, "owner")
    with pytest.raises(Refused):
        keys.find_link(session, guess)


def test_the_database_does_not_know_the_link(session):
    token = keys.new_link(session, "owner")
    row = session.scalars(select(Link)).one()
    assert token not in str(vars(row))
    with pytest.raises(Refused):
        keys.find_link(session, row.token_hash)


def test_there_are_no_other_roles(session):
    with pytest.raises(ValueError, match="king"):
        keys.new_link(session, "king")


def test_an_owner_is_known_once_there_is_one(session):
    token = keys.new_link(session, "owner")
    assert not keys.has_owner(session)
    keys.use_link(session, token)
    assert keys.has_owner(session)
