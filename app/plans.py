"""The base map as one SVG, drawn once for each square and theme."""

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from flask import current_app
from gevent.lock import BoundedSemaphore

from app.edge import in_a_thread
from app.kept import kept
from exports.pictures import embedded
from exports.plan import Extras, draw, sheet_of
from exports.plan.looks import Theme
from workshops import ground
from workshops.models import Square


class Look(NamedTuple):
    """A theme's colours, how much larger names and lines are than on a phone, and its picture.

    `bare` is without zones and own layers, for pages on which these can be put on and off.

    The picture under the plan has at most so many pixels and bytes: a phone's page with its plan
    is at most 150 kB.
    """

    theme: Theme
    larger: float
    picture_px: int
    picture_bytes: int
    bare: bool = False


THEMES: Mapping[str, Look] = {
    "light": Look("light", 1.0, 1100, 55_000),
    "dark": Look("dark", 1.0, 1100, 55_000),
    "contrast": Look("contrast", 1.0, 1100, 55_000),
    "print": Look("print", 1.0, 2400, 1_500_000),
    "wall": Look("light", 1.4, 2000, 900_000),
    "darkwall": Look("dark", 1.4, 2000, 900_000),
    "bare": Look("light", 1.0, 2000, 900_000, bare=True),
}
_one_at_a_time = BoundedSemaphore()


def plan_digest(square: Square) -> str:
    """Return what changes when the plan must be drawn again."""
    parts = [square.basemap, square.outline, square.zones, square.name, *_more(square)]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


def _more(square: Square) -> list[Any]:
    """Return what a picture or layers add; nothing where there are none."""
    return [ground.stamp_of(square)] if ground.seen_on(square) else []


def plan_svg(square: Square, theme: str) -> str:
    """Return the SVG of a square's plan."""
    if square.basemap is None or not ground.seen_on(square):
        return _drawn(_key(square, square.basemap), theme, None)
    # A photograph takes a moment to be cut and shrunk: once, and beside the room.
    with _one_at_a_time:
        return kept(("plan", square.id, plan_digest(square), theme), lambda: _beside(square, theme))


def _beside(square: Square, theme: str) -> str:
    key = _key(square, ground.ground_of(square))
    return in_a_thread(_drawn, key, theme, current_app.config["TORG"].photos)


def _key(square: Square, basemap: Mapping[str, Any] | None) -> str:
    return json.dumps([basemap, square.outline, square.zones, square.name])


@lru_cache(maxsize=24)
def _drawn(key: str, theme: str, folder: Path | None) -> str:
    basemap, outline, zones, name = json.loads(key)
    look = THEMES[theme]
    if look.bare:
        zones, basemap = (), {name: part for name, part in basemap.items() if name != "layers"}
    basemap = embedded(basemap, folder, look.picture_px, look.picture_bytes)
    pixel_m = look.larger * sheet_of(basemap, outline, look.theme).px
    extras = Extras(pixel_m=pixel_m)
    return str(draw(basemap, outline, zones, look.theme, title=name, extras=extras))
