"""The generations of a backup: where they lie, which there are, which are too old.

`FOLDER/torg-backup/generations/NUMBER-MOMENT/` holds the database, the key and the manifest;
photos and map extracts lie once, by their hash, in `FOLDER/torg-backup/files/`. What is being
written ends in `.part` and is renamed when it is whole, on the disk and checked.
"""

import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from app.copies.manifest import Manifest, from_text
from workshops.refusal import Refused

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

DATABASE, KEY, MANIFEST = "torg.db", "secret.key", "manifest.json"
#: The last so many are kept, and of each of the last so many hours the last.
NEWEST, HOURS = 3, 24
_NAME = re.compile(r"(\d{6,})-(\d{8}T\d{2})\d{4}Z")


def home_of(folder: Path) -> Path:
    """Return where in a folder, or on a stick, our backups lie."""
    return folder if (folder / "generations").is_dir() else folder / "torg-backup"


def generations(home: Path) -> list[Path]:
    """Return the generations there are, the newest first, whole or not."""
    folder = home / "generations"
    found = folder.iterdir() if folder.is_dir() else iter(())
    named = [each for each in found if _NAME.fullmatch(each.name)]
    return sorted(named, key=number_of, reverse=True)


def number_of(generation: Path) -> int:
    """Return its number: a clock that is set back does not make an old one the newest."""
    return int(generation.name.partition("-")[0])


def manifest_of(generation: Path) -> Manifest:
    """Return the manifest of a generation; refuses one that cannot be read."""
    try:
        return from_text((generation / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as fault:
        raise Refused("Its manifest cannot be read.") from fault


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Wait for another backup into the same folder, such as the last one of a stopped server."""
    for folder in (home, home / "generations", home / "files"):
        folder.mkdir(mode=0o700, exist_ok=True)
    with (home / "backup.lock").open("w") as file:
        if fcntl is not None:
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def clear_away(home: Path) -> None:
    """Remove what a backup left that was killed."""
    for part in home.glob("generations/*.part"):
        shutil.rmtree(part)
    for part in home.glob("files/*.part"):
        part.unlink()


def refuse_strangers(home: Path, whose: str) -> None:
    """Refuse a folder in which another Torg keeps its backups: they would push each other out."""
    known = [each.whose for each in _readable(generations(home)[:NEWEST])]
    if known and known[0] != whose:
        raise Refused(
            "There are backups of another Torg in %(folder)s. Choose another folder.", folder=home
        )


def too_old(found: Sequence[Path], forgotten: int) -> list[Path]:
    """Return those, the newest first, that are not kept.

    None stays that is from before the last time something was deleted as promised.
    """
    hours: dict[str, Path] = {}
    for each in found:
        hours.setdefault(_hour(each), each)
    kept = {*found[:NEWEST], *list(hours.values())[:HOURS]}
    return [each for each in found if each not in kept or _forgotten(each) < forgotten]


def remove(home: Path, unwanted: Sequence[Path]) -> int:
    """Remove generations, and the files that none of the others needs; return how many went."""
    for generation in unwanted:
        part = generation.with_name(generation.name + ".part")
        generation.rename(part)
        shutil.rmtree(part)
    if unwanted:
        _remove_files(home)
    return len(unwanted)


def _remove_files(home: Path) -> None:
    left = generations(home)
    manifests = list(_readable(left))
    if len(manifests) < len(left):
        return  # what a damaged one needs is not known
    needed = {file.sha256 for manifest in manifests for file in manifest.files}
    for file in (home / "files").iterdir():
        if file.name not in needed:
            file.unlink()


def _readable(found: Sequence[Path]) -> Iterator[Manifest]:
    for generation in found:
        with suppress(Refused):
            yield manifest_of(generation)


def _hour(generation: Path) -> str:
    named = _NAME.fullmatch(generation.name)
    return named[2] if named else ""


def _forgotten(generation: Path) -> int:
    """Return how often something had been deleted as promised; a damaged one says never."""
    return next((each.forgotten for each in _readable([generation])), 0)
