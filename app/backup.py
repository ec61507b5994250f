"""The backup while the room goes on: a child process copies, here is known how that went.

The child (`app/commands/backup.py`) has the lowest priority, so that no vote waits for it, and
makes a last copy when the server stops, however it does.
"""

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from flask import Flask
from gevent import sleep, spawn

from app.child import CANNOT_START, Child
from app.copies.generations import home_of, refuse_strangers
from app.copies.restoring import ASIDE
from app.copies.writing import mount_of, source_of
from app.vitals import Report
from config import ROOT, Config
from workshops import clock
from workshops.refusal import Refused
from workshops.words import Sentence, count, say

log = logging.getLogger(__name__)
EVERY_S = 60.0
#: After the child itself died, which it should not.
RESTART_S = 30.0
LAST_ONE_S = 60.0
RECENT = timedelta(minutes=2)
OTHERS = "Delete by hand: backups on other sticks, archives, and files that were downloaded."


@dataclass(frozen=True)
class Status:
    """How the backup goes: where, when all there is was last known to be there, what is wrong."""

    folder: Path
    last_at: datetime | None = None
    fault: Sentence | None = None


@contextmanager
def kept(app: Flask) -> Iterator[None]:
    """Back up while this lasts, if that is set, and once more at the end."""
    config: Config = app.config["TORG"]
    if config.backup is None:
        yield
        return
    check(config)
    backup = Backup(config, config.backup)
    app.extensions["torg_backup"] = backup.report
    backup.start()
    try:
        yield
    finally:
        backup.stop()


def check(config: Config) -> None:
    """Refuse a folder into which nothing can be written, and what cannot be copied."""
    folder = config.backup
    if folder is None:
        return
    whose = source_of(config).whose
    if not folder.is_dir():
        raise Refused(
            "TORG_BACKUP: there is no folder %(folder)s. Put the stick in, or make the folder.",
            folder=folder,
        )
    if folder.is_relative_to(config.instance):
        raise Refused("TORG_BACKUP: %(folder)s lies among the data themselves.", folder=folder)
    refuse_strangers(home_of(folder), whose)
    trial = folder / f"torg-{uuid4().hex}.part"
    try:
        trial.touch()
        trial.unlink()
    except OSError as fault:
        raise Refused(
            "TORG_BACKUP: nothing can be written into %(folder)s: %(why)s.",
            folder=folder,
            why=(fault.strerror or str(fault)).lower(),
        ) from fault


def left_over(config: Config) -> list[str]:
    """Return where copies may still hold what was deleted as promised, a line each."""
    going = [f"Older backups in {config.backup} go once the next is whole."]
    aside = [f"Delete by hand: {each}" for each in sorted(config.instance.glob(f"{ASIDE}-*"))]
    return [*(going if config.backup else []), *aside, OTHERS]


class Backup:
    """A child that copies, watched."""

    def __init__(self, config: Config, folder: Path) -> None:
        self.config = config
        self.status = Status(folder)
        self.mount = mount_of(folder)
        self.child: Child | None = None
        self.is_ending = False

    def start(self) -> None:
        """Begin; returns at once."""
        self.watcher = spawn(self._watch)

    def stop(self) -> None:
        """Have the last copy made, and wait for it, but not for ever."""
        self.is_ending = True
        if self.child is not None and self.child.process.stdin is not None:
            self.child.process.stdin.close()
            self.watcher.join(LAST_ONE_S)
        self.watcher.kill()

    def report(self) -> Report:
        """Return what the desk shows."""
        if self.status.fault is not None:
            again = say("The room goes on. It is tried again every few seconds.")
            return Report("late", self.status.fault, again)
        if self.status.last_at is None:
            return Report("wait", say("the first copy is being made"))
        ago = clock.now() - self.status.last_at
        if ago < RECENT:
            return Report("open", say("all copied"))
        n = int(ago / timedelta(minutes=1))
        words = count("all copied %(n)s minute ago", "all copied %(n)s minutes ago", n)
        return Report("late", words, say("Look whether the laptop is overworked."))

    def _watch(self) -> None:
        """Keep a child at work until the end."""
        while not self.is_ending:
            self._follow()
            if not self.is_ending:
                sleep(RESTART_S)

    def _follow(self) -> None:
        line = [sys.executable, "-m", "app.cli", "backup", "--every", str(EVERY_S)]
        line += [str(self.status.folder)]
        line += ["--mount", str(self.mount)] if self.mount else []
        try:
            self.child = Child(line, ROOT, self.config.for_children())
        except OSError as fault:
            self._fail(Sentence(CANNOT_START), str(fault))
            return
        end = self.child.follow(self._hear, None)
        if end.fault:
            self._fail(Sentence(end.fault), end.trace)

    def _hear(self, line: str) -> None:
        """Take over what the child says; the log hears of a change only."""
        told = json.loads(line)
        if "fault" in told:
            self._fail(Sentence(told["fault"], details=told["details"]))
            return
        if self.status.fault is not None:
            log.info("backup works again", extra={"facts": told})
        elif told.get("removed"):
            log.info("older backups removed", extra={"facts": told})
        self.status = replace(self.status, last_at=clock.now(), fault=None)

    def _fail(self, fault: Sentence, trace: str = "") -> None:
        if fault != self.status.fault:
            facts = {"why": str(fault), **({"trace": trace} if trace else {})}
            log.warning("backup failed", extra={"facts": facts})
        self.status = replace(self.status, fault=fault)
