"""The base map as one SVG, drawn once for each square and theme."""

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache

from exports.plan import Extras, draw, sheet_of
from exports.plan.looks import Theme
from workshops.models import Square

#: For each theme its colours, and how much larger names and lines are than on a phone.
THEMES: Mapping[str, tuple[Theme, float]] = {
    "light": ("light", 1.0),
    "dark": ("dark", 1.0),
    "print": ("print", 1.0),
    "wall": ("light", 1.4),
    "darkwall": ("dark", 1.4),
}


def plan_digest(square: Square) -> str:
    """Return what changes when the plan must be drawn again."""
    drawn = json.dumps([square.basemap, square.outline, square.zones, square.name], sort_keys=True)
    return hashlib.sha256(drawn.encode()).hexdigest()[:16]


def plan_svg(square: Square, theme: str) -> str:
    """Return the SVG of a square's plan."""
    key = json.dumps([square.basemap, square.outline, square.zones, square.name])
    return _drawn(key, theme)


@lru_cache(maxsize=24)
def _drawn(key: str, theme: str) -> str:
    basemap, outline, zones, name = json.loads(key)
    looks, larger = THEMES[theme]
    pixel_m = larger * sheet_of(basemap, outline, looks).px
    extras = Extras(pixel_m=pixel_m)
    return str(draw(basemap, outline, zones, looks, title=name, extras=extras))
