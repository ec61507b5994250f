"""How often one phone may ask and all strangers together; what is tried to get round it."""

import re
from collections.abc import Callable
from io import BytesIO
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask.wrappers import Response
from PIL import Image

from app import pictures, writequeue
from app.allowance import Allowance
from app.edge import save, write_queue
from app.extensions import db
from app.limits import Limits
from app.vitals import read_room
from config import BadSetting, load
from workshops.models import Activity, Attendee, Ballot, Contribution, Workshop
from workshops.photos import MOST_A_PERSON

pytestmark = pytest.mark.slow

JSON = {"Accept": "application/json"}


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limited(app: Flask, clock: Clock) -> Limits:
    """The limits of the application, by that clock."""
    fresh = Limits(app.config["TORG"], clock)
    vars(app.extensions["torg_limits"]).update(vars(fresh))
    return app.extensions["torg_limits"]


def until_refused(act: Callable[[], Response], most: int = 300) -> tuple[int, Response]:
    """Do it until it is asked to wait; return how often it went well, and the refusal."""
    for n in range(most):
        answer = act()
        if answer.status_code in (429, 503):
            return n, answer
    raise AssertionError("never refused")


def answering(client: FlaskClient, activity: Activity, **fields: str) -> Response:
    address = f"/w/{activity.workshop.code}/answers/{activity.id}"
    return client.post(address, data=fields or {"dots-1": "1"}, headers=JSON)


def joined(app: Flask, workshop: Workshop) -> FlaskClient:
    client = app.test_client()
    assert client.get(f"/w/{workshop.code}/").status_code == 200
    return client


# The bucket


def test_so_many_at_once_then_so_many_a_second(clock: Clock):
    bucket = Allowance(20, 2, clock)
    assert [bucket.take("a") for _ in range(20)] == [0.0] * 20
    assert bucket.take("a") == pytest.approx(0.5, abs=1e-3)
    clock.now += 0.5
    assert bucket.take("a") == 0
    assert bucket.take("a") > 0


def test_waiting_fills_it_and_no_further(clock: Clock):
    bucket = Allowance(3, 1, clock)
    for _ in range(3):
        bucket.take("a")
    clock.now += 1_000_000
    assert [bool(bucket.take("a")) for _ in range(4)] == [False, False, False, True]


def test_each_has_one_of_their_own(clock: Clock):
    bucket = Allowance(1, 1, clock)
    assert bucket.take("a") == 0
    assert bucket.take("a") > 0
    assert bucket.take("b") == 0


def test_asking_how_long_uses_nothing(clock: Clock):
    bucket = Allowance(1, 0.2, clock)
    assert [bucket.wait("a") for _ in range(3)] == [0, 0, 0]
    bucket.take("a")
    assert bucket.wait("a") == pytest.approx(5, abs=1e-3)


def test_a_refusal_is_no_debt(clock: Clock):
    """Whoever keeps knocking waits no longer than who does not."""
    bucket = Allowance(1, 1, clock)
    for _ in range(100):
        bucket.take("a")
    assert bucket.wait("a") <= 1


def test_only_so_many_are_remembered_and_who_asked_last_is(clock: Clock):
    bucket = Allowance(1, 0.001, clock, most=100)
    for n in range(1000):
        bucket.take(f"{n}")
    assert len(bucket.full_at) == 100
    assert bucket.wait("999") > 0


# Which addresses


def test_every_address_of_the_phone_has_a_limit(app: Flask, limited: Limits):
    ours = {"attendee", "slip", "venue"}
    views = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert {view for view in views if view.split(".")[0] in ours} <= set(limited.by_view)
    assert set(limited.by_view) <= views


def test_files_the_screen_and_the_desk_have_none(owner: FlaskClient, evening: Workshop, limited):
    for address in ("/static/0/css/base.css", f"/s/{evening.screen_token}/scene", "/desk/"):
        assert {owner.get(address).status_code for _ in range(60)} == {200}


