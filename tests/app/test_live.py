"""The socket: it says "look again" to those who may watch, never what was said."""

from collections.abc import Callable
from types import SimpleNamespace

import gevent
import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_socketio import SocketIOTestClient

from app import live, watchers
from app.edge import save
from app.extensions import db, socketio
from app.watchers import lines_in
from workshops import keys, moderation, planning, stage
from workshops.models import Activity, Contribution, Workshop
from workshops.news import News

pytestmark = pytest.mark.slow

REAL_PAUSE_S = live.PAUSE_S


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short pauses, and no room that remembers the test before."""
    monkeypatch.setattr(live, "PAUSE_S", 0.02)
    live._pending.clear()
    live._sleeping.clear()


def visitor(app: Flask, role: str = "") -> FlaskClient:
    client = app.test_client()
    if role:
        token = keys.new_link(db.session(), role)
        save()
        client.post(f"/enter/{token}")
    return client


def socket(app: Flask, client: FlaskClient) -> SocketIOTestClient:
    return SocketIOTestClient(app, socketio, flask_test_client=client)


def watches(line: SocketIOTestClient, role: object, of: object) -> bool:
    return line.emit("watch", {"as": role, "of": of}, callback=True)["watching"]


def heard(line: SocketIOTestClient) -> list:
    """What came since it was asked last, once all rooms are quiet."""
    gevent.sleep(4 * live.PAUSE_S)
    return [event["args"] for event in line.get_received() if event["name"] == "changed"]


def phone(app: Flask, workshop: Workshop) -> tuple[FlaskClient, SocketIOTestClient]:
    """A phone that joined and watches."""
    client = visitor(app)
    client.get(f"/w/{workshop.code}/")
    line = socket(app, client)
    assert watches(line, "phone", workshop.code)
    return client, line


def screen(app: Flask, workshop: Workshop) -> SocketIOTestClient:
    line = socket(app, visitor(app))
    assert watches(line, "screen", workshop.screen_token)
    return line


def another(evening: Workshop) -> str:
    """Add a workshop and return its code."""
    code = planning.new_workshop(db.session(), evening.consultation, "Another").code
    save()
    return code


def open_first(workshop_id: int) -> None:
    """Open the ideas, in a session of its own: watching ends the one before."""
    stage.open_activity(db.session(), db.session.get_one(Workshop, workshop_id).activities[0])


def vote(client: FlaskClient, activity: Activity) -> None:
    address = f"/w/{activity.workshop.code}/answers/{activity.id}"
    assert client.post(address, data={"dots-1": "3"}).status_code == 303


# Who may watch


def test_a_phone_that_joined_watches_its_room(app, evening):
    phone(app, evening)


def test_a_phone_that_did_not_join_does_not(app, evening):
    assert not watches(socket(app, visitor(app)), "phone", evening.code)


def test_a_phone_does_not_watch_another_room(app, evening):
    other = another(evening)
    _, line = phone(app, evening)
    assert not watches(line, "phone", other)


def test_only_the_link_of_the_screen_watches_as_a_screen(app, evening):
    screen(app, evening)
    assert not watches(socket(app, visitor(app)), "screen", evening.code)
    assert not watches(socket(app, visitor(app)), "screen", "")


def test_the_link_of_the_screen_opens_nothing_else(app, evening):
    line = socket(app, visitor(app))
    assert not watches(line, "desk", evening.screen_token)
    assert not watches(line, "phone", evening.screen_token)


@pytest.mark.parametrize(
    ("role", "may"),
    [("", False), ("planner", False), ("helper", True), ("facilitator", True), ("owner", True)],
)
def test_the_desk_is_watched_by_those_who_work_at_it(app, evening, role, may):
    assert watches(socket(app, visitor(app, role)), "desk", evening.code) == may


def test_an_attendee_does_not_watch_the_desk(app, evening):
    _, line = phone(app, evening)
    assert not watches(line, "desk", evening.code)


@pytest.mark.parametrize(
    "asked",
    [
        None,
        7,
        "desk",
        [],
        {},
        {"as": "desk"},
        {"as": ["desk"], "of": {"a": 1}},
        {"as": "owner", "of": "K7QF"},
        {"as": "phone", "of": "\ud800"},
        {"as": "screen", "of": "x" * 60_000},
        {"as": "screen", "of": "\x00"},
    ],
)
def test_nonsense_watches_nothing(app, evening, asked):
    _, line = phone(app, evening)
    assert line.emit("watch", asked, callback=True) == {"watching": False}


@pytest.mark.parametrize("event", ["changed", "stage", "message", "close"])
def test_a_phone_cannot_speak_to_the_room(app, evening, event):
    _, sender = phone(app, evening)
    _, other = phone(app, evening)
    sender.emit(event, {"topic": "stage"})
    assert other.get_received() == []


@pytest.mark.parametrize("origin", ["https://example.com", "null", "http://torg.test.example.com"])
def test_a_page_of_another_host_gets_no_socket(client, evening, origin):
    opened = client.get("/socket.io/?EIO=4&transport=polling", headers={"Origin": origin})
    assert opened.status_code == 400


def test_nor_does_it_open_a_websocket(client, evening):
    asked = {
        "Origin": "https://example.com",
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    }
    address = "/socket.io/?EIO=4&transport=websocket"
    assert client.get(address, headers=asked).status_code == 400


# Who says too much, and who says nothing


@pytest.mark.parametrize("event", ["watch", "changed", "\ud83d\udca3"])
def test_a_line_that_floods_is_cut_off(app, evening, event):
    _, line = phone(app, evening)
    for _ in range(20):
        if line.is_connected():
            line.emit(event, {"as": "phone", "of": "x" * 10_000})
    assert not line.is_connected()


def test_a_line_that_is_cut_off_hears_nothing_more(app, evening):
    evening_id = evening.id
    _, line = phone(app, evening)
    while line.is_connected():
        line.emit("flood")
    assert lines_in(f"phones:{evening_id}") == 0


def test_one_phone_has_ten_lines(app, evening):
    client, first = phone(app, evening)
    lines = [socket(app, client) for _ in range(live.MOST_LINES)]
    assert [watches(each, "phone", evening.code) for each in lines] == [True] * 9 + [False]
    first.disconnect()
    assert watches(lines[-1], "phone", evening.code)
    phone(app, evening)  # another has its own


class Line:
    """A line below the socket's own, as the library keeps it."""

    closed = False

    def close(self, *, wait: bool) -> None:
        self.closed = not wait


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> dict[str, Line]:
    """Two lines that nobody made yet."""
    found = {"idle": Line(), "watching": Line()}
    server = SimpleNamespace(
        eio=SimpleNamespace(sockets=found),
        manager=SimpleNamespace(
            rooms={"/": {None: {"a": "idle"}, "a": {"a": "idle"}, "phones:1": {"b": "watching"}}}
        ),
    )
    monkeypatch.setattr(watchers.socketio, "server", server)
    return found


