"""The picture under a plan as a small file inside it: cut to what is shown."""

import base64
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from workshops.basemap import Frame
from workshops.methods.geodesy import Point

QUALITIES = (80, 70, 60, 50, 42)
#: When even the lowest quality is too heavy, fewer pixels are.
SMALLER = 0.8
LEAST_PX = 200


def embedded(
    basemap: Mapping[str, Any], folder: Path | None, longest_px: int, most_bytes: int
) -> dict[str, Any]:
    """Return a base map whose picture is a data URI, so that nothing needs to be fetched.

    Without the file it is the same map without its picture.
    """
    picture = basemap.get("picture")
    rest = {name: value for name, value in basemap.items() if name != "picture"}
    if picture is None:
        return rest
    path = (folder or Path()) / f"{picture['sha256']}.jpg"
    if folder is None or not path.is_file():
        return rest
    frame = Frame.from_json(basemap["frame"])
    with Image.open(path) as image:
        box = _shown(picture, frame)
        if box[2] <= box[0] or box[3] <= box[1]:
            return rest
        cut = image.convert("RGB").crop(box)
    small, content = _small(cut, longest_px, most_bytes)
    return {**rest, "picture": _placed(picture, box, small) | {"href": _uri(content)}}


def kept(basemap: Mapping[str, Any] | None, folder: Path | None) -> Mapping[str, Any] | None:
    """Return a base map that names its picture only where the file is there to be fetched."""
    if basemap is None or "picture" not in basemap:
        return basemap
    if folder is not None and (folder / f"{basemap['picture']['sha256']}.jpg").is_file():
        return basemap
    return {name: value for name, value in basemap.items() if name != "picture"}


def _shown(picture: Mapping[str, Any], frame: Frame) -> tuple[int, int, int, int]:
    """Return which pixels lie within the frame: left, upper, right, lower."""
    wide, high = picture["width"], picture["height"]
    corners = ((0.0, 0.0), (frame.width_m, 0.0), (frame.width_m, frame.height_m),
               (0.0, frame.height_m))  # fmt: skip
    spots = [_back(picture["matrix"], corner) for corner in corners]
    xs, ys = [x for x, _ in spots], [y for _, y in spots]
    return (
        max(0, int(min(xs))),
        max(0, int(min(ys))),
        min(wide, int(max(xs)) + 1),
        min(high, int(max(ys)) + 1),
    )


def _back(matrix: tuple[float, ...], at: Point) -> Point:
    a, b, c, d, e, f = matrix
    x, y, whole = at[0] - e, at[1] - f, a * d - b * c
    return (d * x - c * y) / whole, (a * y - b * x) / whole


def _small(image: Image.Image, longest_px: int, most_bytes: int) -> tuple[Image.Image, bytes]:
    """Return the picture with as many pixels and as much detail as the bytes allow."""
    longest = longest_px
    while True:
        small = image.copy()
        small.thumbnail((longest, longest), Image.Resampling.LANCZOS)
        for quality in QUALITIES:
            out = BytesIO()
            small.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
            if out.tell() <= most_bytes:
                return small, out.getvalue()
        if longest < LEAST_PX:
            return small, out.getvalue()
        longest = round(SMALLER * longest)


def _placed(
    picture: Mapping[str, Any], box: tuple[int, int, int, int], small: Image.Image
) -> dict[str, Any]:
    """Return how the cut and shrunk picture lies."""
    a, b, c, d, e, f = picture["matrix"]
    left, upper, right, lower = box
    wide, high = (right - left) / small.width, (lower - upper) / small.height
    matrix = [
        a * wide,
        b * wide,
        c * high,
        d * high,
        a * left + c * upper + e,
        b * left + d * upper + f,
    ]
    return {**picture, "width": small.width, "height": small.height, "matrix": matrix}


def _uri(content: bytes) -> str:
    return f"data:image/jpeg;base64,{base64.b64encode(content).decode()}"
