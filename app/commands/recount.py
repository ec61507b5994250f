"""`torg recount FILE`: count a published file again, ours or another's. No database, no web."""

import argparse
import json
from pathlib import Path

from app.recount.elections import recount as recount_election
from app.recount.findings_only import recount as recount_findings
from app.recount.package import recount as recount_package
from app.recount.pots import recount as recount_pot
from app.recount.published import is_tables
from app.recount.report import Report
from app.recount.tables import recount as recount_tables
from app.recount.writing import text_of
from exports import archive
from workshops.decoding import decode
from workshops.findings_json import from_json
from workshops.pabulib import read_pabulib
from workshops.preflib import ENDINGS, read_preflib, read_ranked_csv
from workshops.refusal import Refused

#: The largest file of PrefLib or Pabulib has a tenth of this.
MOST_BYTES = 256 << 20


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument(
        "file",
        type=Path,
        help="an archive, findings.json or the tables of Torg; .pb of Pabulib; "
        ".soi .toi .soc .toc .cat of PrefLib; a CSV of ranks",
    )
    parser.add_argument("--json", action="store_true", help="for a program to read")


def run(options: argparse.Namespace) -> int:
    """Print the recount; 1 when a published figure is not what the ballots come to."""
    report = recount(options.file)
    if options.json:
        print(json.dumps(report.to_json(), ensure_ascii=False, indent=1))
    else:
        print(text_of(report), end="")
    return 1 if report.differing else 0


def recount(path: Path) -> Report:
    """Return the recount of a file, by what its name ends in."""
    ending = path.suffix.casefold()
    if ending == ".zip":
        return recount_tables(path) if is_tables(path) else _package(path)
    data = _content(path)
    if ending == ".json":
        return recount_findings(from_json(decode(data, path.name).text, path.name), path.name)
    if ending == ".pb":
        return recount_pot(read_pabulib(decode(data, path.name).text, path.name), path.name)
    if ending in ENDINGS:
        return recount_election(read_preflib(decode(data, path.name).text, path.name), path.name)
    if ending == ".csv":
        return recount_election(read_ranked_csv(decode(data, path.name).text, path.name), path.name)
    raise Refused(
        "%(name)s is nothing that can be recounted: .zip, .json, .pb, .csv or %(endings)s can.",
        name=path.name,
        endings=" ".join(ENDINGS),
    )


def _package(path: Path) -> Report:
    """Return the recount of our own archive; rows that somebody edited may fit nothing."""
    try:
        return recount_package(archive.read(path), path.name)
    except (AttributeError, LookupError, TypeError, ValueError) as fault:
        raise Refused("The archive does not fit together: it was changed or is damaged.") from fault


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Refused("%(name)s is too large to be read whole.", name=path.name)
        return path.read_bytes()
    except OSError as fault:
        why = (fault.strerror or str(fault)).lower()
        raise Refused("%(name)s cannot be read: %(why)s.", name=path.name, why=why) from fault