def test_a_line_that_watches_nothing_is_closed_at_the_second_look(lines: dict[str, Line]):
    new = watchers.close_idle(frozenset())
    assert new == {"idle"}
    assert not lines["idle"].closed
    watchers.close_idle(new)
    assert lines["idle"].closed
    assert not lines["watching"].closed


def test_a_line_that_came_to_watch_meanwhile_stays(lines: dict[str, Line]):
    watchers.close_idle(frozenset({"watching"}))
    assert not lines["watching"].closed


def test_half_a_minute_is_given_to_say_what_one_watches():
    assert watchers.BEATS_OF_PATIENCE * watchers.BEAT_S == 30


# What is told


def test_phones_hear_of_the_stage(app, evening):
    evening_id = evening.id
    _, line = phone(app, evening)
    heard(line)
    open_first(evening_id)
    save()
    assert heard(line) == [[{"topic": "stage"}]]


def test_phones_do_not_hear_of_answers(app, evening, open_vote):
    voter, line = phone(app, evening)
    heard(line)
    vote(voter, open_vote)
    assert heard(line) == []


def test_screens_and_desks_hear_of_answers_without_a_word_of_them(app, open_vote):
    workshop = db.session.get(Workshop, open_vote.workshop_id)
    wall, desk = screen(app, workshop), socket(app, visitor(app, "helper"))
    assert watches(desk, "desk", workshop.code)
    voter, _ = phone(app, workshop)
    for line in (wall, desk):
        heard(line)
    vote(voter, open_vote)
    for line in (wall, desk):
        assert heard(line) == [[{"topic": "answers"}]]


def test_another_room_hears_nothing(app, evening):
    evening_id = evening.id
    other = db.session.query(Workshop).filter_by(code=another(evening)).one()
    line = screen(app, other)
    heard(line)
    open_first(evening_id)
    save()
    assert heard(line) == []


def test_nothing_is_told_of_what_was_not_committed(app, evening):
    evening_id = evening.id
    line = screen(app, evening)
    heard(line)
    open_first(evening_id)
    db.session.rollback()
    assert heard(line) == []


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict]]:
    """What is emitted, as (room, message)."""
    emitted: list[tuple[str, dict]] = []
    note: Callable[..., None] = lambda _, message, to: emitted.append((to, message))  # noqa: E731
    monkeypatch.setattr(live.socketio, "emit", note)
    return emitted


def test_a_busy_room_is_told_once_in_a_pause(sent):
    for _ in range(50):
        live.tell((News(1, "answers", 7),))
    gevent.sleep(0)
    assert len(sent) == 2  # screens and desks, at once
    gevent.sleep(4 * live.PAUSE_S)
    assert len(sent) == 4  # and once more for all that came meanwhile


def test_a_message_holds_nothing_but_its_topic(sent):
    live.tell((News(1, "answers", 7), News(2, "stage", 8), News(3, "people")))
    gevent.sleep(0)
    assert {room.split(":")[0] for room, _ in sent} == {"phones", "screens", "desks"}
    assert all(message.keys() == {"topic"} for _, message in sent)


def test_a_pause_is_a_fifth_of_a_second():
    assert REAL_PAUSE_S == 0.2


def test_a_returned_idea_wakes_its_writer_and_nobody_else(app: Flask, open_ideas: Activity):
    writer, writers_line = phone(app, open_ideas.workshop)
    _, other = phone(app, open_ideas.workshop)
    address = f"/w/{open_ideas.workshop.code}/answers/{open_ideas.id}"
    writer.post(address, data={"text": "Ring Kari", "key": "k"})
    heard(writers_line), heard(other)
    moderation.decide(db.session(), db.session.query(Contribution).one(), "returned", reason="name")
    save()
    assert heard(writers_line) == [[{"topic": "writer"}]]
    assert heard(other) == []


def test_a_phone_that_left_is_forgotten(app: Flask, open_ideas: Activity):
    _, line = phone(app, open_ideas.workshop)
    lines = live.socketio.server.manager
    assert len(lines.rooms_of) == 1
    line.disconnect()
    assert lines.rooms_of == {}
    assert lines.rooms == {}


def test_the_address_of_the_socket_is_found_without_a_fault(app: Flask):
    """A fault for each line would keep all that the line held alive."""
    addresses = app.url_map.bind("torg.test")
    assert addresses.match("/socket.io/", websocket=True)[0] == "socket.line"
    assert addresses.match("/socket.io/", method="GET")[0] == "socket.line"
