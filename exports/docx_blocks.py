"""The tree of the brief, block by block, as paragraphs, lists, tables and pictures of Word."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from exports.docx_pictures import FRAME, drawn
from exports.docx_runs import Pen, Tone, keep, paragraph, shape
from exports.docx_styles import PAPERS, UPRIGHT, Paper, field_part, set_page
from exports.docx_tables import grid, table_of
from exports.docx_tree import DRAWING, Node

SKIPPED = frozenset({"section-name", "head-place", "foot-source"})
#: Elements that hold one map, drawn in layers.
MAPS = frozenset({"strip", "plate-map", "side-map-frame", "true-plan-ground"})
#: Signs in long lists repeat the word beside them.
SIGNLESS = frozenset({"card-facts", "wordless", "liked-facts"})
STYLES = {
    "lead": "Lead", "plate-headline": "Lead", "small": "Small", "source": "Small",
    "block-note": "Small", "table-note": "Small", "vote-key": "Small", "bars-tie": "Indented",
    "card-facts": "Card Facts", "vision": "Vision", "answer": "Indented", "deed-step": "Indented",
    "log": "Term", "top": "Labelled", "decision-text": "Boxed",
    "check-fact": "Indented", "check-lacking": "Indented", "liked-facts": "Small",
    "channel-few": "Small",
}  # fmt: skip
BOLD = frozenset({"entry-head", "check-asks", "change-head", "message-text", "log-day"})
#: What stands before the next paragraph, with the style that gives it room.
LABELS = {
    "message-number": "Labelled", "point-number": "Labelled", "liked-count": "Labelled",
    "pair-number": "Labelled", "check-state": "Term", "figure-number": "Figure",
}  # fmt: skip
CONTENTS = 'TOC \\o "1-1" \\h \\z'
#: Room above a paragraph that follows a table.
AFTER_TABLE = Pt(6)
Content = list[Node | str]


class Blocks:
    """Writes the body of the document, in order."""

    def __init__(self, pen: Pen) -> None:
        self._pen = pen
        self._end = pen.document.element.body.sectPr
        self._paper = UPRIGHT
        self._label: tuple[str, Content] | None = None
        self._breaks = False
        self._plates = "Heading 2"

    def write(self, page: Node) -> None:
        """Write the whole page."""
        for body in page.all("body"):
            self._flow(body)
        self._finish()

    def _walk(self, node: Node) -> None:
        if node.classes & SKIPPED:
            return
        if node.attrs.get("id") in self._pen.linked:
            self._pen.waiting.append(node.attrs["id"])
        if node.tag == "section":
            self._begin(node)
        own = next((name for name in node.attrs.get("class", "").split() if name in CLASSES), "")
        write = CLASSES.get(own) or TAGS.get(node.tag, Blocks._flow)
        write(self, node)

    def _flow(self, node: Node) -> None:
        """What is in the element: blocks one by one, the words between them as paragraphs."""
        loose: Content = []
        for each in node.children:
            if isinstance(each, str) or each.is_inline:
                loose.append(each)
            else:
                self._loose(loose)
                loose = []
                self._walk(each)
        self._loose(loose)

    def _loose(self, content: Content) -> None:
        if any(not isinstance(each, str) or each.strip() for each in content):
            self._say("Normal", content)

    def _begin(self, section: Node) -> None:
        self._pen.language = section.attrs.get("lang", "")
        self._plates = "Heading 1" if "true-plan" in section.classes else "Heading 2"
        paper = next((PAPERS[name] for name in PAPERS if name in section.classes), UPRIGHT)
        if paper != self._paper:
            self._turn(paper)
        elif section.classes & {"page", "summary", "plate", "true-plan"}:
            self._breaks = self._end.getprevious() is not None

    def _turn(self, paper: Paper) -> None:
        """End the section of the document, and go on on other paper."""
        last = self._end.getprevious()
        if last is None or last.tag != qn("w:p"):
            last = OxmlElement("w:p")
            self._end.addprevious(last)
        ended = deepcopy(self._end)
        set_page(ended, self._paper)
        last.get_or_add_pPr().append(ended)
        self._paper = paper

    def _finish(self) -> None:
        last = self._end.getprevious()
        if last is None or last.tag != qn("w:p"):
            self._end.addprevious(OxmlElement("w:p"))
        set_page(self._end, self._paper)

    def _say(self, style: str, content: Content, tone: Tone | None = None) -> Any:
        """Add a paragraph; a label that waits stands before it."""
        if self._label:
            style, label = self._label
            content = [Node("b", {"class": "label"}, label), *content]
            self._label = None
        made = paragraph(self._pen, style, content, tone or Tone(), self._paper.text_mm)
        if self._breaks:
            made.get_or_add_pPr().get_or_add_pageBreakBefore()
            self._breaks = False
        last = self._end.getprevious()
        if last is not None and last.tag == qn("w:tbl"):
            made.get_or_add_pPr().get_or_add_spacing().before = AFTER_TABLE
        self._end.addprevious(made)
        return made

    def _paragraph(self, node: Node) -> None:
        names = node.classes
        style = next((STYLES[name] for name in STYLES if name in names), "Normal")
        content = _signless(node).children if names & SIGNLESS else node.children
        is_rtl = node.attrs.get("dir") == "rtl"
        tone = Tone(bool(names & BOLD), is_rtl, lines="card-text" in names)
        self._say(style, list(content), tone)

    def _heading(self, node: Node) -> None:
        level = HEADINGS[node.tag]
        if node.tag == "h2" and "section-title" not in node.classes:
            level = self._plates if "plate-title" in node.classes else "Block Title"
        if "no-toc" in node.classes:
            level = "Block Title"
        self._say(level, list(node.children), Tone(rtl=node.attrs.get("dir") == "rtl"))

    def _hold(self, node: Node) -> None:
        style = next(LABELS[name] for name in LABELS if name in node.classes)
        self._label = style, list(node.children)

    def _terms(self, node: Node) -> None:
        for each in node.nodes:
            if each.tag == "dt":
                self._label = "Term", list(each.children)
            else:
                self._flow(each)

    def _list(self, node: Node) -> None:
        style = "List Number" if node.tag == "ol" else "List Bullet"
        number = self._anew() if node.tag == "ol" else 0
        for item in node.all("li"):
            made = self._say(style, _flat(item), Tone(rtl=item.attrs.get("dir") == "rtl"))
            if number:
                made.pPr.get_or_add_numPr().get_or_add_numId().val = number

    def _anew(self) -> int:
        """A numbering that begins at 1."""
        style = self._pen.document.styles["List Number"].element
        numbering = self._pen.document.part.numbering_part.element
        base = numbering.num_having_numId(style.pPr.numPr.numId.val).abstractNumId.val
        made = numbering.add_num(base)
        made.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(made.numId)

    def _table(self, node: Node) -> None:
        for each in table_of(self._pen, node, self._paper.text_mm):
            self._end.addprevious(each)

    def _deeds(self, node: Node) -> None:
        """What was said and what became of it: a table, as it reads."""
        head, *rows = node.nodes
        self._end.addprevious(
            grid(self._pen, [_wordy(head)], list(map(_wordy, rows)), self._paper.text_mm, head.text)
        )

    def _map(self, node: Node) -> None:
        pen = self._pen
        layers = [pen.drawings[int(each.attrs["data-drawing"])] for each in node.all(DRAWING)]
        if not layers:
            return
        kept = keep(pen, ("map", *layers), lambda: drawn(layers, pen.shelf, FRAME))
        made = self._say("Normal", [])
        run = OxmlElement("w:r")
        run.append(shape(pen, kept, self._paper.text_mm))
        made.append(run)

    def _contents(self, node: Node) -> None:
        """The table of contents: what it says now, and the field that makes it anew."""
        lines = list(node.all("li"))
        for nth, line in enumerate(lines):
            made = self._say("toc 2" if "toc-deeper" in line.classes else "toc 1", line.children)
            if nth == 0:
                for kind in ("separate", "", "begin"):
                    made.insert(1, field_part(kind, CONTENTS))
            if nth == len(lines) - 1:
                made.append(field_part("end"))

    def _requirement(self, node: Node) -> None:
        """Its number with the sentence as a heading, its weight and letter, then the evidence."""
        part = {name: each for each in node.nodes for name in each.classes}
        number, body = part["requirement-number"], part["requirement-body"]
        sentence = next(body.all("h3"))
        self._say("Heading 2", [f"{number.nodes[0].text.strip()} ", *sentence.children])
        weight = [Node("b", {}, [number.nodes[1].text.strip()])]
        letters = [each.text.strip() for each in part["requirement-strength"].nodes]
        self._say("Normal", [*weight, " · ", " · ".join(filter(None, letters))])
        for each in body.nodes:
            if each is not sentence:
                self._walk(each)

    def _message(self, node: Node) -> None:
        """A clear message in one paragraph: number, sentence, what it rests on, letter."""
        told = {name: each for each in node.nodes for name in each.classes}
        self._hold(told["message-number"])
        notes = [each.text.strip() for each in told["message-notes"].nodes]
        if "message-letter" in told:
            notes.append(told["message-letter"].text.strip())
        self._say("Labelled", [Node("b", {}, told["message-text"].children),
                               f" ({'; '.join(filter(None, notes))})"])  # fmt: skip

    def _in_a_line(self, node: Node) -> None:
        self._say("Normal", [part for each in _flat(node) for part in (each, " ")])

    def _facts(self, node: Node) -> None:
        """Several short things in one line."""
        told = [each.text.strip() for each in node.nodes]
        self._say("Small", [" · ".join(filter(None, told))])

    def _bar(self, node: Node) -> None:
        """A line of a chart: its name, its bar, its figure."""
        *names, track = node.nodes
        label = " ".join(each.text.strip() for each in names)
        self._say("Bar", [Node("span", {"class": "label"}, [label]), *_apart(track)])


def _flat(node: Node) -> Content:
    """All that is in the element as words of one line."""
    found: Content = []
    for each in node.children:
        is_word = isinstance(each, str) or each.is_inline
        found += [each] if is_word else [*_flat(each), " "]  # type: ignore[arg-type]
    return found


def _apart(node: Node) -> Content:
    return [part for each in node.children for part in (each, " ")]


def _signless(node: Node) -> Node:
    kept = [_signless(each) if isinstance(each, Node) else each for each in node.children
            if isinstance(each, str) or each.tag != DRAWING]  # fmt: skip
    return Node(node.tag, node.attrs, kept)


def _wordy(row: Node) -> Node:
    """The row with cells of words, which begin at the left."""
    cells = [Node(each.tag, {**each.attrs, "class": "table-words"}, each.children)
             for each in row.nodes]  # fmt: skip
    return Node("tr", {}, [*cells])


HEADINGS = {"h1": "Title", "h2": "Heading 1", "h3": "Heading 2", "h4": "Heading 3"}
Write = Callable[[Blocks, Node], None]
CLASSES: Mapping[str, Write] = {
    **dict.fromkeys(MAPS, Blocks._map),  # noqa: SLF001
    **dict.fromkeys(LABELS, Blocks._hold),  # noqa: SLF001
    "toc": Blocks._contents,  # noqa: SLF001
    "deeds": Blocks._deeds,  # noqa: SLF001
    "requirement": Blocks._requirement,  # noqa: SLF001
    "requirement-facts": Blocks._facts,  # noqa: SLF001
    "decision-who": Blocks._facts,  # noqa: SLF001
    "message": Blocks._message,  # noqa: SLF001
    "rule-part": Blocks._in_a_line,  # noqa: SLF001
    "bar-row": Blocks._bar,  # noqa: SLF001
}
TAGS: Mapping[str, Write] = {
    **dict.fromkeys(HEADINGS, Blocks._heading),  # noqa: SLF001
    "p": Blocks._paragraph,  # noqa: SLF001
    "table": Blocks._table,  # noqa: SLF001
    "dl": Blocks._terms,  # noqa: SLF001
    "ul": Blocks._list,  # noqa: SLF001
    "ol": Blocks._list,  # noqa: SLF001
}
