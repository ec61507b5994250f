"""What a result has on the plan besides symbols: lines, areas, discs that grow with a count.

One drawing for every kind and every surface: screen and paper use the same macro
(`templates/macros/features.html`).
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from exports.feature_words import Words, placed_words
from workshops.methods.drawings import spot_of
from workshops.methods.geodesy import Point

#: From a place (lon, lat) to a spot on the drawing.
At = Callable[[float, float], Point]
Feature = Mapping[str, Any]
Box = tuple[float, float, float, float]

LAYERS = ("area", "line", "disc", "point", "label")
THIN = 4


@dataclass(frozen=True)
class Sizes:
    """How large things are drawn: `unit` is a pixel of the surface in units of the drawing.

    `letters` is the height of words, `disc` the radius and `line` the width of the largest value.
    """

    unit: float
    letters: float
    disc: float
    line: float


@dataclass(frozen=True)
class Drawn:
    """One feature on a drawing, in the unit of the drawing.

    `way` is area, line, disc, point or label (whose symbol is drawn already). `path` is an SVG
    path of lines and areas. `size` is the radius of a disc or point, the width of a line;
    `share` the value as a part of the largest, 0 without one. `shape` is that of its category.
    """

    way: str
    path: str
    x: float
    y: float
    size: float
    share: float
    shape: str
    value: str
    label: str
    apart: bool


@dataclass(frozen=True)
class Overlay:
    """All that is drawn of a result besides symbols, lowest first, and the words on top."""

    shapes: tuple[Drawn, ...]
    words: tuple[Words, ...]
    sizes: Sizes


def overlay(
    features: Iterable[Feature],
    categories: Iterable[Any],
    at: At,
    sizes: Sizes,
    box: Box,
    most: float = 0,
) -> Overlay:
    """Lay the features out on the drawing that shows `box` (x0, y0, x1, y1).

    A point with a public number, no value and no label is a symbol and nothing else: it is left
    to whoever draws the symbols. `most` is the value that fills the scale, else the largest one.
    A feature that is `quiet` has its value drawn and not written.
    """
    wanted = [each for each in features if _is_more_than_a_symbol(each)]
    largest = max([most, *(_value(each) for each in wanted)])
    shapes = {each.key: each.shape for each in categories}
    found = [_drawn(each, shapes, at, largest, sizes) for each in wanted]
    found.sort(key=lambda each: (LAYERS.index(each.way), -each.size, each.x, each.y))
    return Overlay(tuple(found), placed_words(found, sizes.letters, box), sizes)


def path_of(spots: Iterable[Point]) -> str:
    """The spots as the coordinates of an SVG path, to the hundredth."""
    return " ".join(f"{x:.2f} {y:.2f}" for x, y in spots)


def _is_more_than_a_symbol(feature: Feature) -> bool:
    geometry, properties = feature.get("geometry"), feature["properties"]
    if geometry is None or spot_of(geometry) is None:
        return False
    if not geometry["type"].endswith("Point"):
        return True
    has_words = bool(properties.get("label")) or properties.get("value") is not None
    return has_words or not properties.get("number")


def _value(feature: Feature) -> float:
    return float(feature["properties"].get("value") or 0)


def _drawn(
    feature: Feature, shapes: Mapping[str, str], at: At, largest: float, sizes: Sizes
) -> Drawn:
    geometry, properties = feature["geometry"], feature["properties"]
    x, y = at(*(spot_of(geometry) or (0.0, 0.0)))
    value, way = properties.get("value"), _way(geometry, properties)
    share = _value(feature) / largest if largest > 0 else 0.0
    return Drawn(
        way=way,
        path=_path(geometry, at),
        x=round(x, 2),
        y=round(y, 2),
        size=round(_size(way, share, sizes), 3),
        share=round(share, 4),
        shape=shapes.get(properties.get("category", ""), ""),
        value="" if value is None or properties.get("quiet") else f"{value:g}",
        label=str(properties.get("label") or ""),
        apart=bool(properties.get("apart")),
    )


def _way(geometry: Mapping[str, Any], properties: Mapping[str, Any]) -> str:
    if "Polygon" in geometry["type"]:
        return "area"
    if "Line" in geometry["type"]:
        return "line"
    if properties.get("value") is not None:
        return "disc"
    return "label" if properties.get("number") else "point"


def _size(way: str, share: float, sizes: Sizes) -> float:
    """A disc whose area, a line whose width grows with its value; none too small to be seen."""
    if way == "disc":
        return max(sizes.disc * math.sqrt(share), 0.32 * sizes.letters)
    if way == "line":
        return max(sizes.line * share, THIN * sizes.unit)
    return 0.32 * sizes.letters if way == "point" else 0.4 * sizes.letters


def _path(geometry: Mapping[str, Any], at: At) -> str:
    kind, nested = geometry["type"], geometry["coordinates"]
    if kind.endswith("Point"):
        return ""
    parts = nested if kind in ("Polygon", "MultiLineString") else [nested]
    if kind == "MultiPolygon":
        parts = [ring for rings in nested for ring in rings]
    end = "Z" if "Polygon" in kind else ""
    return "".join(f"M{path_of([at(*place[:2]) for place in part])}{end}" for part in parts)
