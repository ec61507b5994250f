"""The base map of another outline of the same place, where its map file is not at hand."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from workshops.basemap.building import blank
from workshops.basemap.frame import Frame
from workshops.methods.geodesy import Point


def reframed(basemap: Mapping[str, Any], outline: dict[str, Any]) -> dict[str, Any]:
    """Return what a base map holds of the frame round another outline.

    Beyond the old frame nothing is known; in another UTM zone nothing is kept.
    """
    new = blank(outline)
    old, frame = Frame.from_json(basemap["frame"]), Frame.from_json(new["frame"])
    if old.utm != frame.utm:
        return new
    by = old.origin_e - frame.origin_e, frame.origin_n - old.origin_n
    features = [_moved(each, by) for each in basemap["features"]]
    kept = [each for each in features if any(frame.holds(x, y) for x, y, *_ in _spots(each))]
    if not kept:
        return new
    return {**basemap, **new, "features": kept} | {
        key: basemap[key] for key in ("licence", "source")
    }


def _moved(feature: Mapping[str, Any], by: Point) -> dict[str, Any]:
    parts = ("points", "line", "spots")
    moved: dict[str, Any] = {
        part: [_spot(p, by) for p in feature[part]] for part in parts if part in feature
    }
    if "rings" in feature:
        moved["rings"] = [[_spot(p, by) for p in ring] for ring in feature["rings"]]
    return {**feature, **moved}


def _spot(spot: Sequence[float], by: Point) -> list[float]:
    return [round(spot[0] + by[0], 2), round(spot[1] + by[1], 2), *spot[2:]]


def _spots(feature: Mapping[str, Any]) -> Iterator[Sequence[float]]:
    for part in ("points", "line", "spots"):
        yield from feature.get(part, ())
    for ring in feature.get("rings", ()):
        yield from ring
