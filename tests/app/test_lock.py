"""Locks on files, as several servers see them: each `open` of ours is one server more."""

from collections.abc import Iterator
from pathlib import Path

import gevent
import pytest

from app import lock
from app.lock import Presence, hold, turn
from workshops.refusal import Refused

pytestmark = pytest.mark.skipif(lock.fcntl is None, reason="no such locks on Windows")


def test_a_folder_is_held_by_one(tmp_path: Path):
    first = hold(tmp_path)
    with pytest.raises(Refused, match="Another Torg is running on"):
        hold(tmp_path)
    first.close()
    hold(tmp_path).close()


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Presence]:
    """A server on the folder."""
    made = Presence(tmp_path)
    yield made
    made.leave()


def test_servers_that_share_a_folder_see_each_other_live_and_leave(one, tmp_path: Path):
    another = Presence(tmp_path)
    assert one.is_alive(one.name)
    assert one.is_alive(another.name)
    another.leave()
    assert not one.is_alive(another.name)


def test_a_server_that_was_killed_is_not_alive_and_leaves_no_file(one, tmp_path: Path):
    another = Presence(tmp_path)
    another.file.close()  # as the system does for a killed process
    assert not one.is_alive(another.name)
    assert [file.stem for file in (tmp_path / "servers").iterdir()] == [one.name]


@pytest.mark.parametrize("name", ["", "nobody", "../server", "a/b", "\0"])
def test_whoever_was_never_here_is_not_alive(one: Presence, name: str):
    assert not one.is_alive(name)


def test_one_has_its_turn_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lock, "PAUSE_S", 0.01)
    seen: list[str] = []

    def work(name: str) -> None:
        with turn(tmp_path):
            seen.append(f"{name} begins")
            gevent.sleep(0.03)
            seen.append(f"{name} ends")

    gevent.joinall([gevent.spawn(work, name) for name in "ab"], raise_error=True)
    assert seen == ["a begins", "a ends", "b begins", "b ends"]
