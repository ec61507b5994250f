"""Freezing a consultation and handing the findings to an exporter."""

import argparse
from pathlib import Path

from app.commands._app import consultation, open_app
from app.extensions import db
from app.languages import CATALOGUES, LANGUAGES
from exports import EXPORTS
from workshops.freezing import freeze
from workshops.refusal import Refused


def add_wishes(parser: argparse.ArgumentParser) -> None:
    """Add the options that every export has."""
    codes = [language.code for language in LANGUAGES]
    parser.add_argument("--language", choices=codes, help="instead of the consultation's own")
    parser.add_argument("--progress", action="store_true", help="a line for every step")


def export(name: str, options: argparse.Namespace) -> None:
    """Freeze and write; says what was written, how large, from which findings."""
    app = open_app()
    path: Path = options.output
    if not path.parent.is_dir():
        raise Refused("There is no folder %(folder)s. Make it first.", folder=path.parent)
    with app.app_context():
        found = consultation(options.slug)
        tell = _tell if options.progress else _quiet
        tell(2, "Freezing the findings")
        findings = freeze(db.session(), found)
        db.session.remove()
    EXPORTS[name].write(
        findings,
        path,
        language=options.language or findings.language,
        catalogues=CATALOGUES,
        photos=app.config["TORG"].photos,
        progress=tell,
    )
    if not options.progress:
        size = path.stat().st_size / 1000
        print(f"{path}: {size:,.0f} kB, from findings {findings.hash[:12]}")


def _tell(percent: int, step: str) -> None:
    print(f"{percent}\t{step}", flush=True)


def _quiet(percent: int, step: str) -> None:
    """Tell nobody."""
