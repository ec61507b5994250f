"""Backups: whole or not there, the room goes on without them, another laptop goes on with them."""

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlencode

import flask_migrate
import gevent
import pytest

from app import backup, migrating
from app.commands import restore as restore_command
from app.copies import writing
from app.copies.generations import generations, home_of, manifest_of, too_old
from app.copies.manifest import Manifest, from_text, to_text
from app.copies.timing import Keeper
from app.copies.writing import Source, back_up, mount_of, source_of
from app.extensions import db
from app.factory import create_app
from app.lock import hold
from config import Config, alone_with
from workshops.refusal import Refused

ROOT = Path(__file__).resolve().parents[2]
KEY = "k" * 64
PHOTO = b"not really a picture"


pytestmark = pytest.mark.sqlite


@pytest.fixture
def instance(empty_instance: Path, tmp_path: Path) -> Path:
    """A data folder with an empty database, a photo and a map."""
    folder = tmp_path / "instance"
    folder.mkdir()
    with sqlite3.connect(empty_instance / "torg.db") as empty:
        copy = sqlite3.connect(folder / "torg.db")
        empty.backup(copy)
        copy.execute("PRAGMA journal_mode=WAL")
        copy.close()
    (folder / "photos").mkdir()
    (folder / "photos" / f"{'a' * 64}.jpg").write_bytes(PHOTO)
    (folder / "osm" / "1").mkdir(parents=True)
    (folder / "osm" / "1" / f"{'b' * 64}.osm").write_bytes(b"<osm/>")
    return folder


def config_of(instance: Path, **more) -> Config:
    return Config(instance, f"sqlite:///{instance / 'torg.db'}", KEY, **more)


@pytest.fixture
def source(instance: Path) -> Source:
    return source_of(config_of(instance))


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def begin(instance: Path, name: str) -> None:
    """A consultation more, written by somebody else than the backup."""
    with closing(sqlite3.connect(instance / "torg.db")) as other, other:
        other.execute(
            "INSERT INTO consultation (slug, name, prefix, next_number, goal, promise, influence,"
            " is_open, is_fixed, decided_by, decision, conflicts, not_settled, next_steps,"
            " categories, language, time_zone, is_example, set_aside, created_at)"
            " VALUES (?, ?, 'ABC', 1, '', '', '', '', '', '', '', '[]', '[]', '[]', '[]', 'en',"
            " 'UTC', 0, '[]', '2026-01-01 00:00:00')",
            (name, name),
        )


