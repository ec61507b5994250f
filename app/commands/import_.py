"""`torg import ideas FILE`: take ideas from a table or map file into a consultation."""

import argparse
from dataclasses import replace
from pathlib import Path

from sqlalchemy.orm import Session

from app.commands._app import consultation, open_app
from app.edge import save
from app.extensions import begin_writing, db
from workshops import idea_files, planning
from workshops.idea_columns import Columns, guess
from workshops.importing import import_ideas
from workshops.models import Consultation
from workshops.refusal import Refused
from workshops.support_files import Supports, read_supports, supports_beside
from workshops.tabular import Table

COLUMNS = ("text", "title", "category", "lon", "lat", "supports")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("what", choices=["ideas"])
    parser.add_argument("file", type=Path, help="CSV, TSV or GeoJSON, in any common encoding")
    target = parser.add_mutually_exclusive_group(required=True)
    target.add_argument("--consultation", metavar="SLUG", help="an existing one")
    target.add_argument("--new", metavar="NAME", help="begin a new one with that name")
    for name in COLUMNS[:-1]:
        parser.add_argument(f"--{name}", metavar="COLUMN", help="instead of the column we guess")
    parser.add_argument(
        "--supports",
        metavar="COLUMN",
        help="a column of counts, or a file with a row for every click of support",
    )


def run(options: argparse.Namespace) -> None:
    """Report what was taken and what was set aside; the slug is the last line."""
    table = idea_files.read(_bytes(options.file), options.file.name)
    clicks = _supports_file(options)
    columns = _columns(table, options, has_clicks=clicks is not None)
    taken = idea_files.ideas(table, columns)
    supports = _supports(clicks)
    app = open_app()
    with app.app_context():
        begin_writing()
        session = db.session()
        found = _target(session, options)
        report = import_ideas(session, found, taken, supports)
        save()
        for line in report.lines:
            print(line)
        print(found.slug)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        raise Refused(
            "%(name)s cannot be read: %(why)s.", name=path, why=(fault.strerror or "").lower()
        ) from fault


def _supports_file(options: argparse.Namespace) -> Path | None:
    """Return the list of support clicks: the one named, else the one beside the file."""
    if options.supports and Path(options.supports).is_file():
        return Path(options.supports)
    name = supports_beside(options.file.name)
    beside = options.file.with_name(name) if name else None
    return beside if beside is not None and beside.is_file() else None


def _supports(path: Path | None) -> Supports | None:
    if path is None:
        return None
    print(f"Supports: one per person, from the list of clicks in {path.name}.")
    return read_supports(_bytes(path), path.name)


def _columns(table: Table, options: argparse.Namespace, *, has_clicks: bool) -> Columns:
    """Return the guessed columns with those named in their place; refuses unknown names."""
    named = {name: getattr(options, name) for name in COLUMNS if getattr(options, name)}
    if has_clicks and named.get("supports") not in table.columns:
        named.pop("supports", None)
    for column in named.values():
        if column not in table.columns:
            raise Refused(
                "There is no column “%(name)s”. There are: %(known)s.",
                name=column,
                known=", ".join(table.columns),
            )
    return replace(guess(table), **named)


def _target(session: Session, options: argparse.Namespace) -> Consultation:
    if options.consultation:
        return consultation(options.consultation)
    return planning.new_consultation(session, options.new)
