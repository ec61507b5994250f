"""Trying the room: what phones are asked, what they say, what the desk makes of it."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import venue
from app.desk.venue import seen_by, verdict_of
from app.edge import save
from app.extensions import db
from app.venue import Trials, Tried
from app.weights import weigh
from tests.app.reading import weight
from tests.databases import stored
from workshops import planning, stage
from workshops.models import Attendee, Consultation, Workshop

pytestmark = pytest.mark.slow

QUICK = Tried(page_s=0.4, kbit_s=1200.0, websocket=True)
SLOW = Tried(page_s=4.5, kbit_s=80.0, websocket=True)
DEAF = Tried(page_s=0.4, kbit_s=1200.0, websocket=False)


@pytest.fixture(autouse=True)
def trials(monkeypatch: pytest.MonkeyPatch) -> Trials:
    """No test of another workshop is on."""
    fresh = Trials()
    for module in ("app.venue.trials", "app.desk.venue.trials"):
        monkeypatch.setattr(module, fresh)
    return fresh


@pytest.fixture
def phone(app: Flask, evening: Workshop) -> FlaskClient:
    """A phone that joined."""
    visitor = app.test_client()
    visitor.get(f"/w/{evening.code}/")
    return visitor


def begin(owner: FlaskClient, code: str) -> None:
    assert owner.post(f"/desk/w/{code}/venue", data={"verb": "begin"}).status_code == 303


def report(phone: FlaskClient, code: str, **changed: str) -> int:
    said = {"number": "1", "part_ms": "40", "page_ms": "400", "websocket": "1"} | changed
    return phone.post(f"/w/{code}/venue", data=said).status_code


def words_at(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    text = re.sub(r"<[^>]*>", " ", answer.get_data(as_text=True))
    return " ".join(unescape(text).split())


# The phones


def test_phones_are_asked_only_while_a_test_is_on(owner, phone, evening: Workshop):
    now = f"/w/{evening.code}/now"
    assert b"data-venue" not in phone.get(now).data
    begin(owner, evening.code)
    assert b"venue.js" in phone.get(now).data
    owner.post(f"/desk/w/{evening.code}/venue", data={"verb": "end"})
    assert b"data-venue" not in phone.get(now).data


def test_a_phone_that_joins_during_the_test_does_it_too(app, owner, evening: Workshop):
    begin(owner, evening.code)
    assert b"data-venue" in app.test_client().get(f"/w/{evening.code}/").data


def test_a_phone_that_is_asked_a_question_is_left_in_peace(app, owner, phone, evening: Workshop):
    code = evening.code
    stage.open_activity(db.session(), evening.activities[0])
    save()
    begin(owner, code)
    assert b"data-venue" not in phone.get(f"/w/{code}/now").data
    assert b"data-venue" not in app.test_client().get(f"/w/{code}/").data


def test_the_phone_fetches_what_nothing_makes_smaller(owner, phone, evening: Workshop, trials):
    begin(owner, evening.code)
    answer = phone.get(f"/w/{evening.code}/venue/page", headers={"Accept-Encoding": "gzip"})
    assert len(answer.data) == len(trials.on(evening.id).sample) > 20_000
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Content-Encoding" not in answer.headers


def test_without_a_test_there_is_nothing_to_fetch_or_to_say(phone, evening: Workshop):
    assert phone.get(f"/w/{evening.code}/venue/page").status_code == 404
    assert report(phone, evening.code) == 404


def test_who_did_not_join_has_no_part_in_it(app, owner, evening: Workshop):
    begin(owner, evening.code)
    stranger = app.test_client()
    assert stranger.get(f"/w/{evening.code}/venue/page").status_code == 404
    assert report(stranger, evening.code) == 404
    assert db.session.query(Attendee).count() == 0


def test_a_test_ends_by_itself(evening: Workshop):
    at = 0.0
    trials = Trials(now=lambda: at)
    trials.begin(evening.id, 1000)
    assert trials.on(evening.id)
    at = venue.LASTS_S
    assert trials.on(evening.id) is None
    assert trials.last[evening.id].sample


def test_a_second_word_of_a_phone_replaces_its_first(owner, phone, evening: Workshop, trials):
    begin(owner, evening.code)
    assert report(phone, evening.code) == 204
    assert report(phone, evening.code, page_ms="900", websocket="0") == 204
    (tried,) = trials.on(evening.id).tried.values()
    assert (tried.page_s, tried.websocket) == (0.94, False)
    assert tried.kbit_s == pytest.approx(len(trials.on(evening.id).sample) * 8 / 900, abs=0.1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": "7"},
        {"number": ""},
        {"page_ms": "0"},
        {"page_ms": "-5"},
        {"page_ms": "nan"},
        {"page_ms": "inf"},
        {"page_ms": "999999999"},
        {"part_ms": "-1"},
        {"page_ms": "<script>"},
    ],
)
def test_what_cannot_be_is_not_noted(owner, phone, evening: Workshop, trials, wrong):
    begin(owner, evening.code)
    assert report(phone, evening.code, **wrong) == 409
    assert trials.on(evening.id).tried == {}


def test_nothing_of_it_is_stored(owner, phone, evening: Workshop):
    begin(owner, evening.code)
    before = rows_of()
    assert report(phone, evening.code) == 204
    assert rows_of() == before


def rows_of() -> list[str]:
    db.session.remove()
    return stored(db.engine)


# The desk


def test_before_anybody_joined_the_desk_says_what_to_do(owner, evening: Workshop):
    words = words_at(owner, f"/desk/w/{evening.code}/venue")
    assert "No phone has joined yet. Join with two or three phones" in words
    assert "Test now" in words


def test_the_desk_tells_what_the_phones_saw(owner, phone, evening: Workshop):
    begin(owner, evening.code)
    assert report(phone, evening.code, page_ms="2000") == 204
    words = words_at(owner, f"/desk/w/{evening.code}/venue/part")
    assert "The phone is quick enough." in words
    assert "phones joined 1 1 answered the test" in words
    assert "phone in the middle 2.1 s" in words
    assert "hear at once 1 of 1" in words
    assert "Vote: Vote" in words


def test_the_part_waits_for_news(owner, phone, evening: Workshop):
    address = f"/desk/w/{evening.code}/venue/part"
    begin(owner, evening.code)
    etag = owner.get(address).headers["ETag"]
    assert owner.get(address, headers={"If-None-Match": etag}).status_code == 304
    report(phone, evening.code)
    assert owner.get(address, headers={"If-None-Match": etag}).status_code == 200


# The verdict


def said(*tried: Tried, joined: int = 9, connected: int = 0, waited_s: float | None = 99) -> str:
    verdict = verdict_of(seen_by(tried), joined, max(connected, len(tried)), waited_s)
    return f"{verdict.kind}: {verdict.words} {verdict.what_to_do}"


@pytest.mark.parametrize(
    ("tried", "more", "words"),
    [
        ([], {"joined": 0, "waited_s": None}, "wait: No phone has joined yet. Join with two"),
        ([], {"joined": 1, "waited_s": None}, "wait: 1 phone has joined. Press “Test now”."),
        ([], {"waited_s": 3}, "wait: 9 phones have joined. The phones are trying."),
        ([], {}, "late: No phone has answered. Wake the phones"),
        ([QUICK], {"connected": 3, "waited_s": 3}, "wait: 1 of 3 phones have answered."),
        ([QUICK], {}, "open: The phone is quick enough. The room is ready."),
        ([QUICK] * 12, {}, "open: All 12 phones are quick enough."),
        ([QUICK] * 5 + [SLOW], {}, "late: 1 of 6 phones is slow. Move the router up high"),
        ([QUICK] + [SLOW] * 3, {}, "late: 3 of 4 phones are slow. The Wi-Fi is too weak"),
        ([QUICK] + [DEAF] * 3, {}, "late: This Wi-Fi holds up what should be heard at once."),
        ([QUICK] * 9, {"connected": 10}, "wait: 1 phone did not answer; the others are quick"),
    ],
)
def test_the_verdict_says_how_it_is_and_what_to_do(tried, more, words):
    assert said(*tried, **more).startswith(words)


def test_the_phone_in_the_middle_is_told_and_the_slowest():
    seen = seen_by([QUICK, QUICK, SLOW])
    assert (seen.median_s, seen.slowest_s, seen.slowest_kbit_s) == (0.4, 4.5, 80.0)
    assert seen_by([]) is None


# The weight of pages


def test_a_vote_weighs_what_a_phone_would_fetch(app: Flask, evening: Workshop):
    told = weigh(evening).voting
    stage.open_activity(db.session(), evening.activities[1])
    save()
    assert told.title == "Vote"
    assert is_weight_of(told.size, app, evening)


def test_a_map_weighs_what_a_phone_would_fetch(app: Flask, demo: Consultation):
    evening = demo.workshops[-1]
    notes = next(each for each in evening.activities if each.kind == "map_notes")
    told = weigh(evening).map
    stage.open_activity(db.session(), notes)
    save()
    assert told.title == notes.title
    assert is_weight_of(told.size, app, evening)


def is_weight_of(told: int, app: Flask, evening: Workshop) -> bool:
    """Whether a phone would fetch so much; the other scales leave out the heads of answers."""
    fetched = weight(app.test_client(), f"/w/{evening.code}/?in=1")
    return sum(fetched.values()) < told < sum(fetched.values()) + 1000 * len(fetched)


def test_weighing_lets_nobody_in_and_keeps_the_desk_s_messages(app, owner, demo):
    before = db.session.query(Attendee).count()
    page = owner.get(f"/desk/w/{demo.workshops[-1].code}/venue")
    assert page.status_code == 200
    assert db.session.query(Attendee).count() == before
    with owner.session_transaction() as cookie:
        assert "device" in cookie


def test_an_agenda_that_asks_nothing_is_tried_with_a_usual_page(app, evening: Workshop):
    slide = planning.new_workshop(db.session(), evening.consultation, "Talk")
    save()
    weights = weigh(slide)
    assert (weights.voting, weights.map) == (None, None)
    assert weights.to_try == 50_000