def slugs(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as opened:
        return [slug for (slug,) in opened.execute("SELECT slug FROM consultation ORDER BY id")]


def parts(stick: Path) -> list[Path]:
    return list(stick.rglob("*.part"))


# One copy


def test_a_copy_is_read_back_and_says_what_is_in_it(source, instance, stick):
    begin(instance, "torget")
    made = back_up(source, stick)
    manifest = manifest_of(made.place)
    assert manifest == made.manifest
    assert manifest.counts == {"consultation": 1, "contribution": 0, "ballot": 0}
    names = {file.path for file in manifest.files}
    assert {"torg.db", "secret.key"} < names
    assert f"photos/{'a' * 64}.jpg" in names
    assert slugs(made.place / "torg.db") == ["torget"]


def test_the_key_is_in_it_for_its_owner_only(source, stick):
    key = back_up(source, stick).place / "secret.key"
    assert key.read_text() == KEY
    assert key.stat().st_mode & 0o777 == 0o600


def test_a_photo_is_on_the_stick_once(source, stick):
    first, second = back_up(source, stick), back_up(source, stick)
    assert first.manifest.files[1:] == second.manifest.files[1:]
    contents = [file.read_bytes() for file in (home_of(stick) / "files").iterdir()]
    assert sorted(contents) == sorted([PHOTO, b"<osm/>"])


def test_what_was_deleted_is_not_in_a_later_copy(source, instance, stick):
    begin(instance, "a-name-to-be-forgotten")
    with closing(sqlite3.connect(instance / "torg.db")) as other, other:
        other.execute("DELETE FROM consultation")
    content = (back_up(source, stick).place / "torg.db").read_bytes()
    assert b"a-name-to-be-forgotten" not in content


def test_a_copy_is_of_one_moment_while_others_write(source, instance, stick):
    with closing(sqlite3.connect(instance / "torg.db", isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("CREATE TABLE half (n)")
        copy = back_up(source, stick).place / "torg.db"
        writer.execute("COMMIT")
    with closing(sqlite3.connect(copy)) as opened:
        found = opened.execute("SELECT count(*) FROM sqlite_master WHERE name = 'half'")
        assert found.fetchone() == (0,)


def test_a_manifest_that_was_changed_is_noticed():
    manifest = Manifest(1, "2026-01-01T00:00:00+00:00", "me", "0001", {"ballot": 3}, 0, ())
    text = to_text(manifest)
    assert from_text(text) == manifest
    with pytest.raises(Refused, match="manifest is damaged"):
        from_text(text.replace('"ballot": 3', '"ballot": 4'))


# Again and again


@pytest.fixture
def keeper(source: Source, stick: Path) -> Iterator[Keeper]:
    with closing(Keeper(source, stick, None)) as made:
        yield made


def test_nothing_new_is_not_copied_again(keeper):
    assert keeper.step() is not None
    assert keeper.step() is None


def test_something_new_is_copied(keeper, instance):
    keeper.step()
    begin(instance, "torget")
    assert keeper.step().manifest.counts["consultation"] == 1
    assert keeper.step() is None


def test_a_new_photo_is_copied(keeper, instance):
    keeper.step()
    (instance / "photos" / f"{'c' * 64}.jpg").write_bytes(b"another")
    assert len(keeper.step().manifest.files) == 5


def test_a_copy_that_somebody_removed_is_made_again(keeper, stick):
    shutil.rmtree(keeper.step().place)
    assert keeper.step() is not None


def test_a_folder_that_goes_is_said_and_when_it_is_back_so_is_the_backup(keeper, stick):
    keeper.step()
    away = stick.rename(stick.with_name("elsewhere"))
    with pytest.raises(Refused, match=r"is not there\. Put the stick back in"):
        keeper.step()
    assert not stick.exists()
    away.rename(stick)
    assert keeper.step().manifest.number == 2


# Which stay


def named(number: int, moment: str) -> Path:
    return Path(f"{number:06}-{datetime.fromisoformat(moment):%Y%m%dT%H%M%SZ}")


def test_the_last_three_stay_and_the_last_of_each_hour():
    found = [named(n, f"2026-01-01T{n // 10:02}:{n % 10 * 6:02}") for n in range(100, 40, -1)]
    gone = {*too_old(found, 0)}
    kept = [int(each.name[:6]) for each in found if each not in gone]
    assert kept == [100, 99, 98, 89, 79, 69, 59, 49]


def test_a_clock_that_is_set_back_does_not_throw_the_newest_away(source, stick, monkeypatch):
    back_up(source, stick)
    early = datetime(2020, 1, 1, tzinfo=UTC)
    monkeypatch.setattr(writing.clock, "now", lambda: early)
    made = back_up(source, stick)
    assert generations(home_of(stick))[0] == made.place


def test_after_something_was_deleted_as_promised_no_older_copy_has_it(source, instance, stick):
    begin(instance, "torget")
    back_up(source, stick)
    back_up(source, stick)
    with closing(sqlite3.connect(instance / "torg.db")) as torg, torg:
        torg.execute(
            "INSERT INTO log_entry (consultation_id, at, who, verb, subject, details, hash)"
            " VALUES (1, '2026-01-01 00:00:00', 'torg', 'forgot', 'torget', '{}', 'x')"
        )
    (instance / "photos" / f"{'a' * 64}.jpg").unlink()
    made = back_up(source, stick)
    assert made.removed == 2
    assert generations(home_of(stick)) == [made.place]
    assert [file.read_bytes() for file in (home_of(stick) / "files").iterdir()] == [b"<osm/>"]


def test_where_else_something_may_still_be_is_listed(instance, stick):
    aside = instance / "replaced-20260101T120000Z"
    aside.mkdir()
    listed = backup.left_over(config_of(instance, backup=stick))
    assert f"Older backups in {stick} go once the next is whole." in listed
    assert f"Delete by hand: {aside}" in listed


@pytest.mark.slow
def test_on_the_promised_day_the_photo_is_gone_from_laptop_and_stick(source, instance, stick):
    (instance / "secret.key").write_text(KEY)
    begin(instance, "torget")
    with closing(sqlite3.connect(instance / "torg.db")) as torg, torg:
        torg.execute("UPDATE consultation SET delete_on = '2020-01-01'")
        torg.execute(
            "INSERT INTO photo (consultation_id, sha256, width, height, alt, credit)"
            " VALUES (1, ?, 1, 1, '', '')",
            ("a" * 64,),
        )
    back_up(source, stick)
    back_up(source, stick)
    with Server(instance, stick) as server:
        assert until(lambda: len(generations(home_of(stick))) == 1)
        assert until(lambda: len(list((home_of(stick) / "files").iterdir())) == 1)
    assert "Forgotten as promised: tokens, slips, photos and taps of torget." in server.said
    assert "Delete by hand: backups on other sticks" in server.said
    assert list((instance / "photos").iterdir()) == []
    assert [file.read_bytes() for file in (home_of(stick) / "files").iterdir()] == [b"<osm/>"]


# Where it may go


def test_backups_of_another_torg_are_left_alone(source, stick):
    back_up(source, stick)
    other = Source(source.database, "o" * 64, source.folders)
    with pytest.raises(Refused, match="backups of another Torg"):
        back_up(other, stick)
    assert len(generations(home_of(stick))) == 1


@pytest.mark.parametrize(
    ("folder", "sentence"),
    [
        ("nowhere", "there is no folder"),
        ("instance/photos", "lies among the data"),
        ("/proc", "nothing can be written into /proc"),
    ],
)
def test_a_start_with_a_folder_that_will_not_do_is_refused(instance, tmp_path, folder, sentence):
    with pytest.raises(Refused, match=sentence):
        backup.check(config_of(instance, backup=tmp_path / folder))


def test_a_start_with_postgresql_is_refused(instance, stick):
    config = Config(instance, "postgresql+psycopg://localhost/torg", KEY, backup=stick)
    with pytest.raises(Refused, match="pg_dump"):
        backup.check(config)


def test_a_folder_that_will_do_is_left_as_it_was(instance, stick):
    backup.check(config_of(instance, backup=stick))
    assert list(stick.iterdir()) == []


# A stick that is full, or pulled out: real file systems


@pytest.fixture
def small_stick(tmp_path: Path) -> Iterator[Path]:
    """A file system of 2 MB of its own."""
    folder = tmp_path / "media"
    folder.mkdir()
    with mounted(folder):
        yield folder


@contextmanager
def mounted(folder: Path) -> Iterator[None]:
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "torg-test", str(folder)]
    if shutil.which("mount") is None or subprocess.run(mount, check=False).returncode:
        pytest.skip("may not mount a file system here")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False, stderr=subprocess.DEVNULL)


def fill(folder: Path, left: int) -> Path:
    """Take all room but so many bytes."""
    state = os.statvfs(folder)
    filler = folder / "film.mkv"
    filler.write_bytes(bytes(max(0, state.f_bavail * state.f_frsize - left)))
    return filler


def test_a_full_stick_is_said_and_keeps_the_last_whole_copy(source, small_stick):
    first = back_up(source, small_stick)
    film = fill(small_stick, left=100_000)
    with pytest.raises(Refused, match=r"is full\. Make room there"):
        back_up(source, small_stick)
    assert generations(home_of(small_stick)) == [first.place]
    assert parts(small_stick) == []
    film.unlink()
    assert back_up(source, small_stick).manifest.number == 2


def test_older_copies_make_room_for_a_new_one(source, small_stick):
    for _ in range(3):
        last = back_up(source, small_stick)
    size = last.manifest.files[0].bytes
    fill(small_stick, left=size // 2)
    made = back_up(source, small_stick)
    assert generations(home_of(small_stick)) == [made.place, last.place]


def test_a_stick_that_is_pulled_out_leaves_a_folder_that_is_not_filled(source, tmp_path):
    folder = tmp_path / "media"
    folder.mkdir()
    with mounted(folder):
        mount = mount_of(folder)
        assert mount == folder
        with closing(Keeper(source, folder, mount)) as keeper:
            keeper.step()
            subprocess.run(["umount", str(folder)], check=True)
            with pytest.raises(Refused, match="Put the stick back in"):
                keeper.step()
            assert list(folder.iterdir()) == []
            with mounted(folder):
                assert keeper.step().manifest.number == 1


def test_a_stick_that_gives_wrong_bytes_back_is_not_trusted(source, stick, monkeypatch):
    monkeypatch.setattr(writing, "sha256_of", lambda _: "0" * 64)
    with pytest.raises(Refused, match=r"cannot be read back\. Use another stick"):
        back_up(source, stick)
    assert generations(home_of(stick)) == []
    assert parts(stick / "torg-backup" / "generations") == []


# Restoring


@pytest.fixture
def laptop(tmp_path: Path, monkeypatch) -> Path:
    """Another laptop: its data folder, empty."""
    folder = tmp_path / "another"
    for name in [each for each in os.environ if each.startswith("TORG_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("TORG_INSTANCE", str(folder))
    return folder


def restore(stick: Path, *, yes: bool = False) -> None:
    restore_command.run(SimpleNamespace(folder=stick, yes=yes))


def spoil(generation: Path) -> None:
    """Cut its database in half, as a stick that was pulled out too early may."""
    path = generation / "torg.db"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def test_another_laptop_has_all_that_was_copied(source, instance, stick, laptop, capsys):
    begin(instance, "torget")
    back_up(source, stick)
    restore(stick)
    assert slugs(laptop / "torg.db") == ["torget"]
    assert (laptop / "secret.key").read_text() == KEY
    assert (laptop / "secret.key").stat().st_mode & 0o777 == 0o600
    assert (laptop / "photos" / f"{'a' * 64}.jpg").read_bytes() == PHOTO
    assert (laptop / "osm" / "1" / f"{'b' * 64}.osm").read_bytes() == b"<osm/>"
    said = capsys.readouterr().out
    assert "Restored backup 1" in said
    assert "torget" in said
    assert "0 contributions, 0 ballots" in said


def test_the_folder_inside_the_stick_may_be_named_too(source, stick, laptop):
    back_up(source, stick)
    restore(stick / "torg-backup")
    assert (laptop / "torg.db").is_file()


def test_a_damaged_copy_is_named_and_the_one_before_taken(source, instance, stick, laptop, capsys):
    begin(instance, "first")
    back_up(source, stick)
    begin(instance, "second")
    newest = back_up(source, stick).place
    spoil(newest)
    restore(stick)
    assert slugs(laptop / "torg.db") == ["first"]
    assert f"Damaged, so the one before was taken: {newest.name}" in capsys.readouterr().out


def test_with_no_whole_copy_nothing_is_touched(source, stick, laptop):
    spoil(back_up(source, stick).place)
    (back_up(source, stick).place / "manifest.json").write_text("{}")
    with pytest.raises(Refused, match=r"No backup in .* is whole"):
        restore(stick)
    assert not (laptop / "torg.db").exists()


def test_a_stick_without_backups_is_said(stick, laptop):
    with pytest.raises(Refused, match="There is no backup in"):
        restore(stick)


def test_a_copy_of_a_newer_torg_is_refused(source, instance, stick, laptop):
    with closing(sqlite3.connect(instance / "torg.db")) as newer, newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    back_up(source, stick)
    with pytest.raises(Refused, match="made by a newer Torg"):
        restore(stick)
    assert not (laptop / "torg.db").exists()


def test_a_copy_of_an_older_torg_is_brought_up_to_date(tmp_path, stick, laptop, capsys):
    old = Config(tmp_path / "old", f"sqlite:///{tmp_path / 'old' / 'torg.db'}", KEY)
    old.instance.mkdir()
    app = create_app(old)
    with app.app_context():
        flask_migrate.Migrate(app, db, directory=str(migrating.FOLDER))
        flask_migrate.upgrade(revision="0001")
        db.engine.dispose()
    app.extensions["torg_writes"].stop()
    assert back_up(source_of(old), stick).manifest.revision == "0001"
    restore(stick)
    with closing(sqlite3.connect(laptop / "torg.db")) as opened:
        (revision,) = opened.execute("SELECT version_num FROM alembic_version").fetchone()
    assert revision == migrating.newest() != "0001"


def test_data_that_are_there_are_moved_aside_and_only_when_told(
    source, instance, stick, laptop, capsys
):
    begin(instance, "from-the-stick")
    back_up(source, stick)
    restore(stick)
    begin(laptop, "begun-here")
    with pytest.raises(Refused, match=r"of 2 consultations\. With --yes they are moved aside"):
        restore(stick)
    restore(stick, yes=True)
    assert slugs(laptop / "torg.db") == ["from-the-stick"]
    (aside,) = laptop.glob("replaced-*")
    assert slugs(aside / "torg.db") == ["from-the-stick", "begun-here"]
    assert str(aside) in capsys.readouterr().out


def test_a_server_that_runs_keeps_its_data(source, stick, laptop):
    back_up(source, stick)
    laptop.mkdir()
    with hold(laptop), pytest.raises(Refused, match="Another Torg is running"):
        restore(stick)
    assert not (laptop / "torg.db").exists()


def test_another_key_in_the_settings_is_said(source, stick, laptop, monkeypatch, capsys):
    back_up(source, stick)
    monkeypatch.setenv("TORG_SECRET_KEY", "z" * 64)
    restore(stick)
    assert "TORG_SECRET_KEY is not the key of the backup" in capsys.readouterr().out


def test_a_manifest_that_leads_out_of_the_folder_is_damaged(source, stick, laptop):
    place = back_up(source, stick).place
    manifest = json.loads((place / "manifest.json").read_text())
    manifest["files"][2]["path"] = "../../stolen"
    del manifest["seal"]
    files = tuple(writing.Kept(**each) for each in manifest.pop("files"))
    (place / "manifest.json").write_text(to_text(Manifest(**manifest, files=files)))
    with pytest.raises(Refused, match=r"names \.\./\.\./stolen"):
        restore(stick)
    assert not (laptop.parent.parent / "stolen").exists()


# The server's own


@pytest.fixture
def watched(app, stick, monkeypatch) -> Iterator[Callable[[], str]]:
    """An application that backs up while the test lasts; tells how that is, in words."""
    config = app.config["TORG"]
    if config.database_file is None:
        pytest.skip("a backup of ours is for SQLite")
    app.config["TORG"] = Config(**vars(config) | {"backup": stick})
    monkeypatch.setattr(backup, "EVERY_S", 0.2)
    with backup.kept(app):
        yield lambda: app.extensions["torg_backup"]().kind


def until(met: Callable[[], bool], patience_s: float = 20) -> bool:
    """Wait for something, letting the others go on."""
    end = time.monotonic() + patience_s
    while not met() and time.monotonic() < end:
        gevent.sleep(0.02)
    return met()


@pytest.mark.slow
def test_the_desk_hears_how_it_goes(app, stick, watched):
    assert watched() == "wait"
    assert until(lambda: watched() == "open")
    away = stick.rename(stick.with_name("elsewhere"))
    assert until(lambda: watched() == "late")
    report = app.extensions["torg_backup"]()
    assert "is not there. Put the stick back in." in str(report.words)
    away.rename(stick)
    assert until(lambda: watched() == "open")


@pytest.mark.slow
def test_a_child_that_is_killed_is_said_and_comes_again(app, stick, monkeypatch):
    config = Config(**vars(app.config["TORG"]) | {"backup": stick})
    if config.database_file is None:
        pytest.skip("a backup of ours is for SQLite")
    monkeypatch.setattr(backup, "RESTART_S", 0.3)
    going = backup.Backup(config, stick)
    going.start()
    assert until(lambda: going.report().kind == "open")
    going.child.process.kill()
    assert until(lambda: going.report().kind == "late")
    assert until(lambda: going.report().kind == "open")
    going.stop()


def test_without_the_setting_nothing_is_started(app):
    with backup.kept(app):
        assert "torg_backup" not in app.extensions


# Real servers


class Server:
    """`torg run` with a backup, in a group of processes of its own."""

    def __init__(self, instance: Path, stick: Path, *more: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "app.cli", "run", "--host", "127.0.0.1", "--port", "0", *more],
            cwd=ROOT,
            env=alone_with(instance) | {"TORG_BACKUP": str(stick)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.said, self.port = "", 0
        for line in self.process.stdout:
            self.said += line
            if found := re.search(r"running at http://127\.0\.0\.1:(\d+)", line):
                self.port = int(found[1])
                break

    def __enter__(self):
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.kill_all()
        self.process.stdout.close()

    def kill_all(self) -> None:
        """Take the power away: from the server and from the child that copies."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)


def newest_is_whole(stick: Path) -> bool:
    found = generations(home_of(stick))
    return bool(found) and all(
        writing.sha256_of(found[0] / file.path) == file.sha256
        for file in manifest_of(found[0]).files
        if file.path in ("torg.db", "secret.key")
    )


def enlarge(instance: Path, mb: int) -> None:
    """Make copying take long enough to be killed in the middle."""
    with closing(sqlite3.connect(instance / "torg.db")) as torg, torg:
        torg.execute("CREATE TABLE IF NOT EXISTS ballast (n INTEGER PRIMARY KEY, words BLOB)")
        torg.executemany("INSERT INTO ballast (words) VALUES (randomblob(?))", [(1 << 20,)] * mb)


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_killed_in_the_middle_of_a_copy_the_last_whole_one_stays(instance, stick):
    begin(instance, "torget")
    with Server(instance, stick) as server:
        assert server.port, server.said
        assert until(lambda: newest_is_whole(stick))
        server.process.send_signal(signal.SIGINT)
        server.process.wait(30)
    enlarge(instance, mb=120)
    with Server(instance, stick) as server:
        assert until(lambda: bool(parts(stick)))
        server.kill_all()
    assert parts(stick), "it was too quick to be killed"
    assert len(generations(home_of(stick))) == 1
    assert newest_is_whole(stick)
    with Server(instance, stick) as server:
        assert until(lambda: len(generations(home_of(stick))) == 2, 60)
        assert parts(stick) == []
        assert newest_is_whole(stick)


@pytest.mark.slow
def test_when_the_server_stops_a_last_copy_is_made(instance, stick):
    with Server(instance, stick) as server:
        assert until(lambda: newest_is_whole(stick))
        begin(instance, "in-the-last-minute")
        server.process.send_signal(signal.SIGINT)
        server.process.wait(30)
    assert slugs(generations(home_of(stick))[0] / "torg.db") == ["in-the-last-minute"]


@pytest.mark.slow
def test_when_the_server_is_killed_its_child_makes_a_last_copy(instance, stick):
    with Server(instance, stick) as server:
        assert until(lambda: newest_is_whole(stick))
        begin(instance, "in-the-last-minute")
        server.process.kill()
        server.process.wait(10)
        assert until(lambda: len(generations(home_of(stick))) == 2)
    assert slugs(generations(home_of(stick))[0] / "torg.db") == ["in-the-last-minute"]


@pytest.mark.slow
def test_a_server_with_a_backup_that_cannot_be_written_does_not_start(instance, tmp_path):
    with Server(instance, tmp_path / "no stick") as server:
        assert server.process.wait(30) == 1
    assert "TORG_BACKUP: there is no folder" in server.said


class Phone:
    """A phone in the room: what it keeps is its cookie."""

    def __init__(self) -> None:
        self.cookie = self.token = ""

    def open(self, port: int, code: str) -> None:
        with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as line:
            line.request("GET", f"/w/{code}/", headers={"Cookie": self.cookie})
            page = line.getresponse()
            self.token = re.search(rb'name="csrf-token" content="([^"]+)"', page.read())[1].decode()
            given = page.getheader("Set-Cookie")
            self.cookie = given.split(";")[0] if given else self.cookie

    def vote(self, port: int, code: str, activity: int, key: str, option: str) -> int:
        fields = {"csrf_token": self.token, "key": key, f"dots-{option}": "2"}
        headers = {
            "Cookie": self.cookie,
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as line:
            line.request("POST", f"/w/{code}/answers/{activity}", urlencode(fields), headers)
            return line.getresponse().status


def ballots(instance: Path) -> list[tuple[int, dict[str, int]]]:
    with closing(sqlite3.connect(instance / "torg.db")) as torg:
        rows = torg.execute("SELECT attendee_id, payload FROM ballot").fetchall()
    return [(who, json.loads(payload)["dots"]) for who, payload in rows]


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_a_phone_goes_on_at_another_laptop_as_who_it_was(app, open_vote, stick, laptop):
    """It votes; the laptop dies; on another it sends the same vote again, then another."""
    here = app.config["TORG"].instance
    if app.config["TORG"].database_file is None:
        pytest.skip("a backup of ours is for SQLite")
    code, activity = open_vote.workshop.code, open_vote.id
    db.session.remove()
    db.engine.dispose()
    phone = Phone()
    with Server(here, stick) as server:
        phone.open(server.port, code)
        assert phone.vote(server.port, code, activity, "tap 1", "1") == 200
        server.process.kill()
        server.process.wait(10)
        before = ballots(here)
        assert until(lambda: newest_is_whole(stick) and ballot_count(stick) == 1)
    restore(stick)
    with Server(laptop, stick) as server:
        assert server.port, server.said
        assert phone.vote(server.port, code, activity, "tap 1", "1") == 200
        assert ballots(laptop) == before
        phone.open(server.port, code)
        assert phone.vote(server.port, code, activity, "tap 2", "2") == 200
    assert ballots(laptop) == [(before[0][0], {"2": 2})]


def ballot_count(stick: Path) -> int:
    return manifest_of(generations(home_of(stick))[0]).counts["ballot"]
