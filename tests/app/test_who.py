"""The page of who came: figures of the town are kept, or what was typed is shown with why not."""

import pytest
from flask.testing import FlaskClient

from app.extensions import db
from workshops.models import Consultation, Workshop
from workshops.reference import reference_of

AGES = "under 18; 20; SSB\n18 to 29; 15\n30 to 44; 20\n45 to 66; 27\n67 to 79; 12\n80 or older; 6"


@pytest.fixture
def here(evening: Workshop) -> Consultation:
    return evening.consultation


def send(client: FlaskClient, here: Consultation, **fields: str) -> tuple[int, str]:
    answer = client.post(f"/planner/{here.slug}/who", data={"question": "age", **fields})
    return answer.status_code, answer.get_data(as_text=True)


def test_what_can_be_asked_has_a_form_before_anybody_was_asked(owner, here):
    page = owner.get(f"/planner/{here.slug}/who").get_data(as_text=True)
    assert page.count('name="figures"') == 3
    assert "Nobody has been asked yet" in page


def test_figures_of_the_town_are_kept(owner: FlaskClient, here: Consultation):
    assert send(owner, here, figures=AGES, done="Asked at the school.")[0] == 303
    db.session.expire_all()
    assert reference_of(here, "age").share("under 18") == 20
    assert "Asked at the school." in owner.get(f"/planner/{here.slug}/who").get_data(as_text=True)


def test_figures_that_do_not_add_up_are_shown_again(owner: FlaskClient, here: Consultation):
    status, page = send(owner, here, figures="under 18; 20\nothers; 20", done="")
    assert status == 422
    assert "not to 100" in page
    assert "others; 20" in page
    assert reference_of(here, "age").lines == ()


def test_two_planners_see_both(owner: FlaskClient, here: Consultation):
    send(owner, here, done="At the school.")
    status, page = send(owner, here, **{"done": "Nothing.", "was-done": ""})
    assert status == 409
    assert "At the school." in page
    assert "Nothing." in page


def test_a_question_nobody_asks_is_a_bad_request(owner: FlaskClient, here: Consultation):
    assert send(owner, here, question="income", figures="a; 100")[0] == 400


def test_words_of_planners_are_harmless(owner: FlaskClient, here: Consultation):
    send(owner, here, figures="<script>alert(1)</script>; 100 %; <b>x", done="<img src=x>")
    page = owner.get(f"/planner/{here.slug}/who").get_data(as_text=True)
    assert "<script>alert" not in page
    assert "<img src=x>" not in page
