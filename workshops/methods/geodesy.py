"""Places on the earth as metres on a plane: UTM, areas and distances on WGS 84.

The transverse Mercator series is Krüger's (L. Krüger, 1912, *Konforme Abbildung des
Erdellipsoids in der Ebene*), to the fourth power of the third flattening, in the form of
C. F. F. Karney, 2011, *Transverse Mercator with an accuracy of a few nanometers*. Within a
zone it is good to well under 0.1 mm. ETRS89 and WGS 84 are taken to be the same: they differ
by less than a metre, which is less than the accuracy of the maps used here.
"""

import cmath
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Geometry = Mapping[str, Any]
Point = tuple[float, float]

EQUATOR_M = 6378137.0
FLATTENING = 1 / 298.257223563
MEAN_RADIUS_M = 6371008.8
UTM_SCALE = 0.9996
FALSE_EAST_M = 500_000.0
FALSE_NORTH_M = 10_000_000.0
NEARLY_A_POLE = 89.9999

_N = FLATTENING / (2 - FLATTENING)
_E = math.sqrt(FLATTENING * (2 - FLATTENING))
_RADIUS_M = EQUATOR_M / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_FORWARD = (
    _N / 2 - 2 / 3 * _N**2 + 5 / 16 * _N**3 + 41 / 180 * _N**4,
    13 / 48 * _N**2 - 3 / 5 * _N**3 + 557 / 1440 * _N**4,
    61 / 240 * _N**3 - 103 / 140 * _N**4,
    49561 / 161280 * _N**4,
)
_BACK = (
    _N / 2 - 2 / 3 * _N**2 + 37 / 96 * _N**3 - 1 / 360 * _N**4,
    1 / 48 * _N**2 + 1 / 15 * _N**3 - 437 / 1440 * _N**4,
    17 / 480 * _N**3 - 37 / 840 * _N**4,
    4397 / 161280 * _N**4,
)
_LATITUDE = (
    2 * _N - 2 / 3 * _N**2 - 2 * _N**3 + 116 / 45 * _N**4,
    7 / 3 * _N**2 - 8 / 5 * _N**3 - 227 / 45 * _N**4,
    56 / 15 * _N**3 - 136 / 35 * _N**4,
    4279 / 630 * _N**4,
)


@dataclass(frozen=True)
class Utm:
    """A zone of the Universal Transverse Mercator grid."""

    zone: int
    north: bool

    @property
    def epsg(self) -> int:
        """The WGS 84 code of the zone: 32601-32660 north, 32701-32760 south."""
        return (32600 if self.north else 32700) + self.zone

    @property
    def meridian(self) -> float:
        """The longitude in the middle of the zone."""
        return self.zone * 6.0 - 183

    def epsg_for(self, lon: float, lat: float) -> int:
        """The code that planners there ask for: ETRS89 (25828-25838) in Europe, else WGS 84."""
        in_europe = -32 <= lon <= 46 and 34 <= lat <= 84
        return 25800 + self.zone if in_europe and 28 <= self.zone <= 38 else self.epsg


