"""The short way of an answer says what the long way says, and lets in nobody else."""

import re
from contextvars import Context

import gevent
import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask.wrappers import Response

from app.edge import save, write_queue
from app.extensions import db
from app.meter import meter
from app.short import ShortWay
from app.storage import NotNow
from workshops import stage
from workshops.models import Activity, Ballot, Contribution, Workshop

pytestmark = pytest.mark.slow


@pytest.fixture
def short_way(app: Flask) -> ShortWay:
    app.config["WTF_CSRF_ENABLED"] = True
    assert isinstance(app.wsgi_app, ShortWay)
    return app.wsgi_app


@pytest.fixture
def taken_here(short_way: ShortWay, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Whatever goes the long way from now on is written here, by its address."""
    went: list[str] = []
    long_way = short_way.long_way

    def noted(environ, start_response):
        went.append(environ["PATH_INFO"])
        return long_way(environ, start_response)

    monkeypatch.setattr(short_way, "long_way", noted)
    return went


def token_of(client: FlaskClient, activity: Activity) -> str:
    """Join, and return the token of the page."""
    address = f"/w/{activity.workshop.code}/?in=1"
    page = Context().run(client.get, address).get_data(as_text=True)
    return re.search(r'name="csrf-token" content="([^"]+)"', page)[1]


def send(client: FlaskClient, activity: Activity, token: str, **more) -> Response:
    """Send an answer as the phone's script does."""
    headers = {"Accept": "application/json", "X-CSRFToken": token} | more.pop("headers", {})
    asked = {"data": {"key": "k1", "dots-1": "2"}, "headers": headers} | more
    address = f"/w/{activity.workshop.code}/answers/{activity.id}"
    # As on a server: nothing of the test's own context is there.
    answer = Context().run(lambda: client.post(address, **asked))
    db.session.rollback()
    return answer


def test_a_plain_vote_never_meets_flask(client, open_vote, taken_here):
    token = token_of(client, open_vote)
    send(client, open_vote, token)
    taken_here.clear()
    assert send(client, open_vote, token).get_json()["sent"].startswith("Sent.")
    assert taken_here == []
    assert db.session.query(Ballot).one().payload == {"dots": {"1": 2}}


def test_both_ways_say_the_same(client, open_ideas, short_way, monkeypatch):
    token = token_of(client, open_ideas)
    fields = {"text": "A fire æøå", "key": "k2"}
    short = send(client, open_ideas, token, data=fields)
    monkeypatch.setattr(short_way, "ways", {})
    long = send(client, open_ideas, token, data=fields)
    assert short.data == long.data
    assert dict(short.headers) == dict(long.headers)
    assert short.get_json() == {"number": 1, "sent": "Sent — your idea is no. 1."}


def test_sent_is_said_in_the_language_of_the_phone(client, open_vote, short_way):
    token = token_of(client, open_vote)
    with client.session_transaction() as session:
        session["language"] = "nb"
    assert send(client, open_vote, token).get_json()["sent"].startswith("Sendt.")


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"X-CSRFToken": "made-up"}, 400), ({"X-CSRFToken": ""}, 400), ({"Accept": "text/html"}, 303)],
)
def test_what_is_not_plain_goes_the_long_way(client, open_vote, taken_here, headers, status):
    token = token_of(client, open_vote)
    taken_here.clear()
    assert send(client, open_vote, token, headers=headers).status_code == status
    assert len(taken_here) == 1


def test_a_token_of_another_phone_is_none(app, client, open_vote, short_way):
    token_of(client, open_vote)
    other = token_of(app.test_client(), open_vote)
    assert send(client, open_vote, other).status_code == 400
    assert db.session.query(Ballot).count() == 0


