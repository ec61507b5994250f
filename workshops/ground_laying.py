"""Laying a picture north-up: which rectangle of the ground, how many pixels, what comes whence."""

import math
from dataclasses import dataclass
from typing import Any

from workshops.ground_points import Placing
from workshops.methods.geodesy import Point, from_utm

#: Of a laid picture: 3,000 pixels over 150 m are 5 cm each, more than a brief can print.
LONGEST_PX = 3000


@dataclass(frozen=True)
class Laying:
    """A north-up picture of `width` by `height` pixels whose north-west corner is east, north.

    `back` takes its pixels to those of the original: x = a·u + b·v + c, y = d·u + e·v + f.
    `clip` holds the original's corners as shares of width and height.
    """

    placing: Placing
    east: float
    north: float
    metres_a_pixel: float
    width: int
    height: int
    back: tuple[float, float, float, float, float, float]
    clip: tuple[Point, ...]

    def to_json(self, sha256: str) -> dict[str, Any]:
        """Return how the file of that name lies: `corners` are NW, NE and SW in lon, lat."""
        wide, high = self.width * self.metres_a_pixel, self.height * self.metres_a_pixel
        corners = (
            (self.east, self.north),
            (self.east + wide, self.north),
            (self.east, self.north - high),
        )
        return {
            "sha256": sha256,
            "width": self.width,
            "height": self.height,
            "corners": [list(from_utm(*corner, self.placing.utm)) for corner in corners],
            "clip": [[round(u, 6), round(v, 6)] for u, v in self.clip],
        }


def lay(placing: Placing, width: int, height: int, longest: int = LONGEST_PX) -> Laying:
    """Return how a picture of that size is laid: as fine as it is, within so many pixels."""
    ends = [(0, 0), (width, 0), (width, height), (0, height)]
    corners = [placing.transform((float(x), float(y))) for x, y in ends]
    west, east = min(e for e, _ in corners), max(e for e, _ in corners)
    south, north = min(n for _, n in corners), max(n for _, n in corners)
    metres = max(placing.transform.metres_a_pixel, max(east - west, north - south) / longest)
    wide, high = math.ceil((east - west) / metres), math.ceil((north - south) / metres)
    inverse = placing.transform.inverse()
    x0, y0 = inverse((west, north))
    back = (
        inverse.a * metres,
        -inverse.b * metres,
        x0,
        inverse.d * metres,
        -inverse.e * metres,
        y0,
    )
    clip = tuple(((e - west) / metres / wide, (north - n) / metres / high) for e, n in corners)
    return Laying(placing, west, north, metres, wide, high, back, clip)
