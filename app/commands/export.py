"""`torg export SLUG --format csv|geojson|map|brief -o PATH`: the findings as a file."""

import argparse
from pathlib import Path

from app.commands._exporting import add_wishes
from app.commands._exporting import export as write
from exports import EXPORTS


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("slug", help="the consultation; `torg list` names them")
    parser.add_argument("--format", choices=sorted(EXPORTS), required=True)
    parser.add_argument("-o", "--output", type=Path, required=True, help="the file to write")
    add_wishes(parser)


def run(options: argparse.Namespace) -> None:
    """Write the file."""
    write(options.format, options)
