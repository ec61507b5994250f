"""Putting back what a backup holds. What is there already is moved aside, never deleted."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from app.copies.generations import DATABASE, KEY, generations, home_of, manifest_of
from app.copies.manifest import Kept, Manifest, sha256_of
from workshops import clock
from workshops.refusal import Refused

STAGING, ASIDE = "restoring.part", "replaced"
#: What belongs to a database of SQLite besides its own file.
BESIDE = ("", "-wal", "-shm", "-journal")


@dataclass(frozen=True)
class Damaged:
    """A generation that cannot be used, and why."""

    place: Path
    why: str


@dataclass(frozen=True)
class Staged:
    """A whole generation, copied beside the data, and the newer ones that were damaged."""

    manifest: Manifest
    folder: Path
    damaged: tuple[Damaged, ...]


def stage(folder: Path, instance: Path, revision: str) -> Staged:
    """Copy the newest generation that is whole into the data folder, beside the data.

    Refuses a folder without any, and one whose newest is of a database newer than `revision`.
    """
    home = home_of(folder)
    found = generations(home)
    if not found:
        raise Refused("There is no backup in %(folder)s.", folder=folder)
    staging = instance / STAGING
    damaged = []
    for generation in found:
        try:
            manifest = manifest_of(generation)
            if manifest.revision <= revision:
                _copy(generation, manifest, home, staging)
        except (OSError, Refused) as fault:
            damaged.append(Damaged(generation, str(fault)))
            continue
        if manifest.revision > revision:
            raise Refused(
                "%(name)s was made by a newer Torg. Bring this one up to date, then restore.",
                name=generation,
            )
        return Staged(manifest, staging, tuple(damaged))
    why = "; ".join(f"{each.place.name}: {each.why}" for each in damaged)
    raise Refused("No backup in %(folder)s is whole. %(why)s", folder=folder, why=why)


def _copy(generation: Path, manifest: Manifest, home: Path, staging: Path) -> None:
    """Copy what the manifest names, and check each copy."""
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(mode=0o700)
    for kept in manifest.files:
        place = _inside(staging, kept)
        place.parent.mkdir(parents=True, exist_ok=True)
        own = generation / kept.path
        shutil.copyfile(
            own if kept.path in (DATABASE, KEY) else home / "files" / kept.sha256, place
        )
        if sha256_of(place) != kept.sha256:
            raise Refused("%(name)s is damaged.", name=kept.path)


def _inside(staging: Path, kept: Kept) -> Path:
    """Return where a file goes; refuses a name that leads out of the folder."""
    place = (staging / kept.path).resolve()
    if not place.is_relative_to(staging.resolve()):
        raise Refused("Its manifest names %(name)s.", name=kept.path)
    return place


def holds(database: Path) -> int:
    """Return how many consultations a database holds; one that cannot be read may hold some."""
    if not database.is_file():
        return 0
    try:
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=rw", uri=True)) as opened:
            return int(opened.execute("SELECT count(*) FROM consultation").fetchone()[0])
    except sqlite3.Error as fault:
        return 0 if "no such table" in str(fault) else 1


def put_in_place(staged: Staged, instance: Path, database: Path) -> Path | None:
    """Move what is there aside and the copy into its place; return where the old data went.

    The database comes last: with it the data are whole, and before it there is none.
    """
    aside = _set_aside(list(_old(instance, database)), instance)
    for new in sorted(staged.folder.iterdir(), key=lambda each: each.name == DATABASE):
        shutil.move(new, database if new.name == DATABASE else instance / new.name)
    (instance / KEY).chmod(0o600)
    staged.folder.rmdir()
    return aside


def _old(instance: Path, database: Path) -> Iterator[Path]:
    """What a restored copy takes the place of; a key that signs nothing yet is none of it."""
    beside = [Path(f"{database}{name}") for name in BESIDE]
    names = (KEY, "photos", "osm") if database.exists() else ("photos", "osm")
    yield from (each for each in (*beside, *(instance / name for name in names)) if each.exists())


def _set_aside(old: list[Path], instance: Path) -> Path | None:
    if not old:
        return None
    aside = instance / f"{ASIDE}-{clock.now():%Y%m%dT%H%M%S.%fZ}"
    aside.mkdir(mode=0o700)
    for each in old:
        shutil.move(each, aside / each.name)
    return aside
