"""Scale bar, north arrow and source, in plan metres, so that they stay true at any size."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from markupsafe import Markup

from exports.plan.labels import BASELINE_EM, HALO_EM, LETTER_EM, LETTERING, Label, written
from exports.plan.looks import FONTS, element, group, path, readable
from exports.plan.sheet import Sheet

LABEL_PX = 16.0
EDGE_PX = 18.0
SOURCE_PX = 13.0
SCALE_BAR_PX = 7.0
ARROW_PX = 17.0
SCALE_STEPS_M = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
SCALE_SHARE = {2: 0.25, 4: 0.42}


def furniture(sheet: Sheet) -> Markup:
    """Scale bar, north arrow, and where the map is from."""
    return scale_bar(sheet) + north_arrow(sheet) + source_line(sheet)


def furniture_room(sheet: Sheet) -> Iterator[Label]:
    """The places that all this takes, as if they were labels."""
    em = 2 * LABEL_PX * sheet.px
    right, top = sheet.view[2], sheet.view[1]
    yield Label("", right - 2.5 * EDGE_PX * sheet.px, top + 1.5 * em, em, reach_em=1.2)
    x, y, figures = _scale_bar_at(sheet)
    letters = "0" * round(figures[-1] / (0.56 * em) + 2)
    yield Label(letters, x + figures[-1] / 2, y, em)
    source = sheet.basemap.get("licence", "")
    if source:
        size = SOURCE_PX * sheet.px
        left, y = _source_at(sheet)
        yield Label(source, left + LETTER_EM * len(source) * size / 2, y, size)


def scale_parts(width_m: float, parts: int = 2) -> tuple[int, ...]:
    """The figures of a scale bar of two or four parts for a view so many metres wide."""
    longest = width_m * SCALE_SHARE[parts]
    step = max((s for s in SCALE_STEPS_M if s * parts <= longest), default=SCALE_STEPS_M[0])
    return tuple(range(0, step * parts + 1, step))


def scale_bar(sheet: Sheet) -> Markup:
    """A <g> at the lower right: two parts, on paper four, true to the plan's metres."""
    px, looks = sheet.px, sheet.looks
    x, y, figures = _scale_bar_at(sheet)
    bars = [
        element(
            "rect",
            x=x + start,
            y=y,
            width=float(end - start),
            height=SCALE_BAR_PX * px,
            fill=looks.paper if nth % 2 else looks.ink,
            stroke=looks.ink,
            stroke_width=px,
        )
        for nth, (start, end) in enumerate(pairwise(figures))
    ]
    texts = [
        written(Label(text, x + at, y - 0.8 * LABEL_PX * px, LABEL_PX * px), looks, looks.ink)
        for at, text in _figures(figures)
    ]
    return group([*bars, *texts], **LETTERING)


def _scale_bar_at(sheet: Sheet) -> tuple[float, float, tuple[int, ...]]:
    figures = scale_parts(sheet.view[2] - sheet.view[0], 4 if sheet.is_paper else 2)
    edge = EDGE_PX * sheet.px
    return sheet.view[2] - 3 * edge - figures[-1], sheet.view[3] - 2 * edge, figures


def _figures(figures: Sequence[int]) -> Iterator[tuple[int, str]]:
    yield from ((figure, str(figure)) for figure in figures[:-1])
    yield figures[-1], f"{figures[-1]} m"


def north_arrow(sheet: Sheet) -> Markup:
    """A <g> at the upper right: an arrow head over an N, up being grid north."""
    px, looks = sheet.px, sheet.looks
    x, y = sheet.view[2] - 2.5 * EDGE_PX * px, sheet.view[1] + EDGE_PX * px
    wide, tall = 0.5 * ARROW_PX * px, 1.5 * ARROW_PX * px
    head = path([[(x, y), (x + wide, y + tall), (x, y + 0.8 * tall), (x - wide, y + tall)]])
    name = Label("N", x, y + tall + 0.8 * LABEL_PX * px, LABEL_PX * px, weight=700)
    arrow = element("path", d=head, fill=looks.ink)
    return group([arrow, written(name, looks, looks.ink)], **LETTERING)


def source_line(sheet: Sheet) -> Markup:
    """A <g> at the lower left: the licence of the map, over its halo; nothing where none is."""
    x, y = _source_at(sheet)
    size, looks = SOURCE_PX * sheet.px, sheet.looks
    text = readable(sheet.basemap.get("licence", ""))
    if not text:
        return Markup("")
    place = {"x": x, "y": y + BASELINE_EM * size}
    halo = {"stroke": looks.halo, "stroke_width": HALO_EM * size, "stroke_linejoin": "round"}
    under = element("text", text, **place, fill=looks.halo, **halo, aria_hidden="true")
    over = element("text", text, **place, fill=looks.label)
    return group([under, over], font_family=FONTS, font_size=size)


def _source_at(sheet: Sheet) -> tuple[float, float]:
    edge = EDGE_PX * sheet.px
    return sheet.view[0] + edge, sheet.view[3] - edge
