"""What is left on the promised day."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from workshops import answers, clock, forgetting, joining, planning, stage, trials
from workshops.activities import kind_of
from workshops.freezing import freeze
from workshops.models import Activity, Attendee, Ballot, Consultation, Drawing, Photo, Workshop
from workshops.refusal import Refused

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


@pytest.fixture
def told(session: Session, workshop: Workshop) -> Activity:
    """Twelve people said who they are: eight and four, so that four are told nowhere."""
    asked = planning.add_activity(session, workshop, "about_you", "About you")
    stage.open_activity(session, asked)
    for n in range(12):
        person = joining.join(session, workshop.id, workshop.code, f"phone {n}")
        answer = {"age": "1" if n < 8 else "2", "relation": "1", "district": ""}
        answers.submit(session, asked.id, person, answer, f"tap {n}")
    stage.close(session, asked)
    stage.show(session, asked)
    return asked


def test_taps_go_and_the_sums_that_were_told_stay(session: Session, told: Activity):
    consultation = told.workshop.consultation
    before = freeze(session, consultation)
    forgetting.forget(session, consultation)
    session.expire_all()
    assert set(map(str, session.scalars(select(Ballot.payload)))) == {"{}"}
    after = freeze(session, consultation)
    assert after.who == before.who
    assert [each.rows for each in after.activities] == [each.rows for each in before.activities]
    assert after.workshops == before.workshops
    assert "4" not in str([each.people for each in after.who[0].groups])
    assert forgetting.due(session, TODAY) == []


def test_nobody_answers_again_where_it_was_forgotten(session: Session, told: Activity):
    forgetting.forget(session, told.workshop.consultation)
    kind = kind_of(told.kind)
    assert kind.tally(told.settings, []).facts["told.age"] == 12
    with pytest.raises(Refused, match="forgotten, as promised"):
        kind.check(told.settings, {"age": "1"}, [])


def test_taps_of_a_consultation_that_forgot_all_else_before_are_due(
    session: Session, told: Activity
):
    session.execute(update(Attendee).values(token_hash=None))
    session.query(Photo).delete()
    assert forgetting.due(session, TODAY) == [told.workshop.consultation]
