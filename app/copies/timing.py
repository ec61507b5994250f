"""Backing up again and again: at once, then whenever something has changed."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

from app.copies.writing import Made, Source, back_up, listed
from workshops.refusal import Refused

#: A stick that is put back in is noticed soon.
RETRY_S = 5.0
#: What a step came to; None: all there is had been copied before.
Outcome = Made | Refused | None


class Keeper:
    """Knows what was copied last, and whether there is anything new."""

    def __init__(self, source: Source, folder: Path, mount: Path | None) -> None:
        self.source, self.folder, self.mount = source, folder, mount
        self.database = sqlite3.connect(source.database)
        self.copied: Any = None
        self.place = folder

    def step(self) -> Made | None:
        """Back up if something changed since the last copy, or if that one is gone."""
        now = self._state()
        if now == self.copied and self.place.is_dir():
            return None
        self.copied = None
        made = back_up(self.source, self.folder, self.mount)
        self.copied, self.place = now, made.place
        return made

    def close(self) -> None:
        """Let the database go."""
        self.database.close()

    def _state(self) -> tuple[int, frozenset[str]]:
        """Return what changes whenever the database or the files do."""
        (version,) = self.database.execute("PRAGMA data_version").fetchone()
        return version, frozenset(name for name, _ in listed(self.source.folders))


def keep_on(keeper: Keeper, every_s: float, ended: Event, tell: Callable[[Outcome], None]) -> None:
    """Take a step every so many seconds until `ended`, and then a last one."""
    is_last = False
    while True:
        outcome = attempt(keeper)
        tell(outcome)
        if is_last:
            return
        is_last = ended.wait(min(RETRY_S, every_s) if isinstance(outcome, Refused) else every_s)


def attempt(keeper: Keeper) -> Outcome:
    """Take a step; a refusal is an outcome too, since the next step may well work."""
    try:
        return keeper.step()
    except Refused as fault:
        return fault
