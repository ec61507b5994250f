"""Secret until shown: what a vote holds changes nothing that attendee, screen or file can see."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.edge import save
from app.extensions import db
from workshops import stage
from workshops.freezing import freeze
from workshops.models import Activity, Consultation, Workshop

pytestmark = pytest.mark.slow

#: Two ways in which six people may vote; the same people, the same number of dots.
ONE_WAY = ("1", "1", "1", "1", "1", "2")
OTHER_WAY = ("2", "2", "2", "2", "keep", "2")


@pytest.fixture
def voters(app: Flask) -> list[FlaskClient]:
    return [app.test_client() for _ in ONE_WAY]


def vote(voters: list[FlaskClient], activity: Activity, way: tuple[str, ...]) -> None:
    address = f"/w/{activity.workshop.code}/answers/{activity.id}"
    for voter, option in zip(voters, way, strict=True):
        answer = voter.post(address, data={f"dots-{option}": "3"})
        assert answer.status_code == 303


def again(activity: Activity) -> Activity:
    return db.session.get_one(Activity, activity.id)


def seen(app: Flask, onlooker: FlaskClient, workshop_id: int) -> dict[str, str]:
    """Every page there is, as somebody sees it who did not vote, less what is new each time."""
    workshop = db.session.get_one(Workshop, workshop_id)
    values = {
        "code": workshop.code,
        "slug": workshop.consultation.slug,
        "token": workshop.screen_token,
        "activity_id": workshop.activities[1].id,
        "number": 1,
        "job_id": 1,
        "square_id": 1,
        "digest": "x",
        "theme": "light",
        "typed": "ABCD-EFGH",
        "name": "css/base.css",
    }
    at = app.url_map.bind("torg.test")
    pages = {}
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods:
            known = {name: values[name] for name in rule.arguments}
            page = onlooker.get(at.build(rule.endpoint, known, "GET"))
            pages[rule.endpoint] = plain(page.get_data(as_text=True))
    return pages


def plain(page: str) -> str:
    """The page without tokens, keys, versions and the clock: they differ in any case."""
    page = re.sub(r'data-etag="[^"]*"', "", page)
    page = re.sub(r'(name="(csrf_token|key)" value|name="csrf-token" content)="[^"]*"', "", page)
    return re.sub(r"\b\d\d:\d\d\b", "", page)


@pytest.mark.parametrize("closed", [False, True], ids=["open", "closed and not shown"])
def test_no_page_tells_how_people_voted(app, voters, open_vote: Activity, closed: bool):
    workshop_id = open_vote.workshop_id
    onlooker = app.test_client()
    pages: list[dict[str, str]] = []
    for way in (ONE_WAY, OTHER_WAY):
        vote(voters, again(open_vote), way)
        if closed:
            stage.close(db.session(), again(open_vote))
            save()
        seen(app, onlooker, workshop_id)
        pages.append(seen(app, onlooker, workshop_id))
        if closed:
            stage.undo(db.session(), db.session.get_one(Workshop, workshop_id))
            save()
    assert len(pages[0]) > 20
    assert [name for name in pages[0] if pages[0][name] != pages[1][name]] == []


def test_once_shown_the_screen_tells(app, voters, open_vote: Activity):
    """The same comparison does notice a result, so that it would notice a leak."""
    screens = []
    for way in (ONE_WAY, OTHER_WAY):
        vote(voters, again(open_vote), way)
        for step in (stage.close, stage.show):
            step(db.session(), again(open_vote))
            save()
        screens.append(seen(app, app.test_client(), open_vote.workshop_id)["screen.show"])
        for _ in range(2):
            stage.undo(db.session(), again(open_vote).workshop)
            save()
    assert screens[0] != screens[1]


def frozen(activity: Activity) -> list[str]:
    consultation: Consultation = again(activity).workshop.consultation
    return [each.kind for each in freeze(db.session(), consultation).activities]


def step(verb: Callable, subject: object) -> None:
    verb(db.session(), subject)
    save()


def test_no_file_holds_a_vote_that_was_not_shown(app, voters, open_vote: Activity):
    vote(voters, open_vote, ONE_WAY)
    assert frozen(open_vote) == []
    step(stage.close, again(open_vote))
    assert frozen(open_vote) == []
    step(stage.show, again(open_vote))
    assert frozen(open_vote) == ["dot_vote"]


def test_when_the_workshop_has_ended_its_votes_are_in_the_files(app, voters, open_vote: Activity):
    vote(voters, open_vote, ONE_WAY)
    step(stage.end, again(open_vote).workshop)
    assert frozen(open_vote) == ["dot_vote"]


def test_another_voter_sees_their_own_vote_and_nobody_elses(app, voters, open_vote: Activity):
    vote(voters, open_vote, ONE_WAY)
    page = voters[-1].get(f"/w/{again(open_vote).workshop.code}/now").get_data(as_text=True)
    chosen = re.findall(r'<select[^>]*name="dots-(\w+)".*?value="(\d)" selected', page, re.DOTALL)
    assert chosen == [("1", "0"), ("2", "3"), ("keep", "0")]


def test_a_held_idea_is_on_nobody_elses_page(app, open_ideas: Activity):
    writer, code = app.test_client(), open_ideas.workshop.code
    workshop_id = open_ideas.workshop_id
    writer.post(f"/w/{code}/answers/{open_ideas.id}", data={"text": "zebra crossing"})
    assert "zebra" in writer.get(f"/w/{code}/").get_data(as_text=True)
    pages = seen(app, app.test_client(), workshop_id)
    assert [name for name, page in pages.items() if "zebra" in page] == []
