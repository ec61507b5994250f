"""The bench's own pieces: what it reckons, what it reads off the wire, the room it makes."""

import argparse
import gzip
import json
import os
import re
from pathlib import Path

import pytest

from app.bench.ballots import LINES, dots_of, form_of
from app.bench.bars import BARS, missed, rows
from app.bench.casting import spread_of
from app.bench.gauges import memory_kib, processor_s
from app.bench.medians import SUMMED, middle
from app.bench.room import Room, at_home, compare, furnish
from app.bench.server import only
from app.bench.setting import Size
from app.bench.wire import Reply, frame, plain, take_frame
from app.commands import bench
from app.edge import save
from app.extensions import db
from workshops import answers
from workshops.refusal import Refused

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Room:
    """A room with three phones in it."""
    return furnish(tmp_path_factory.mktemp("bench") / "instance", 3)


def phones_of(room: Room) -> list[dict]:
    return json.loads(room.phones.read_text())


# Reckoning


def test_the_median_of_three_runs_is_told():
    runs = [{"p99": 3.0, "ack_ms": {"p50": n}} for n in (9, 1, 5)]
    assert middle(runs) == {"p99": 3, "ack_ms": {"p50": 5}}


def test_a_vote_lost_in_one_of_three_runs_is_told():
    assert middle([{"lost": 0}, {"lost": 1}, {"lost": 0}]) == {"lost": 1}


def test_a_reading_that_only_one_run_has_is_kept():
    assert middle([{"a": 1}, {"b": 2}]) == {"a": 1, "b": 2}


def test_whatever_goes_unanswered_is_summed():
    assert {name for name in SUMMED if name.endswith("unanswered")} >= {"unanswered"}


def test_the_slowest_of_a_hundred_is_their_last_percentile():
    times = [n / 1000 for n in range(1, 101)]
    assert spread_of(times) == {"p50": 51, "p95": 96, "p99": 100, "max": 100}


def test_nothing_measured_spreads_nowhere():
    assert spread_of([]) == {"p50": 0, "p95": 0, "p99": 0, "max": 0}


def test_a_figure_below_its_bar_is_missed():
    assert missed({"votes_to_hello": 0.59, "lost": 0, "instant_s": 3.1}) == [
        "votes_to_hello",
        "instant_s",
    ]


def test_a_figure_that_was_not_measured_has_no_row():
    assert list(rows({"lost": 0})) == [("Votes acknowledged and not counted", "0", "≤ 0", "yes")]


def test_every_bar_has_a_name_of_its_own():
    assert len({bar.name for bar in BARS}) == len(BARS)


def test_a_small_room_votes_in_proportion():
    assert (Size(5000).per_s, Size(5000).at_once, Size(5000).few) == (1000, 600, 500)
    assert (Size(200).per_s, Size(200).at_once, Size(1).few) == (40, 200, 1)


# What is wanted


def test_all_is_measured_unless_something_is_asked_for():
    assert set(bench.NAMES) == bench.wanted(None)


def test_a_step_of_the_evening_brings_its_room():
    assert bench.wanted("steady,commit") == {"steady", "commit", "room"}


def test_an_unknown_figure_is_refused():
    with pytest.raises(Refused, match="no speed to measure"):
        bench.wanted("speed")


def test_the_table_says_on_what_it_was_measured():
    found = {"lost": 0, "phones": 5000, "runs": 3}
    machine = {"cores": 2, "python": "3.11", "system": "Linux", "fsync_ms": 0.2}
    told = "\n".join(bench.table(found | {"machine": machine}))
    assert "5,000 phones, 3 runs; 2 cores" in told


def test_every_figure_stands_in_its_document():
    told = set(re.findall(r"(?m)^\| `(\w+)`", (ROOT / "docs/bench.md").read_text(encoding="utf-8")))
    assert {bar.name for bar in BARS} | set(bench.NAMES) <= told


# The wire


@pytest.mark.parametrize("size", [0, 1, 125, 126, 4000])
def test_a_message_that_we_frame_is_masked_and_whole(size: int):
    sent = frame(b"x" * size)
    assert sent[1] & 0x80
    assert sent.endswith(b"\0\0\0\0" + b"x" * size)


@pytest.mark.parametrize("size", [1, 125, 126, 4000])
def test_a_frame_is_taken_once_it_is_whole(size: int):
    length = bytes([size]) if size < 126 else b"\x7e" + size.to_bytes(2, "big")
    held = bytearray(b"\x81" + length + b"y" * size)
    assert take_frame(held[:-1]) is None
    assert take_frame(held) == b"y" * size
    assert not held


def test_two_frames_that_come_together_are_two_messages():
    held = bytearray(b"\x81\x012\x81\x0242")
    assert [take_frame(held), take_frame(held), take_frame(held)] == [b"2", b"42", None]


def test_a_packed_reply_is_read():
    packed = gzip.compress(b"words")
    assert plain(Reply(200, b"HTTP/1.1 200\r\nContent-Encoding: gzip", packed)) == b"words"
    assert plain(Reply(200, b"HTTP/1.1 200 OK", b"words")) == b"words"


# The room


def test_every_vote_is_as_long_as_every_other():
    assert {len(form_of(n)) for n in (0, 5, 99, 20_000)} == {len(form_of(0))}
    assert dots_of(LINES) == dots_of(0) != dots_of(1)


def test_the_server_under_measurement_sees_no_real_data(monkeypatch, tmp_path):
    monkeypatch.setenv("TORG_DATABASE_URL", "postgresql://the-real-one")
    own = only(tmp_path)
    assert own["TORG_INSTANCE"] == str(tmp_path)
    assert "TORG_DATABASE_URL" not in own


def test_a_furnished_room_lets_its_phones_vote(room: Room):
    phone = phones_of(room)[0]
    with at_home(room.instance) as app:
        visitor = app.test_client()
        name, _, value = phone["cookie"].partition("=")
        visitor.set_cookie(name, value)
        answer = visitor.post(
            f"/w/{room.code}/answers/{room.vote}",
            data=form_of(1),
            content_type="application/x-www-form-urlencoded",
            headers={"X-CSRFToken": phone["token"], "Accept": "application/json"},
        )
        app.extensions["torg_writes"].stop()
    assert answer.status_code == 200
    assert compare(room, {phone["attendee"]: dots_of(1)}).wrong == 0


def test_votes_that_are_missing_or_changed_are_noticed(room: Room):
    first, second, third = (each["attendee"] for each in phones_of(room))
    with at_home(room.instance):
        answers.submit(db.session(), room.vote, second, {"dots": dots_of(1)}, "a")
        save()
    counted = compare(room, {second: dots_of(2), third: dots_of(0)})
    assert (counted.lost, counted.wrong) == (1, 1)
    assert first != second


def test_the_gauges_read_this_very_process():
    assert memory_kib(os.getpid()) > 1000
    assert processor_s(os.getpid()) > 0


def test_the_options_have_a_default_each():
    parser = argparse.ArgumentParser()
    bench.arguments(parser)
    assert parser.parse_args([]).runs == 3
