"""Answers as phones send them."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.edge import save
from app.extensions import db
from workshops import clock, moderation, stage
from workshops.models import Activity, Ballot, Contribution, Workshop


def send(client: FlaskClient, activity: Activity, key: str = "k1", **fields: str):
    code = activity.workshop.code
    return client.post(
        f"/w/{code}/answers/{activity.id}",
        data={"key": key, **fields},
        headers={"Accept": "application/json"},
    )


def test_an_idea_gets_a_number_that_is_told(client: FlaskClient, open_ideas: Activity):
    answer = send(client, open_ideas, text="A fire we can sit around.")
    assert answer.get_json() == {"sent": "Sent — your idea is no. 1.", "number": 1}
    assert db.session.query(Contribution).one().text == "A fire we can sit around."


def test_the_same_key_ten_times_is_one_idea(client: FlaskClient, open_ideas: Activity):
    numbers = {send(client, open_ideas, text="Once").get_json()["number"] for _ in range(10)}
    assert numbers == {1}
    assert db.session.query(Contribution).count() == 1


def test_a_second_vote_replaces_the_first(client: FlaskClient, open_vote: Activity):
    send(client, open_vote, "a", **{"dots-1": "3"})
    send(client, open_vote, "b", **{"dots-2": "2", "dots-1": "1"})
    assert db.session.query(Ballot).one().payload == {"dots": {"1": 1, "2": 2}}


def test_two_dots_too_many_are_refused_with_a_sentence(client: FlaskClient, open_vote: Activity):
    answer = send(client, open_vote, **{"dots-1": "3", "dots-2": "3", "dots-keep": "1"})
    assert answer.status_code == 409
    assert answer.get_json()["refused"] == "You have 5 dots. You put 7."
    assert db.session.query(Ballot).count() == 0


def test_too_many_on_one_line_are_refused(client: FlaskClient, open_vote: Activity):
    answer = send(client, open_vote, **{"dots-1": "4"})
    assert answer.get_json()["refused"] == "At most 3 dots on one line."


def test_a_vote_after_close_is_refused(
    client: FlaskClient, open_vote: Activity, monkeypatch: pytest.MonkeyPatch
):
    stage.close(db.session(), open_vote)
    save()
    later = clock.now() + 2 * stage.GRACE
    monkeypatch.setattr(clock, "now", lambda: later)
    answer = send(client, open_vote, **{"dots-1": "1"})
    assert answer.status_code == 409
    assert answer.get_json()["refused"].startswith("Closed.")
    assert db.session.query(Ballot).count() == 0


def test_a_vote_on_its_way_while_closing_counts(client: FlaskClient, open_vote: Activity):
    stage.close(db.session(), open_vote)
    save()
    assert send(client, open_vote, **{"dots-1": "1"}).status_code == 200


def test_a_plain_form_is_led_back_and_keeps_refused_words(
    client: FlaskClient, open_ideas: Activity
):
    code = open_ideas.workshop.code
    address = f"/w/{code}/answers/{open_ideas.id}"
    assert client.post(address, data={"text": "A bench"}).status_code == 303
    refused = client.post(address, data={"text": "long " * 200})
    assert refused.status_code == 422
    assert b"long long long" in refused.data
    assert b"Please say it in 500" in refused.data


def test_an_answer_for_another_workshop_is_refused(
    client: FlaskClient, open_ideas: Activity, demo: object
):
    other = db.session.query(Workshop).filter(Workshop.id != open_ideas.workshop_id).first()
    answer = client.post(
        f"/w/{other.code}/answers/{open_ideas.id}",
        data={"text": "lost", "key": "k"},
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 409
    assert db.session.query(Contribution).filter_by(text="lost").count() == 0


def test_a_heart_counts_once_a_person(app: Flask, open_ideas: Activity):
    writer, fan = app.test_client(), app.test_client()
    send(writer, open_ideas, text="A fire")
    moderation.decide(db.session(), db.session.query(Contribution).one(), "released")
    save()
    for _ in range(3):
        fan.post(f"/w/{open_ideas.workshop.code}/hearts/{open_ideas.id}", data={"number": "1"})
    assert stage.hearts_of(db.session(), open_ideas.id) == {1: 1}


def test_what_is_not_released_gets_no_heart(client: FlaskClient, open_ideas: Activity):
    send(client, open_ideas, text="A fire")
    answer = client.post(
        f"/w/{open_ideas.workshop.code}/hearts/{open_ideas.id}",
        data={"number": "1"},
        headers={"Accept": "application/json"},
    )
    assert answer.get_json()["refused"] == "No. 1 is not shown."


def test_a_wrong_join_code_says_what_to_do(client: FlaskClient, evening: Workshop):
    answer = client.post("/join", data={"code": "zzzz"})
    assert answer.status_code == 404
    assert b"No workshop has the code ZZZZ. Look at the screen or ask at the door." in answer.data


def test_a_code_is_found_however_it_is_typed(client: FlaskClient, evening: Workshop):
    typed = f" {evening.code[:2].lower()}-{evening.code[2:].lower()} "
    answer = client.post("/join", data={"code": typed})
    assert answer.headers["Location"] == f"/w/{evening.code}/"


def test_an_address_with_a_wrong_code_lets_it_be_written_again(client: FlaskClient):
    answer = client.get("/w/K7QE/")
    assert answer.status_code == 404
    assert b"No workshop has the code K7QE." in answer.data
    assert b'name="code"' in answer.data
