"""Writing one more generation of a backup, and reading it back before it counts as one."""

import errno
import hashlib
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.copies import generations
from app.copies.generations import DATABASE, KEY, MANIFEST
from app.copies.manifest import BLOCK, Kept, Manifest, sha256_of, to_text
from config import Config
from workshops import clock
from workshops.refusal import Refused

COUNTED = ("consultation", "contribution", "ballot")
#: What a full disk says; Windows knows no quota.
NO_ROOM = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))
BUSY_S = 10
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Source:
    """What is copied: the database, the key, and the folders of files by their name."""

    database: Path
    key: str
    folders: Mapping[str, Path]

    @property
    def whose(self) -> str:
        """Which Torg this is: another one has another key."""
        return hashlib.sha256(f"backup:{self.key}".encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Made:
    """What a backup did: where it lies, its manifest, how many older generations went."""

    place: Path
    manifest: Manifest
    removed: int


def source_of(config: Config) -> Source:
    """Return what there is to copy; refuses a database that is no file."""
    if config.database_file is None:
        raise Refused(
            "This backup is for SQLite. Copy a PostgreSQL database with pg_dump, "
            "and unset TORG_BACKUP."
        )
    return Source(
        config.database_file, config.secret_key, {"photos": config.photos, "osm": config.osm}
    )


def mount_of(folder: Path) -> Path | None:
    """Return the stick or disk that holds the folder; None for the one the system is on."""
    found = next(each for each in (folder, *folder.parents) if os.path.ismount(each))
    return None if found == found.parent else found


def back_up(source: Source, folder: Path, mount: Path | None = None) -> Made:
    """Write one more generation into the folder, check it, and remove what is too old.

    While `mount` is not there its folder may be, empty: nothing is written into that. On a stick
    that is full, older generations make room; the newest whole one stays.
    """
    if not folder.is_dir() or (mount is not None and not os.path.ismount(mount)):
        raise Refused(
            "The backup folder %(folder)s is not there. Put the stick back in.", folder=folder
        )
    with _reported(folder):
        home = generations.home_of(folder)
        with generations.alone(home):
            generations.clear_away(home)
            generations.refuse_strangers(home, source.whose)
            manifest = _write_surely(source, home)
            found = generations.generations(home)
            unwanted = generations.too_old(found, manifest.forgotten)
            return Made(found[0], manifest, generations.remove(home, unwanted))


@contextmanager
def _reported(folder: Path) -> Iterator[None]:
    """Say in a sentence why a disk did not take it."""
    try:
        yield
    except (OSError, sqlite3.Error) as fault:
        if _is_full(fault):
            raise Refused(
                "The backup folder %(folder)s is full. Make room there, or use a larger stick.",
                folder=folder,
            ) from fault
        raise Refused(
            "The backup cannot be written to %(folder)s: %(why)s.",
            folder=folder,
            why=(getattr(fault, "strerror", "") or str(fault)).lower(),
        ) from fault


def _is_full(fault: OSError | sqlite3.Error) -> bool:
    if isinstance(fault, sqlite3.Error):
        return getattr(fault, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL
    return fault.errno in NO_ROOM


def _write_surely(source: Source, home: Path) -> Manifest:
    """Write; where there is no room, once more without the older generations."""
    try:
        return _write(source, home)
    except (OSError, sqlite3.Error) as fault:
        older = generations.generations(home)[1:]
        if not (_is_full(fault) and generations.remove(home, older)):
            raise
        return _write(source, home)


def _write(source: Source, home: Path) -> Manifest:
    """Write a generation beside its place, check it, and move it there."""
    number = max(map(generations.number_of, generations.generations(home)), default=0) + 1
    now = clock.now()
    place = home / "generations" / f"{number:06}-{now:%Y%m%dT%H%M%SZ}"
    part = place.with_name(place.name + ".part")
    part.mkdir(mode=0o700)
    try:
        own = (_copy_database(source.database, part), _write_key(source.key, part))
        files = (*own, *_copy_files(source.folders, home / "files"))
        revision, counts, forgotten = _read(part)
        moment = now.isoformat(timespec="seconds")
        manifest = Manifest(number, moment, source.whose, revision, counts, forgotten, files)
        _put(part / MANIFEST, to_text(manifest).encode())
        part.rename(place)
        _sync_folder(place.parent)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return manifest


def _copy_database(database: Path, part: Path) -> Kept:
    """Copy the database as it stands at one moment; who writes meanwhile does not wait.

    What was deleted from it is not in the copy: VACUUM leaves freed pages behind.
    """
    copy = part / DATABASE
    uri = f"{database.resolve().as_uri()}?mode=rw"
    with closing(sqlite3.connect(uri, uri=True, timeout=BUSY_S)) as connection:
        connection.execute("VACUUM INTO ?", (str(copy),))
    with copy.open("rb+") as file:
        _sync(file)
    return _kept(copy)


def _read(part: Path) -> tuple[str, dict[str, int], int]:
    """Check the copied database, and return its revision, its counts, how often it forgot."""
    uri = f"{(part / DATABASE).resolve().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(uri, uri=True)) as copy:
        (verdict,) = copy.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise Refused("The copy of the database is damaged: %(why)s.", why=verdict)
        (revision,) = copy.execute("SELECT version_num FROM alembic_version").fetchone()
        counts = {table: _count(copy, table) for table in COUNTED}
        return revision, counts, _count(copy, "log_entry WHERE verb = 'forgot'")


def _count(copy: sqlite3.Connection, what: str) -> int:
    return int(copy.execute(f"SELECT count(*) FROM {what}").fetchone()[0])  # noqa: S608 - ours


def _write_key(key: str, part: Path) -> Kept:
    """Write the key that signs the cookies: without it every phone would be a stranger."""
    _put(part / KEY, key.encode())
    return _kept(part / KEY)


def _copy_files(folders: Mapping[str, Path], to: Path) -> Iterator[Kept]:
    """Copy what is not there yet; a file is known by its hash."""
    for name, path in listed(folders):
        kept = _copy_file(path, name, to)
        if kept is not None:
            yield kept


def listed(folders: Mapping[str, Path]) -> list[tuple[str, Path]]:
    """Return every whole file of the folders, with its name in the data folder, in order."""
    return [
        (f"{name}/{path.relative_to(folder).as_posix()}", path)
        for name, folder in sorted(folders.items())
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".part"
    ]


def _copy_file(path: Path, name: str, to: Path) -> Kept | None:
    """Copy a file unless it is there; None when it went meanwhile."""
    try:
        size = path.stat().st_size
        sha256 = path.stem if _SHA256.fullmatch(path.stem) else sha256_of(path)
        if _is_there(to / sha256, size):
            return Kept(name, sha256, size)
        original = path.open("rb")
    except FileNotFoundError:
        return None
    part = to / f"{sha256}.part"
    with original:
        sha256 = _copy(original, part)
    if sha256_of(part) != sha256:
        raise Refused("%(name)s cannot be read back. Use another stick.", name=part)
    part.rename(to / sha256)
    return Kept(name, sha256, size)


def _is_there(path: Path, size: int) -> bool:
    return path.is_file() and path.stat().st_size == size


def _copy(original: BinaryIO, to: Path) -> str:
    """Copy to the disk; return the hash of what was read."""
    found = hashlib.sha256()
    with to.open("wb") as file:
        while block := original.read(BLOCK):
            found.update(block)
            file.write(block)
        _sync(file)
    return found.hexdigest()


def _put(path: Path, content: bytes) -> None:
    """Write a small file that nobody else on this machine may read."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        _sync(file)


def _kept(path: Path) -> Kept:
    """Return what the manifest says of a file, as it can be read back."""
    return Kept(path.name, sha256_of(path), path.stat().st_size)


def _sync(file: BinaryIO) -> None:
    """Wait until it is on the stick, and forget it, so that it is read back from there."""
    file.flush()
    os.fsync(file.fileno())
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # Windows opens no folders
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
