"""Words, links and pictures of one paragraph of the Word document."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.shape import CT_Inline
from docx.shared import Mm
from PIL import Image

from exports.assets import Shelf
from exports.docx_pictures import Picture, drawn
from exports.docx_styles import place_of
from exports.docx_tree import DRAWING, Node

BOLD = frozenset({"b", "strong"})
#: What stands before the rest of its line: a tab follows.
LABELS = frozenset({"disc", "label", "log-time", "side-count", "top-count"})
#: Photos are this large at most, in mm.
PHOTO_MM = (100.0, 70.0)
#: Bars beside figures have less room in a column than on the page of the brief.
SMALLER = {"who-line": 0.72}
NAME_LETTERS = 40
_GAPS = re.compile(r"[ \t\r\n\f]+")
_UNSTORABLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass
class Pen:
    """What writing needs: the pictures, the links that lead somewhere, the language.

    `waiting` are the names of places that the next paragraph carries.
    """

    document: Any
    shelf: Shelf
    drawings: Sequence[str]
    tag: str
    linked: frozenset[str]
    language: str = ""
    waiting: list[str] = field(default_factory=list)
    marks: int = 0
    shapes: int = 0
    kept: dict[object, tuple[str, Picture]] = field(default_factory=dict)

    def style(self, name: str) -> str:
        """The name of a style in the file."""
        return str(self.document.styles[name].style_id)


@dataclass(frozen=True)
class Tone:
    """How words stand: bold, from right to left, with the line breaks written, as a link."""

    bold: bool = False
    rtl: bool = False
    lines: bool = False
    led: bool = False


def paragraph(
    pen: Pen, style: str, content: Iterable[Node | str], tone: Tone = Tone(), width_mm: float = 174
) -> Any:
    """Return a paragraph (w:p) with its words, links and pictures."""
    made = OxmlElement("w:p")
    made.get_or_add_pPr().style = pen.style(style)
    if tone.rtl:
        made.pPr.append(OxmlElement("w:bidi"))
    _mark(pen, made)
    _Runs(pen, width_mm).write(made, content, tone)
    return made


def bookmark(anchor: str) -> str:
    """The name of a place as Word takes it."""
    return re.sub(r"\W", "_", anchor)[:NAME_LETTERS]


def _mark(pen: Pen, made: Any) -> None:
    """Put the places that wait where the paragraph stands now."""
    for anchor in pen.waiting:
        pen.marks += 1
        begin, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for each in (begin, end):
            each.set(qn("w:id"), str(pen.marks))
            made.append(each)
        begin.set(qn("w:name"), bookmark(anchor))
    pen.waiting.clear()


class _Runs:
    """The runs of a paragraph; spaces between them are single, as a browser has them."""

    def __init__(self, pen: Pen, width_mm: float) -> None:
        self._pen = pen
        self._width_mm = width_mm
        self._spaced = True

    def write(self, parent: Any, content: Iterable[Node | str], tone: Tone) -> None:
        was_fact = False
        for each in content:
            is_fact = isinstance(each, Node) and "fact" in each.classes
            if is_fact:
                self._plain(parent, " · " if was_fact else " ", tone)
            was_fact = is_fact or (was_fact and isinstance(each, str) and not each.strip())
            if isinstance(each, str):
                self._words(parent, each, tone)
            elif each.tag == DRAWING:
                self._picture(parent, self._drawing(each))
                self._plain(parent, " ", tone)
            elif each.tag == "img":
                self._photo(parent, each)
            elif each.tag == "br":
                self._break(parent)
            else:
                self._element(parent, each, tone)

    def _element(self, parent: Any, node: Node, tone: Tone) -> None:
        is_rtl = node.attrs.get("dir", "rtl" if tone.rtl else "") == "rtl"
        inner = replace(tone, bold=tone.bold or node.tag in BOLD, rtl=is_rtl)
        href, name = (node.attrs.get(each, "") for each in ("href", "id"))
        if name in self._pen.linked:
            self._pen.waiting.append(name)
            _mark(self._pen, parent)
        content: list[Node | str] = list(node.children)
        if "footnote" in node.classes:
            content = [" (", *content, ")"]
        if href.startswith("#") and href[1:] in self._pen.linked:
            link = OxmlElement("w:hyperlink")
            link.set(qn("w:anchor"), bookmark(href[1:]))
            link.set(qn("w:history"), "1")
            parent.append(link)
            self.write(link, content, replace(inner, led="to" in node.classes))
        else:
            self.write(parent, content, inner)
        if node.classes & LABELS:
            self._run(parent, inner).append(OxmlElement("w:tab"))
            self._spaced = True

    def _words(self, parent: Any, text: str, tone: Tone) -> None:
        text = _UNSTORABLE.sub("", text.replace("\r\n", "\n"))
        if tone.lines:
            for nth, line in enumerate(text.strip("\n").split("\n")):
                if nth:
                    self._break(parent)
                self._plain(parent, line, tone)
        else:
            self._plain(parent, text, tone)

    def _plain(self, parent: Any, text: str, tone: Tone) -> None:
        text = _GAPS.sub(" ", text)
        text = text.lstrip(" ") if self._spaced else text
        if not text:
            return
        self._spaced = text.endswith(" ")
        words = OxmlElement("w:t")
        words.text = text
        words.set(qn("xml:space"), "preserve")
        self._run(parent, tone).append(words)

    def _run(self, parent: Any, tone: Tone) -> Any:
        run = OxmlElement("w:r")
        speaks = self._pen.language not in ("", self._pen.tag)
        # In the order in which Word wants them.
        looks = (
            ("w:b", tone.bold, ""),
            ("w:u", tone.led, "single"),
            ("w:rtl", tone.rtl, ""),
            ("w:lang", speaks, place_of(self._pen.language)),
        )
        for name, _, value in (look for look in looks if look[1]):
            made = OxmlElement(name)
            if value:
                made.set(qn("w:val"), value)
            run.get_or_add_rPr().append(made)
        parent.append(run)
        return run

    def _break(self, parent: Any) -> None:
        self._run(parent, Tone()).append(OxmlElement("w:br"))
        self._spaced = True

    def _drawing(self, node: Node) -> tuple[str, Picture]:
        svg = self._pen.drawings[int(node.attrs["data-drawing"])]
        return keep(self._pen, svg, lambda: drawn([svg], self._pen.shelf), smaller(svg))

    def _photo(self, parent: Any, node: Node) -> None:
        content = self._pen.shelf.get(node.attrs["src"]).content
        with Image.open(io.BytesIO(content)) as image:
            wide, high = image.size
        share = min(PHOTO_MM[0] / wide, PHOTO_MM[1] / high)
        alt = node.attrs.get("alt", "")
        picture = Picture(content, wide * share, high * share, alt)
        self._picture(parent, keep(self._pen, (node.attrs["src"], alt), lambda: picture))

    def _picture(self, parent: Any, kept: tuple[str, Picture]) -> None:
        self._run(parent, Tone()).append(shape(self._pen, kept, self._width_mm))
        self._spaced = False


def keep(pen: Pen, key: object, made: Any, share: float = 1) -> tuple[str, Picture]:
    """Put a picture into the file, equal ones once; return its name there and the picture."""
    if key not in pen.kept:
        picture: Picture = made()
        relation, _ = pen.document.part.get_or_add_image(io.BytesIO(picture.content))
        sized = Picture(b"", picture.width_mm * share, picture.height_mm * share, picture.alt)
        pen.kept[key] = relation, sized
    return pen.kept[key]


def shape(pen: Pen, kept: tuple[str, Picture], width_mm: float) -> Any:
    """A picture in the line (w:drawing), at its own size unless the line is too short."""
    relation, picture = kept
    share = min(1.0, width_mm / picture.width_mm)
    pen.shapes += 1
    inline = CT_Inline.new_pic_inline(
        pen.shapes,
        relation,
        f"picture {pen.shapes}",
        Mm(picture.width_mm * share),
        Mm(picture.height_mm * share),
    )
    for side in ("distT", "distB", "distL", "distR"):
        inline.set(side, "0")
    inline.docPr.set("descr", _UNSTORABLE.sub("", picture.alt))
    holder = OxmlElement("w:drawing")
    holder.append(inline)
    return holder


def smaller(svg: str) -> float:
    """How much of its size a drawing has in the document."""
    return next((share for name, share in SMALLER.items() if f'class="{name}"' in svg[:80]), 1.0)
