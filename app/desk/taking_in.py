"""Ideas from a file: upload, look at what was understood, take them in."""

import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from flask import current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from app.access import desk_only
from app.desk.blueprint import bar_of_consultation, bp, consultation_of, lead_to, show
from app.desk.contexts import Bar
from app.edge import save
from app.extensions import db
from exports.files import put
from workshops import idea_files
from workshops.idea_columns import Columns, guess
from workshops.idea_files import ImportedIdea
from workshops.importing import Report, import_ideas
from workshops.models import Consultation
from workshops.refusal import Refused
from workshops.support_files import Supports, read_supports
from workshops.tabular import Table
from workshops.words import Sentence, mark

#: What a column can be, in the order a person would check it.
MEANINGS = {
    "title": mark("Title"),
    "text": mark("Words"),
    "category": mark("Category"),
    "lon": mark("Longitude"),
    "lat": mark("Latitude"),
    "supports": mark("Count of supports"),
}
SHOWN = 5


@dataclass(frozen=True)
class ImportPage:
    """`desk/import.html`: first a file, then what was understood of it, then the report."""

    bar: Bar
    kept: str  # names the uploaded file between the steps; "" before there is one
    name: str
    columns: tuple[str, ...]
    chosen: dict[str, str]  # meaning → column
    meanings: dict[str, str]
    first: tuple[ImportedIdea, ...]
    ideas: int
    set_aside: tuple[tuple[int, Sentence], ...]
    warnings: tuple[Sentence, ...]
    supporters: int | None
    report: Report | None


@bp.get("/<slug>/import")
@desk_only
def import_page(slug: str) -> ResponseReturnValue:
    """Ask for a file, or show what was understood of the one that is kept."""
    found = consultation_of(slug)
    kept = request.args.get("file", "")
    return show("desk/import.html", _page(found, kept) if kept else _empty(found))


@bp.post("/<slug>/import")
@desk_only
def upload_ideas(slug: str) -> ResponseReturnValue:
    """Keep the file, and the list of supports if one came with it, and lead to the preview."""
    found = consultation_of(slug)
    folder = _folder(found)
    name, content = _read(request.files.get("ideas"))
    if not content:
        raise Refused("Choose a file first: CSV, TSV or GeoJSON.")
    idea_files.read(content, name)
    supports_name, supports = _read(request.files.get("supports"))
    if supports:
        read_supports(supports, supports_name)
    kept = hashlib.sha256(content + supports).hexdigest()[:16]
    put(folder / f"{kept}.ideas", content)
    put(folder / f"{kept}.supports", supports)
    names = {"ideas": name, "supports": supports_name}
    put(folder / f"{kept}.json", json.dumps(names).encode())
    return lead_to("desk.import_page", slug=slug, file=kept)


@bp.post("/<slug>/import/take")
@desk_only
def take_ideas(slug: str) -> ResponseReturnValue:
    """Take the ideas in with the columns that were confirmed; the report says what came of it."""
    found = consultation_of(slug)
    kept = request.form.get("file", "")
    table, supports = _kept(found, kept)
    taken = idea_files.ideas(table, _columns(table, dict(request.form.items())))
    report = import_ideas(db.session(), found, taken, supports)
    save()
    return show("desk/import.html", replace(_page(found, kept), report=report))


def _read(upload: FileStorage | None) -> tuple[str, bytes]:
    if upload is None or not upload.filename:
        return "", b""
    content = upload.read()
    upload.close()
    return Path(upload.filename.replace("\\", "/")).name[:120], content


def _folder(consultation: Consultation) -> Path:
    folder: Path = current_app.config["TORG"].instance / "imports" / str(consultation.id)
    return folder


def _kept(consultation: Consultation, kept: str) -> tuple[Table, Supports | None]:
    """Return the uploaded files as they were read; refuses a name that is not ours."""
    folder = _folder(consultation)
    if not kept.isalnum() or not (folder / f"{kept}.json").is_file():
        raise Refused("That file is not here any more. Choose it again.")
    names = json.loads((folder / f"{kept}.json").read_bytes())
    table = idea_files.read((folder / f"{kept}.ideas").read_bytes(), names["ideas"])
    clicks = (folder / f"{kept}.supports").read_bytes()
    return table, read_supports(clicks, names["supports"]) if clicks else None


def _columns(table: Table, asked: dict[str, str]) -> Columns:
    """Return the guessed columns, with what the person chose in their place."""
    chosen: dict[str, Any] = {name: asked[name] for name in MEANINGS if name in asked}
    unknown = [column for column in chosen.values() if column and column not in table.columns]
    if unknown:
        raise Refused("There is no column “%(name)s”.", name=unknown[0])
    return replace(guess(table), **chosen)


def _empty(consultation: Consultation) -> ImportPage:
    bar = bar_of_consultation(consultation, "import")
    return ImportPage(bar, "", "", (), {}, MEANINGS, (), 0, (), (), None, None)


def _page(consultation: Consultation, kept: str) -> ImportPage:
    table, supports = _kept(consultation, kept)
    asked = dict(request.args.items()) or dict(request.form.items())
    columns = _columns(table, asked)
    taken = idea_files.ideas(table, columns)
    return ImportPage(
        bar=bar_of_consultation(consultation, "import"),
        kept=kept,
        name=table.name,
        columns=table.columns,
        chosen={name: getattr(columns, name) for name in MEANINGS},
        meanings=MEANINGS,
        first=taken.ideas[:SHOWN],
        ideas=len(taken.ideas),
        set_aside=tuple((aside.n, aside.why) for aside in taken.set_aside),
        warnings=table.warnings,
        supporters=supports.supporters if supports else None,
        report=None,
    )
