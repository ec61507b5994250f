"""The notes and the ground under them, as what sums are made from. Pure."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workshops.basemap import Frame
from workshops.methods.gathering import outliers
from workshops.methods.geodesy import Geometry, Point, utm_of
from workshops.methods.spatial import places_of

#: A bandwidth is this part of the square's diagonal.
BANDWIDTH_PART = 12


@dataclass(frozen=True)
class Note:
    """One contribution: who (an opaque number, standing for `people`), what, where.

    `spot` stands for it on the plan in WGS 84; None without one. `zone` is the letter of the
    zone that a point or its words name. `inside` is None where there is no outline. `early` ones
    were left before the day that splits them.
    """

    person: int
    people: int
    number: int
    channel: str
    category: str
    feeling: str
    geometry: Geometry | None
    spot: Point | None
    zone: str
    inside: bool | None
    set_aside: bool = False
    agree: int = 0
    disagree: int = 0
    early: bool = False


@dataclass(frozen=True)
class Ground:
    """The square as far as sums need it; `zones` and `landmarks` as the square keeps them."""

    frame: Frame
    outline: Geometry | None
    zones: Sequence[Mapping[str, Any]]
    landmarks: Sequence[Mapping[str, Any]]
    bandwidth_m: float


def ground_of(
    outline: Geometry | None,
    zones: Sequence[Mapping[str, Any]],
    landmarks: Sequence[Mapping[str, Any]],
    frame: Frame | None,
    notes: Sequence[Note],
) -> Ground | None:
    """The ground under the notes; None where there is neither an outline nor a place."""
    corners = list(places_of(outline)) or _near_one_another(notes)
    if not corners:
        return None
    utm = utm_of(*corners[0])
    frame = frame or Frame(utm.zone, utm.north, 0.0, 0.0, 0.0, 0.0)
    spots = [frame.to_xy(*corner) for corner in corners]
    wide = max(x for x, _ in spots) - min(x for x, _ in spots)
    high = max(y for _, y in spots) - min(y for _, y in spots)
    return Ground(
        frame, outline, zones, landmarks, round_length(math.hypot(wide, high) / BANDWIDTH_PART)
    )


def _near_one_another(notes: Sequence[Note]) -> list[Point]:
    """The places of the notes without those that cannot belong to the others."""
    spots = sorted(each.spot for each in notes if each.spot)
    far = set(outliers(spots))
    return [spot for i, spot in enumerate(spots) if i not in far]


def round_length(metres: float) -> float:
    """The length with one figure that counts: 8, 40, 3000; 1 at the least."""
    if metres <= 1:
        return 1.0
    step = 10 ** math.floor(math.log10(metres))
    return float(round(metres / step) * step)


def people_of(notes: Sequence[Note]) -> int:
    """How many people stand behind notes; a table counts as those who sit at it."""
    return sum({each.person: each.people for each in notes}.values())


def usual_zone(notes: Sequence[Note]) -> str:
    """The zone most of the notes lie in; of equals the first letter."""
    zones = Counter(each.zone for each in notes if each.zone)
    return min(zones, key=lambda letter: (-zones[letter], letter), default="")
