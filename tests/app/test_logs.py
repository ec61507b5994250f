"""The log: lines of JSON that tell what happened, and nothing about anybody."""

import json
import logging
from io import StringIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from app import logs
from app.edge import save, write_queue
from app.extensions import db
from config import VERSION, Config
from workshops import keys, stage
from workshops.models import Activity

ADDRESS = "203.0.113.77"
AWAY = {"REMOTE_ADDR": ADDRESS, "HTTP_USER_AGENT": "Fairphone of Kari"}
WORDS = "Ring Kari on 900 00 000 if you want wood"


@pytest.fixture
def log(app: Flask) -> StringIO:
    """All that is logged from now on, down to DEBUG."""
    stream = StringIO()
    logger = logging.getLogger("app")
    logger.setLevel(logging.DEBUG)
    logger.handlers[0].stream = stream
    return stream


def lines(log: StringIO) -> list[dict]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def raises(fault: Exception):
    """Return a view, or work, that fails like this."""

    def view(*_args: object, **_kwargs: object) -> None:
        raise fault

    return view


# What a line holds


def test_a_request_is_told_by_the_rule_of_its_address(client, log, evening, monkeypatch):
    monkeypatch.setattr(logs, "SLOW_S", 60.0)
    client.get(f"/w/{evening.code}/")
    told = next(each for each in lines(log) if each["what"] == "request")
    assert told["path"] == "/w/<code>/"
    assert (told["method"], told["status"], told["level"]) == ("GET", 200, "debug")
    assert told["ms"] >= 0


def test_an_address_that_is_not_ours_is_not_repeated(client: FlaskClient, log):
    client.get("/Kari-Nordmann")
    assert "(no such page)" in log.getvalue()
    assert "Kari" not in log.getvalue()


def test_a_slow_request_is_a_warning(client: FlaskClient, log, monkeypatch):
    monkeypatch.setattr(logs, "SLOW_S", 0.0)
    monkeypatch.setattr(logs, "PAUSE_S", 0.0)
    client.get("/healthz")
    told = lines(log)[-1]
    assert (told["level"], told["what"], told["path"]) == ("warning", "slow request", "/healthz")


def test_modules_write_to_the_same_log(app: Flask, log):
    logging.getLogger("app.writequeue").warning("not written")
    app.logger.warning("of the application")
    assert [each["what"] for each in lines(log)] == ["not written", "of the application"]


@pytest.mark.parametrize("name", ["engineio.server", "socketio.server"])
def test_the_socket_s_own_lines_go_there_too(app: Flask, name: str):
    logger = logging.getLogger(name)
    plain = [each for each in logger.handlers if type(each) is logging.StreamHandler]
    assert [type(each.formatter) for each in plain] == [logs.JsonLines]
    assert not logger.propagate


def test_starting_and_stopping_are_told_without_secrets(app: Flask, log):
    config = Config(
        app.config["TORG"].instance,
        "postgresql+psycopg://torg:password@host/name",
        "k" * 64,
        metrics_token="t" * 20,
    )
    logs.started(config, "0.0.0.0", 8000)
    logs.stopped()
    first, last = lines(log)
    assert (first["what"], first["version"], first["database"]) == (
        "started",
        VERSION,
        "postgresql+psycopg",
    )
    assert last["what"] == "stopped"
    for secret in ("password", "k" * 64, "t" * 20, "torg:"):
        assert secret not in log.getvalue()