# A flood from one phone


def test_a_flood_of_answers_is_asked_to_wait(app: Flask, open_vote: Activity, limited: Limits):
    phone = joined(app, open_vote.workshop)
    taken, refusal = until_refused(lambda: answering(phone, open_vote))
    assert taken == 20
    assert refusal.status_code == 429
    assert refusal.headers["Retry-After"] == "2"
    assert refusal.get_json() == {
        "refused": "Many are sending. Yours is kept, trying again.",
        "wait": 2,
        "keep": True,
    }


def test_after_the_wait_it_goes_on(app: Flask, open_vote: Activity, limited, clock: Clock):
    phone = joined(app, open_vote.workshop)
    _, refusal = until_refused(lambda: answering(phone, open_vote))
    clock.now += refusal.get_json()["wait"]
    assert answering(phone, open_vote).status_code == 200


def test_a_flood_of_one_phone_stops_nobody_else(app: Flask, open_vote: Activity, limited: Limits):
    flooding = joined(app, open_vote.workshop)
    until_refused(lambda: answering(flooding, open_vote))
    assert answering(joined(app, open_vote.workshop), open_vote).status_code == 200


def test_a_room_behind_one_address_is_not_limited_together(app, open_vote: Activity, limited):
    room = [joined(app, open_vote.workshop) for _ in range(60)]
    assert {answering(phone, open_vote).status_code for phone in room} == {200}


def test_hearts_and_pages_have_limits_of_their_own(app, open_ideas: Activity, limited: Limits):
    phone, code = joined(app, open_ideas.workshop), open_ideas.workshop.code
    hearts = f"/w/{code}/hearts/{open_ideas.id}"
    heart = lambda: phone.post(hearts, data={"number": "1"}, headers=JSON)  # noqa: E731
    assert until_refused(heart)[0] == 30
    looks, refusal = until_refused(lambda: phone.get(f"/w/{code}/now"))
    assert looks == 20
    assert refusal.status_code == 429
    assert answering(phone, open_ideas, text="A fire").status_code == 200


def test_the_setting_says_how_many_answers(app, open_vote: Activity, clock: Clock, tmp_path):
    config = load({"TORG_INSTANCE": str(tmp_path), "TORG_ANSWERS_S": "5"})
    vars(app.extensions["torg_limits"]).update(vars(Limits(config, clock)))
    phone = joined(app, open_vote.workshop)
    assert until_refused(lambda: answering(phone, open_vote))[0] == 50


@pytest.mark.parametrize("name", ["TORG_ANSWERS_S", "TORG_NEWCOMERS_S"])
@pytest.mark.parametrize("value", ["0", "-1", "many", "1.5"])
def test_a_limit_that_is_none_stops_the_start(tmp_path, name: str, value: str):
    with pytest.raises(BadSetting, match=f"{name} is “{value}”"):
        load({"TORG_INSTANCE": str(tmp_path), name: value})


# Newcomers


@pytest.fixture
def narrow(app: Flask, clock: Clock, tmp_path) -> Limits:
    """A door for one newcomer a second, and ten at once."""
    config = load({"TORG_INSTANCE": str(tmp_path), "TORG_NEWCOMERS_S": "1"})
    vars(app.extensions["torg_limits"]).update(vars(Limits(config, clock)))
    return app.extensions["torg_limits"]


def test_too_many_newcomers_wait_on_a_calm_page(app: Flask, evening: Workshop, narrow: Limits):
    came, refusal = until_refused(lambda: app.test_client().get(f"/w/{evening.code}/"))
    assert came == 10
    assert refusal.status_code == 503
    assert b"Many are coming in. This page tries again by itself." in refusal.data
    assert 2 <= int(refusal.headers["Refresh"]) <= 8
    assert "Set-Cookie" not in refusal.headers
    assert db.session.query(Attendee).count() == 10


