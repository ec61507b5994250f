"""Tables of the Word document: their head on every page, columns as wide as their words need."""

from collections.abc import Iterator, Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from exports.docx_pictures import size_of
from exports.docx_runs import Pen, Tone, paragraph, smaller
from exports.docx_tree import DRAWING, Node

#: Columns whose words begin at the left; figures end at the right.
WORDY = frozenset({"table-wide", "table-words", "who-group", "who-bar"})
#: As many letters as a text asks for in a line, and a word before it is broken.
WIDEST, LONGEST_WORD = 60, 20
LETTER_MM, MARGINS_MM = 1.9, 5.0
Cell = tuple[int, Node]


def table_of(pen: Pen, node: Node, width_mm: float) -> Iterator[Any]:
    """Yield the caption as a paragraph, and the table (w:tbl)."""
    caption = next(node.all("caption"), None)
    if caption:
        yield paragraph(pen, "Caption", caption.children)
    heads = [row for head in node.all("thead") for row in head.all("tr")]
    bodies = [row for body in node.all("tbody") for row in body.all("tr")]
    yield grid(pen, heads, bodies, width_mm, caption.text.strip() if caption else "")


def grid(
    pen: Pen, heads: Sequence[Node], bodies: Sequence[Node], width_mm: float, about: str
) -> Any:
    """A table of rows; `about` says what it holds, for those who do not see it."""
    rows = [*heads, *bodies]
    placed = _placed(rows)
    columns = max((at + _span(cell) for row in placed for at, cell in row), default=1)
    widths = _widths(pen, placed, columns, width_mm)
    table = OxmlElement("w:tbl")
    table.append(_properties(about))
    table.append(_columns(widths))
    down = _reaching_down(placed)
    for nth, cells in enumerate(placed):
        row = _row(pen, cells, widths, down.get(nth, ()), is_head=nth < len(heads))
        table.append(row)
    return table


def _span(cell: Node) -> int:
    return int(cell.attrs.get("colspan", "1"))


def _placed(rows: Sequence[Node]) -> list[list[Cell]]:
    """The cells of every row with the column they begin in; cells from above take their place."""
    taken: dict[tuple[int, int], bool] = {}
    placed = []
    for nth, row in enumerate(rows):
        at, cells = 0, []
        for cell in row.nodes:
            while taken.get((nth, at)):
                at += 1
            cells.append((at, cell))
            for down in range(int(cell.attrs.get("rowspan", "1"))):
                taken |= {(nth + down, at + each): True for each in range(_span(cell))}
            at += _span(cell)
        placed.append(cells)
    return placed


def _reaching_down(placed: Sequence[Sequence[Cell]]) -> dict[int, list[int]]:
    """By row the columns that a cell from above goes on in."""
    found: dict[int, list[int]] = {}
    for nth, cells in enumerate(placed):
        for at, cell in cells:
            for down in range(1, int(cell.attrs.get("rowspan", "1"))):
                found.setdefault(nth + down, []).append(at)
    return found


def _widths(
    pen: Pen, placed: Sequence[Sequence[Cell]], columns: int, width_mm: float
) -> list[float]:
    """Millimetres a column: room for its longest word, and a share of the rest by its texts."""
    least, most = [MARGINS_MM] * columns, [MARGINS_MM] * columns
    for cells in placed:
        for at, cell in cells:
            if _span(cell) == 1:
                word, text = _wishes(pen, cell)
                least[at], most[at] = max(least[at], word), max(most[at], text)
    rest = width_mm - sum(least)
    if rest < 0:
        return [width_mm * each / sum(least) for each in least]
    more = [text - word for text, word in zip(most, least, strict=True)]
    whole = sum(more) or 1.0
    return [word + rest * each / whole for word, each in zip(least, more, strict=True)]


