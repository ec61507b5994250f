"""`torg archive SLUG -o FILE.zip`: one consultation, for another Torg to open."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.commands._app import consultation, open_app
from app.commands._exporting import must_be_a_file
from app.extensions import db
from app.migrating import newest
from config import VERSION, Config
from exports import archive
from exports.garbage import left_lying
from workshops import design_versions
from workshops.archiving import rows_of
from workshops.forgetting import forgotten_on
from workshops.freezing import freeze
from workshops.ground import files_of
from workshops.log import TOOK_IN
from workshops.models import Consultation

#: What tells when something last happened.
MOMENTS = {"log_entry": "at", "contribution": "received_at", "ballot": "received_at"}

FORGOTTEN = (
    "Forgotten on {day}, as promised: tokens, slips, photos, and what people told of themselves. "
    "Of that the sums are in it, none under five."
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("slug", help="the consultation; `torg list` names them")
    parser.add_argument("-o", "--output", type=Path, required=True, help="the zip to write")


@left_lying()
def run(options: argparse.Namespace) -> None:
    """Write the archive and say what is in it."""
    must_be_a_file(options.output)
    app = open_app()
    with app.app_context():
        write(consultation(options.slug), app.config["TORG"], options.output)
        db.session.remove()


def write(found: Consultation, config: Config, path: Path) -> None:
    """Write the consultation with its photos and map, as it stands now."""
    findings, rows = freeze(db.session(), found), rows_of(db.session(), found)
    findings = replace(findings, frozen_at=_last_moment(rows))
    media, missing = _media(found, rows, config)
    version = archive.Version(VERSION, newest(), forgotten_on(db.session(), found))
    size = archive.write(path, findings, rows, media, version)
    print(
        f"{path}: {size / 1000:,.0f} kB, {len(rows['contribution'])} contributions, "
        f"{len(rows['ballot'])} ballots, {len(media)} photos and maps, "
        f"from findings {findings.hash[:12]}"
    )
    if missing:
        print(f"{missing} photos are not on this laptop any more, so they are not in it.")
    print(_about_people(version, rows))
    print("It holds what is not released and votes not shown: keep it like the laptop itself.")


def _about_people(version: archive.Version, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """Say whether what people told of themselves is in it."""
    if version.forgotten:
        return FORGOTTEN.format(day=version.forgotten)
    day = rows["consultation"][0]["delete_on"]
    return f"It holds what people told of themselves{f', until {day}' if day else ''}."


def _last_moment(rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """Return when something last happened: the same archive tomorrow is the same file."""
    return max(
        row[name]
        for table, name in MOMENTS.items()
        for row in rows[table]
        if row.get("verb") != TOOK_IN
    )


def _media(
    found: Consultation, rows: Mapping[str, Sequence[Mapping[str, Any]]], config: Config
) -> tuple[dict[str, Path], int]:
    """Return photos, plans and map extracts by their name in the archive, and how many are gone."""
    wanted = {row["sha256"] for row in rows["photo"]} | set(files_of(found.square.picture))
    wanted |= design_versions.files_of(rows["drawing"])
    photos = {sha256: config.photos / f"{sha256}.jpg" for sha256 in sorted(wanted)}
    there = {f"photos/{name}.jpg": path for name, path in photos.items() if path.is_file()}
    maps = (config.osm / str(found.id)).glob("*.osm")
    return there | {f"osm/{path.name}": path for path in maps}, len(photos) - len(there)
