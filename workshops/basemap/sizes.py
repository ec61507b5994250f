"""How wide, how large and which way round things are, by their tags or by what is usual."""

import re
from collections.abc import Mapping

Tags = Mapping[str, str]

LANE_M = 3.2
WIDTHS_M = {
    "motorway": 12.0,
    "trunk": 10.0,
    "primary": 9.0,
    "secondary": 8.0,
    "tertiary": 7.0,
    "residential": 6.0,
    "unclassified": 6.0,
    "living_street": 6.0,
    "service": 3.5,
    "pedestrian": 5.0,
    "footway": 2.0,
    "steps": 2.5,
    "cycleway": 2.5,
    "track": 2.5,
    "path": 1.5,
    "hedge": 1.0,
    "stream": 3.0,
    "rail": 1.5,
    "bench": 0.6,
    "wall": 0.3,
    "art": 0.4,
}
USUAL_WIDTH_M = 5.0
NARROWEST_M, WIDEST_M = 0.2, 60.0

USUAL_CROWN_M = 5.2
SMALLEST_CROWN_M, LARGEST_CROWN_M = 1.0, 30.0
RADII_M = {
    "fountain": 1.5,
    "art": 0.8,
    "kiosk": 1.5,
    "toilets": 1.5,
    "stage": 3.0,
    "subway_entrance": 1.2,
}
SMALL_RADIUS_M = 0.4

FOOT_M = 0.3048
COMPASS = (
    "N NNE NE ENE E ESE SE SSE S SSW SW WSW W WNW NW NNW".split()  # noqa: SIM905 — reads round
)


def width_m(kind: str, tags: Tags) -> float:
    """The width of a line: as tagged, else by its lanes, else by its class."""
    width = metres(tags.get("width", ""))
    lanes = metres(tags.get("lanes", ""))
    if width is None and lanes and kind == "road":
        width = lanes * LANE_M
    if width is None:
        usual = WIDTHS_M.get(kind, USUAL_WIDTH_M)
        width = WIDTHS_M.get(tags.get("highway", ""), usual)
    return max(NARROWEST_M, min(WIDEST_M, width))


def radius_m(kind: str, tags: Tags) -> float:
    """The radius of a point: a tree's crown as tagged or usual, else what the kind usually has."""
    if kind == "tree":
        crown = metres(tags.get("diameter_crown", "")) or USUAL_CROWN_M
        return max(SMALLEST_CROWN_M, min(LARGEST_CROWN_M, crown)) / 2
    return RADII_M.get(kind, SMALL_RADIUS_M)


def facing(tags: Tags) -> float:
    """Where a bench looks: degrees from north with the clock; 0 when unknown."""
    direction = tags.get("direction", "").strip()
    if direction.upper() in COMPASS:
        return COMPASS.index(direction.upper()) * 22.5
    degrees = metres(direction)
    return degrees % 360 if degrees is not None else 0.0


def metres(text: str) -> float | None:
    """A tagged length: "5", "5.5 m", "12'"; nothing when it is no length."""
    found = re.fullmatch(r"([0-9]{1,6}(?:[.,][0-9]{1,6})?) ?(m|')?", text.strip())
    if not found:
        return None
    number = float(found[1].replace(",", "."))
    return number * FOOT_M if found[2] == "'" else number
