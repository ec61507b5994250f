"""The rectangle that a plan shows, and the way between places and plan metres."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from workshops.methods.geodesy import Geometry, Point, Utm, from_utm, to_utm, utm_of
from workshops.methods.spatial import centre_of, places_of
from workshops.refusal import Refused

MARGIN_M = 60.0
WIDEST_M = 5000


@dataclass(frozen=True)
class Frame:
    """A rectangle of the UTM grid, by its north-west corner and its size in whole metres."""

    zone: int
    north: bool
    origin_e: float
    origin_n: float
    width_m: float
    height_m: float

    @property
    def utm(self) -> Utm:
        return Utm(self.zone, self.north)

    def to_xy(self, lon: float, lat: float) -> Point:
        e, n = to_utm(lon, lat, self.utm)
        return e - self.origin_e, self.origin_n - n

    def to_lonlat(self, x: float, y: float) -> Point:
        return from_utm(self.origin_e + x, self.origin_n - y, self.utm)

    def holds(self, x: float, y: float) -> bool:
        return 0 <= x <= self.width_m and 0 <= y <= self.height_m

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Frame":
        return cls(**stored)


def frame_of(outline: Geometry, margin_m: float = MARGIN_M) -> Frame:
    """The frame round an outline, in the UTM zone of its middle."""
    utm = utm_of(*centre_of(outline))
    places = [to_utm(lon, lat, utm) for lon, lat in places_of(outline)]
    west = math.floor(min(e for e, _ in places) - margin_m)
    east = math.ceil(max(e for e, _ in places) + margin_m)
    south = math.floor(min(n for _, n in places) - margin_m)
    north = math.ceil(max(n for _, n in places) + margin_m)
    if max(east - west, north - south) > WIDEST_M:
        raise Refused(
            "This outline is %(km)s km across. Draw one place of at most %(most)s km.",
            km=round(max(east - west, north - south) / 1000, 1),
            most=WIDEST_M // 1000,
        )
    return Frame(utm.zone, utm.north, west, north, east - west, north - south)
