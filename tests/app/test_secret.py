"""Secret until shown: what a vote holds changes nothing that attendee, screen or file can see."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import live
from app.edge import save, write_queue
from app.extensions import db
from app.meter import Meter
from app.vitals import read_room
from tests.app.conftest import make_app, member
from tests.databases import Databases
from workshops import clock, planning, stage, tokens
from workshops.freezing import freeze
from workshops.models import Activity, Consultation, Workshop
from workshops.news import News

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
    """Every page there is, as somebody sees it who did not vote, less what is new each time.

    They sit in the room, not at the laptop itself: to that /metrics tells how fast it all went.
    """
    onlooker.environ_base["REMOTE_ADDR"] = "192.168.8.20"
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
        "ref": "R1",
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


# Two rooms that differ in nothing but what was voted


OPTIONS = [{"key": "1", "label": "A fire"}, {"key": "2", "label": "Seats"}]
ROLES = ("owner", "facilitator", "helper", "planner")


@dataclass(frozen=True)
class Part:
    """A part as it comes over the Wi-Fi: what somebody could tell apart without reading it."""

    status: int
    etag: str
    size: int
    zipped: int
    unchanged: int  # the status when it is asked for again


@dataclass
class Secret:
    """All that was to be seen, heard and measured of one room while its vote was secret."""

    parts: list[Part]
    told: list[News]
    desk: dict[str, str]


@pytest.fixture
def room_of(databases: Databases, empty_instance: Path, tmp_path: Path, monkeypatch) -> Callable:
    """Return what plays an evening in a world of its own, and notes what is not to be told."""
    told: list[News] = []
    began, unmoved = clock.now(), Meter()
    monkeypatch.setattr(live, "_announce", lambda _room, news: told.append(news))
    # How fast it all went is of here and now, not of the votes.
    monkeypatch.setattr("app.desk.health.meter", unmoved)
    monkeypatch.setattr(read_room, "__defaults__", (unmoved,))

    def play(way: tuple[str, ...]) -> Secret:
        numbers = count()
        monkeypatch.setattr(tokens, "secret", lambda: f"{next(numbers):022}")
        monkeypatch.setattr(clock, "now", lambda: began)
        with world(databases, empty_instance, tmp_path / "-".join(way)) as app:
            return evening_of(app, way, told)

    return play


@contextmanager
def world(databases: Databases, template: Path, folder: Path) -> Iterator[Flask]:
    databases.copy(template, folder)
    app = make_app(folder, databases.url(folder))
    with app.app_context():
        yield app
        write_queue().stop()
        db.session.remove()
        db.engine.dispose()
    databases.drop(folder)


def evening_of(app: Flask, way: tuple[str, ...], told: list[News]) -> Secret:
    """Let six people vote, close it, and look on all the while."""
    consultation = planning.new_consultation(db.session(), "Stortorget")
    workshop = planning.new_workshop(db.session(), consultation, "Evening")
    vote_ = planning.add_activity(
        db.session(), workshop, "dot_vote", "Vote", settings={"options": OPTIONS}
    )
    stage.open_activity(db.session(), vote_)
    workshop.code, workshop.screen_token = "K7QF", "t" * 22
    save()
    onlooker = app.test_client()
    onlooker.get("/w/K7QF/")
    desks = {role: member(app, role) for role in ROLES}
    parts, desk = [], {}
    told.clear()
    vote([app.test_client() for _ in way], vote_, way)
    for state in ("open", "closed"):
        for address in ("/w/K7QF/now", f"/s/{'t' * 22}/scene"):
            with app.app_context():  # as it is outside of tests: nothing read before is kept
                parts.append(part_of(onlooker, address))
        for who, visitor in desks.items():
            with app.app_context():
                desk[f"{state} {who}"] = at_the_desk(app, visitor)
        if state == "open":
            stage.close(db.session(), again(vote_))
            save()
    return Secret(parts, list(told), desk)


def part_of(onlooker: FlaskClient, address: str) -> Part:
    plain, zipped = (
        onlooker.get(address, headers={"Accept-Encoding": coding}) for coding in ("", "gzip")
    )
    etag = plain.headers["ETag"]
    same = onlooker.get(address, headers={"If-None-Match": etag})
    sizes = (len(re.sub(rb"\d\d:\d\d", b"", each.data)) for each in (plain, zipped))
    return Part(plain.status_code, etag, *sizes, same.status_code)


def at_the_desk(app: Flask, visitor: FlaskClient) -> str:
    """Every page of the desk and the planner's room, as one text."""
    values = {"code": "K7QF", "slug": "stortorget", "job_id": 1}
    at = app.url_map.bind("torg.test")
    pages = []
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        ours = rule.rule.startswith(("/desk", "/planner"))
        if ours and "GET" in rule.methods and rule.arguments <= set(values):
            known = {name: values[name] for name in rule.arguments}
            page = plain(visitor.get(at.build(rule.endpoint, known)).get_data(as_text=True))
            pages.append(re.sub(r'name="seed" value="[^"]*"', "", page))
    return "\n".join(pages)


def test_neither_size_nor_version_of_a_part_tells_how_people_voted(room_of):
    one, other = room_of(ONE_WAY), room_of(OTHER_WAY)
    assert [each.status for each in one.parts] == [200] * 4
    assert [each.unchanged for each in one.parts] == [304] * 4
    assert one.parts == other.parts


def test_what_the_room_is_told_and_how_often_does_not_tell_it(room_of):
    one, other = room_of(ONE_WAY), room_of(OTHER_WAY)
    assert {each.topic for each in one.told} == {"people", "answers", "stage"}
    assert one.told == other.told


def test_nobody_at_the_desk_sees_it_while_people_vote(room_of):
    """Once it is closed, those see it who may show it; helpers and planners still do not."""
    one, other = room_of(ONE_WAY), room_of(OTHER_WAY)
    told = {view for view in one.desk if one.desk[view] != other.desk[view]}
    assert told == {"closed owner", "closed facilitator"}


def test_what_is_asked_from_outside_is_the_same_for_every_vote(app, voters, open_vote: Activity):
    """`/metrics` at the laptop itself counts requests and writes, whatever is in them."""
    names = []
    for way in (ONE_WAY, OTHER_WAY):
        vote(voters, again(open_vote), way)
        laptop = app.test_client()
        assert laptop.get("/healthz").data == b"ok"
        assert laptop.get("/readyz").get_json() == {"ready": True, "why": ""}
        names.append(re.findall(r"(?m)^torg_\S+(?= )", laptop.get("/metrics").text))
    assert names[0]
    assert set(names[0]) <= set(names[1])
    assert not [each for each in names[1] if "option" in each or "activity" in each]
