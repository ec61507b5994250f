"""Freezing a consultation and handing the findings to an exporter."""

import argparse
from itertools import permutations
from pathlib import Path

from app.commands._app import consultation, open_app
from app.commands._child import hang_on_lifeline, keep_to_memory
from app.extensions import db
from app.languages import CATALOGUES, LANGUAGES
from config import Config
from exports import EXPORTS
from exports.export import Progress
from exports.garbage import left_lying
from exports.words import translator
from workshops.findings import Findings
from workshops.freezing import freeze
from workshops.refusal import Refused
from workshops.words import mark, speak


def add_wishes(parser: argparse.ArgumentParser) -> None:
    """Add the options that every export has."""
    parser.add_argument(
        "--language",
        choices=language_choices(),
        help="instead of the consultation's own; two for a brief that says all in both",
    )
    parser.add_argument("--workshop", type=int, metavar="N", help="of this workshop alone")
    parser.add_argument("--progress", action="store_true", help="a line for every step")
    parser.add_argument("--memory", type=int, metavar="MB", help="stop rather than take more")
    parser.add_argument(
        "--lifeline",
        action="store_true",
        help="let others go first, and stop when standard input closes",
    )


def must_be_a_file(path: Path) -> None:
    """Refuse where no file can be written, before anything is counted."""
    if not path.parent.is_dir():
        raise Refused("There is no folder %(folder)s. Make it first.", folder=path.parent)
    if path.is_dir():
        raise Refused("%(path)s is a folder. Name a file in it.", path=path)


def language_choices() -> list[str]:
    """Return every language, then every two of them."""
    codes = [language.code for language in LANGUAGES]
    return [*codes, *("+".join(two) for two in permutations(codes, 2))]


@left_lying()
def export(name: str, options: argparse.Namespace) -> None:
    """Freeze and write; says what was written, how large, from which findings."""
    if options.lifeline:
        hang_on_lifeline()
    if options.memory:
        keep_to_memory(options.memory)
    app = open_app()
    path: Path = options.output
    must_be_a_file(path)
    tell = _tell if options.progress else _quiet
    with app.app_context():
        found = consultation(options.slug)
        words = translator(options.language or found.language, CATALOGUES)
        tell(2, words.gettext(mark("Freezing the findings.")))
        findings = freeze(db.session(), found)
        db.session.remove()
    if options.progress:
        print(f"findings\t{findings.hash}", flush=True)
    try:
        _write(name, findings, options, app.config["TORG"], tell)
    except Refused as fault:
        sentence = speak(fault.sentence, words.gettext, words.ngettext)
        raise Refused("%(sentence)s", sentence=sentence) from fault
    if not options.progress:
        size = path.stat().st_size / 1000
        print(f"{path}: {size:,.0f} kB, from findings {findings.hash[:12]}")


def _write(
    name: str, findings: Findings, options: argparse.Namespace, config: Config, tell: Progress
) -> None:
    EXPORTS[name].write(
        findings,
        options.output,
        language=options.language or findings.language,
        catalogues=CATALOGUES,
        photos=config.photos,
        epsg=vars(options).get("epsg"),
        workshop=options.workshop,
        progress=tell,
    )


def _tell(percent: int, step: str) -> None:
    print(f"{percent}\t{step}", flush=True)


def _quiet(percent: int, step: str) -> None:
    """Tell nobody."""