def test_the_next_newcomer_comes_in_a_second_later(app, evening: Workshop, narrow, clock: Clock):
    until_refused(lambda: app.test_client().get(f"/w/{evening.code}/"))
    clock.now += 1
    joined(app, evening)


def test_who_is_in_does_not_wait_for_newcomers(app: Flask, open_vote: Activity, narrow: Limits):
    phone = joined(app, open_vote.workshop)
    until_refused(lambda: app.test_client().get(f"/w/{open_vote.workshop.code}/"))
    assert answering(phone, open_vote).status_code == 200


def test_a_fresh_cookie_for_each_answer_leads_nowhere(app, open_vote: Activity, narrow: Limits):
    """Vote stuffing without ever opening the page: each is a newcomer, and they are counted."""
    votes, refusal = until_refused(lambda: answering(app.test_client(), open_vote))
    assert votes == 10
    assert refusal.status_code == 503
    assert refusal.get_json()["keep"] is True
    assert db.session.query(Ballot).count() == 10


def test_a_cookie_from_before_joining_counts_as_none(app, open_vote: Activity, narrow: Limits):
    """The first page signs a cookie without a phone's secret: sent again and again it is fresh."""
    app.config["WTF_CSRF_ENABLED"] = True
    visitor = app.test_client()
    token = re.search(rb'name="csrf_token" value="([^"]+)"', visitor.get("/").data)[1].decode()
    cookie = visitor.get_cookie("torg").value

    def once_more() -> Response:
        phone = app.test_client()
        phone.set_cookie("torg", cookie)
        address = f"/w/{open_vote.workshop.code}/answers/{open_vote.id}"
        headers = {**JSON, "X-CSRFToken": token}
        return phone.post(address, data={"dots-1": "1"}, headers=headers)

    assert until_refused(once_more)[0] == 10


def test_a_plain_form_that_has_to_wait_is_told_how_to_send_again(app, open_vote, narrow: Limits):
    until_refused(lambda: app.test_client().get("/w/K7QF/"))
    address = f"/w/{open_vote.workshop.code}/answers/{open_vote.id}"
    answer = app.test_client().post(address, data={"dots-1": "1"})
    assert answer.status_code == 503
    assert b"Wait a moment, go back, and send it once more." in answer.data
    assert "Refresh" not in answer.headers


# Codes that are guessed


def test_a_phone_that_guesses_codes_waits_even_with_the_right_one(app, evening, limited, clock):
    guesser = app.test_client()
    tried, refusal = until_refused(lambda: guesser.get("/w/ZZZZ/"))
    assert tried == 10
    assert refusal.status_code == 429
    assert b"Many wrong codes were tried." in refusal.data
    assert guesser.get(f"/w/{evening.code}/").status_code == 429
    clock.now += 5
    assert guesser.get(f"/w/{evening.code}/").status_code == 200


@pytest.mark.parametrize("address", ["/w/{}/", "/w/{}/now", "/w/{}/slip", "/w/{}/slip/ABCD-EFGH"])
def test_every_page_of_a_wrong_code_counts(app: Flask, limited: Limits, address: str):
    guesser = app.test_client()
    tried, _ = until_refused(lambda: guesser.get(address.format("ZZZZ")))
    assert tried == 10


@pytest.mark.parametrize("verb", ["answers/1", "hearts/1", "withdraw", "revise", "slip"])
def test_every_form_of_a_wrong_code_counts(app: Flask, limited: Limits, verb: str):
    guesser = app.test_client()
    tried, _ = until_refused(lambda: guesser.post(f"/w/ZZZZ/{verb}", headers=JSON))
    assert tried <= 10


def test_codes_that_are_typed_count_too(app: Flask, limited: Limits):
    guesser = app.test_client()
    tried, refusal = until_refused(lambda: guesser.post("/join", data={"code": "zzzz"}))
    assert (tried, refusal.status_code) == (10, 429)


