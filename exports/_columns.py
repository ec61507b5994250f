"""Cards in columns, laid out once a page.

The printer lays the columns of each page out twice, to see whether they could be balanced, and
copies all cards still to come several times a page: of 5,000 that is half of the whole time.
While the cards fill their page there is nothing to balance. Where they end the printer's own
way is taken.
"""

from typing import Any

from weasyprint.layout import block, column
from weasyprint.layout.block import block_box_layout, block_level_width, collapse_margin
from weasyprint.layout.percent import percentage

#: Of a list of which no piece floats, spans the columns or has a footnote.
PLAIN = "cards"
printers_own = column.columns_layout


def columns_layout(context: Any, box: Any, *where: Any) -> tuple[Any, ...]:
    """Lay out as much of a box with columns as has room on this page.

    As the printer's own: returns the page's box, where to go on, what the next page is, no
    margins, and that these do not collapse.
    """
    is_plain = box.element.get("class") == PLAIN and box.style["column_count"] != "auto"
    has_notes = context.current_footnote_area.height != "auto"
    if not is_plain or has_notes:
        return _printers(context, box, *where)
    return _full_page(context, box, *where) or _printers(context, box, *where)


def _printers(*where: Any) -> tuple[Any, ...]:
    result: tuple[Any, ...] = printers_own(*where)
    return result


def _full_page(  # noqa: PLR0913, PLR0917 - what the printer hands over
    context: Any,
    box: Any,
    bottom_space: float,
    skip_stack: Any,
    containing_block: Any,
    page_is_empty: bool,  # noqa: FBT001
    absolute_boxes: Any,
    fixed_boxes: Any,
    margins: Any,
    *letters: Any,
) -> tuple[Any, ...] | None:
    """Return a page that is full, columns side by side; None when all that is left fits."""
    page = box.copy_with_children(box.children)
    page.position_y += collapse_margin(margins)
    block_level_width(page, containing_block)
    count = page.style["column_count"]
    gap = percentage(page.style["column_gap"], page.style, page.width)
    width = (page.width - (count - 1) * gap) / count
    start, inner = next(iter(skip_stack.items())) if skip_stack else (0, None)
    left = page.children[start:]
    resume_at: Any = {0: inner} if skip_stack else None
    columns: list[Any] = []
    context.in_column = True
    for n in range(count):
        empty = _column(page, containing_block, left, width, n * (width + gap))
        filled, resume_at, next_page, *_ = block_box_layout(
            context,
            empty,
            bottom_space,
            resume_at,
            containing_block,
            page_is_empty,
            absolute_boxes,
            fixed_boxes,
            None,
            *letters,
            discard=False,
            max_lines=None,
        )
        if filled is None or resume_at is None:
            return None
        columns.append(filled)
    context.in_column = False
    _stretch(page, columns)
    at, inner = next(iter(resume_at.items()))
    return page, {start + at: inner}, next_page, [], False


def _column(page: Any, containing_block: Any, cards: Any, width: float, across: float) -> Any:
    top = page.content_box_y()
    made = column._create_column_box(page, containing_block, cards, width, top)  # noqa: SLF001
    is_leftward = page.style["direction"] == "rtl"
    made.position_x += page.width - width - across if is_leftward else across
    return made


def _stretch(page: Any, columns: list[Any]) -> None:
    """Make the columns as high as the highest, and the page as high as these."""
    highest = max(each.margin_height() for each in columns)
    for each in columns:
        each.height = highest
    page.children, page.height = columns, highest


block.columns_layout = columns_layout
