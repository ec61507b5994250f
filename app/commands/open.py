"""`torg open FILE.zip`: take in a consultation that another Torg has archived."""

import argparse
from io import BytesIO
from pathlib import Path

from sqlalchemy.orm import Session

from app.commands._app import open_app
from app.commands.archive import FORGOTTEN
from app.edge import save
from app.extensions import begin_writing, db
from app.migrating import newest
from app.pictures import read_picture
from config import Config
from exports import archive, files
from exports.garbage import left_lying
from workshops.archiving import tables
from workshops.arriving import Arrived, same_findings, take_in
from workshops.osm import read_osm
from workshops.refusal import Refused


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("file", type=Path, help="what `torg archive` wrote")


@left_lying()
def run(options: argparse.Namespace) -> None:
    """Take it in, whole or not at all, and say under which name."""
    given = archive.read(options.file)
    app = open_app()
    with app.app_context():
        begin_writing()
        arrived = _take_in(db.session(), given)
        _keep_media(given, arrived.consultation.id, app.config["TORG"])
        save()
        _report(given, arrived)
        db.session.remove()


def _take_in(session: Session, given: archive.Archive) -> Arrived:
    """Insert the rows; refuses those that do not come to the findings beside them."""
    if given.version.revision > newest():
        raise Refused(
            "%(name)s was made by a newer Torg. Bring this one up to date.", name=given.path.name
        )
    if given.version.revision == newest():
        _refuse_gaps(given)
    arrived = take_in(session, given.rows, given.findings)
    if given.version.revision == newest() and not same_findings(arrived.findings, given.findings):
        raise Refused(
            "%(name)s was changed, or another Torg counted it: its rows come to findings "
            "%(found)s, but it names %(told)s. Nothing was taken in.",
            name=given.path.name,
            found=arrived.findings.hash[:12],
            told=given.findings.hash[:12],
        )
    return arrived


def _refuse_gaps(given: archive.Archive) -> None:
    """Refuse an archive of this very version in which a table is missing, even an empty one."""
    missing = next((each.name for each in tables() if each.name not in given.rows), None)
    if missing is not None:
        raise Refused(
            "%(name)s is not as Torg made it: look at “%(entry)s”. Nothing was taken in.",
            name=given.path.name,
            entry=f"tables/{missing}.jsonl",
        )


def _keep_media(given: archive.Archive, consultation_id: int, config: Config) -> None:
    """Write photos and map extracts once all of them can be read."""
    for entry in given.media:
        try:
            _read(entry, given.content(entry))
        except Refused as fault:
            raise Refused(
                "“%(entry)s” in %(name)s is not what it is called: %(why)s Nothing was taken in.",
                entry=entry,
                name=given.path.name,
                why=fault,
            ) from fault
    for entry in given.media:
        name = Path(entry).name
        folder = config.photos if entry.startswith("photos/") else config.osm / str(consultation_id)
        files.put(folder / name, given.content(entry))


def _read(entry: str, content: bytes) -> None:
    """Refuse a photo or a map extract that cannot be read."""
    if entry.startswith("photos/"):
        read_picture(content)
    else:
        read_osm(BytesIO(content))


def _report(given: archive.Archive, arrived: Arrived) -> None:
    """Say what came, what it is called here, and whether the findings are the same."""
    made, told, found = arrived.consultation, given.findings, arrived.findings
    print(f"{made.name}: {len(given.rows['contribution'])} contributions, {len(given.media)} files")
    if given.version.forgotten:
        print(FORGOTTEN.format(day=given.version.forgotten))
    if made.slug != told.slug:
        print(f"“{told.slug}” is taken here, so it is called “{made.slug}”.")
    if arrived.new_codes:
        print(f"New join codes, since theirs are taken: {', '.join(arrived.new_codes)}")
    if same_findings(found, told):
        print(f"Findings {told.hash[:12]}: the same as where it comes from.")
    else:
        print(f"Findings {found.hash[:12]}; they were {told.hash[:12]} in an older Torg.")
    print(made.slug)
