"""Whether the room is well: what is said of it, at the desk and to those who ask from outside."""

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import gevent
import pytest
from flask.testing import FlaskClient

from app import vitals
from app.desk.health import chart_of, rounded, seconds_in_words
from app.edge import write_queue
from app.meter import Meter
from app.verdict import troubles
from app.vitals import Battery, Machine, Report, Room, battery, read_room, usual_photo
from app.writequeue import StorageFull
from workshops.models import Workshop
from workshops.words import say

pytestmark = pytest.mark.slow

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


# At the desk


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> Meter:
    """A meter that nobody has moved yet."""
    fresh = Meter()
    for module in ("app.desk.health.meter", "app.vitals.meter"):
        monkeypatch.setattr(module, fresh)
    monkeypatch.setattr(read_room, "__defaults__", (fresh,))
    monkeypatch.setattr(vitals, "read_machine", lambda _config: LAPTOP)
    monkeypatch.setattr("app.desk.health.read_machine", lambda _config: LAPTOP)
    return fresh


def words_at(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    text = re.sub(r"<[^>]*>", " ", answer.get_data(as_text=True))
    return " ".join(unescape(text).split())


def test_the_desk_says_that_all_is_well(owner: FlaskClient, evening: Workshop, quiet: Meter):
    words = words_at(owner, f"/desk/w/{evening.code}/health")
    assert "All is well" in words
    assert "0 of 0 that joined" in words
    assert "nobody answered in the last minute" in words
    assert "enough for more than 100,000 photos" in words


def test_the_desk_says_what_is_wrong_and_what_to_do(owner, evening: Workshop, quiet: Meter):
    quiet.requested("attendee.answer", 200, 2.34)
    words = words_at(owner, f"/desk/w/{evening.code}/health/part")
    assert "Phones wait longer than a second. Leave the question open" in words
    assert "slowest “Sent” 2.4 s" in words
    assert "All is well" not in words


def test_phones_that_went_are_told(owner, evening: Workshop, quiet: Meter):
    quiet.saw({("phone", evening.id): 30})
    words = words_at(owner, f"/desk/w/{evening.code}/health/part")
    assert "30 phones have gone within a minute." in words


def test_the_backup_has_a_line_where_there_is_one(app, owner, evening: Workshop, quiet: Meter):
    assert "Backup" not in words_at(owner, f"/desk/w/{evening.code}/health/part")
    app.extensions["torg_backup"] = lambda: Report("open", say("all copied"))
    assert "Backup all copied" in words_at(owner, f"/desk/w/{evening.code}/health/part")


def test_the_run_sheet_leads_to_it_in_a_word(owner, evening: Workshop, quiet: Meter):
    address = f"/desk/w/{evening.code}/run"
    assert "All is well" in words_at(owner, address)
    quiet.requested("attendee.answer", 200, 2.0)
    assert "Phones wait longer than a second." in words_at(owner, f"{address}/part")
    assert f'href="/desk/w/{evening.code}/health"' in owner.get(address).get_data(as_text=True)


def test_the_part_is_sent_once(owner: FlaskClient, evening: Workshop, quiet: Meter):
    address = f"/desk/w/{evening.code}/health/part"
    etag = owner.get(address).headers["ETag"]
    assert owner.get(address, headers={"If-None-Match": etag}).status_code == 304
    quiet.requested("attendee.answer", 200, 2.0)
    assert owner.get(address, headers={"If-None-Match": etag}).status_code == 200


def test_the_page_about_sockets_does_not_lean_on_one(owner, evening: Workshop):
    assert b"socket.io" not in owner.get(f"/desk/w/{evening.code}/health").data


# Words and bars


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.004, "0.1 s"), (0.1, "0.1 s"), (0.31, "0.4 s"), (2.0, "2 s"), (12.2, "13 s")],
)
def test_a_duration_is_never_told_as_shorter(app, seconds: float, words: str):
    with app.test_request_context():
        assert str(seconds_in_words(seconds)) == words


@pytest.mark.parametrize(("n", "told"), [(7, 7), (41, 41), (387, 380), (41_387, 41_000), (0, 0)])
def test_a_number_of_photos_is_told_in_two_digits(n: int, told: int):
    assert rounded(n) == told


def test_a_bar_is_five_seconds_and_the_highest_fills_the_height():
    meter, times = Meter(), iter([1000.0, 1004.0, 1007.0])
    meter.answers.now = lambda: next(times, 1012.0)
    for answers in (20, 5, 50):
        meter.answers.add(answers)
    chart = chart_of(meter)
    assert chart.heights[-2:] == [50.0, 100.0]
    assert chart.most == 10
    assert chart.minutes[0] == (0, 75)
    assert sum(answers for _, answers in chart.minutes) == 75


def test_without_answers_the_chart_is_empty():
    chart = chart_of(Meter())
    assert set(chart.heights) == {0}
    assert len(chart.minutes) == 5
