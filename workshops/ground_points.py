"""Placing a picture: by points whose place is known, by one known edge, or on its own metres."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from workshops import text
from workshops.corners import corners_of
from workshops.methods import fitting
from workshops.methods.fitting import Pair, Transform
from workshops.methods.geodesy import Point, Utm, from_utm, to_utm, utm_of
from workshops.refusal import Refused

#: Where pictures without a known place lie: on the equator, in the middle of the Gulf of Guinea.
OWN = Utm(31, north=True)
OWN_EAST, OWN_NORTH = 500_000.0, 10_000.0
#: How long the longer side of a picture is taken to be while nobody knows.
UNKNOWN_SIDE_M = 100.0
SMALLEST_M, LARGEST_M = 5.0, 5000.0
MOST_POINTS = 30
#: Shares of the picture's diagonal: nearer points are one spot, flatter ones a line.
ONE_SPOT, ONE_LINE = 0.005, 0.02
MOST_STRETCH = 1.5

_UTM = re.compile(
    r"\s*(?:(?:UTM\s*)?(\d{1,2})\s*([C-HJ-NP-X])?[\s,;:]+)?"
    r"(\d{6,7}(?:\.\d+)?)\s*E?[\s,;]+(\d{4,8}(?:\.\d+)?)\s*N?\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Control:
    """A point on the picture, in pixels from its upper left, and its place on earth."""

    x: float
    y: float
    lon: float
    lat: float


@dataclass(frozen=True)
class Placing:
    """How a picture lies on the ground of a UTM zone, and how well its points agree.

    `misses_m` are in the order of the points; `odd` is the one that does not belong.
    """

    transform: Transform
    utm: Utm
    misses_m: tuple[float, ...] = ()
    odd: int | None = None
    referenced: bool = True
    to_scale: bool = True

    @property
    def rms_m(self) -> float:
        return fitting.rms(self.misses_m)

    def lonlat(self, x: float, y: float) -> Point:
        """Return the place of a pixel."""
        return from_utm(*self.transform((x, y)), self.utm)

    def pixel(self, lon: float, lat: float) -> Point:
        """Return where on the picture a place lies, or would lie."""
        return self.transform.inverse()(to_utm(lon, lat, self.utm))


def place_of(typed: str, near: Utm | None) -> Point:
    """Read a place as people copy it: latitude, longitude, or UTM; returns lon, lat.

    UTM is "32V 612345 6741234"; without its zone it is taken to be in that of `near`.
    """
    found = _UTM.fullmatch(typed)
    if not found:
        corners = corners_of(typed)
        if len(corners) == 1:
            return corners[0]
        raise Refused("Write one place: latitude and longitude, or UTM with its zone.")
    zone, band, east, north = found.groups()
    if zone is None and near is None:
        raise Refused(
            "Write the zone before “%(place)s”: 32 612345 6741234", place=text.clean(typed, 40)
        )
    utm = Utm(int(zone), band is None or band.upper() >= "N") if zone else near
    if not utm or not (1 <= utm.zone <= 60 and 1e5 <= float(east) < 9e5 and float(north) <= 1e7):
        raise Refused("“%(place)s” is no place in UTM.", place=text.clean(typed, 40))
    return from_utm(float(east), float(north), utm)


def by_points(
    controls: Sequence[Control], width: int, height: int, *, affine: bool = False
) -> Placing:
    """Return how the picture lies by its control points, in the UTM zone of the first.

    Two give a similarity, more the one that misses them least; an affine map only if asked.
    """
    _refuse_few(controls, affine=affine)
    _refuse_same_spots(controls, math.hypot(width, height))
    utm = utm_of(controls[0].lon, controls[0].lat)
    pairs: list[Pair] = [((c.x, c.y), to_utm(c.lon, c.lat, utm)) for c in controls]
    _refuse_line(pairs)
    transform = fitting.affine(pairs) if affine else fitting.similarity(pairs)
    _refuse_nonsense(transform, width, height)
    return Placing(transform, utm, tuple(fitting.misses(transform, pairs)), fitting.odd_one(pairs))


def _refuse_few(controls: Sequence[Control], *, affine: bool) -> None:
    least = 3 if affine else 2
    if len(controls) < least:
        raise Refused("Set at least %(n)s points.", n=least)
    if len(controls) > MOST_POINTS:
        raise Refused("At most %(n)s points. Fewer, well spread, are better.", n=MOST_POINTS)


def _refuse_same_spots(controls: Sequence[Control], diagonal: float) -> None:
    for nth, one in enumerate(controls):
        for before, other in enumerate(controls[:nth]):
            if math.dist((one.x, one.y), (other.x, other.y)) < ONE_SPOT * diagonal:
                raise Refused(
                    "Points %(a)s and %(b)s are at the same spot of the picture. Take them "
                    "further apart.",
                    a=before + 1,
                    b=nth + 1,
                )
            if (one.lon, one.lat) == (other.lon, other.lat):
                raise Refused(
                    "Points %(a)s and %(b)s are at the same place on earth. Look at both.",
                    a=before + 1,
                    b=nth + 1,
                )


def _refuse_line(pairs: Sequence[Pair]) -> None:
    """Refuse three points or more that hardly leave a line: across it nothing holds the picture."""
    spots = [picture for picture, _ in pairs]
    if len(spots) < 3:
        return
    a, b = max(((a, b) for a in spots for b in spots), key=lambda ends: math.dist(ends[0], ends[1]))
    length = math.dist(a, b)
    off = max(
        abs((b[0] - a[0]) * (a[1] - y) - (a[0] - x) * (b[1] - a[1])) / length for x, y in spots
    )
    if off < ONE_LINE * length:
        raise Refused("The points lie on one line. Set one of them well to the side.")


def _refuse_nonsense(transform: Transform, width: int, height: int) -> None:
    across = transform.metres_a_pixel * max(width, height)
    if not SMALLEST_M <= across <= LARGEST_M:
        raise Refused(
            "So the picture would be %(size)s m across. It can be %(least)s to %(most)s m: look at "
            "the places and the length.",
            size=f"{across:.3g}" if across < 1e6 else f"{across:.0e}",
            least=f"{SMALLEST_M:.0f}",
            most=f"{LARGEST_M:.0f}",
        )
    if transform.determinant > 0:
        raise Refused("So the picture would be mirrored. Two of the points are exchanged.")
    if transform.stretch > MOST_STRETCH:
        raise Refused("So the picture would be squeezed to one side. Look at the points.")


def by_edge(
    edge: tuple[Point, Point],
    length_m: float,
    north: float,
    size: tuple[int, int],
    anchor: Control | None,
) -> Placing:
    """Return how the picture lies by an edge of known length, where north is, and one place.

    Without the place it has metres of its own.
    """
    if not math.isfinite(length_m) or length_m <= 0:
        raise Refused("Write the length of the edge in metres.")
    if not math.isfinite(north):
        raise Refused("Write where north points, in degrees: 0 is up, 90 is right.")
    if math.dist(*edge) < ONE_SPOT * math.hypot(*size):
        raise Refused("The two ends of the edge are at the same spot. Take them further apart.")
    utm = utm_of(anchor.lon, anchor.lat) if anchor else OWN
    at: Pair = (
        ((anchor.x, anchor.y), to_utm(anchor.lon, anchor.lat, utm))
        if anchor
        else ((0.0, float(size[1])), (OWN_EAST, OWN_NORTH))
    )
    transform = fitting.by_edge(*edge, length_m, north, at)
    _refuse_nonsense(transform, *size)
    return Placing(transform, utm, referenced=anchor is not None)


def on_its_own(width: int, height: int) -> Placing:
    """Return a picture that lies nowhere, its longer side taken as a hundred metres."""
    scale = UNKNOWN_SIDE_M / max(width, height)
    transform = Transform(scale, 0, OWN_EAST, 0, -scale, OWN_NORTH + scale * height)
    return Placing(transform, OWN, referenced=False, to_scale=False)
