"""What is left on the promised day."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from workshops import clock, forgetting, joining, planning, trials
from workshops.models import Attendee, Consultation, Drawing, Photo, Workshop

TODAY = date(2026, 6, 30)


@pytest.fixture
def workshop(session: Session) -> Workshop:
    consultation = planning.new_consultation(session, "Stortorget")
    consultation.delete_on = TODAY
    workshop = planning.new_workshop(session, consultation, "Evening")
    joining.join(session, workshop.id, workshop.code, "a phone")
    session.add(Photo(consultation_id=consultation.id, sha256="f" * 64, width=1, height=1))
    session.flush()
    return workshop


def test_nothing_is_due_the_day_before(session: Session, workshop: Workshop):
    assert forgetting.due(session, TODAY - timedelta(days=1)) == []


def test_tokens_and_photos_go_and_people_stay_counted(session: Session, workshop: Workshop):
    consultation = session.query(Consultation).one()
    assert forgetting.due(session, TODAY) == [consultation]
    assert forgetting.forget(session, consultation) == ["f" * 64]
    assert session.query(Attendee).one().token_hash is None
    assert joining.joined(session, workshop.id) == {"phone": 1}
    assert session.query(Photo).count() == 0
    assert forgetting.due(session, TODAY) == []


def test_a_photo_that_another_consultation_uses_stays(session: Session, workshop: Workshop):
    other = planning.new_consultation(session, "Another")
    session.add(Photo(consultation_id=other.id, sha256="f" * 64, width=1, height=1))
    session.flush()
    first = session.query(Consultation).order_by(Consultation.id).first()
    assert forgetting.forget(session, first) == []


def test_pictures_of_trials_go_with_the_other_photos(session: Session, workshop: Workshop):
    tried = trials.write(session, workshop.consultation, "A pergola")
    trials.add_photo(session, tried, {"sha256": "e" * 64, "width": 4, "height": 3})
    assert "e" * 64 in forgetting.forget(session, workshop.consultation)
    session.refresh(tried)
    assert tried.photos == []


def test_a_page_of_a_drawing_stays_though_somebody_sent_the_same_picture(
    session: Session, workshop: Workshop
):
    page = {"sha256": "f" * 64, "width": 4, "height": 3}
    owner = workshop.consultation_id
    session.add(
        Drawing(consultation_id=owner, number=1, title="Now", pages=[page], created_at=clock.now())
    )
    session.flush()
    assert forgetting.forget(session, workshop.consultation) == []
