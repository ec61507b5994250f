"""Everything in one zip: every export by its plain name, the findings, and a page that explains.

What cannot be made on this machine, as a brief without Pango, is left out and told. A full disk
ends it: a package from which files are missing for that is none.
"""

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Unpack

import exports
from exports.export import Export, Progress, Wishes, silently
from exports.files import NoRoom, pieces, sync, whole
from exports.words import Words, translator
from workshops.findings import Findings
from workshops.findings_json import to_json
from workshops.refusal import Refused
from workshops.words import mark, say

#: As planners know them; what is not named here follows by its name.
ORDER = (
    *("all", "brief", "short", "page", "docx"),
    *("csv", "xlsx", "gpkg", "basemap", "dxf", "dxf-local", "geojson", "map"),
)
NAME, README, FINDINGS = "all", "README.txt", "findings.json"
#: How long each takes beside the others; the rest is quick.
WEIGHTS = {"brief": 60, "map": 12}
QUICK = 3


@dataclass(frozen=True)
class Made:
    """One export in the zip: its files by their names there, or why there are none."""

    export: Export
    files: Mapping[str, bytes]
    fault: str = ""


def write(findings: Findings, path: Path, **wishes: Unpack[Wishes]) -> int:
    """Write the zip; return its bytes. The same findings, the same bytes."""
    words = translator(wishes.get("language", "en"), wishes.get("catalogues"))
    with whole(path) as part, pieces(path) as folder:
        made = make_all(findings, words, wishes, folder)
        _put_together(part, findings, made, words)
    wishes.get("progress", silently)(100, words.gettext(mark("Everything is packed.")))
    return path.stat().st_size


def _put_together(part: Path, findings: Findings, made: Sequence[Made], words: Words) -> None:
    contents = {name: content for each in made for name, content in each.files.items()}
    contents[FINDINGS] = to_json(findings).encode()
    contents[README] = readme(findings, made, words).encode("utf-8", "replace")
    with part.open("wb") as file:
        _pack(file, findings, contents)
        sync(file)


def offered() -> list[Export]:
    """Return what goes in: every other export, in the order of planners."""
    return sorted((each for name, each in exports.EXPORTS.items() if name != NAME), key=place)


def place(export: Export) -> tuple[int, str]:
    """Return where an export stands among the others."""
    return (ORDER.index(export.name) if export.name in ORDER else len(ORDER), export.name)


def make_all(findings: Findings, words: Words, wishes: Wishes, folder: Path) -> list[Made]:
    """Return every export made, one after another, in this folder."""
    chosen = offered()
    whole_weight = sum(WEIGHTS.get(each.name, QUICK) for each in chosen)
    made, done = [], 0.0
    for each in chosen:
        share = 98 * WEIGHTS.get(each.name, QUICK) / whole_weight
        tell = _within(wishes.get("progress", silently), done, share)
        tell(0, words.word(each.title))
        theirs: Wishes = {**wishes, "progress": tell}
        made.append(_made(each, findings, folder, words, theirs))
        done += share
    return made


def _within(progress: Progress, done: float, share: float) -> Progress:
    """Return what tells the progress of a part as progress of the whole."""

    def tell(per_cent: int, words: str) -> None:
        progress(round(done + share * per_cent / 100), words)

    return tell


def _made(export: Export, findings: Findings, folder: Path, words: Words, wishes: Wishes) -> Made:
    path = folder / f"{export.file or export.name}{export.suffix}"
    try:
        export.write(findings, path, **wishes)
    except NoRoom:
        raise
    except Refused as fault:
        return Made(export, {}, words.say(fault.sentence))
    if export.suffix == ".zip":
        return Made(export, _unpacked(path))
    return Made(export, {path.name: path.read_bytes()})


def _unpacked(path: Path) -> dict[str, bytes]:
    """Return what is in a zip, in a folder of its name: nobody likes a zip in a zip."""
    with zipfile.ZipFile(path) as packed:
        names = [name for name in packed.namelist() if name != FINDINGS]  # they lie beside it
        return {f"{path.stem}/{name}": packed.read(name) for name in names}


def readme(findings: Findings, made: Sequence[Made], words: Words) -> str:
    """Return the page that explains each file, in plain text."""
    day = words.day(findings.frozen_at)
    lines = [
        " ".join(findings.name.split()),
        "",
        words.say(say("All files are made from the findings of %(day)s.", day=day)),
        words.say(say("The findings have the hash %(hash)s.", hash=findings.hash)),
        words.say(
            say(
                "A public number such as %(ref)s is the same in all of them.",
                ref=f"{findings.prefix}-0001",
            )
        ),
        "",
    ]
    for each in made:
        lines += _about(each, words)
    lines += _entry(FINDINGS, words.gettext(mark("The findings themselves, for programs.")))
    if findings.square.licence:
        lines += _entry(
            words.gettext(mark("Licence of the map")), words.credit(findings.square.licence)
        )
    return "\r\n".join(lines)


def _about(made: Made, words: Words) -> list[str]:
    export = made.export
    title, about = words.word(export.title), words.word(export.about)
    file = f"{export.file or export.name}{'/' if export.suffix == '.zip' else export.suffix}"
    if made.fault:
        missing = say("It could not be made here: %(why)s", why=made.fault)
        return _entry(file, title, words.say(missing))
    return _entry(file, title, about)


def _entry(title: str, *lines: str) -> list[str]:
    return [title, *(f"    {' '.join(line.split())}" for line in lines if line), ""]


def _pack(file: BinaryIO, findings: Findings, contents: Mapping[str, bytes]) -> None:
    """Write all files into a folder named after the consultation, at the moment of freezing."""
    moment = datetime.fromisoformat(findings.frozen_at).astimezone(UTC).timetuple()[:6]
    with zipfile.ZipFile(file, "w") as packed:
        for name in sorted(contents, key=lambda each: (each != README, each)):
            entry = zipfile.ZipInfo(f"{findings.slug}/{name}", moment)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            packed.writestr(entry, contents[name], zipfile.ZIP_DEFLATED)


EXPORT = Export(
    NAME,
    mark("Everything"),
    ".zip",
    write,
    mark("All files below in one, with a page that explains each of them."),
)
