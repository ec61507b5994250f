"""Stamps: what people say and the desk does changes them, what planners write does not."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from workshops import answers, moderation, requirements, stage
from workshops.models import Activity, Attendee, Contribution, Workshop
from workshops.stamps import stamp_of


@pytest.fixture
def said(session: Session, workshop: Workshop, person) -> Contribution:
    """An idea that waits for release."""
    ideas = workshop.activities[0]
    stage.open_activity(session, ideas)
    answers.submit(session, ideas.id, person(), {"text": "A bench"}, "k")
    return session.scalars(select(Contribution)).one()


def hide(session: Session, said: Contribution) -> None:
    said.state = "hidden"


def sort(session: Session, said: Contribution) -> None:
    moderation.set_category(session, said, "")


def move(session: Session, said: Contribution) -> None:
    asked = session.get_one(Activity, said.activity_id)
    asked.workshop.consultation.square.zones = [{"letter": "A"}]


def reword(session: Session, said: Contribution) -> None:
    session.get_one(Activity, said.activity_id).question = "What else?"


def grow(session: Session, said: Contribution) -> None:
    session.get_one(Attendee, said.attendee_id).people = 8


def heart(session: Session, said: Contribution) -> None:
    said.state = "released"
    session.flush()
    answers.react(session, said.activity_id, said.attendee_id, said.number, "heart", "h")


@pytest.mark.parametrize("change", [hide, sort, move, reword, grow, heart])
def test_whatever_the_results_rest_on_changes_the_stamp(
    session, workshop, said, change: Callable[[Session, Contribution], None]
):
    before = stamp_of(session, workshop.consultation)
    assert stamp_of(session, workshop.consultation) == before
    change(session, said)
    session.flush()
    assert stamp_of(session, workshop.consultation) != before


def test_what_planners_write_does_not_change_it(session, workshop, said):
    before = stamp_of(session, workshop.consultation)
    requirements.write(session, workshop.consultation, "Seats for forty.")
    assert stamp_of(session, workshop.consultation) == before