def test_a_right_code_is_no_guess(app: Flask, evening: Workshop, limited: Limits):
    visitor = app.test_client()
    for _ in range(15):
        assert visitor.post("/join", data={"code": evening.code}).status_code == 303


def test_wrong_codes_of_many_strangers_have_a_ceiling_and_right_ones_pass(app, evening, limited):
    tried, refusal = until_refused(lambda: app.test_client().get("/w/ZZZZ/"))
    assert tried == 50
    assert refusal.status_code == 429
    assert app.test_client().get(f"/w/{evening.code}/").status_code == 200
    told = app.test_client().post("/join", data={"code": evening.code})
    assert told.headers["Location"] == f"/w/{evening.code}/"


def test_the_desk_is_told_when_codes_are_guessed(app, owner, evening: Workshop, limited: Limits):
    for _ in range(101):
        app.test_client().get("/w/ZZZZ/")
    assert read_room(evening).guesses == 101
    page = owner.get(f"/desk/w/{evening.code}/health").get_data(as_text=True)
    assert "101 wrong join codes were written within a minute." in page


def test_guessing_slips_is_as_slow(app: Flask, evening: Workshop, limited: Limits):
    phone = joined(app, evening)
    guess = lambda: phone.post(f"/w/{evening.code}/slip", data={"slip": "ABCD-EFGH"})  # noqa: E731
    assert until_refused(guess)[0] == 10


# More than can be written


def test_a_queue_that_is_full_takes_no_more(app, open_vote: Activity, limited, monkeypatch):
    phone = joined(app, open_vote.workshop)
    monkeypatch.setattr(writequeue, "MOST_WAITING", 3)
    monkeypatch.setattr(write_queue(), "waiting", SimpleNamespace(qsize=lambda: 3))
    answer = answering(phone, open_vote)
    assert answer.status_code == 503
    assert answer.get_json()["wait"] == 2
    assert db.session.query(Ballot).count() == 0


# Photos


def photo(shade: int = 0) -> BytesIO:
    out = BytesIO()
    Image.new("RGB", (40, 30), (shade, shade, shade)).save(out, "JPEG")
    return BytesIO(out.getvalue())


def send_photo(client: FlaskClient, activity: Activity, n: int) -> Response:
    return client.post(
        f"/w/{activity.workshop.code}/answers/{activity.id}",
        data={"text": f"Idea {n}", "key": f"k{n}", "photo": (photo(n), "photo.jpg")},
        headers=JSON,
    )


def test_each_may_send_five_photos(app: Flask, open_ideas: Activity, limited: Limits):
    phone = joined(app, open_ideas.workshop)
    sent = [send_photo(phone, open_ideas, n) for n in range(MOST_A_PERSON)]
    assert {each.status_code for each in sent} == {200}
    refused = send_photo(phone, open_ideas, 5)
    assert refused.status_code == 409
    assert refused.get_json()["refused"].startswith("You have sent 5 photos.")
    assert send_photo(phone, open_ideas, 4).status_code == 200  # the same once more
    assert answering(phone, open_ideas, text="In words").status_code == 200
    assert send_photo(joined(app, open_ideas.workshop), open_ideas, 0).status_code == 200


def test_photos_that_are_refused_are_limited_too(app: Flask, open_ideas: Activity, limited):
    """Reading a picture takes the laptop a moment, whatever becomes of the answer."""
    phone = joined(app, open_ideas.workshop)
    bad = lambda: phone.post(  # noqa: E731
        f"/w/{open_ideas.workshop.code}/answers/{open_ideas.id}",
        data={"text": "x", "key": "k", "photo": (BytesIO(b"<svg>"), "p.jpg")},
        headers=JSON,
    )
    tried, refusal = until_refused(bad)
    assert (tried, refusal.status_code) == (8, 429)
    assert db.session.query(Contribution).count() == 0


def test_all_photos_together_have_a_ceiling(app: Flask, open_ideas: Activity, limited: Limits):
    for _ in range(60):
        limited.all_photos.take()
    answer = send_photo(joined(app, open_ideas.workshop), open_ideas, 1)
    assert answer.status_code == 503
    assert answer.get_json()["keep"] is True


