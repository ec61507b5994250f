"""The index of SQLite's log lies on the disk as a whole, and its locks hold."""

import errno
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app import wal_index
from workshops.refusal import Refused

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux is asked to fill it")
WRITES = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0).execute('BEGIN IMMEDIATE')"


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the blocks here are, they count as small."""
    monkeypatch.setattr(wal_index, "STEP", 2**40)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(tmp_path / "torg.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE said (words)")
        yield connection


def test_the_index_has_no_holes(database: sqlite3.Connection, tmp_path: Path):
    wal_index.take_room(database)
    index = (tmp_path / "torg.db-shm").stat()
    assert index.st_size >= wal_index.ROOM
    assert index.st_blocks * 512 >= index.st_size


def test_where_blocks_are_large_nothing_is_taken(
    database: sqlite3.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(wal_index, "STEP", 1)
    wal_index.take_room(database)
    assert (tmp_path / "torg.db-shm").stat().st_size < wal_index.ROOM


def test_who_writes_keeps_the_lock_while_room_is_taken(
    database: sqlite3.Connection, tmp_path: Path
):
    database.execute("BEGIN IMMEDIATE")
    wal_index.take_room(database)
    line = [sys.executable, "-c", WRITES, str(tmp_path / "torg.db")]
    other = subprocess.run(line, capture_output=True, text=True, check=False)
    assert "database is locked" in other.stderr


def test_where_there_is_no_room_it_is_said(
    database: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
):
    def full(*_given: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "posix_fallocate", full)
    with pytest.raises(Refused, match="The disk is full"):
        wal_index.take_room(database)


def test_a_database_in_memory_has_none(tmp_path: Path):
    with closing(sqlite3.connect(":memory:")) as connection:
        wal_index.take_room(connection)
    assert list(tmp_path.iterdir()) == []
