"""`torg export SLUG --format gpkg|dxf|csv|… -o PATH`: the findings as a file of any kind."""

import argparse
from pathlib import Path

from app.commands import archive
from app.commands._exporting import add_wishes
from app.commands._exporting import export as write
from exports import EXPORTS

ARCHIVE = "archive"
EPSG = "of GeoPackage and DXF, as 25832, 25833 or 5111; else the square’s own UTM zone"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("slug", help="the consultation; `torg list` names them")
    parser.add_argument("--format", choices=sorted([*EXPORTS, ARCHIVE]), required=True)
    parser.add_argument("-o", "--output", type=Path, required=True, help="the file to write")
    parser.add_argument("--epsg", type=int, metavar="CODE", help=EPSG)
    add_wishes(parser)


def run(options: argparse.Namespace) -> None:
    """Write the file; an archive is made as `torg archive` makes it."""
    if options.format == ARCHIVE:
        archive.run(options)
    else:
        write(options.format, options)
