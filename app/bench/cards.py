"""The printer alone: `python -m app.bench.cards SLUG FILE` prints what was said as plain cards.

It begins as the brief does, with the same application, findings, fonts and kind of PDF; what a
brief takes more is then the brief's.
"""

import re
import sys
from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcherResponse

from app.commands._app import consultation, open_app
from app.extensions import db
from exports.assets import STATIC, Shelf
from workshops.findings import Findings
from workshops.freezing import freeze

FACES = re.compile(r"@font-face \{.*?\}\n", re.DOTALL)
FAMILIES = '"Public Sans", "Noto Sans", "Noto Sans Arabic"'


def main(slug: str, path: Path) -> None:
    """Print them."""
    app = open_app()
    with app.app_context():
        findings = freeze(db.session(), consultation(slug))
        db.session.remove()
    print_cards(findings, path)


def print_cards(findings: Findings, path: Path) -> None:
    """Print a number and a text for each contribution, one after the other, and nothing else."""
    shelf = Shelf()

    def fetch(address: str) -> URLFetcherResponse:
        asset = shelf.get(address)
        return URLFetcherResponse(address, asset.content, {"Content-Type": asset.kind})

    faces = FACES.findall((STATIC / "css/brief.css").read_text(encoding="utf-8"))
    fonts = FontConfiguration()
    style = CSS(
        string=f"{''.join(faces)} html {{ font-family: {FAMILIES} }}",
        base_url="torg:",
        url_fetcher=fetch,
        font_config=fonts,
    )
    cards = "".join(
        f"<div><p><b>{each.ref}</b></p><p>{each.text}</p></div>" for each in findings.contributions
    )
    HTML(string=f"<html lang='en'><title>Cards</title><body>{cards}").write_pdf(
        path, stylesheets=[style], font_config=fonts, pdf_variant="pdf/a-3a", dpi=150
    )


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
