"""The bench's own pieces: what it reckons, what it reads off the wire, the room it makes."""

import argparse
import gzip
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.bench.ballots import LINES, dots_of, form_of
from app.bench.bars import BARS, missed, rows
from app.bench.casting import spread_of
from app.bench.crowd import Stuck, crowd
from app.bench.gauges import memory_kib, probing, processor_s
from app.bench.maps import many_notes
from app.bench.medians import SUMMED, middle
from app.bench.room import Room, at_home, compare, furnish, furnish_beside
from app.bench.server import Running, only, running
from app.bench.setting import Size
from app.bench.votes import VARIANT
from app.bench.wire import Reply, frame, plain, take_frame
from app.commands import bench
from app.edge import save
from app.extensions import db
from workshops import answers
from workshops.findings_json import from_json
from workshops.methods.spatial import bounds_of
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
    assert set(bench.NAMES) - bench.ON_REQUEST == bench.wanted(None)


def test_a_step_of_the_evening_brings_its_room():
    assert bench.wanted("steady,commit") == {"steady", "commit", "room"}


def test_an_unknown_figure_is_refused():
    with pytest.raises(Refused, match="no speed to measure"):
        bench.wanted("speed")


def test_the_table_says_on_what_it_was_measured():
    found = {"lost": 0, "phones": 5000, "runs": 3}
    machine = {"cores": 2, "python": "3.11", "system": "Linux", "fsync_ms": 0.2, "load": 1.5}
    told = "\n".join(bench.table(found | {"machine": machine}))
    assert "5,000 phones, median of 3; 2 cores" in told


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


def test_the_program_under_measurement_keeps_what_it_compiled(monkeypatch, tmp_path):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    assert "PYTHONDONTWRITEBYTECODE" not in only(tmp_path)


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


def test_the_room_beside_has_its_own_code_vote_and_phones(room: Room):
    beside = furnish_beside(room, 2)
    assert {beside.code, beside.vote}.isdisjoint({room.code, room.vote})
    assert len(phones_of(beside)) == 2
    assert len(phones_of(room)) == 3


def test_the_gauges_read_this_very_process():
    assert memory_kib(os.getpid()) > 1000
    assert processor_s(os.getpid()) > 0


def options(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    bench.arguments(parser)
    return parser.parse_args(words)


def test_three_runs_are_made_unless_one_is_asked_for():
    assert options().runs == 3
    assert options("--runs", "1").runs == 1


# Phones and servers, few of them


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The bare loop, which starts fast and keeps nothing."""
    with running(tmp_path_factory.mktemp("bare"), ("app.bench.bare",)) as server:
        yield server


def test_every_socket_at_the_bare_loop_is_acknowledged(bare: Running):
    with crowd(bare) as phones:
        assert phones.ask("emit", n=20)["acknowledged"] == 20


def test_requests_in_flight_all_come_back(bare: Running):
    with crowd(bare) as phones:
        done = phones.ask("hello", seconds=0.1, in_flight=4)
    assert done["failed"] == 0
    assert done["done"] >= 4


def test_phones_that_cannot_do_what_is_asked_are_stuck(bare: Running):
    with crowd(bare) as phones, pytest.raises(Stuck):
        phones.ask("fly")


def test_the_probe_sees_how_long_a_reply_takes(bare: Running):
    with probing(bare.port) as probe:
        while not probe.times:
            assert not probe.ended.wait(0.01)
    assert probe.slowest_ms > 0


def test_a_server_that_does_not_start_says_why(tmp_path):
    server = running(tmp_path, ("app.bench.nothing",))
    with pytest.raises(Refused, match="No module named"):
        server.__enter__()


@pytest.mark.slow
def test_a_small_evening_loses_nothing(capsys):
    bench.run(options("--quick", "--phones", "20", "--only", "throughput,room", "--json"))
    found = json.loads(capsys.readouterr().out)
    assert (found["phones"], found["acknowledged"], found["counted"]) == (20, 20, 20)
    assert (found["lost"], found["wrong"], found["unanswered"]) == (0, 0, 0)
    assert set(found["ack_ms"]) == {"p50", "p95", "p99", "max"}
    assert {"votes_per_s", "hello_per_s", "kib_per_phone", "back_s", "stage_s"} <= set(found)
    assert "stuck" not in found


@pytest.mark.slow
@pytest.mark.parametrize("words", [["--one"], ["--sync-ms", "1"]])
def test_a_server_made_worse_on_purpose_still_counts(room: Room, words: list[str]):
    with running(room.instance, (VARIANT, *words)) as server, crowd(server, room) as phones:
        done = phones.ask("vote", n=3, over=0)
        told = {int(who): dots for who, dots in phones.ask("told").items()}
        counted = compare(room.moved(server.instance), told)
    assert done["acknowledged"] == 3
    assert (counted.lost, counted.wrong) == (0, 0)


# The maps


def test_the_made_up_notes_of_the_map_lie_on_the_square():
    text = (ROOT / "tests/data/findings-sample.json").read_text(encoding="utf-8")
    findings = many_notes(from_json(text), 40)
    places = [each.geometry["coordinates"] for each in findings.contributions]
    west, south, east, north = bounds_of(findings.square.outline)
    assert all(west <= lon <= east and south <= lat <= north for lon, lat in places)
    assert len({each.category for each in findings.contributions}) == len(findings.categories)
