"""What a backup says of itself: what is in it, from when, and the hash of each file."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from workshops.refusal import Refused

FORMAT = 1
BLOCK = 1 << 20


@dataclass(frozen=True)
class Kept:
    """A file as it lies in the data folder, and the hash of its bytes."""

    path: str
    sha256: str
    bytes: int


@dataclass(frozen=True)
class Manifest:
    """One generation of a backup. `whose` tells one Torg's backups from those of another."""

    number: int
    made_at: str  # ISO 8601, UTC
    whose: str
    revision: str  # of the database
    counts: Mapping[str, int]  # rows of consultation, contribution, ballot
    forgotten: int  # how often something was deleted on the promised day
    files: tuple[Kept, ...]
    format: int = FORMAT

    @property
    def size(self) -> int:
        """The bytes of all files."""
        return sum(each.bytes for each in self.files)


def to_text(manifest: Manifest) -> str:
    """Return the manifest as JSON, sealed with a hash of itself."""
    body = asdict(manifest)
    return json.dumps(body | {"seal": _seal(body)}, indent=1, sort_keys=True) + "\n"


def from_text(text: str) -> Manifest:
    """Return the manifest in a text; refuses one that is damaged, or of a newer Torg."""
    try:
        body = json.loads(text)
        seal, form = body.pop("seal"), int(body["format"])
        if form > FORMAT:
            raise Refused("It was made by a newer Torg. Bring this one up to date first.")
        if seal != _seal(body):
            raise Refused("Its manifest is damaged.")
        return Manifest(**body | {"files": tuple(Kept(**each) for each in body["files"])})
    except (AttributeError, KeyError, TypeError, ValueError) as fault:
        raise Refused("Its manifest is damaged.") from fault


def _seal(body: Mapping[str, Any]) -> str:
    text = json.dumps(body, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, read in blocks."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            found.update(block)
    return found.hexdigest()
