"""How wide, how large and which way round things are, by their tags or by what is usual."""

import math
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
#: What a crown is across, by the trunk's girth and by the height: the medians of 159 street
#: trees of which the city of Vienna publishes all three; of conifers, half of that.
CROWN_BY_GIRTH = 7.2
CROWN_BY_HEIGHT = 0.7
CONIFER = 0.5
#: Nobody's trunk is so many metres round: that girth is in centimetres.
GIRTH_IN_CM_FROM = 15.0
SMALLEST_CROWN_M, LARGEST_CROWN_M = 1.0, 30.0
RADII_M = {
    "fountain": 1.5,
    "art": 0.8,
    "kiosk": 1.5,
    "toilets": 1.5,
    "stage": 3.0,
    "subway_entrance": 1.2,
    "shelter": 1.5,
    "column": 0.7,
    "shrub": 0.6,
    "planter": 0.6,
}
SMALL_RADIUS_M = 0.4
BENCH_M, SEAT_M = 1.8, 0.6
LONGEST_BENCH_M = 50.0
USUAL_STANDS, MOST_STANDS = 3, 40
USUAL_TREAD_M = 0.35
SHORTEST_TREAD_M, LONGEST_TREAD_M = 0.25, 2.0

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
    if width is None and kind == "tree_row":
        width = _crown_m(tags)
    if width is None:
        usual = WIDTHS_M.get(kind, USUAL_WIDTH_M)
        width = WIDTHS_M.get(tags.get("highway", ""), usual)
    return max(NARROWEST_M, min(WIDEST_M, width))


def radius_m(kind: str, tags: Tags) -> float:
    """The radius of a point: a tree's crown, else as tagged, else what the kind usually has."""
    if kind == "tree":
        return max(SMALLEST_CROWN_M, min(LARGEST_CROWN_M, _crown_m(tags))) / 2
    across = metres(tags.get("diameter", "")) or metres(tags.get("width", ""))
    if across and kind in RADII_M:
        return max(NARROWEST_M, min(WIDEST_M, across)) / 2
    return RADII_M.get(kind, SMALL_RADIUS_M)


def _crown_m(tags: Tags) -> float:
    """What a crown is across: as tagged, else by the girth of the trunk, by height, or usual."""
    crown, girth, height = (
        metres(tags.get(key, "")) for key in ("diameter_crown", "circumference", "height")
    )
    if crown:
        return crown
    shape = CONIFER if tags.get("leaf_type") == "needleleaved" else 1.0
    if girth:
        return shape * CROWN_BY_GIRTH * (girth / 100 if girth > GIRTH_IN_CM_FROM else girth)
    return shape * CROWN_BY_HEIGHT * height if height else USUAL_CROWN_M


def facing(tags: Tags) -> float | None:
    """Where a bench looks: degrees from north with the clock; None when it is not told."""
    direction = tags.get("direction", "").strip()
    if direction.upper() in COMPASS:
        return COMPASS.index(direction.upper()) * 22.5
    degrees = metres(direction)
    return degrees % 360 if degrees is not None else None


def length_m(tags: Tags) -> float:
    """How long a bench is: as tagged, else by its seats, else as benches are."""
    length, seats = metres(tags.get("length", "")), metres(tags.get("seats", ""))
    if not length:
        length = seats * SEAT_M if seats else BENCH_M
    return max(SEAT_M, min(LONGEST_BENCH_M, length))


def stands(tags: Tags) -> int:
    """How many bicycle stands: two bicycles lean on one."""
    capacity = metres(tags.get("capacity", ""))
    return max(1, min(MOST_STANDS, math.ceil(capacity / 2))) if capacity else USUAL_STANDS


def tread_m(tags: Tags, flight_m: float) -> float:
    """From one step to the next, where their number is told; else as steps are."""
    steps = metres(tags.get("step_count", ""))
    tread = flight_m / steps if steps else USUAL_TREAD_M
    return max(SHORTEST_TREAD_M, min(LONGEST_TREAD_M, tread))


def metres(text: str) -> float | None:
    """A tagged length: "5", "5.5 m", "12'"; nothing when it is no length."""
    found = re.fullmatch(r"([0-9]{1,6}(?:[.,][0-9]{1,6})?) ?(m|')?", text.strip())
    if not found:
        return None
    number = float(found[1].replace(",", "."))
    return number * FOOT_M if found[2] == "'" else number
