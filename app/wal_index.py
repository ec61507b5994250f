"""Room on disk for the index of SQLite's log, before anybody writes to it.

The index (`torg.db-shm`) is a file that SQLite maps into memory. It grows by a byte in every
4 KiB; where the file system's blocks are smaller, the rest are holes. To write into a hole on a
full disk ends the process (SIGBUS), and with it the room.
"""

import errno
import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from workshops.refusal import Refused

#: A byte in so many is written when the index grows: blocks as large have no holes.
STEP = 4096
#: Enough for a log of 512 MB, far more than one evening's.
ROOM = 1024 * 1024


def take_room(connection: sqlite3.Connection) -> None:
    """Have the whole index on disk where blocks are small; refuses while there is no room for it.

    Once is enough for all processes: SQLite makes it no smaller while somebody has it open.
    """
    database = connection.execute("PRAGMA database_list").fetchone()[2]
    if not database or sys.platform != "linux":
        return
    connection.execute("PRAGMA schema_version").fetchone()  # Now SQLite has it open.
    index = Path(f"{database}-shm")
    if not index.exists() or index.stat().st_size >= ROOM:
        return
    if os.statvfs(index).f_bsize >= STEP:
        return
    for descriptor in _descriptors(index):
        _fill(descriptor)


def _descriptors(path: Path) -> Iterator[int]:
    """Return by which numbers this process has a file open.

    To open and close it once more would drop the locks that SQLite has on it.
    """
    wanted = path.stat()
    for each in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            if os.path.samestat(os.fstat(int(each.name)), wanted):
                yield int(each.name)


def _fill(descriptor: int) -> None:
    """Give every hole its block. What else a file system refuses is as it was before."""
    try:
        os.posix_fallocate(descriptor, 0, ROOM)
    except OSError as fault:
        if fault.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Refused("The disk is full. Make room, then start Torg once more.") from fault
