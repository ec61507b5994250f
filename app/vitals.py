"""How the room and the laptop are right now: read when somebody asks, kept nowhere."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from flask import current_app
from sqlalchemy.engine import make_url

from app.edge import write_queue
from app.limits import limits
from app.meter import Meter, meter
from app.watchers import pages_of
from config import Config
from workshops.activities import kind_of
from workshops.models import Workshop
from workshops.words import Sentence

#: Over so many seconds "now" is told.
NOW_S = 10
MINUTE_S = 60
#: What a photo of 1,600 pixels takes, until there are some to weigh.
PHOTO_BYTES = 300_000
WEIGHED, ENOUGH = 200, 5
POWER = Path("/sys/class/power_supply")


@dataclass(frozen=True)
class Report:
    """What another part of Torg says of itself; `kind` is open, wait, late or stop."""

    kind: str
    words: Sentence
    what_to_do: Sentence | None = None


@dataclass(frozen=True)
class Battery:
    """The laptop's own; `left` in per cent."""

    left: int
    on_mains: bool


@dataclass(frozen=True)
class Machine:
    """The laptop: bytes left on the disk, bytes of the database and of a usual photo."""

    disk_left: int
    database: int
    photo: int
    battery: Battery | None


@dataclass(frozen=True)
class Room:
    """The room: phones connected, answers, seconds, each over the last minute unless said."""

    asks: bool  # something is open that phones answer
    phones: int
    phones_before: int  # the most there were within the minute
    per_s: float
    peak: int
    waiting: int
    slowest_s: float
    commit_s: float
    lag_s: float
    faults: int
    guesses: int = 0  # wrong join codes


def read_room(workshop: Workshop, of: Meter = meter) -> Room:
    """Return how the room is; phones are those of this workshop, all else is the server's."""
    phones = pages_of("phone", workshop.id)
    seen = of.phones[workshop.id].last(MINUTE_S) if workshop.id in of.phones else [0.0]
    return Room(
        asks=_asks(workshop),
        phones=phones,
        phones_before=max(phones, int(max(seen))),
        per_s=per_second(of),
        peak=int(of.answers.peak),
        waiting=write_queue().waiting.qsize(),
        slowest_s=slowest(of),
        commit_s=max(of.commits_s.last(MINUTE_S)),
        lag_s=max(of.lag_s.last(MINUTE_S)),
        faults=int(sum(of.faults.last(MINUTE_S))),
        guesses=int(sum(limits().guesses.last(MINUTE_S))),
    )


def _asks(workshop: Workshop) -> bool:
    activity = workshop.current if workshop.scene == "activity" else None
    if activity is None or activity.state != "open":
        return False
    return kind_of(activity.kind).collects != "nothing"


def per_second(of: Meter) -> float:
    """Return answers a second over the last ten."""
    return sum(of.answers.last(NOW_S)[:-1]) / NOW_S


def slowest(of: Meter) -> float:
    """Return the seconds of the slowest acknowledgement in the last minute."""
    return max(of.slowest_s.last(MINUTE_S))


def read_machine(config: Config) -> Machine:
    """Return how the laptop is."""
    return Machine(
        disk_left=disk_left(config),
        database=database_bytes(config),
        photo=usual_photo(config.photos),
        battery=battery(),
    )


def disk_left(config: Config) -> int:
    """Return the bytes left where the data are."""
    return shutil.disk_usage(config.instance).free


def database_bytes(config: Config) -> int:
    """Return what the database and its log take; 0 when it is not a file of ours."""
    url = make_url(config.database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        return 0
    files = [Path(f"{url.database}{ending}") for ending in ("", "-wal")]
    return sum(file.stat().st_size for file in files if file.is_file())


def usual_photo(folder: Path) -> int:
    """Return the bytes of a usual photo: the mean of some that are there."""
    found = islice(os.scandir(folder), WEIGHED) if folder.is_dir() else ()
    sizes = [each.stat().st_size for each in found]
    return sum(sizes) // len(sizes) if len(sizes) >= ENOUGH else PHOTO_BYTES


def battery(folder: Path = POWER) -> Battery | None:
    """Return the laptop's battery; None where there is none, or none that can be read."""
    for each in sorted(folder.glob("*")):
        # That of a mouse says that it belongs to a device.
        if _said(each / "type") == "Battery" and _said(each / "scope") != "Device":
            left = _said(each / "capacity")
            on_mains = _said(each / "status") != "Discharging"
            return Battery(int(left), on_mains) if left.isdecimal() else None
    return None


def _said(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""


def backup() -> Report | None:
    """Return what the backup says of itself, where there is one."""
    status: Callable[[], Report] | None = current_app.extensions.get("torg_backup")
    return status() if status else None
