"""A piece of ground on paper: which rectangle is shown, at which scale, and where things fall.

Millimetres on paper, metres on the ground, CSS pixels (96 an inch) inside the drawings.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workshops.basemap import Frame, blank
from workshops.findings import Findings
from workshops.methods.geodesy import Point, to_utm, utm_of
from workshops.methods.spatial import places_of
from workshops.refusal import Refused

SCALES = tuple(
    step * 10**power for power in range(2, 8) for step in (1, 2, 2.5, 5) if step * 10**power > 100
)
PX_PER_MM = 96 / 25.4
MARGIN_SHARE = 0.05
LEAST_METRES = 20.0
#: How much of a plate the map fills, in mm; A3 only where it shows more than A4 can.
PLATES_MM = {"A4": (213.0, 150.0), "A3": (336.0, 237.0)}
#: The smallest scale that one can design on.
WORKING_SCALE = 500
BAR_STEPS = tuple(step * 10**power for power in range(7) for step in (1, 2, 5))
DEGREES_SHOWN = 4


@dataclass(frozen=True)
class Sheet:
    """A rectangle of ground on paper; `x`, `y` is its north-west corner in plan metres."""

    frame: Frame
    x: float
    y: float
    width_mm: float
    height_mm: float
    scale: float

    @property
    def box(self) -> tuple[float, float, float, float]:
        """What is shown, in plan metres: x0, y0, x1, y1."""
        return self.x, self.y, self.x + self._metres(self.width), self.y + self._metres(self.height)

    @property
    def paper(self) -> str:
        """What a plate with this map is printed on."""
        return "A3" if self.width_mm > PLATES_MM["A4"][0] else "A4"

    @property
    def width(self) -> float:
        """The width in pixels."""
        return round(self.width_mm * PX_PER_MM, 2)

    @property
    def height(self) -> float:
        return round(self.height_mm * PX_PER_MM, 2)

    def px(self, metres: float) -> float:
        """A length on the ground in pixels on paper."""
        return round(metres * 1000 / self.scale * PX_PER_MM, 2)

    def at(self, lon: float, lat: float) -> Point:
        """Where a place falls, in pixels from the corner."""
        x, y = self.frame.to_xy(lon, lat)
        return self.px(x - self.x), self.px(y - self.y)

    def holds(self, lon: float, lat: float) -> bool:
        x, y = self.at(lon, lat)
        return 0 <= x <= self.width and 0 <= y <= self.height

    def _metres(self, px: float) -> float:
        return px / PX_PER_MM * self.scale / 1000

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """West, south, east and north of what is shown, in degrees."""
        x0, y0, x1, y1 = self.box
        corners = [self.frame.to_lonlat(x, y) for x in (x0, x1) for y in (y0, y1)]
        lons, lats = [lon for lon, _ in corners], [lat for _, lat in corners]
        west, south, east, north = min(lons), min(lats), max(lons), max(lats)
        return (
            round(west, DEGREES_SHOWN),
            round(south, DEGREES_SHOWN),
            round(east, DEGREES_SHOWN),
            round(north, DEGREES_SHOWN),
        )

    def bar(self, longest_mm: float, parts: int) -> tuple[int, ...]:
        """The marks of the scale bar in metres, 0 first: so many parts of a round length."""
        longest = longest_mm * self.scale / 1000 / parts
        step = max((each for each in BAR_STEPS if each <= longest), default=1)
        return tuple(step * part for part in range(parts + 1))


def sheet_of(
    findings: Findings, places: Iterable[Point], width_mm: float, height_mm: float
) -> Sheet | None:
    """The sheet at the best round scale for the square, or for all places without one."""
    found = list(places)
    frame = frame_for(findings, found)
    if frame is None:
        return None
    x0, y0, x1, y1 = _bounds(frame, list(places_of(findings.square.outline)) or found)
    wide, high = _with_margin(x1 - x0), _with_margin(y1 - y0)
    scale = next(
        (each for each in SCALES if fits(wide, high, width_mm, height_mm, each)), SCALES[-1]
    )
    return _centred(frame, ((x0 + x1) / 2, (y0 + y1) / 2), width_mm, height_mm, scale)


def plate_of(findings: Findings, places: Iterable[Point]) -> Sheet | None:
    """The sheet of a plate: A4, or A3 where only that shows the square at 1:500."""
    found = list(places)
    small = sheet_of(findings, found, *PLATES_MM["A4"])
    if small is None or small.scale <= WORKING_SCALE:
        return small
    large = sheet_of(findings, found, *PLATES_MM["A3"])
    return large if large and large.scale <= WORKING_SCALE else small


def strip_of(
    findings: Findings, places: Iterable[Point], width_mm: float, height_mm: float
) -> Sheet | None:
    """The same as a strip that need not be at a round scale."""
    sheet = sheet_of(findings, places, width_mm, height_mm)
    if sheet is None:
        return None
    shown = list(places_of(findings.square.outline)) or list(places)
    x0, y0, x1, y1 = _bounds(sheet.frame, shown)
    wide, high = _with_margin(x1 - x0), _with_margin(y1 - y0)
    scale = 1000 * max(wide / width_mm, high / height_mm)
    return _centred(sheet.frame, ((x0 + x1) / 2, (y0 + y1) / 2), width_mm, height_mm, scale)


def fits(wide: float, high: float, width_mm: float, height_mm: float, scale: float) -> bool:
    return wide * 1000 <= width_mm * scale and high * 1000 <= height_mm * scale


def frame_for(findings: Findings, places: Sequence[Point]) -> Frame | None:
    """The frame of the base map, or of the outline, or of the places; None when nothing is."""
    square = findings.square
    if square.basemap:
        return Frame.from_json(square.basemap["frame"])
    if square.outline:
        try:
            return Frame.from_json(blank(dict(square.outline))["frame"])
        except Refused:
            return _round_all(list(places_of(square.outline)))
    return _round_all(places) if places else None


def _round_all(places: Sequence[Point]) -> Frame:
    """A frame that begins at the north-west of the places, in the zone of their middle."""
    utm = utm_of(sum(lon for lon, _ in places) / len(places), places[0][1])
    spots = [to_utm(lon, lat, utm) for lon, lat in places]
    west, east = min(e for e, _ in spots), max(e for e, _ in spots)
    south, north = min(n for _, n in spots), max(n for _, n in spots)
    return Frame(utm.zone, utm.north, west, north, east - west, north - south)


def _bounds(frame: Frame, places: Sequence[Point]) -> tuple[float, float, float, float]:
    spots = [frame.to_xy(lon, lat) for lon, lat in places]
    xs, ys = [x for x, _ in spots], [y for _, y in spots]
    return min(xs), min(ys), max(xs), max(ys)


def _with_margin(metres: float) -> float:
    return max(metres * (1 + 2 * MARGIN_SHARE), LEAST_METRES)


def _centred(frame: Frame, middle: Point, width_mm: float, height_mm: float, scale: float) -> Sheet:
    x = middle[0] - width_mm * scale / 2000
    y = middle[1] - height_mm * scale / 2000
    return Sheet(frame, x, y, width_mm, height_mm, scale)
