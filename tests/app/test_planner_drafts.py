"""Drafts, trials, what stands beside, departments' answers: in the planner's room."""

from io import BytesIO

import pytest
from PIL import Image

from app.edge import save
from app.extensions import db
from tests.app.test_planner import ROOM, requirement, text, tick
from workshops import trials
from workshops.freezing import freeze
from workshops.models import Requirement, Trial

pytestmark = pytest.mark.slow


def drafts() -> list[Requirement]:
    db.session.rollback()
    return db.session.query(Requirement).filter_by(draft=True).order_by(Requirement.id).all()


def test_drafts_are_suggested_once_and_are_in_no_findings(demo, owner):
    before = freeze(db.session(), demo).requirements
    owner.post(f"{ROOM}/drafts")
    n = len(drafts())
    assert n > 3
    owner.post(f"{ROOM}/drafts")
    assert len(drafts()) == n
    assert freeze(db.session(), demo).requirements == before
    page = owner.get(f"{ROOM}/requirements").text
    assert page.count('class="draft-mark"') == n


def test_a_draft_taken_over_is_the_next_requirement_and_goes_back(demo, owner):
    owner.post(f"{ROOM}/drafts")
    number = drafts()[0].number
    answer = owner.post(f"{ROOM}/drafts/{number}/take")
    assert "r=7" in answer.location
    made = freeze(db.session(), demo).requirements[-1]
    assert (made.number, bool(made.evidence), made.strength != "") == (7, True, True)
    owner.post(f"{ROOM}/drafts/7/back")
    assert [each.number for each in freeze(db.session(), demo).requirements][-1] == 6


def test_a_draft_thrown_away_is_not_suggested_again_but_can_be_put_back(demo, owner):
    owner.post(f"{ROOM}/drafts")
    number, n = drafts()[0].number, len(drafts())
    answer = owner.post(f"{ROOM}/drafts/{number}/throw")
    page = owner.get(answer.location)
    assert page.text.count('class="draft-mark"') == n - 1
    assert "The draft was thrown away." in page.text
    owner.post(f"{ROOM}/drafts")
    assert len(drafts()) == n
    owner.post(f"{ROOM}/drafts/{number}/back")
    assert owner.get(f"{ROOM}/requirements").text.count('class="draft-mark"') == n


def test_drafts_speak_the_language_of_the_consultation(demo, owner):
    demo.language = "nb"
    save()
    owner.post(f"{ROOM}/drafts")
    assert not any(each.sentence.startswith("More for") for each in drafts())


def test_a_list_is_cut_to_a_zone_and_a_category(demo, owner):
    findings = freeze(db.session(), demo)
    key = findings.categories[0].key
    n = sum(each.category == key for each in findings.contributions)
    page = text(owner.get(f"{ROOM}/requirements?category={key}"))
    assert f"{n} of 97 say it" in page
    assert "Nothing is there" in text(owner.get(f"{ROOM}/requirements?zone=Z"))


def test_all_of_a_category_are_ticked_at_once(demo, owner):
    findings = freeze(db.session(), demo)
    key = findings.categories[0].key
    n = sum(each.category == key for each in findings.contributions)
    tick(owner, 3, "every", f"?category={key}")
    assert len([each for each in requirement(3).evidence if each.contribution_id]) >= n
    refused = tick(owner, 3, "every")
    assert refused.status_code in (303, 422)


def test_what_stands_beside_is_ticked_and_taken_away(demo, owner):
    trials.write(db.session(), demo, "A fire for a night")
    save()
    strength = freeze(db.session(), demo).requirements[1].strength
    tick(owner, 2, "for:rest:trial:T1")
    assert [each["key"] for each in requirement(2).rests_on] == ["T1"]
    assert freeze(db.session(), demo).requirements[1].strength == strength
    page = text(owner.get(f"{ROOM}/requirements?r=2&tab=beside"))
    assert "A fire for a night" in page
    tick(owner, 2, "none:rest:trial:T1")
    assert requirement(2).rests_on == []


def test_new_fields_and_answers_are_kept_and_shown(demo, owner):
    place = {"place_as": "point", "place": "51.33, 12.37"}
    fields = {"season": "winter", "time_of_day": "evening", "who": "Children", **place}
    owner.post(f"{ROOM}/requirements/1", data=fields)
    owner.post(
        f"{ROOM}/requirements/1/answers",
        data={"department": "Parks", "answer": "costly", "why": "A gardener."},
    )
    found = requirement(1)
    assert (found.season, found.who, found.place["type"]) == ("winter", "Children", "Point")
    assert found.answers == [{"department": "Parks", "answer": "costly", "why": "A gardener."}]
    assert "winter, in the evening" in text(owner.get(f"{ROOM}/requirements?r=1"))


def test_two_planners_who_set_the_season_are_shown_both(demo, owner):
    shown = {"was-season": ""}
    owner.post(f"{ROOM}/requirements/1", data={"season": "winter", **shown})
    answer = owner.post(f"{ROOM}/requirements/1", data={"season": "summer", **shown})
    assert answer.status_code == 409
    assert "Season" in text(answer)


def test_a_trial_is_written_changed_and_gets_a_picture(demo, owner):
    assert owner.get(f"{ROOM}/trials").status_code == 200
    owner.post(f"{ROOM}/trials", data={"title": "A pergola"})
    owner.post(f"{ROOM}/trials/1", data={"verdict": "keep", "counts": "Sitting; 4; 21; 9"})
    picture = BytesIO()
    Image.new("RGB", (8, 6)).save(picture, "PNG")
    picture.seek(0)
    owner.post(f"{ROOM}/trials/1/photos", data={"photo": (picture, "a.png")})
    found = db.session.query(Trial).one()
    assert (found.verdict, len(found.photos)) == ("keep", 1)
    page = owner.get(f"{ROOM}/trials").text
    assert f"/photos/{found.photos[0]}.jpg" in page
    owner.post(f"{ROOM}/trials/1/photos", data={"gone": found.photos[0]})
    db.session.expire_all()
    assert db.session.query(Trial).one().photos == []


def test_what_is_wrong_with_a_trial_stands_beside_its_field(demo, owner):
    owner.post(f"{ROOM}/trials", data={"title": "A pergola"})
    typed = {"counts": "Sitting; some", "seen": "They sat."}
    answer = owner.post(f"{ROOM}/trials/1", data=typed)
    assert answer.status_code == 422
    assert 'id="fault-counts"' in answer.text
    assert 'aria-describedby="fault-counts counts-help"' in answer.text
    assert "They sat." in answer.text


def test_two_people_who_change_a_trial_are_shown_both(demo, owner):
    owner.post(f"{ROOM}/trials", data={"title": "A pergola"})
    owner.post(f"{ROOM}/trials/1", data={"why": "Warm.", "was-why": ""})
    answer = owner.post(f"{ROOM}/trials/1", data={"why": "Cold.", "was-why": ""})
    assert answer.status_code == 409
    assert "Warm." in answer.text
    assert "Cold." in answer.text
