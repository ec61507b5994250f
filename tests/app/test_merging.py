"""Merging at the desk: a helper ticks what says the same; nothing merges by itself."""

import pytest
from sqlalchemy import select

from app.extensions import db
from tests.app.conftest import member
from workshops import answers, joining, moderation, stage
from workshops.models import Contribution

WORDS = ("A fire to sit around", "Sit around a fire", "Books under the trees")


@pytest.fixture
def said(evening) -> list[int]:
    """The numbers of three ideas, the first two released."""
    ideas = evening.activities[0]
    stage.open_activity(db.session(), ideas)
    for n, words in enumerate(WORDS):
        who = joining.join(db.session(), evening.id, evening.code, f"device {n}")
        answers.submit(db.session(), ideas.id, who, {"text": words}, f"key {n}")
    rows = db.session.scalars(select(Contribution).order_by(Contribution.number)).all()
    for row in rows[:2]:
        moderation.decide(db.session(), row, "released")
    db.session.commit()
    return [row.number for row in rows]


def stands(number: int) -> tuple[str, int | None]:
    db.session.expire_all()
    row = db.session.scalars(select(Contribution).where(Contribution.number == number)).one()
    over = row.merged_into_id
    return row.state, db.session.get_one(Contribution, over).number if over else None


def moderated(client, code: str, **fields: str):
    return client.post(f"/desk/w/{code}/moderate", data=fields)


def test_likely_ones_are_proposed_and_others_are_listed_below(app, evening, said):
    helper = member(app, "helper")
    html = helper.get(f"/desk/w/{evening.code}/merge?no=1").get_data(as_text=True)
    likely, others = html.split("All others</h2>")
    assert 'name="same-2"' in likely
    assert '<b class="shared">fire</b>' in likely
    assert 'name="same-3"' in others
    assert "same-2" in helper.get(f"/desk/w/{evening.code}/alike?no=1").get_data(as_text=True)


def test_looking_at_likely_ones_changes_nothing(app, evening, said):
    member(app, "helper").get(f"/desk/w/{evening.code}/alike?no=1")
    assert stands(2) == ("released", None)


def test_a_helper_merges_and_takes_apart_again(app, evening, said):
    helper = member(app, "helper")
    moderated(helper, evening.code, verb="merge", lead="2", **{"same-1": "1", "same-3": "1"})
    assert [stands(n) for n in (1, 2, 3)] == [("merged", 2), ("released", None), ("merged", 2)]
    html = helper.get(f"/desk/w/{evening.code}/moderate?state=shown&no=2").get_data(as_text=True)
    assert "Said by 3, in these words too" in html
    assert "no. 1, 3 merged into no. 2" in html
    part = db.session.scalars(select(Contribution).where(Contribution.number == 3)).one()
    moderated(helper, evening.code, verb="apart", item=str(part.id))
    assert stands(3) == ("held", None)


def test_what_was_merged_by_mistake_is_undone_with_z(app, evening, said):
    helper = member(app, "helper")
    moderated(helper, evening.code, verb="merge", lead="1", **{"same-2": "1"})
    moderated(helper, evening.code, verb="undo")
    assert [stands(n) for n in (1, 2)] == [("released", None)] * 2


def test_a_number_that_is_not_there_is_not_merged(app, evening, said):
    answer = moderated(member(app, "helper"), evening.code, verb="merge", lead="77")
    assert answer.status_code == 404


def test_the_ticks_stay_while_one_looks_for_another(app, evening, said):
    html = (
        member(app, "helper")
        .get(f"/desk/w/{evening.code}/merge?no=1&q=books&same-2=1")
        .get_data(as_text=True)
    )
    assert 'name="same-2" value="1" checked' in html
    assert 'name="same-3"' in html


def phone(app, evening, n: int):
    """The phone that wrote the idea in that place, as it is let in by its secret."""
    visitor = app.test_client()
    with visitor.session_transaction() as kept:
        kept["device"] = f"device {n}"
    return visitor


def test_a_phone_is_told_calmly_with_what_its_idea_stands(app, evening, said):
    moderated(member(app, "helper"), evening.code, verb="merge", lead="1", **{"same-2": "1"})
    html = phone(app, evening, 1).get(f"/w/{evening.code}/?in").get_data(as_text=True)
    assert "Stands together with no. 1: 2 say the same. Your words are kept as they are." in html
    assert "Sit around a fire" in html
    lead = phone(app, evening, 0).get(f"/w/{evening.code}/?in").get_data(as_text=True)
    assert "2 say the same as this. Your words are kept as they are." in lead


def test_a_heart_for_what_was_merged_shows_at_its_lead(app, evening, said):
    fan = phone(app, evening, 9)
    heart = f"/w/{evening.code}/hearts/{evening.activities[0].id}"
    fan.post(heart, data={"number": "2", "says": "heart", "key": "a tap"})
    moderated(member(app, "helper"), evening.code, verb="merge", lead="1", **{"same-2": "1"})
    html = fan.get(f"/w/{evening.code}/?in").get_data(as_text=True)
    assert 'id="heart-1" aria-pressed="true"' in html


def test_the_screen_shows_the_lead_with_the_count(app, evening, said):
    moderated(member(app, "helper"), evening.code, verb="merge", lead="1", **{"same-2": "1"})
    html = app.test_client().get(f"/s/{evening.screen_token}/scene").get_data(as_text=True)
    assert "said by 2" in html
    assert 'data-row="2"' not in html


def test_who_comes_late_to_merge_sees_what_became_of_it(app, evening, said):
    helper = member(app, "helper")
    moderated(helper, evening.code, verb="merge", lead="1", **{"same-2": "1"})
    answer = helper.get(f"/desk/w/{evening.code}/merge?no=2")
    assert answer.location == f"/desk/w/{evening.code}/moderate?state=merged&no=2"
