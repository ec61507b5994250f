"""`torg backup [FOLDER]`: a checked copy of all data, while the server runs or not.

`torg run` starts it with `--every` as a child of its own, lets it outlive itself by one last
copy, and hears of each copy in a line of JSON.
"""

import argparse
import json
import os
import signal
import sys
from contextlib import closing, suppress
from pathlib import Path
from threading import Event, Thread
from typing import Any

from app.commands._settings import settings
from app.copies.timing import Keeper, Outcome, keep_on
from app.copies.writing import Made, Source, back_up, mount_of, source_of
from workshops.refusal import Refused

#: Everything else goes first: the votes above all.
NICE = 19


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("folder", type=Path, nargs="?", help="instead of TORG_BACKUP")
    parser.add_argument("--every", type=float, metavar="SECONDS", help=argparse.SUPPRESS)
    parser.add_argument("--mount", type=Path, help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> None:
    """Make one, and say what is in it."""
    config = settings()
    asked = options.folder.resolve() if options.folder else config.backup
    if asked is None:
        raise Refused("Say where to: torg backup FOLDER, or set TORG_BACKUP.")
    source = source_of(config)
    if not source.database.is_file():
        raise Refused("There is nothing to copy yet in %(folder)s.", folder=config.instance)
    if hasattr(os, "nice"):
        os.nice(NICE)
    if options.every:
        _keep_on(source, asked, options)
    else:
        print(_line(back_up(source, asked, mount_of(asked))))


def _line(made: Made) -> str:
    counts, size = made.manifest.counts, made.manifest.size / 1e6
    return (
        f"Backup {made.manifest.number} is in {made.place} and was read back: "
        f"{counts['consultation']} consultations, {counts['contribution']} contributions, "
        f"{counts['ballot']} ballots, {size:,.1f} MB. It holds the secret key: keep it safe."
    )


def _keep_on(source: Source, folder: Path, options: argparse.Namespace) -> None:
    """Go on until the server closes our standard input, which its death does too."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is meant for the server
    ended = Event()
    Thread(target=_wait_for_end, args=[ended], daemon=True).start()
    with closing(Keeper(source, folder, options.mount)) as keeper:
        keep_on(keeper, options.every, ended, _tell)


def _wait_for_end(ended: Event) -> None:
    while sys.stdin.read(4096):
        pass
    ended.set()


def _tell(outcome: Outcome) -> None:
    """Tell the server; when it is dead, nobody."""
    with suppress(BrokenPipeError):
        print(json.dumps(_told(outcome)), flush=True)


def _told(outcome: Outcome) -> dict[str, Any]:
    if outcome is None:
        return {}
    if isinstance(outcome, Refused):
        details = {name: str(value) for name, value in outcome.sentence.details.items()}
        return {"fault": outcome.sentence.text, "details": details}
    facts = outcome.manifest
    return {"number": facts.number, "bytes": facts.size, "removed": outcome.removed}
