"""What a drawn corner may snap to: corners and edges of what is mapped, as plain numbers."""

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from workshops.basemap.frame import Frame
from workshops.methods.geodesy import Point, polygons_of

Line = list[list[float]]
#: At a sharp bend the kerb runs at most so much further out than half the width of the road.
MITRE = 2.0


def edges_of(basemap: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return points, and lines whose corners and sides count, in plan metres to the centimetre.

    Rings are closed. A road that is mapped as a line gives its two kerbs.
    """
    lines = [line for feature in basemap["features"] for line in _lines(feature)]
    points = [each["points"][0] for each in basemap["features"] if "points" in each]
    return {"points": points, "lines": lines}


def outline_of(basemap: Mapping[str, Any]) -> list[Line]:
    """Return the rings of the outline, in plan metres."""
    frame = Frame.from_json(basemap["frame"])
    return [
        [_rounded(frame.to_xy(lon, lat)) for lon, lat, *_ in ring]
        for rings in polygons_of(basemap["outline"])
        for ring in rings
    ]


def _lines(feature: Mapping[str, Any]) -> Iterator[Line]:
    for ring in feature.get("rings", ()):
        yield [*ring, ring[0]]
    if "line" not in feature:
        return
    if feature["kind"] == "road":
        yield beside(feature["line"], feature["width"] / 2)
        yield beside(feature["line"], -feature["width"] / 2)
    else:
        yield feature["line"]


def beside(line: Sequence[Sequence[float]], metres: float) -> Line:
    """Return a line that runs so far to the side of another, mitred at its bends."""
    normals = [_normal(a, b) for a, b in pairwise(line) if list(a) != list(b)]
    if not normals:
        return []
    corners = [p for p, q in pairwise(line) if list(p) != list(q)]
    pairs = zip([normals[0], *normals], [*normals, normals[-1]], strict=True)
    return [
        _rounded(_shifted(corner, before, after, metres))
        for corner, (before, after) in zip([*corners, line[-1]], pairs, strict=True)
    ]


def _normal(a: Sequence[float], b: Sequence[float]) -> Point:
    length = math.dist(a[:2], b[:2])
    return (b[1] - a[1]) / length, (a[0] - b[0]) / length


def _shifted(corner: Sequence[float], before: Point, after: Point, metres: float) -> Point:
    x, y = before[0] + after[0], before[1] + after[1]
    far = min(2 / max(x * x + y * y, 1e-9), MITRE / max(math.hypot(x, y), 1e-9)) * metres
    return corner[0] + x * far, corner[1] + y * far


def _rounded(point: Sequence[float]) -> list[float]:
    return [round(point[0], 2), round(point[1], 2)]
