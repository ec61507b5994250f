"""Files written whole or not at all."""

import os
from contextlib import suppress
from pathlib import Path

from workshops.refusal import Refused


def put(path: Path, content: bytes) -> int:
    """Write the content beside its place, then move it there; return the number of bytes.

    Whoever opens `path` finds the old file or the new one, after a power cut as well. A disk
    that cannot take it is refused, and nothing is left behind.
    """
    part = path.with_name(path.name + ".part")
    try:
        _write(part, content)
        part.replace(path)
        _sync_names(path.parent)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise Refused(
            "%(name)s could not be written: %(why)s. Make room or choose another folder, "
            "then try again.",
            name=path.name,
            why=(error.strerror or str(error)).lower(),
        ) from error
    return len(content)


def _write(part: Path, content: bytes) -> None:
    part.parent.mkdir(parents=True, exist_ok=True)
    with part.open("wb") as file:
        file.write(content)
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