@pytest.mark.parametrize(
    ("free", "total", "status"),
    [
        (499_000_000, 250_000_000_000, 409),
        (501_000_000, 250_000_000_000, 200),
        (499_000_000, 2_000_000_000, 200),
        (199_000_000, 2_000_000_000, 409),
    ],
)
def test_the_last_of_the_disk_is_for_words(
    app, open_ideas, limited, monkeypatch, free, total, status
):
    left = SimpleNamespace(free=free, total=total)
    monkeypatch.setattr(pictures, "shutil", SimpleNamespace(disk_usage=lambda _: left))
    phone = joined(app, open_ideas.workshop)
    answer = send_photo(phone, open_ideas, 1)
    assert answer.status_code == status
    assert answering(phone, open_ideas, text="In words").status_code == 200
    if status == 409:
        assert "no room for the picture" in answer.get_json()["refused"]


# Vote stuffing


def test_the_same_request_ten_times_is_one_vote(app: Flask, open_vote: Activity, limited: Limits):
    phone = joined(app, open_vote.workshop)
    body = urlencode({"key": "k1", "dots-1": "3"})
    address = f"/w/{open_vote.workshop.code}/answers/{open_vote.id}"
    kind = "application/x-www-form-urlencoded"
    told = [phone.post(address, data=body, content_type=kind, headers=JSON) for _ in range(10)]
    assert {each.status_code for each in told} == {200}
    assert [each.payload for each in db.session.query(Ballot)] == [{"dots": {"1": 3}}]


def test_somebody_elses_request_with_ones_own_cookie_is_ones_own_vote(app, open_vote, limited):
    one, other = joined(app, open_vote.workshop), joined(app, open_vote.workshop)
    for phone in (one, other):
        answering(phone, open_vote, key="k1", **{"dots-1": "3"})
    assert len({each.attendee_id for each in db.session.query(Ballot)}) == 2


def test_a_cookie_that_was_made_up_is_none(app: Flask, open_vote: Activity, narrow: Limits):
    """The server signs cookies: another secret in one is not believed."""

    def forged() -> Response:
        phone = app.test_client()
        phone.set_cookie("torg", "eyJkZXZpY2UiOiJtYWRlIHVwIn0.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb")
        return answering(phone, open_vote)

    assert until_refused(forged)[0] == 10


def test_a_page_of_another_host_cannot_send(app: Flask, open_vote: Activity, limited: Limits):
    """Its form brings no token; and browsers keep our cookie from it."""
    app.config["WTF_CSRF_ENABLED"] = True
    phone = joined(app, open_vote.workshop)
    fresh = app.test_client().get(f"/w/{open_vote.workshop.code}/")
    assert "SameSite=Lax" in fresh.headers["Set-Cookie"]
    address = f"/w/{open_vote.workshop.code}/answers/{open_vote.id}"
    from_elsewhere = {"Origin": "https://example.com", "Referer": "https://example.com/"}
    for headers in (from_elsewhere, {**from_elsewhere, **JSON}):
        assert phone.post(address, data={"dots-1": "3"}, headers=headers).status_code == 400
    assert db.session.query(Ballot).count() == 0


def test_a_fresh_cookie_is_a_new_attendee_unless_the_vote_asks_for_a_slip(app, open_vote, limited):
    """What limits cannot tell apart, paper can: see docs/limits.md."""
    cleared = [answering(joined(app, open_vote.workshop), open_vote) for _ in range(3)]
    assert {each.status_code for each in cleared} == {200}
    db.session.get_one(Activity, open_vote.id).asks_slips = True
    save()
    cleared = [answering(joined(app, open_vote.workshop), open_vote) for _ in range(3)]
    assert {each.status_code for each in cleared} == {409}
    assert db.session.query(Ballot).count() == 3
