"""The ground that a plan is drawn on: the base map, a placed picture, the own layers on it.

What is stored apart is put together here, in plan metres, for every surface and export alike.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from workshops.basemap import Frame
from workshops.basemap.building import TOLERANCE_M
from workshops.methods.geodesy import Point, polygons_of
from workshops.methods.shapes import Box, clipped, cut, thinned, thinned_ring
from workshops.models import Square
from workshops.words import AND, mark

OVERLAP_M = 2.0

#: What layers are released under, for those who do not know what to write.
LICENCES = (
    mark("Drawn by us"),
    mark("With permission of the owner"),
    "CC0 1.0",
    "CC BY 4.0",
    "CC BY-SA 4.0",
    "NLOD 2.0",
    "ODbL 1.0",
)


def ground_of(square: Square) -> dict[str, Any] | None:
    """Return the base map with `picture` and `layers` where there are any; None without a map.

    The picture: sha256, width and height in pixels, `matrix` (an SVG matrix from its pixels to
    plan metres) and `clip`, its corners in plan metres. A layer: name, `nth` for its colour, and
    points, lines and areas in plan metres.
    """
    basemap = square.basemap
    if basemap is None:
        return None
    frame = Frame.from_json(basemap["frame"])
    picture = _picture(square.picture, frame)
    layers = [_layer(each, nth, frame) for nth, each in enumerate(layers_of(square)) if is_on(each)]
    parts = {"picture": picture, "layers": layers}
    given = {name: part for name, part in parts.items() if part}
    return {**basemap, **given, "licence": licence_of(square)} if given else basemap


def licence_of(square: Square) -> str:
    """Return whose the plan is: all that is seen on it, source and licence."""
    found = []
    if square.basemap is not None and not (is_laid(square.picture) and is_blank(square)):
        found.append(str(square.basemap["licence"]))
    found += [named(each) for each in seen_on(square)]
    return AND.join(dict.fromkeys(found))


def seen_on(square: Square) -> list[Mapping[str, Any]]:
    """Return the picture and the layers that are drawn."""
    picture = [square.picture] if square.picture and is_laid(square.picture) else []
    return [*picture, *filter(is_on, square.layers)]


def named(thing: Mapping[str, Any]) -> str:
    """Return source and licence of a picture or layer: "Hamar kommune, CC BY 4.0"."""
    return f"{thing['source']}, {thing['licence']}"


def stamp_of(square: Square) -> list[Any]:
    """Return what is other when picture or layers must be drawn again."""
    laid = square.picture["laid"] if square.picture and is_laid(square.picture) else None
    layers = [[each["key"], each["name"], is_on(each)] for each in square.layers]
    return [laid, layers, licence_of(square)]


def is_blank(square: Square) -> bool:
    """Whether nothing is mapped: the ground is paper."""
    return square.basemap is not None and not square.basemap["features"]


def is_on_earth(square: Square) -> bool:
    """Whether places are true; else they are metres on a picture that has no place yet."""
    return not is_laid(square.picture) or bool((square.picture or {})["referenced"])


def is_laid(picture: Mapping[str, Any] | None) -> bool:
    """Whether a picture is on the ground; else it was only uploaded."""
    return bool(picture and picture.get("laid"))


def is_on(layer: Mapping[str, Any]) -> bool:
    return bool(layer.get("on", True)) and not is_gone(layer)


def is_gone(layer: Mapping[str, Any]) -> bool:
    """Whether a layer was taken away a moment ago, and may be put back."""
    return bool(layer.get("gone"))


def layers_of(square: Square) -> list[dict[str, Any]]:
    """Return the layers there are, in the order of their colours."""
    return [each for each in square.layers if not is_gone(each)]


def facts_of(picture: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return a picture as the findings hold it: as it lies now, not as it lay before."""
    if picture is None:
        return None
    return {name: value for name, value in picture.items() if name != "before"}


def files_of(picture: Mapping[str, Any] | None) -> Iterator[str]:
    """Return the SHA-256 of each file that a picture needs, those to go back to included."""
    if picture is not None:
        yield str(picture["sha256"])
        yield from [str(picture["laid"]["sha256"])] if is_laid(picture) else []
        yield from files_of(picture.get("before"))


# The picture


def _picture(picture: Mapping[str, Any] | None, frame: Frame) -> dict[str, Any] | None:
    if picture is None or not is_laid(picture):
        return None
    laid = picture["laid"]
    matrix = _matrix(laid, frame)
    clip = [_at(matrix, (u * laid["width"], v * laid["height"])) for u, v in laid["clip"]]
    return {
        "sha256": laid["sha256"],
        "width": laid["width"],
        "height": laid["height"],
        "matrix": [round(value, 7) for value in matrix],
        "clip": [[round(x, 2), round(y, 2)] for x, y in clip],
        "to_scale": picture["to_scale"],
    }


def _matrix(laid: Mapping[str, Any], frame: Frame) -> tuple[float, ...]:
    """Return a, b, c, d, e, f with x = a·u + c·v + e and y = b·u + d·v + f.

    From three corners, since the frame may be in the zone beside that of the picture.
    """
    (x0, y0), (x1, y1), (x2, y2) = (frame.to_xy(lon, lat) for lon, lat in laid["corners"])
    wide, high = laid["width"], laid["height"]
    return (
        (x1 - x0) / wide,
        (y1 - y0) / wide,
        (x2 - x0) / high,
        (y2 - y0) / high,
        x0,
        y0,
    )


def _at(matrix: Sequence[float], at: Point) -> Point:
    a, b, c, d, e, f = matrix
    return a * at[0] + c * at[1] + e, b * at[0] + d * at[1] + f


# The layers


def _layer(layer: Mapping[str, Any], nth: int, frame: Frame) -> dict[str, Any]:
    """Return what of a layer lies within the frame."""
    box = -OVERLAP_M, -OVERLAP_M, frame.width_m + OVERLAP_M, frame.height_m + OVERLAP_M
    drawn: dict[str, Any] = {"name": layer["name"], "nth": nth}
    drawn |= {"points": [], "lines": [], "areas": []}
    for feature in layer["features"]["features"]:
        _draw(feature["geometry"], frame, box, drawn)
    return drawn


def _draw(geometry: Mapping[str, Any], frame: Frame, box: Box, drawn: dict[str, Any]) -> None:
    kind, at = geometry["type"], geometry["coordinates"]
    if kind == "Point":
        x, y = frame.to_xy(*at[:2])
        drawn["points"] += [_rounded((x, y))] if frame.holds(x, y) else []
    elif kind == "LineString":
        for piece in cut([frame.to_xy(*place[:2]) for place in at], box):
            drawn["lines"].append([_rounded(point) for point in thinned(piece, TOLERANCE_M)])
    else:
        for rings in polygons_of(geometry):
            drawn["areas"] += list(_area(rings, frame, box))


def _area(
    rings: Sequence[Sequence[Point]], frame: Frame, box: Box
) -> Iterator[list[list[list[float]]]]:
    corners = [[frame.to_xy(*place[:2]) for place in ring] for ring in rings]
    kept = [thinned_ring(clipped(ring, box), TOLERANCE_M) for ring in corners]
    if kept[0]:
        yield [[_rounded(corner) for corner in ring] for ring in kept if ring]


def _rounded(point: Point) -> list[float]:
    return [round(point[0], 2), round(point[1], 2)]
