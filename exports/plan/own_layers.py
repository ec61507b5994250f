"""Own layers on the plan: between the ground and the notes, each in a colour and dash of its own.

Colours follow the order of the layers; the dash and the mark tell them apart without colour.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup

from exports.plan.looks import Theme, element, group, path
from exports.plan.sheet import Sheet

COLOURS: Mapping[Theme, tuple[str, ...]] = {
    "light": ("#1F5FA8", "#8B3A86", "#8A5A00", "#1E7A5A", "#A33A2C", "#4A4A8F"),
    "dark": ("#7FB4F0", "#DDA0DA", "#E3BC6A", "#7ED0AE", "#F0A091", "#B1B1F2"),
    "print": ("#1F4F86", "#6E2D6A", "#6B4700", "#17604A", "#7F2D22", "#3A3A70"),
    "contrast": ("#0B3A78", "#5C1157", "#5A3A00", "#004D33", "#7A1408", "#26266B"),
    "grey": ("#111111", "#444444", "#222222", "#555555", "#333333", "#666666"),
}
#: In widths of a line: whole, long, short, dots, long and short, long and two short.
DASHES = ("", "7 3", "3 3", "1 2.5", "7 3 2 3", "7 3 2 3 2 3")
LINE_PX, POINT_PX, HALO_PX = 2.4, 4.5, 2.4
#: Filled areas hide what is under them.
FILL = 0.14


def drawn(sheet: Sheet) -> Markup:
    """All layers that are switched on, the first lowest."""
    return Markup("").join(_layer(sheet, each) for each in sheet.basemap.get("layers", ()))


def _layer(sheet: Sheet, layer: Mapping[str, Any]) -> Markup:
    colour = colour_of(sheet.theme, layer["nth"])
    width, edge = LINE_PX * sheet.line, HALO_PX * sheet.line
    dash = DASHES[layer["nth"] % len(DASHES)]
    dashes = " ".join(f"{float(part) * width:.3g}" for part in dash.split()) or None
    areas = path(ring for rings in layer["areas"] for ring in rings)
    lines = path(layer["lines"], close=False)
    fill = {"fill": colour, "fill_opacity": f"{FILL}", "fill_rule": "evenodd"}
    stroke = {"fill": "none", "stroke": colour, "stroke_width": width, "stroke_dasharray": dashes}
    halo = {"fill": "none", "stroke": sheet.looks.halo, "stroke_width": width + edge}
    parts = [
        *(element("path", d=areas, **fill) for _ in (1,) if areas),
        *(element("path", d=d, stroke_opacity="0.7", **halo) for d in (areas, lines) if d),
        *(element("path", d=d, **stroke) for d in (areas, lines) if d),
        *_points(sheet, layer, colour),
    ]
    return group(parts, stroke_linejoin="round")


def _points(sheet: Sheet, layer: Mapping[str, Any], colour: str) -> Iterator[Markup]:
    edge = {"stroke": sheet.looks.halo, "stroke_width": HALO_PX * sheet.line / 2}
    for x, y in layer["points"]:
        yield element("circle", cx=x, cy=y, r=POINT_PX * sheet.line, fill=colour, **edge)


def colour_of(theme: Theme, nth: int) -> str:
    """The colour of the nth layer; after six they come round, with another dash beside them."""
    return COLOURS[theme][nth % len(COLOURS[theme])]
