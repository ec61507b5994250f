"""`torg export SLUG --format gpkg|dxf|csv|… -o PATH`: the findings as a file of any kind."""

import argparse
from pathlib import Path

from app.commands import archive
from app.commands._exporting import add_wishes
from app.commands._exporting import export as write
from exports import EXPORTS
from workshops.refusal import Refused

ARCHIVE = "archive"
EPSG = "of GeoPackage and DXF, as 25832, 25833 or 5111; else the square’s own UTM zone"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("slug", help="the consultation; `torg list` names them")
    known = ", ".join(_formats())
    parser.add_argument("--format", metavar="NAME", required=True, help=f"one of {known}")
    parser.add_argument("-o", "--output", type=Path, required=True, help="the file to write")
    parser.add_argument("--epsg", type=int, metavar="CODE", help=EPSG)
    add_wishes(parser)


def run(options: argparse.Namespace) -> None:
    """Write the file; an archive is made as `torg archive` makes it."""
    if options.format not in _formats():
        raise Refused(
            "There is no format “%(name)s”. There are: %(known)s.",
            name=options.format,
            known=", ".join(_formats()),
        )
    if options.format == ARCHIVE:
        archive.run(options)
    else:
        write(options.format, options)


def _formats() -> list[str]:
    return sorted([*EXPORTS, ARCHIVE])
