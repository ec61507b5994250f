"""Locks on files: one server a data folder, or which of several are alive, and whose turn it is.

A lock goes with its process, however that ends.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import gevent

from workshops.refusal import Refused

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

#: So often a server looks whether it is its turn.
PAUSE_S = 0.2


def hold(instance: Path) -> IO[str]:
    """Hold the folder while the returned file stays open: the second server is refused."""
    file = _try_to_hold(instance / "server.lock")
    if file is None:
        raise Refused(
            "Another Torg is running on %(folder)s. Stop it first, or set TORG_INSTANCE.",
            folder=instance,
        )
    return file


class Presence:
    """The name of a server among those that share a folder, held as long as it lives."""

    def __init__(self, instance: Path) -> None:
        self.folder = instance / "servers"
        self.folder.mkdir(exist_ok=True)
        self.name = secrets.token_hex(8)
        self.file = _try_to_hold(self._path(self.name))
        for other in self.folder.glob("*.lock"):
            self.is_alive(other.stem)

    def is_alive(self, name: str) -> bool:
        """Whether the server of that name still runs; what a dead one held is tidied up."""
        path = self._path(name)
        if name == self.name:
            return True
        if fcntl is None or not name.isalnum() or not path.exists():
            return False
        file = _try_to_hold(path)
        if file is None:
            return True
        file.close()
        path.unlink(missing_ok=True)
        return False

    def leave(self) -> None:
        """Be gone."""
        if self.file is not None:
            self.file.close()
        self._path(self.name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.lock"


@contextmanager
def turn(instance: Path) -> Iterator[None]:
    """Wait until it is this server's turn among those that share the folder, and have it."""
    while (file := _try_to_hold(instance / "turn.lock")) is None:
        gevent.sleep(PAUSE_S)
    try:
        yield
    finally:
        file.close()


def _try_to_hold(path: Path) -> IO[str] | None:
    """Return the file, open and held; None while somebody else holds it."""
    file = path.open("w")
    if fcntl is not None:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            return None
    return file
