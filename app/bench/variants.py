"""Torg with a write queue that is made worse on purpose, for the bench alone.

`python -m app.bench.variants [--one] [--sync-ms 5] --host … --port …` is `torg run`, but with one
commit a vote, or on a disk that takes so long for every commit.
"""

from app import boot  # noqa: F401, I001 - patches the standard library before all else

import argparse
import sys
from typing import Any

from gevent import monkey
from sqlalchemy import event

from app import cli, factory, writequeue

#: The writer is a native thread: only the real sleep stops it, and not the room.
sleep = monkey.get_original("time", "sleep")


def slow_queue(seconds: float) -> type[writequeue.WriteQueue]:
    """Return a write queue whose every commit takes so much longer."""

    class SlowQueue(writequeue.WriteQueue):
        def __init__(self, *settings: Any, **more: Any) -> None:
            super().__init__(*settings, **more)
            event.listen(self.engine, "commit", lambda _connection: sleep(seconds))

    return SlowQueue


def main() -> int:
    """Read what is to be worse, then run as usual."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--one", action="store_true")
    parser.add_argument("--sync-ms", type=float, default=0)
    options, rest = parser.parse_known_args()
    if options.one:
        writequeue.LARGEST_BATCH = 1
    if options.sync_ms:
        factory.WriteQueue = slow_queue(options.sync_ms / 1000)  # type: ignore[attr-defined]
    return cli.main(["run", *rest])


if __name__ == "__main__":
    sys.exit(main())
