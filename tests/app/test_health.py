"""Whether the room is well: what is said of it, at the desk and to those who ask from outside."""

from dataclasses import replace
from pathlib import Path

import gevent
import pytest
from flask.testing import FlaskClient

from app import vitals
from app.edge import write_queue
from app.verdict import troubles
from app.vitals import Battery, Machine, Report, Room, battery, usual_photo
from app.writequeue import StorageFull
from workshops.words import say

WELL = Room(
    asks=True,
    phones=40,
    phones_before=41,
    per_s=2.5,
    peak=30,
    waiting=0,
    slowest_s=0.05,
    commit_s=0.01,
    lag_s=0.01,
    faults=0,
)
LAPTOP = Machine(disk_left=50_000_000_000, database=1_000_000, photo=300_000, battery=None)


def said(room: Room = WELL, machine: Machine = LAPTOP, backup: Report | None = None) -> list[str]:
    return [f"{each.words} {each.what_to_do}" for each in troubles(room, machine, backup)]


# From outside


def test_healthz_says_ok(client: FlaskClient):
    assert client.get("/healthz").data == b"ok"


def test_ready_when_an_answer_would_be_kept(client: FlaskClient):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.get_json()) == (200, {"ready": True, "why": ""})


def test_not_ready_while_the_database_takes_nothing(client: FlaskClient, monkeypatch):
    def full(_work: object) -> None:
        raise StorageFull("The laptop cannot write just now.")

    monkeypatch.setattr(write_queue(), "do", full)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.get_json()["why"] == "The laptop cannot write just now."


def test_not_ready_when_the_queue_is_stuck(client: FlaskClient, monkeypatch):
    monkeypatch.setattr("app.health.PATIENCE_S", 0.01)
    monkeypatch.setattr(write_queue(), "do", lambda _work: gevent.sleep(5))
    assert client.get("/readyz").status_code == 503


def test_not_ready_without_room_on_the_disk(client: FlaskClient, monkeypatch):
    monkeypatch.setattr(vitals, "disk_left", lambda _config: 1000)
    assert client.get("/readyz").get_json() == {"ready": False, "why": "The disk is full."}


# What is said


def test_of_a_room_that_is_well_nothing_is_said():
    assert said() == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"slowest_s": 1.4}, "Phones wait longer than a second. Leave the question open"),
        ({"slowest_s": 1.4, "commit_s": 0.9}, "longer than a second. The disk is slow"),
        ({"slowest_s": 1.4, "lag_s": 0.9}, "longer than a second. The laptop is busy"),
        ({"faults": 1}, "Torg made a mistake of its own in the last minute."),
        ({"faults": 3}, "Torg made 3 mistakes of its own in the last minute."),
        ({"phones": 20}, "21 phones have gone within a minute. Look at the Wi-Fi router"),
    ],
)
def test_a_trouble_in_the_room_comes_with_what_to_do(change: dict, words: str):
    (only,) = said(replace(WELL, **change))
    assert words in only


def test_a_few_who_leave_are_no_trouble():
    assert said(replace(WELL, phones=38)) == []
    assert said(replace(WELL, phones=1, phones_before=3)) == []


def test_phones_that_are_put_away_between_two_questions_are_no_trouble():
    assert said(replace(WELL, phones=20, asks=False)) == []
    assert said(replace(WELL, phones=0, asks=False)) != []


@pytest.mark.parametrize(
    ("left", "kind"), [(50_000_000_000, []), (900_000_000, ["late"]), (1_000_000, ["stop"])]
)
def test_the_less_disk_the_louder(left: int, kind: list[str]):
    found = troubles(WELL, replace(LAPTOP, disk_left=left), None)
    assert [each.kind for each in found] == kind


@pytest.mark.parametrize(
    ("left", "on_mains", "kind"),
    [(80, False, []), (25, True, []), (25, False, ["late"]), (8, False, ["stop"])],
)
def test_a_battery_is_told_of_when_it_runs_out(left: int, on_mains: bool, kind: list[str]):
    found = troubles(WELL, replace(LAPTOP, battery=Battery(left, on_mains)), None)
    assert [each.kind for each in found] == kind


@pytest.mark.parametrize(("kind", "n"), [("open", 0), ("wait", 0), ("late", 1), ("stop", 1)])
def test_a_backup_speaks_for_itself(kind: str, n: int):
    told = said(backup=Report(kind, say("The stick is gone."), say("Put it back.")))
    assert told == ["The stick is gone. Put it back."] * n


def test_what_cannot_wait_stands_first():
    ill = replace(WELL, slowest_s=2.0), replace(LAPTOP, battery=Battery(5, False))
    assert [each.kind for each in troubles(*ill, None)] == ["stop", "late"]


# The laptop


def test_a_battery_is_read(tmp_path: Path):
    power(tmp_path / "AC", type="Mains")
    power(tmp_path / "BAT0", type="Battery", capacity="57", status="Discharging")
    assert battery(tmp_path) == Battery(57, on_mains=False)


def test_the_battery_of_a_mouse_is_not_the_laptop_s(tmp_path: Path):
    power(tmp_path / "hid", type="Battery", scope="Device", capacity="5", status="Discharging")
    assert battery(tmp_path) is None


@pytest.mark.parametrize("capacity", ["", "unknown"])
def test_a_battery_that_says_nothing_is_none(tmp_path: Path, capacity: str):
    power(tmp_path / "BAT0", type="Battery", capacity=capacity)
    assert battery(tmp_path) is None
    assert battery(tmp_path / "nowhere") is None


def power(folder: Path, **said: str) -> None:
    folder.mkdir()
    for name, value in said.items():
        (folder / name).write_text(f"{value}\n")


def test_a_usual_photo_is_the_mean_of_some(tmp_path: Path):
    assert usual_photo(tmp_path / "nowhere") == vitals.PHOTO_BYTES
    for n in range(6):
        (tmp_path / f"{n}.jpg").write_bytes(b"x" * (100 + n * 10))
    assert usual_photo(tmp_path) == 125
