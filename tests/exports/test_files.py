"""Files are whole or not there."""

import errno
import os

import pytest

from exports import files
from workshops.refusal import Refused


def test_a_file_is_written_beside_and_moved(tmp_path):
    assert files.put(tmp_path / "new" / "brief.pdf", b"whole") == 5
    assert (tmp_path / "new" / "brief.pdf").read_bytes() == b"whole"
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["brief.pdf"]


def test_a_full_disk_is_told_in_a_sentence_and_leaves_nothing(tmp_path, monkeypatch):
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Refused, match=r"brief\.pdf could not be written: no space left"):
        files.put(tmp_path / "brief.pdf", b"whole")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_the_old_file_alone(tmp_path, monkeypatch):
    (tmp_path / "brief.pdf").write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(Refused):
        files.put(tmp_path / "brief.pdf", b"new")
    assert (tmp_path / "brief.pdf").read_bytes() == b"old"
