"""What the printer leaves out is no brief."""

from datetime import UTC, datetime

import pytest

pytest.importorskip("weasyprint", exc_type=OSError)

from exports._press import print_pdf
from exports.assets import Shelf
from exports.export import silently
from workshops.refusal import Refused

PAGE = (
    '<html lang="en"><title>A brief</title><p>A plan'
    '<svg width="9" height="9"><g transform="rotate(%s)"><path d="M0 0H9"/></g></svg>'
)


def pdf_of(turned: str) -> bytes:
    moment = datetime(2026, 11, 23, tzinfo=UTC)
    return print_pdf(PAGE % turned, Shelf(), {"a.csv": b"a"}, moment, silently).pdf


def test_a_brief_in_which_a_map_is_missing_is_not_made():
    assert pdf_of("9").startswith(b"%PDF")
    with pytest.raises(Refused, match="could not be drawn"):
        pdf_of("a")
