"""How QGIS draws our layers: the colours and shapes of the brief, as QML."""

from collections.abc import Iterable, Iterator, Sequence

from markupsafe import Markup

from exports.gis_shapes import Layer
from exports.plan.looks import LOOKS, element
from exports.plan.own_layers import colour_of
from workshops.findings import Category

INK = LOOKS["print"].ink
FILLS = {
    "square": "#5560B0",
    "triangle-up": "#F7AEBF",
    "hexagon": "#17513F",
    "circle": "#62B4E6",
    "diamond": "#B8420A",
    "house": "#2A1040",
    "triangle-down": "#9A966C",
    "dome": "#F4EC6A",
    "other": "#FFFFFF",
}
#: The marker of QGIS that is nearest to each shape, and how far it is turned.
MARKERS = {
    "square": ("square", 0),
    "triangle-up": ("triangle", 0),
    "hexagon": ("hexagon", 0),
    "circle": ("circle", 0),
    "diamond": ("diamond", 0),
    "house": ("pentagon", 0),
    "triangle-down": ("triangle", 180),
    "dome": ("semi_circle", 0),
    "other": ("circle", 0),
}
MARK_MM, LINE_MM = 4.0, 0.8


def style_of(layer: Layer, categories: Sequence[Category]) -> str:
    """Return the style of a layer; "" for a table."""
    if not layer.shape:
        return ""
    if layer.by:
        drawn = _by_category(layer, categories)
    else:
        drawn = _one(_symbol("0", layer.shape, *_plain(layer)))
    return str(element("qgis", drawn, version="3.28.0", styleCategories="Symbology"))


def _by_category(layer: Layer, categories: Sequence[Category]) -> Markup:
    rest = Category("", "", "other", "")
    known = [*categories, rest]
    listed = Markup("").join(
        element("category", value=c.key, label=c.name, symbol=str(nth), render="true")
        for nth, c in enumerate(known)
    )
    symbols = Markup("").join(
        _symbol(str(nth), layer.shape, FILLS.get(c.shape, FILLS["other"]), c.shape)
        for nth, c in enumerate(known)
    )
    parts = element("categories", listed) + element("symbols", symbols)
    return element("renderer-v2", parts, type="categorizedSymbol", attr=layer.by)


def _one(symbol: Markup) -> Markup:
    return element("renderer-v2", element("symbols", symbol), type="singleSymbol")


def _plain(layer: Layer) -> tuple[str, str]:
    """Return colour and shape of a layer that has no categories."""
    if layer.name.startswith("own_"):
        return colour_of("light", int(layer.name.split("_")[1]) - 1), "circle"
    return INK, "circle"


def _symbol(name: str, kind: str, colour: str, shape: str) -> Markup:
    types = {"POINT": "marker", "MULTILINESTRING": "line", "MULTIPOLYGON": "fill"}
    layers = {"POINT": _marker, "MULTILINESTRING": _line, "MULTIPOLYGON": _fill}
    return element("symbol", layers[kind](colour, shape), name=name, type=types[kind], alpha="1")


def _marker(colour: str, shape: str) -> Markup:
    name, angle = MARKERS.get(shape, MARKERS["other"])
    looks = {"name": name, "angle": f"{angle}", "size": f"{MARK_MM}", "size_unit": "MM"}
    edge = {"outline_color": _rgba(INK), "outline_width": "0.2", "outline_style": "solid"}
    return _layer("SimpleMarker", looks | edge | {"color": _rgba(colour)})


def _line(colour: str, shape: str) -> Markup:  # noqa: ARG001 — lines have no shape
    looks = {"line_color": _rgba(colour), "line_width": f"{LINE_MM}", "line_width_unit": "MM"}
    return _layer("SimpleLine", looks | {"line_style": "solid"})


def _fill(colour: str, shape: str) -> Markup:  # noqa: ARG001 — nor have areas
    looks = {"color": _rgba(colour, 40), "style": "solid", "outline_color": _rgba(colour)}
    return _layer("SimpleFill", looks | {"outline_width": "0.5", "outline_style": "solid"})


def _layer(kind: str, looks: dict[str, str]) -> Markup:
    options = element("Option", Markup("").join(_options(looks.items())), type="Map")
    return element("layer", options, **{"class": kind, "enabled": "1", "pass": "0"})


def _options(looks: Iterable[tuple[str, str]]) -> Iterator[Markup]:
    for name, value in sorted(looks):
        yield element("Option", name=name, value=value, type="QString")


def _rgba(colour: str, alpha: int = 255) -> str:
    """Return #B8420A as 184,66,10,255."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"{red},{green},{blue},{alpha}"
