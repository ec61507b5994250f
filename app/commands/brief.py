"""`torg brief SLUG -o FILE.pdf`: freeze the findings and print them."""

import argparse
from functools import partial
from pathlib import Path

from app.commands._exporting import add_wishes, export


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("slug", help="the consultation; `torg list` names them")
    parser.add_argument("-o", "--output", type=Path, required=True, help="the PDF to write")
    add_wishes(parser)


run = partial(export, "brief")
