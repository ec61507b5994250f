"""The pages of the vision: what is typed is kept, what is found is taken over."""

import re

import pytest

from app.edge import save
from app.extensions import db
from workshops.freezing import freeze
from workshops.models import Consultation
from workshops.opposing import suggested
from workshops.programming import found_rows

pytestmark = pytest.mark.slow
ROOM = "/planner/karl-marx-platz"


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


def test_the_vision_stands_beside_the_words_people_used(demo: Consultation, owner):
    sent = {"vision": "A warm square", "was-vision": ""}
    owner.post(f"{ROOM}/vision/vision", data=sent)
    page = owner.get(f"{ROOM}/vision")
    assert "A warm square" in page.text
    assert "The words people used" in words(page)


def test_what_was_typed_is_kept_when_it_is_refused(demo: Consultation, owner):
    answer = owner.post(f"{ROOM}/vision/objectives", data={"0-sentence": "<b>Nice</b>"})
    assert answer.status_code == 422
    assert "&lt;b&gt;Nice&lt;/b&gt;" in answer.text
    assert "An objective needs a sentence" in words(answer)


def test_somebody_who_was_faster_is_shown(demo: Consultation, owner):
    demo.vision = "Theirs"
    save()
    answer = owner.post(f"{ROOM}/vision/vision", data={"vision": "Mine", "was-vision": ""})
    assert answer.status_code == 409
    assert "Theirs" in answer.text
    assert "Mine" in answer.text


@pytest.mark.parametrize("part", ["programme", "opposed"])
def test_what_was_found_is_taken_over_once(demo: Consultation, owner, part):
    findings = freeze(db.session(), demo)
    found = {
        "programme": [row["use"] for row in found_rows(findings)],
        "opposed": [pair.key for pair in suggested(findings)],
    }[part]
    if not found:
        pytest.skip("nothing of it in the demo")
    owner.post(f"{ROOM}/vision/{part}/take", data={"key": found[0]})
    owner.post(f"{ROOM}/vision/{part}/take", data={"key": found[0]})
    db.session.expire_all()
    assert len(getattr(demo, part)) == 1


@pytest.mark.parametrize("part", ["nothing", "conflicts", "reference"])
def test_a_part_that_is_not_there_is_not_found(demo: Consultation, owner, part):
    assert owner.post(f"{ROOM}/vision/{part}", data={}).status_code == 404


@pytest.mark.parametrize("page", ["vision", "programme", "conflicts"])
def test_the_pages_open(demo: Consultation, owner, page):
    assert owner.get(f"{ROOM}/{page}").status_code == 200
