"""One server a data folder: the second refuses to start with a sentence."""

from pathlib import Path
from typing import IO

from workshops.refusal import Refused

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


def hold(instance: Path) -> IO[str]:
    """Hold the folder while the returned file stays open."""
    file = (instance / "server.lock").open("w")
    if fcntl is not None:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as fault:
            file.close()
            raise Refused(
                "Another Torg is running on %(folder)s. Stop it first, or set TORG_INSTANCE.",
                folder=instance,
            ) from fault
    return file