def test_at_a_terminal_the_welcome_is_enough(app: Flask, log, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    logs.started(app.config["TORG"], "0.0.0.0", 8000)
    assert log.getvalue() == ""


# What a trace holds


def test_a_trace_tells_where_and_what_kind_but_repeats_no_words():
    with pytest.raises(ValueError, match="Kari") as caught:
        raises(ValueError(f"{WORDS}\n  File of: {WORDS}\nKari: {WORDS}"))()
    fault = caught.value
    record = logging.makeLogRecord(
        {"msg": "failed", "exc_info": (type(fault), fault, fault.__traceback__)}
    )
    told = json.loads(logs.JsonLines().format(record))
    assert "test_logs.py" in told["trace"]
    assert "ValueError" in told["trace"]
    assert WORDS not in told["trace"]


def test_a_trace_of_a_child_is_cleaned_the_same_way(app: Flask, log):
    trace = f'Traceback\n  File "/x/brief.py", line 3, in write\n    f()\nKeyError: "{WORDS}"'
    app.logger.error("job failed", extra={"facts": {"job": 7, "trace": trace}})
    (told,) = lines(log)
    assert told["trace"].splitlines() == [
        "Traceback",
        '  File "/x/brief.py", line 3, in write',
        "KeyError",
    ]
    assert told["job"] == 7


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("/w/K7QF/answers/3", "/w/…/answers/3"),
        ("/desk/w/K7QF/run", "/desk/w/…/run"),
        ("/s/abcdef/scene", "/s/…/scene"),
        ("/enter/abcdef", "/enter/…"),
        ("/photos/0123.jpg", "/photos/…"),
        ("Exception on /w/K7QF/ [GET]", "Exception on /w/…/ [GET]"),
        ("/desk/", "/desk/"),
    ],
)
def test_secrets_in_addresses_are_left_out(said: str, told: str):
    assert logs.without_secrets(said) == told


# A whole evening


def test_an_evening_leaves_nobody_in_the_log(
    app: Flask, log, owner: FlaskClient, open_ideas: Activity, monkeypatch
):
    """People join, write, are refused, vote; the desk works; the database fails; a view breaks."""
    evening = open_ideas.workshop
    code, screen, vote = evening.code, evening.screen_token, evening.activities[1].id
    first = open_ideas.id
    link = keys.new_link(db.session(), "helper")
    save()
    monkeypatch.setattr(logs, "SLOW_S", 0.0)
    monkeypatch.setattr(logs, "PAUSE_S", 0.0)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    phone = app.test_client()
    say = {"text": WORDS, "key": "a-key-made-at-the-tap"}
    phone.get(f"/w/{code}/", environ_base=AWAY)
    phone.post(f"/w/{code}/answers/{first}", data=say, environ_base=AWAY)
    phone.post(f"/w/{code}/answers/{first}", data={"text": ""}, environ_base=AWAY)
    phone.post("/join", data={"code": "KARI"}, environ_base=AWAY)
    app.test_client().post(f"/enter/{link}", environ_base=AWAY)
    owner.get(f"/desk/w/{code}/moderate")
    stage.open_activity(db.session(), db.session.get_one(Activity, vote))
    save()
    phone.post(f"/w/{code}/answers/{vote}", data={"dots-1": "2"}, environ_base=AWAY)
    phone.get(f"/s/{screen}/", environ_base=AWAY)
    monkeypatch.setattr("app.attendee.phone_page", raises(ValueError(WORDS)))
    assert phone.get(f"/w/{code}/", environ_base=AWAY).status_code == 500
    fault = OperationalError(f"INSERT … {WORDS}", {"text": WORDS}, Exception(WORDS))
    with pytest.raises(OperationalError):
        write_queue().do(raises(fault))
    with phone.session_transaction() as cookie:
        device = cookie["device"]
    told = log.getvalue()
    assert len(lines(log)) > 9
    assert "ValueError" in told
    secrets = [ADDRESS, "Fairphone", device, code, screen, link, "a-key-made-at-the-tap"]
    words = [WORDS, "Kari", "KARI", "900", "What first?"]
    assert [each for each in [*secrets, *words] if each in told] == []


def test_a_batch_that_was_not_written_is_told_without_its_words(app: Flask, log, monkeypatch):
    monkeypatch.setattr("app.writequeue.settle", raises(ValueError(WORDS)))
    with pytest.raises(ValueError, match="Kari"):
        write_queue().do(lambda _: WORDS)
    told = next(each for each in lines(log) if each["level"] == "error")
    assert (told["what"], told["writes"]) == ("a batch was not written", 1)
    assert "Kari" not in log.getvalue()


def test_a_room_that_is_slow_all_at_once_is_one_line_a_second(caplog):
    slow = logs.Slow()
    with caplog.at_level("WARNING", "app"):
        for now in (10.0, 10.1, 10.9, 11.2):
            slow.note(now, {"path": "/"})
    told = [record.facts["others"] for record in caplog.records]
    assert told == [0, 2]
