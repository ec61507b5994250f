"""What departments answer to a requirement."""

import pytest
from sqlalchemy.orm import Session

from workshops import requirements
from workshops.clash import Clash
from workshops.departments import MOST, answer, answer_of
from workshops.models import Requirement, Workshop
from workshops.refusal import Refused

PARKS = {"department": "Parks", "answer": "costly", "why": "A gardener more."}


@pytest.fixture
def seats(session: Session, workshop: Workshop) -> Requirement:
    """A requirement nobody has answered."""
    return requirements.write(session, workshop.consultation, "Seats for forty.")


def test_a_department_s_new_answer_takes_the_place_of_its_last(session, seats):
    answer(session, seats, PARKS)
    answer(session, seats, {"department": "Roads", "answer": "possible", "why": ""})
    answer(session, seats, {**PARKS, "answer": "possible"}, PARKS)
    assert [(each["department"], each["answer"]) for each in seats.answers] == [
        ("Parks", "possible"),
        ("Roads", "possible"),
    ]


def test_a_department_can_be_renamed_but_not_to_another(session, seats):
    answer(session, seats, PARKS)
    answer(session, seats, {"department": "Roads", "answer": "possible", "why": ""})
    answer(session, seats, {**PARKS, "department": "Green"}, PARKS)
    assert answer_of(seats, "Green")["answer"] == "costly"
    green = {**PARKS, "department": "Green"}
    with pytest.raises(Refused, match="has answered already"):
        answer(session, seats, {**PARKS, "department": "Roads"}, green)


def test_without_an_answer_it_is_taken_away(session, seats):
    answer(session, seats, PARKS)
    answer(session, seats, {**PARKS, "answer": ""}, PARKS)
    assert seats.answers == []


def test_two_people_who_write_the_same_answer_are_shown_both(session, seats):
    answer(session, seats, PARKS)
    answer(session, seats, {**PARKS, "why": "Two gardeners."}, PARKS)
    with pytest.raises(Clash):
        answer(session, seats, {**PARKS, "why": "Three."}, PARKS)


@pytest.mark.parametrize(
    ("fields", "why"),
    [({"department": " "}, "which department"), ({"answer": "perhaps"}, "words offered")],
)
def test_what_is_no_answer_is_refused(session, seats, fields, why):
    with pytest.raises(Refused, match=why):
        answer(session, seats, {**PARKS, **fields})


def test_more_departments_than_a_page_holds_are_refused(session, seats):
    for n in range(MOST):
        answer(session, seats, {**PARKS, "department": f"No. {n}"})
    with pytest.raises(Refused, match="At most"):
        answer(session, seats, PARKS)
