"""/metrics: read by who may, in Prometheus's text, without anything about a person or a vote."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families
from werkzeug.test import TestResponse

from app.meter import Meter
from app.vitals import Report
from config import BadSetting, Config, load
from workshops.models import Activity
from workshops.words import say

pytestmark = pytest.mark.slow

TOKEN = "a-long-enough-token"
AWAY = {"REMOTE_ADDR": "192.168.8.20"}


@pytest.fixture
def meter(monkeypatch: pytest.MonkeyPatch) -> Meter:
    """A meter that nobody else moves."""
    fresh = Meter()
    monkeypatch.setattr("app.metrics.meter", fresh)
    return fresh


@pytest.fixture
def guarded(app: Flask) -> Flask:
    """The application with a token set."""
    before: Config = app.config["TORG"]
    app.config["TORG"] = Config(
        before.instance, before.database_url, before.secret_key, metrics_token=TOKEN
    )
    return app


def figures(answer: TestResponse) -> dict[tuple[str, tuple[str, ...]], float]:
    """Every sample by its name and the values of its labels, sorted, as another reader has them."""
    families = text_string_to_metric_families(answer.get_data(as_text=True))
    return {
        (sample.name, tuple(sorted(sample.labels.values()))): sample.value
        for family in families
        for sample in family.samples
    }


# Who may read


def test_the_laptop_itself_may_read(client: FlaskClient):
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert answer.mimetype == "text/plain"
    assert ("torg_writes_waiting", ()) in figures(answer)


def test_a_phone_of_the_room_finds_nothing(client: FlaskClient):
    answer = client.get("/metrics", environ_base=AWAY)
    assert answer.status_code == 404
    assert b"torg_" not in answer.data


@pytest.mark.parametrize("name", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
def test_what_comes_through_a_proxy_does_not_come_from_the_laptop(client: FlaskClient, name: str):
    assert client.get("/metrics", headers={name: "127.0.0.1"}).status_code == 404


def test_behind_a_proxy_that_says_nothing_the_token_is_needed(app: Flask):
    before: Config = app.config["TORG"]
    app.config["TORG"] = Config(before.instance, before.database_url, before.secret_key, https=True)
    assert app.test_client().get("/metrics").status_code == 404


def test_from_elsewhere_the_token_opens_it(guarded: Flask):
    headers = {"Authorization": f"Bearer {TOKEN}"}
    answer = guarded.test_client().get("/metrics", headers=headers, environ_base=AWAY)
    assert answer.status_code == 200


@pytest.mark.parametrize("said", ["", "Bearer ", "Bearer wrong", f"Basic {TOKEN}", "Bearer é"])
def test_another_token_opens_nothing(guarded: Flask, said: str):
    headers = {"Authorization": said.encode().decode("latin-1")}
    answer = guarded.test_client().get("/metrics", headers=headers, environ_base=AWAY)
    assert answer.status_code == 404


def test_without_a_token_set_no_empty_one_opens_it(client: FlaskClient):
    headers = {"Authorization": "Bearer "}
    assert client.get("/metrics", headers=headers, environ_base=AWAY).status_code == 404


def test_the_token_is_read_from_the_environment(tmp_path):
    env = {"TORG_INSTANCE": str(tmp_path), "TORG_METRICS_TOKEN": TOKEN}
    assert load(env).metrics_token == TOKEN


@pytest.mark.parametrize("token", ["short", "with a letter beyond: ø"])
def test_a_token_that_could_be_guessed_stops_the_start_and_is_not_repeated(tmp_path, token: str):
    env = {"TORG_INSTANCE": str(tmp_path), "TORG_METRICS_TOKEN": token}
    with pytest.raises(BadSetting, match="TORG_METRICS_TOKEN") as fault:
        load(env)
    assert token not in str(fault.value)


# What is in it


def test_the_meter_is_read_at_the_scrape(client: FlaskClient, meter: Meter, monkeypatch):
    watching = {("phone", 1): 1, ("phone", 2): 1, ("screen", 1): 1}
    monkeypatch.setattr("app.metrics.pages", lambda: watching)
    meter.committed(40, 2, 0.004)
    meter.messages = 9
    found = figures(client.get("/metrics"))
    assert found["torg_writes_acknowledged_total", ()] == 40
    assert found["torg_writes_refused_total", ()] == 2
    assert found["torg_sockets", ("phone",)] == 2
    assert found["torg_sockets", ("screen",)] == 1
    assert found["torg_sockets", ("desk",)] == 0
    assert found["torg_rooms", ()] == 2
    assert found["torg_messages_total", ()] == 9
    meter.committed(1, 0, 0.004)
    assert figures(client.get("/metrics"))["torg_writes_acknowledged_total", ()] == 41


def test_requests_are_told_by_surface_and_status(client: FlaskClient, meter: Meter):
    for status in (200, 303, 409):
        meter.requested("attendee.answer", status, 0.02)
    found = figures(client.get("/metrics"))
    assert found["torg_requests_total", ("2xx", "answer")] == 1
    assert found["torg_requests_total", ("4xx", "answer")] == 1
    assert found["torg_request_seconds_count", ("answer",)] == 3
    assert found["torg_request_seconds_sum", ("answer",)] == pytest.approx(0.06)


def test_buckets_count_what_is_below_them_too(client: FlaskClient, meter: Meter):
    for seconds in (0.0005, 0.004, 0.004, 9.0):
        meter.committed(1, 0, seconds)
    found = figures(client.get("/metrics"))
    assert found["torg_commit_seconds_bucket", ("0.001",)] == 1
    assert found["torg_commit_seconds_bucket", ("0.005",)] == 3
    assert found["torg_commit_seconds_bucket", ("2.5",)] == 3
    assert found["torg_commit_seconds_bucket", ("+Inf",)] == 4


@pytest.mark.sqlite
def test_the_laptop_is_told_too(client: FlaskClient):
    found = figures(client.get("/metrics"))
    assert found["torg_disk_left_bytes", ()] > 0
    assert found["torg_database_bytes", ()] > 0
    assert found["process_resident_memory_bytes", ()] > 0
    assert found["process_open_fds", ()] > 0


def test_a_backup_that_fails_is_told(app: Flask):
    app.extensions["torg_backup"] = lambda: Report("late", say("no stick"))
    assert figures(app.test_client().get("/metrics"))["torg_backup_ok", ()] == 0


def test_every_figure_says_what_it_is(client: FlaskClient):
    text = client.get("/metrics").get_data(as_text=True)
    assert re.findall(r"(?m)^# HELP torg_\w+ *$", text) == []


def test_nothing_is_told_of_an_activity_or_a_person(app: Flask, open_vote: Activity):
    """A vote is open and people have voted: neither how many, nor for what, nor where."""
    code = open_vote.workshop.code
    for n in range(3):
        phone = app.test_client()
        answer = phone.post(f"/w/{code}/answers/{open_vote.id}", data={f"dots-{n % 2 + 1}": "1"})
        assert answer.status_code == 303
    text = app.test_client().get("/metrics").get_data(as_text=True)
    labels = {
        name for pair in re.findall(r"\{(.*?)\}", text) for name in re.findall(r"(\w+)=", pair)
    }
    assert labels <= {"version", "surface", "status", "role", "le"}
    assert code not in text
    assert open_vote.question not in text
    assert "dot_vote" not in text