def test_a_form_that_is_no_text_is_left_to_flask(client, open_vote, taken_here):
    token = token_of(client, open_vote)
    taken_here.clear()
    answer = send(
        client,
        open_vote,
        token,
        data=b"key=k9&dots-1=\xff\xfe",
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code in (200, 409)
    assert len(taken_here) == 1


def test_a_refusal_is_said_once_and_costs_one_turn(client, open_vote, taken_here, monkeypatch):
    token = token_of(client, open_vote)
    asked: list[object] = []
    together = write_queue().together
    monkeypatch.setattr(
        write_queue(), "together", lambda *given: asked.append(given) or together(*given)
    )
    taken_here.clear()
    answer = send(client, open_vote, token, data={"key": "k3", "dots-1": "9"})
    assert answer.status_code == 409
    assert answer.get_json()["keep"]
    assert (len(asked), len(taken_here)) == (1, 1)


def test_a_closed_vote_is_refused_with_its_sentence(client, open_vote, short_way, monkeypatch):
    token = token_of(client, open_vote)
    stage.close(db.session(), open_vote)
    save()
    monkeypatch.setattr("workshops.questions.GRACE", -stage.GRACE)
    assert send(client, open_vote, token).get_json()["refused"].startswith("Closed.")


def test_a_full_disk_is_told_as_ever(client, open_vote, short_way, monkeypatch):
    token = token_of(client, open_vote)

    def full(*_: object) -> None:
        raise NotNow("Not now.")

    monkeypatch.setattr(write_queue(), "together", full)
    answer = send(client, open_vote, token)
    assert answer.status_code == 503
    assert answer.get_json()["keep"]


def test_who_asks_too_often_waits_here_too(client, open_vote, short_way, monkeypatch):
    token = token_of(client, open_vote)
    statuses = [send(client, open_vote, token).status_code for _ in range(80)]
    assert statuses[0] == 200
    assert statuses[-1] == 429
    assert set(statuses) == {200, 429}


def test_an_answer_is_counted_once(client, open_vote, short_way):
    token = token_of(client, open_vote)
    send(client, open_vote, token)
    before = sum(meter.surfaces["answer"].by_status)
    send(client, open_vote, token, data={"key": "k4", "dots-1": "1"})
    send(client, open_vote, token, data={"key": "k5", "dots-1": "9"})
    assert sum(meter.surfaces["answer"].by_status) - before == 2


def test_a_helper_who_writes_for_a_table_goes_the_long_way(client, open_ideas, taken_here):
    token = token_of(client, open_ideas)
    with client.session_transaction() as session:
        session["standing_in"] = {"code": "ELSE", "attendee": 1, "name": "Table 1"}
    taken_here.clear()
    send(client, open_ideas, token, data={"key": "k5", "text": "Lamps"})
    assert len(taken_here) == 1
    assert db.session.query(Contribution).count() == 1


# Looks


def look(client: FlaskClient, workshop: Workshop, query: str = "", **headers: str) -> Response:
    """Fetch the part as the phone's script does."""
    address = f"/w/{workshop.code}/now{query}"
    return Context().run(lambda: client.get(address, headers=headers))


def test_a_part_that_was_made_is_sent_without_flask(client, open_vote, taken_here):
    token_of(client, open_vote)
    look(client, open_vote.workshop)
    taken_here.clear()
    again = look(client, open_vote.workshop)
    assert taken_here == []
    assert "A fire" in again.get_data(as_text=True)


@pytest.mark.parametrize("zips", ["", "gzip"])
def test_both_ways_show_the_same(client, open_vote, short_way, monkeypatch, zips):
    token_of(client, open_vote)
    look(client, open_vote.workshop)
    short = look(client, open_vote.workshop, **{"Accept-Encoding": zips})
    seen = look(client, open_vote.workshop, **{"If-None-Match": short.headers["ETag"]})
    monkeypatch.setattr(short_way, "ways", {})
    long = look(client, open_vote.workshop, **{"Accept-Encoding": zips})
    seen_long = look(client, open_vote.workshop, **{"If-None-Match": short.headers["ETag"]})
    assert (short.status, short.data, dict(short.headers)) == (
        long.status,
        long.data,
        dict(long.headers),
    )
    assert (seen.status_code, seen.data) == (304, b"")
    assert dict(seen.headers) == dict(seen_long.headers)


def test_each_phone_sees_its_own_votes(app, client, open_vote, short_way):
    other = app.test_client()
    token = token_of(client, open_vote)
    token_of(other, open_vote)
    before = look(other, open_vote.workshop).headers["ETag"]
    send(client, open_vote, token, data={"key": "k9", "dots-1": "3"})
    assert look(client, open_vote.workshop).headers["ETag"] != before
    assert look(other, open_vote.workshop).headers["ETag"] == before


def test_a_phone_that_is_not_in_is_let_in_by_flask(app, open_vote, taken_here):
    stranger = app.test_client()
    assert look(stranger, open_vote.workshop).status_code == 200
    assert len(taken_here) == 1


def test_a_wrong_code_is_told_as_ever(client, open_vote, taken_here):
    token_of(client, open_vote)
    taken_here.clear()
    answer = Context().run(lambda: client.get("/w/ZZZZ/now"))
    assert answer.status_code == 409
    assert len(taken_here) == 1


def test_looks_that_come_together_are_read_together(app, open_vote, short_way, monkeypatch):
    phones = [app.test_client() for _ in range(5)]
    for phone in phones:
        token_of(phone, open_vote)
    look(phones[0], open_vote.workshop)
    reads: list[int] = []
    together = short_way.ways["GET"].together
    do = together.do
    monkeypatch.setattr(together, "do", lambda asked: reads.append(len(asked)) or do(asked))
    looking = [gevent.spawn(look, phone, open_vote.workshop) for phone in phones]
    gevent.joinall(looking)
    assert [each.value.status_code for each in looking] == [200] * 5
    assert reads == [5]
