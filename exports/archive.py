"""The archive: one consultation as a zip that another Torg opens to the same findings.

`manifest.json` names every other entry with its hash; `findings.json` is what every export is
made from; `tables/*.jsonl` are the rows, a line of JSON each; `photos/` and `osm/` hold files by
their hash. The same consultation gives the same bytes.
"""

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exports.files import sync, whole
from workshops.findings import Findings
from workshops.findings_json import from_json, to_json
from workshops.refusal import Refused

FORMAT = 1
MANIFEST, FINDINGS = "manifest.json", "findings.json"
#: A whole consultation of 5,000 people with a photo each is far below these.
MOST_ENTRIES, MOST_MANIFEST, MOST_TEXT, MOST_BYTES = 20_000, 8 << 20, 256 << 20, 2 << 30
BLOCK = 1 << 20
#: Rows that are much alike pack to a fiftieth.
MOST_RATIO = 500
Rows = Mapping[str, Sequence[dict[str, Any]]]

_ENTRY = re.compile(
    r"findings\.json|tables/[a-z_]{1,40}\.jsonl|photos/[0-9a-f]{64}\.jpg|osm/[0-9a-f]{64}\.osm"
)
MEDIA = ("photos/", "osm/")
_BEFORE_TIME = (1980, 1, 1, 0, 0, 0)
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,  # a way of packing that zips of Torg do not use
    RuntimeError,  # locked with a password
    UnicodeDecodeError,
)


@dataclass(frozen=True)
class Version:
    """Which Torg wrote an archive, the revision of its database, and when it had forgotten.

    `forgotten` is the ISO 8601 day on which tokens, slips, photos and taps went, or "".
    """

    torg: str
    revision: str
    forgotten: str = ""


@dataclass(frozen=True)
class Archive:
    """An archive whose entries are all as its manifest says."""

    path: Path
    version: Version
    findings: Findings
    rows: Rows
    media: Sequence[str]

    def content(self, entry: str) -> bytes:
        """Return a photo or map extract."""
        with _reported(self.path), zipfile.ZipFile(self.path) as file:
            return file.read(entry)


# Writing


def write(
    path: Path, findings: Findings, rows: Rows, media: Mapping[str, Path], version: Version
) -> int:
    """Write the archive, whole or not at all; return its bytes."""
    texts = {FINDINGS: to_json(findings).encode()}
    texts |= {f"tables/{name}.jsonl": _lines(some) for name, some in rows.items()}
    entries = {name: _facts(text) for name, text in texts.items()}
    entries |= {name: _facts(file.read_bytes()) for name, file in media.items()}
    manifest = {
        "format": FORMAT,
        "torg": version.torg,
        "revision": version.revision,
        "name": findings.name,
        "slug": findings.slug,
        "findings": findings.hash,
        "entries": entries,
        **({"forgotten": version.forgotten} if version.forgotten else {}),
    }
    with whole(path) as part, part.open("wb") as file:
        with zipfile.ZipFile(file, "w") as packed:
            _add(packed, MANIFEST, json.dumps(manifest, indent=1, sort_keys=True).encode())
            for name in sorted(entries):
                _add(packed, name, texts[name] if name in texts else media[name].read_bytes())
        sync(file)
    return path.stat().st_size


