"""A piece of the brief as it comes out in the Word document, for tests that read it back."""

import re

from docx import Document

from exports.assets import Shelf
from exports.docx_blocks import Blocks
from exports.docx_runs import Pen
from exports.docx_styles import set_styles
from exports.docx_tree import Node, tree_of


def lost_in_word(html: str) -> set[str]:
    """Return the words of a piece of a page that its document lacks."""
    page, drawings = tree_of(f"<body>{html}</body>")
    document = Document()
    set_styles(document, "en")
    Blocks(Pen(document, Shelf(), drawings, "en", frozenset())).write(page)
    written = " ".join(text for text in document.element.body.itertext() if text)
    printed = " ".join(_texts(page))
    return set(re.findall(r"\w+", printed)) - set(re.findall(r"\w+", written))


def _texts(node: Node):
    for each in node.children:
        if isinstance(each, str):
            yield each
        else:
            yield from _texts(each)
