"""Files written whole or not at all."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from workshops.refusal import Refused

#: What is unfinished stands beside its place under these endings: a file, a folder of files.
PART, PARTS = ".part", ".parts"


class NoRoom(Refused):
    """The disk does not take the file."""


def put(path: Path, content: bytes) -> int:
    """Write the content beside its place, then move it there; return the number of bytes.

    Whoever opens `path` finds the old file or the new one, after a power cut as well. A disk
    that cannot take it is refused, and nothing is left behind.
    """
    with whole(path) as part:
        _write(part, content)
    return len(content)


@contextmanager
def pieces(path: Path) -> Iterator[Path]:
    """Give a folder beside the place of a file for what it is put together from.

    On the same disk, and where whoever ends this process finds it to remove it.
    """
    folder = path.with_name(path.name + PARTS)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def remove_unfinished(path: Path) -> None:
    """Remove what somebody who was ended left of a file."""
    path.with_name(path.name + PART).unlink(missing_ok=True)
    shutil.rmtree(path.with_name(path.name + PARTS), ignore_errors=True)


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Give the place to write to; what was written appears at `path` in the end, or nothing."""
    part = path.with_name(path.name + PART)
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        yield part
        part.replace(path)
        _sync_names(path.parent)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise NoRoom(
            "%(name)s could not be written: %(why)s. Make room or choose another folder, "
            "then try again.",
            name=path.name,
            why=(error.strerror or str(error)).lower(),
        ) from error


def _write(part: Path, content: bytes) -> None:
    with part.open("wb") as file:
        file.write(content)
        sync(file)


def sync(file: BinaryIO) -> None:
    """Wait until what was written is on disk."""
    file.flush()
    os.fsync(file.fileno())


def _sync_names(folder: Path) -> None:
    """Make the new name last: a move is on disk only when its folder is."""
    if not hasattr(os, "O_DIRECTORY"):  # Windows opens no folders
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