def utm_of(lon: float, lat: float) -> Utm:
    """The zone of a place, with the wider zones of western Norway and Svalbard."""
    zone = int((lon + 180) // 6) % 60 + 1
    if 56 <= lat < 64 and 3 <= lon < 12:
        zone = 32
    if 72 <= lat <= 84 and 0 <= lon < 42:
        zone = 31 if lon < 9 else 33 if lon < 21 else 35 if lon < 33 else 37
    return Utm(zone, lat >= 0)


def to_utm(lon: float, lat: float, utm: Utm) -> Point:
    """Easting and northing in metres."""
    x, y = project(lon, lat, utm.meridian)
    return (
        FALSE_EAST_M + UTM_SCALE * x,
        UTM_SCALE * y + (0 if utm.north else FALSE_NORTH_M),
    )


def from_utm(e: float, n: float, utm: Utm) -> Point:
    """Longitude and latitude in degrees."""
    y = n - (0 if utm.north else FALSE_NORTH_M)
    return _unproject((e - FALSE_EAST_M) / UTM_SCALE, y / UTM_SCALE, utm.meridian)


def project(lon: float, lat: float, meridian: float) -> Point:
    """Transverse Mercator of scale 1 on a meridian: metres east of it and north of the equator."""
    phi = math.radians(max(-NEARLY_A_POLE, min(NEARLY_A_POLE, lat)))
    lam = math.radians(turned(lon - meridian))
    t = math.sinh(math.atanh(math.sin(phi)) - _E * math.atanh(_E * math.sin(phi)))
    xi = math.atan2(t, math.cos(lam))
    eta = math.asinh(math.sin(lam) / math.hypot(t, math.cos(lam)))
    plane = complex(xi, eta) + _series(_FORWARD, complex(xi, eta))
    return _RADIUS_M * plane.imag, _RADIUS_M * plane.real


def _unproject(x: float, y: float, meridian: float) -> Point:
    plane = complex(y, x) / _RADIUS_M
    sphere = plane - _series(_BACK, plane)
    chi = math.asin(math.sin(sphere.real) / math.cosh(sphere.imag))
    lam = math.atan2(math.sinh(sphere.imag), math.cos(sphere.real))
    lat = chi + _series(_LATITUDE, complex(chi)).real
    return turned(meridian + math.degrees(lam)), math.degrees(lat)


def _series(factors: Sequence[float], angle: complex) -> complex:
    return sum((f * cmath.sin(2 * j * angle) for j, f in enumerate(factors, 1)), 0j)


def turned(degrees: float) -> float:
    """The same direction between -180 and 180."""
    return degrees if -180 <= degrees <= 180 else (degrees + 180) % 360 - 180


def area_m2(polygon: Geometry) -> float:
    """Square metres of a GeoJSON Polygon or MultiPolygon, holes taken off.

    Measured on a plane through the polygon's own meridian, so that no zone's edge matters:
    within 0.1 % of the geodesic area for anything up to 500 km across.
    """
    return sum(_rings_area_m2(rings) for rings in polygons_of(polygon))


def _rings_area_m2(rings: Sequence[Sequence[Point]]) -> float:
    if not rings or not rings[0]:
        return 0.0
    meridian = rings[0][0][0]
    areas = [
        abs(ring_area([project(lon, lat, meridian) for lon, lat, *_ in ring])) for ring in rings
    ]
    return max(0.0, areas[0] - sum(areas[1:]))


def ring_area(ring: Sequence[Point]) -> float:
    """The shoelace area of a ring on a plane: positive when it runs against the clock, y up."""
    if not ring:
        return 0.0
    x0, y0 = ring[0]
    near = [(x - x0, y - y0) for x, y in ring]
    after = [*near[1:], near[0]]
    return math.fsum(a * d - b * c for (a, b), (c, d) in zip(near, after, strict=True)) / 2


def polygons_of(polygon: Geometry) -> Iterator[Sequence[Sequence[Point]]]:
    """The rings of each part of a Polygon or MultiPolygon."""
    if polygon["type"] == "Polygon":
        yield polygon["coordinates"]
    elif polygon["type"] == "MultiPolygon":
        yield from polygon["coordinates"]
    else:
        raise ValueError(f"{polygon['type']} is not a polygon")


def distance_m(a: Sequence[float], b: Sequence[float]) -> float:
    """Metres between two places (lon, lat): to the millimetre up to 10 km, 0.1 % to 1,000 km."""
    chord = math.dist(_in_space(a), _in_space(b))
    return 2 * MEAN_RADIUS_M * math.asin(min(1.0, chord / (2 * MEAN_RADIUS_M)))


def _in_space(place: Sequence[float]) -> tuple[float, float, float]:
    lam, phi = math.radians(place[0]), math.radians(place[1])
    normal = EQUATOR_M / math.sqrt(1 - (_E * math.sin(phi)) ** 2)
    across = normal * math.cos(phi)
    return across * math.cos(lam), across * math.sin(lam), normal * (1 - _E**2) * math.sin(phi)