def _wishes(pen: Pen, cell: Node) -> tuple[float, float]:
    """How wide a cell has to be in mm, and would like to be."""
    text = cell.text.strip()
    word = min(max(map(len, text.split()), default=0), LONGEST_WORD)
    drawings = [pen.drawings[int(each.attrs["data-drawing"])] for each in cell.all(DRAWING)]
    shown = max((size_of(each)[0] * smaller(each) for each in drawings), default=0.0)
    least = max(word * LETTER_MM, shown) + MARGINS_MM
    return least, max(least, min(len(text), WIDEST) * LETTER_MM + MARGINS_MM + 0.1)


def _properties(about: str) -> Any:
    made = OxmlElement("w:tblPr")
    width, borders = OxmlElement("w:tblW"), OxmlElement("w:tblBorders")
    width.set(qn("w:type"), "pct")
    width.set(qn("w:w"), "5000")
    for side, size, colour in (("top", 8, "111111"), ("bottom", 4, "777777"),
                               ("insideH", 4, "C9C9C4")):  # fmt: skip
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", str(size)), ("space", "0"),
                            ("color", colour)):  # fmt: skip
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    layout = OxmlElement("w:tblLayout")
    layout.set(qn("w:type"), "fixed")
    look, told = OxmlElement("w:tblLook"), OxmlElement("w:tblDescription")
    look.set(qn("w:firstRow"), "1")
    told.set(qn("w:val"), about)
    for each in (width, borders, layout, look, told):
        made.append(each)
    return made


def _columns(widths: Sequence[float]) -> Any:
    made = OxmlElement("w:tblGrid")
    for each in widths:
        column = OxmlElement("w:gridCol")
        column.set(qn("w:w"), str(Mm(each).twips))
        made.append(column)
    return made


def _row(
    pen: Pen, cells: Sequence[Cell], widths: Sequence[float], down: Sequence[int], *, is_head: bool
) -> Any:
    row = OxmlElement("w:tr")
    about = row.get_or_add_trPr()
    about.append(OxmlElement("w:cantSplit"))
    if is_head:
        about.append(OxmlElement("w:tblHeader"))
    made = [(at, _cell(pen, cell, widths[at : at + _span(cell)])) for at, cell in cells]
    made += [(at, _going_on(widths[at])) for at in down]
    for _, each in sorted(made, key=lambda pair: pair[0]):
        row.append(each)
    return row


def _cell(pen: Pen, node: Node, widths: Sequence[float]) -> Any:
    cell = OxmlElement("w:tc")
    about = _sized(cell, sum(widths))
    if len(widths) > 1:
        span = OxmlElement("w:gridSpan")
        span.set(qn("w:val"), str(len(widths)))
        about.append(span)
    if node.attrs.get("rowspan"):
        about.append(_merge("restart"))
    is_rtl = node.attrs.get("dir") == "rtl"
    for content in _lines(node):
        made = paragraph(pen, "Table Text", content, Tone(rtl=is_rtl), sum(widths) - 4)
        if not node.classes & WORDY:
            _end(made)
        cell.append(made)
    return cell


def _lines(node: Node) -> list[list[Node | str]]:
    """What is in a cell, a paragraph at a time."""
    found: list[list[Node | str]] = [[]]
    for each in node.children:
        if isinstance(each, str) or each.is_inline:
            found[-1].append(each)
        else:
            found += [*_lines(each), []]
    told = [each for each in found if any(not isinstance(e, str) or e.strip() for e in each)]
    return told or [[]]


def _going_on(width_mm: float) -> Any:
    cell = OxmlElement("w:tc")
    _sized(cell, width_mm).append(_merge("continue"))
    cell.append(OxmlElement("w:p"))
    return cell


def _sized(cell: Any, width_mm: float) -> Any:
    about = cell.get_or_add_tcPr()
    width = OxmlElement("w:tcW")
    width.set(qn("w:type"), "dxa")
    width.set(qn("w:w"), str(Mm(width_mm).twips))
    about.append(width)
    return about


def _merge(value: str) -> Any:
    made = OxmlElement("w:vMerge")
    made.set(qn("w:val"), value)
    return made


def _end(made: Any) -> None:
    side = OxmlElement("w:jc")
    side.set(qn("w:val"), "end")
    made.get_or_add_pPr().append(side)
