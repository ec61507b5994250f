"""What the printer is spared changes nothing of what it prints."""

import gc

import pytest

pytest.importorskip("weasyprint", exc_type=OSError)

from weasyprint import HTML
from weasyprint.layout import block

from exports import _columns
from exports._thrift import Pages
from exports.garbage import left_lying

pytestmark = pytest.mark.slow

STYLE = """<style>
@page { size: 100mm 80mm; margin: 8mm }
body { font-size: 9pt; margin: 0 }
.cards { columns: 2; column-gap: 5mm }
.card { padding: 1mm 0; border-bottom: 1px solid }
p { margin: 0; orphans: 2; widows: 2 }
b { break-after: avoid }
.footnote { float: footnote }
</style>"""
CARD = '<div class="card"><p><b id="c-%d">HAM-%04d</b></p><p>%s</p></div>'
TEXTS = {
    "many": ["A bench out of the wind, with a back and arms"] * 130,
    "none": [],
    "one": ["A tap"],
    "one that fills pages": ["Light. ", "Ice to skate on. " * 400, "A roof."],
    "as long as a column": ["A word and another. " * 28] * 9,
}


def pages_of(texts, direction: str = "ltr", before: str = "") -> str:
    cards = "".join(CARD % (n, n, text) for n, text in enumerate(texts))
    lists = "<ul><li>One</li><li>Two</li></ul><ol><li>First</li></ol>"
    return (
        f'<html lang="en" dir="{direction}"><title>Cards</title>{STYLE}<body><h1>Said</h1>{before}'
        f'{lists}<div class="cards">{cards}</div><h2>After</h2><a href="#c-1">One</a>'
    )


def pdf_of(html: str, printer: type[HTML] = Pages) -> bytes:
    options = {"pdf_variant": "pdf/ua-1", "pdf_identifier": b"torg"}
    printed: bytes = printer(string=html).write_pdf(**options)
    return printed


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("name", TEXTS)
def test_cards_laid_out_once_lie_where_the_printer_would_put_them(name, direction, monkeypatch):
    html = pages_of(TEXTS[name], direction)
    ours = pdf_of(html)
    monkeypatch.setattr(block, "columns_layout", _columns.printers_own)
    assert ours == pdf_of(html)


def test_most_pages_of_cards_are_laid_out_once(monkeypatch):
    asked = []
    own = _columns.printers_own
    monkeypatch.setattr(_columns, "printers_own", lambda *args: asked.append(1) or own(*args))
    pages = len(Pages(string=pages_of(TEXTS["many"])).render().pages)
    assert pages > 5
    assert len(asked) <= 2


def test_lists_and_footnotes_look_as_the_printers_own_sheet_has_them():
    html = pages_of(TEXTS["one"], before='<p>Who came<span class="footnote">twice</span></p>')
    assert pdf_of(html) == pdf_of(html, HTML)


def test_no_mark_is_worked_out_for_every_element():
    assert not [entry for entry in Pages.sheet.matcher.other_selectors if entry[3]]


def test_garbage_is_looked_for_again_afterwards():
    with left_lying():
        assert not gc.isenabled()
    assert gc.isenabled()