def _lines(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Return a line of JSON a row; half a broken character is written as JSON does."""
    lines = (json.dumps(row, ensure_ascii=False, allow_nan=False) for row in rows)
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace")


def _facts(content: bytes) -> dict[str, Any]:
    return {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}


def _add(packed: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Add an entry that is the same on every machine and day; photos are packed already."""
    entry = zipfile.ZipInfo(name, _BEFORE_TIME)
    entry.create_system, entry.external_attr = 3, 0o644 << 16
    packing = zipfile.ZIP_STORED if name.endswith(".jpg") else zipfile.ZIP_DEFLATED
    packed.writestr(entry, content, packing)


# Reading


def read(path: Path) -> Archive:
    """Return an archive, all of it checked. Nothing is written, least of all under its names."""
    with _reported(path), zipfile.ZipFile(path) as file:
        manifest = _manifest(file, path.name)
        entries: Mapping[str, Any] = manifest["entries"]
        _refuse_strange(file, entries, path.name)
        for entry, facts in entries.items():
            _check(file, entry, facts, path.name)
        tables = [entry for entry in entries if entry.startswith("tables/")]
        return Archive(
            path=path,
            version=Version(
                str(manifest["torg"]),
                str(manifest["revision"]),
                str(manifest.get("forgotten", "")),
            ),
            findings=_findings(file, manifest, path.name),
            rows={Path(entry).stem: _rows(file.read(entry), entry) for entry in tables},
            media=sorted(entry for entry in entries if entry.startswith(MEDIA)),
        )


@contextmanager
def _reported(path: Path) -> Iterator[None]:
    """Say in a sentence what is wrong with a file."""
    try:
        yield
    except OSError as fault:
        why = (fault.strerror or str(fault)).lower()
        raise Refused("%(name)s cannot be read: %(why)s.", name=path.name, why=why) from fault
    except _UNREADABLE as fault:
        raise Refused(
            "%(name)s is cut, damaged or no archive of Torg. Fetch it again.", name=path.name
        ) from fault


def _manifest(file: zipfile.ZipFile, name: str) -> Mapping[str, Any]:
    """Return the manifest; refuses what is none, and that of a newer Torg."""
    if MANIFEST not in file.namelist():
        raise Refused("%(name)s is no archive of Torg.", name=name)
    manifest: Mapping[str, Any] = _parse(b"".join(_blocks(file, MANIFEST, MOST_MANIFEST)), MANIFEST)
    try:
        form, sizes = manifest["format"], _sizes(manifest["entries"])
        (manifest["torg"], manifest["revision"], manifest["findings"])
    except (AttributeError, KeyError, TypeError) as fault:
        raise Refused("%(name)s is no archive of Torg.", name=name) from fault
    if type(form) is not int or form < 1:
        raise Refused("%(name)s is no archive of Torg.", name=name)
    if form > FORMAT:
        raise Refused("%(name)s was made by a newer Torg. Bring this one up to date.", name=name)
    if sum(sizes) > MOST_BYTES or len(sizes) > MOST_ENTRIES or min(sizes, default=0) < 0:
        raise Refused(
            "%(name)s is too large: at most %(n)s files and %(mb)s MB are taken in.",
            name=name,
            n=MOST_ENTRIES,
            mb=MOST_BYTES >> 20,
        )
    return manifest


def _sizes(entries: Mapping[str, Any]) -> list[int]:
    """Return what each entry unpacks to; raises TypeError where that is no whole number."""
    sizes = [facts["bytes"] for facts in entries.values()]
    if any(type(size) is not int for size in sizes):
        raise TypeError
    return sizes


def _refuse_strange(file: zipfile.ZipFile, entries: Mapping[str, Any], name: str) -> None:
    """Refuse entries that are no part of an archive, come twice, are missing or not listed.

    A file under another's name would take that one's place here.
    """
    there = sorted(file.namelist())
    wanted = sorted([MANIFEST, *entries])
    strange = [each for each in entries if not _ENTRY.fullmatch(each)] or [
        each
        for each, facts in entries.items()
        if each.startswith(MEDIA) and facts.get("sha256") != Path(each).stem
    ]
    wrong = (
        strange or sorted({*there} ^ {*wanted}) or [each for each in there if there.count(each) > 1]
    )
    if wrong or FINDINGS not in entries:
        raise Refused(
            "%(name)s is not as Torg made it: look at “%(entry)s”. Nothing was taken in.",
            name=name,
            entry=(wrong or [FINDINGS])[0],
        )


def _check(file: zipfile.ZipFile, entry: str, facts: Mapping[str, Any], name: str) -> None:
    """Refuse an entry that is not what the manifest says; a bomb is stopped at that size."""
    packed = file.getinfo(entry).compress_size
    if facts["bytes"] > max(BLOCK, MOST_RATIO * packed):
        raise Refused(
            "“%(entry)s” in %(name)s is packed as only a trap is. Nothing was taken in.",
            entry=entry,
            name=name,
        )
    found = hashlib.sha256()
    for block in _blocks(file, entry, facts["bytes"]):
        found.update(block)
    if found.hexdigest() != facts.get("sha256"):
        raise Refused(
            "“%(entry)s” in %(name)s was changed: its hash is %(found)s, the manifest says "
            "%(told)s. Nothing was taken in.",
            entry=entry,
            name=name,
            found=found.hexdigest()[:12],
            told=str(facts.get("sha256"))[:12],
        )


def _blocks(file: zipfile.ZipFile, entry: str, most: int) -> Iterator[bytes]:
    """Unpack an entry block by block; refuses more than so many bytes."""
    if entry.endswith((".json", ".jsonl")) and most > MOST_TEXT:
        most = MOST_TEXT
    unpacked = 0
    with file.open(entry) as stream:
        while block := stream.read(BLOCK):
            unpacked += len(block)
            if unpacked > most:
                raise Refused("“%(entry)s” unpacks to more than it says.", entry=entry)
            yield block


def _findings(file: zipfile.ZipFile, manifest: Mapping[str, Any], name: str) -> Findings:
    """Return the findings; their own hash must be that of the manifest."""
    findings = from_json(file.read(FINDINGS).decode(), FINDINGS)
    if not findings.hash or findings.hash != manifest["findings"]:
        raise Refused("%(name)s was changed: its findings are not those it names.", name=name)
    return findings


def _rows(content: bytes, entry: str) -> list[dict[str, Any]]:
    rows = [_parse(line, entry) for line in content.split(b"\n") if line]
    if not all(isinstance(row, dict) for row in rows):
        raise Refused("“%(entry)s” holds no rows.", entry=entry)
    return rows


def _parse(content: bytes, entry: str) -> Any:
    """Return what a piece of JSON says; no number that is none, no endless nest."""
    try:
        return json.loads(content.decode(), parse_constant=_refuse_constant)
    except (RecursionError, ValueError) as fault:
        raise Refused("“%(entry)s” cannot be read: it is not JSON.", entry=entry) from fault


def _refuse_constant(word: str) -> None:
    raise ValueError(word)
