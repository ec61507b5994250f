"""The base map as one SVG, drawn once for each square and theme."""

import hashlib
import json
from functools import lru_cache

from exports.plan import draw
from workshops.models import Square

THEMES = ("light", "dark", "print")


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
    return str(draw(basemap, outline, zones, theme, title=name))
