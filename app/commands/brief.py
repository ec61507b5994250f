"""`torg brief SLUG --form short|long -o FILE.pdf`: freeze the findings and print them."""

import argparse
from pathlib import Path

from app.commands._exporting import add_wishes, export

FORMS = {"long": "brief", "short": "short"}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("slug", help="the consultation; `torg list` names them")
    parser.add_argument("-o", "--output", type=Path, required=True, help="the PDF to write")
    parser.add_argument(
        "--form", choices=FORMS, default="long", help="all of it, or the two pages for the door"
    )
    add_wishes(parser)


def run(options: argparse.Namespace) -> None:
    """Write the PDF."""
    export(FORMS[options.form], options)
