"""How the Word document looks: its styles, its pages, its running head and foot."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

FONT = "Arial"
INK, PALE = RGBColor(0x11, 0x11, 0x11), RGBColor(0x44, 0x44, 0x44)
#: As Word names languages.
PLACES = {"en": "en-GB", "nb": "nb-NO", "nn": "nn-NO", "se": "se-NO", "ar": "ar-SA"}


@dataclass(frozen=True)
class Paper:
    """A page with its margins in mm: top, sides, bottom."""

    width: float
    height: float
    top: float = 27
    side: float = 18
    bottom: float = 20

    @property
    def text_mm(self) -> float:
        """How wide the text is."""
        return self.width - 2 * self.side

    @property
    def lies(self) -> bool:
        return self.width > self.height


UPRIGHT = Paper(210, 297)
#: By the classes of the sections that have a page of their own.
PAPERS = {
    "plate-a3": Paper(420, 297, 22, 12, 13),
    "plate": Paper(297, 210, 22, 12, 13),
    "on-a4-landscape": Paper(297, 210, 22, 12, 13),
    "on-a4-portrait": Paper(210, 297, 22, 12, 13),
    "on-a3-landscape": Paper(420, 297, 22, 12, 13),
    "on-a3-portrait": Paper(297, 420, 22, 12, 13),
}


@dataclass(frozen=True)
class Look:
    """A style of ours: sizes in pt, lengths in mm. `hangs` is where what follows a label begins."""

    base: str
    size: float
    before: float = 0
    after: float = 0
    bold: bool = False
    pale: bool = False
    hangs: float = 0
    indent: float = 0
    keeps: bool = False


LOOKS: Mapping[str, Look] = {
    "Lead": Look("Normal", 11.5, 0, 6, pale=True, keeps=True),
    "Small": Look("Normal", 8.5, 0, 3, pale=True),
    "Block Title": Look("Normal", 12.5, 8, 2, bold=True, keeps=True),
    "Labelled": Look("Normal", 10, 0, 2.5, hangs=11),
    "Term": Look("Normal", 9.5, 0, 2, hangs=40),
    "Figure": Look("Normal", 10, 0, 1, hangs=22),
    "Bar": Look("Normal", 9.5, 0, 1, hangs=70),
    "Indented": Look("Normal", 9.5, 0, 2, indent=8),
    "Boxed": Look("Normal", 11, 0, 3, bold=True, indent=3),
    "Vision": Look("Normal", 17, 6, 8, bold=True),
    "Table Text": Look("Normal", 9, 1.5, 1.5),
    "Card Facts": Look("Normal", 8.5, 5, 0, pale=True, keeps=True),
    "toc 1": Look("Normal", 10.5, 0, 3),
    "toc 2": Look("Normal", 9.5, 0, 2, indent=8),
}
HEADINGS = {"Title": (26, 0, 3), "Heading 1": (20, 24, 5), "Heading 2": (12.5, 12, 3),
            "Heading 3": (10.5, 8, 2)}  # fmt: skip


def place_of(tag: str) -> str:
    """The language as Word names it: "nb" is "nb-NO"."""
    return PLACES.get(tag, tag)


def set_styles(document: Any, tag: str) -> None:
    """Give the document our styles and its language."""
    styles = document.styles
    _letters(styles["Normal"], 10, bold=False, pale=False)
    styles["Normal"].paragraph_format.space_after = Pt(4)
    for name, (size, before, after) in HEADINGS.items():
        _letters(styles[name], size, bold=True, pale=False)
        _spaced(styles[name], before, after, keeps=True)
    _letters(styles["Caption"], 9, bold=False, pale=True)
    _spaced(styles["Caption"], 6, 2, keeps=True)
    for name, look in LOOKS.items():
        _made(styles, name, look)
    for name in ("Header", "Footer"):
        _letters(styles[name], 8.5, bold=False, pale=True)
    _without_rule(styles["Title"])
    _speak(styles, tag)


def _made(styles: Any, name: str, look: Look) -> None:
    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name.startswith("toc"))
    style.base_style = styles[look.base]
    _letters(style, look.size, bold=look.bold, pale=look.pale)
    _spaced(style, look.before, look.after, keeps=look.keeps)
    form = style.paragraph_format
    if look.hangs:
        form.left_indent, form.first_line_indent = Mm(look.hangs), Mm(-look.hangs)
        form.tab_stops.add_tab_stop(Mm(look.hangs))
    elif look.indent:
        form.left_indent = Mm(look.indent)


def _letters(style: Any, size: float, *, bold: bool, pale: bool) -> None:
    font = style.font
    font.name, font.size, font.bold, font.italic = FONT, Pt(size), bold, False
    font.color.rgb = PALE if pale else INK
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:cs"), FONT)


def _spaced(style: Any, before: float, after: float, *, keeps: bool) -> None:
    form = style.paragraph_format
    form.space_before, form.space_after, form.keep_with_next = Pt(before), Pt(after), keeps


def _without_rule(style: Any) -> None:
    for border in style.element.get_or_add_pPr().findall(qn("w:pBdr")):
        border.getparent().remove(border)


def _speak(styles: Any, tag: str) -> None:
    """Name the language of everything that names none."""
    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), place_of(tag))


def set_page(settings: Any, paper: Paper) -> None:
    """Give a section (w:sectPr) its page."""
    size, margins = settings.get_or_add_pgSz(), settings.get_or_add_pgMar()
    size.w, size.h = Mm(paper.width), Mm(paper.height)
    size.set(qn("w:orient"), "landscape" if paper.lies else "portrait")
    margins.top, margins.bottom = Mm(paper.top), Mm(paper.bottom)
    margins.left = margins.right = Mm(paper.side)
    margins.header = margins.footer = Mm(min(paper.top, paper.bottom) / 2)


def head_and_foot(document: Any, head: str, foot: str) -> None:
    """The square at the top of every page; the findings and the page number at its foot."""
    section = document.sections[0]
    section.header.paragraphs[0].text = head
    line = section.footer.paragraphs[0]
    line.text = f"{foot}\t\t"
    for kind, code in (("begin", ""), ("", "PAGE"), ("end", "")):
        line._p.append(field_part(kind, code))  # noqa: SLF001


def field_part(kind: str, code: str = "") -> Any:
    """A run with a turning point of a field (begin, separate, end), or with its code."""
    made = OxmlElement("w:fldChar" if kind else "w:instrText")
    if kind:
        made.set(qn("w:fldCharType"), kind)
    else:
        made.text = code
    run = OxmlElement("w:r")
    run.append(made)
    return run
