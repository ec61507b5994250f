"""Summing the notes on a plan: hot spots, densities, conflicts, zones, ways. Pure.

Measured in metres of the local UTM zone. Every person weighs the same in a density and a hot
spot, whether they left one note or fifty. The order of the notes plays no part.
"""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workshops.basemap import Frame
from workshops.methods import conflicts as quarrels
from workshops.methods.density import Ring, rings, surface
from workshops.methods.gathering import ONE_PERSON, hot_spots, outliers, shares
from workshops.methods.geodesy import Geometry, Point, utm_of
from workshops.methods.overlay import covered, flows
from workshops.methods.spatial import FAR_M, far_outside, places_of
from workshops.sum_facts import Clash, Contested, Cover, Density, Level, Place, Spot, Sums, Way
from workshops.summing_zones import zone_sums

#: A bandwidth is this part of the square's diagonal.
BANDWIDTH_PART = 12
LEVELS = (0.25, 0.5, 0.75)
MOST_SPOTS, LEAST_IN_A_SPOT = 5, 4
MOST_CLASHES = 7
DECIMALS = 7
HUNDRED_M2 = 100.0
SIDES = {"like": quarrels.FOR, "dislike": quarrels.AGAINST}


@dataclass(frozen=True)
class Note:
    """One contribution: who (an opaque number, standing for `people`), what, where.

    `spot` stands for it on the plan in WGS 84; None without one. `zone` is the letter of the
    zone that a point or its words name. `inside` is None where there is no outline.
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


def sum_up(
    notes: Sequence[Note], ground: Ground, side_of: Callable[[Note], str] | None = None
) -> Sums:
    """Add the notes up. `side_of` says "for" or "against" of a note; by default its feeling."""
    notes = sorted(notes, key=lambda each: each.number)
    side_of = side_of or (lambda note: SIDES.get(note.feeling, ""))
    far = _far(notes, ground)
    here = [each for i, each in enumerate(notes) if _is_here(each) and i not in far]
    spotted = [each for each in here if not _is_line(each)]
    weights = dict(zip(map(id, spotted), shares([each.person for each in spotted]), strict=True))
    plan = _Plan(ground, weights)
    return Sums(
        notes=len(notes),
        people=people_of(notes),
        placed=len(here),
        no_place=sum(each.spot is None for each in notes),
        outside=sum(each.inside is False for i, each in enumerate(notes) if i not in far),
        far=len(far),
        most_by_one=max(Counter(each.person for each in notes).values(), default=0),
        bandwidth_m=ground.bandwidth_m,
        feelings=dict(sorted(Counter(each.feeling for each in notes if each.feeling).items())),
        density=plan.density(spotted),
        liked=plan.density([each for each in spotted if side_of(each) == quarrels.FOR]),
        disliked=plan.density([each for each in spotted if side_of(each) == quarrels.AGAINST]),
        spots=plan.spots(spotted),
        clashes=plan.clashes(spotted, [side_of(each) for each in spotted]),
        contested=_contested(notes),
        zones=zone_sums(notes, ground.frame, ground.zones) if ground.zones else (),
        ways=plan.ways(here),
        covers=plan.covers(here),
    )


def people_of(notes: Sequence[Note]) -> int:
    """How many people stand behind notes; a table counts as those who sit at it."""
    return sum({each.person: each.people for each in notes}.values())


def _contested(notes: Sequence[Note]) -> tuple[Contested, ...]:
    """The notes that enough people agree and enough disagree with, the most divided first."""
    found = [Contested(each.number, each.agree, each.disagree) for each in notes]
    split = [each for each in found if quarrels.is_split(each.agree, each.disagree)]
    split.sort(key=lambda each: (-min(each.agree, each.disagree), -each.agree, each.number))
    return tuple(split[:MOST_CLASHES])


def _is_line(note: Note) -> bool:
    return note.geometry is not None and "Line" in note.geometry["type"]


def _is_here(note: Note) -> bool:
    return note.spot is not None and note.inside is not False


def _far(notes: Sequence[Note], ground: Ground) -> set[int]:
    """Which notes were set aside, or lie so far off that they belong to no plan of this."""
    out = [(i, each.spot) for i, each in enumerate(notes) if each.spot and not each.inside]
    spots = [spot for _, spot in out]
    found = far_outside(spots, ground.outline, FAR_M) if ground.outline else outliers(spots)
    aside = {i for i, each in enumerate(notes) if each.set_aside and each.spot}
    return aside | {out[nth][0] for nth in found}


class _Plan:
    """The ground with what everybody's notes weigh, and what can be asked of it."""

    def __init__(self, ground: Ground, weights: Mapping[int, int]) -> None:
        self.ground, self.weights = ground, weights
        self.radius = ground.bandwidth_m
        self.named = [
            (ground.frame.to_xy(each["lon"], each["lat"]), each["name"])
            for each in ground.landmarks
        ]

    def xy(self, notes: Sequence[Note]) -> list[Point]:
        return [self.ground.frame.to_xy(*each.spot) for each in notes if each.spot]

    def place(self, x: float, y: float) -> Place:
        lon, lat = self.ground.frame.to_lonlat(x, y)
        return round(lon, DECIMALS), round(lat, DECIMALS)

    def near(self, x: float, y: float) -> str:
        """The name of the nearest landmark within twice the radius; "" when there is none."""
        metres, name = min(
            ((math.dist(at, (x, y)), name) for at, name in self.named), default=(math.inf, "")
        )
        return name if metres <= 2 * self.radius else ""

    def density(self, notes: Sequence[Note]) -> Density | None:
        if not notes:
            return None
        weights = [self.weights[id(each)] / ONE_PERSON for each in notes]
        found = surface(self.xy(notes), self.radius, weights)
        levels = tuple(
            Level(share, _dense(share * found.peak), self.rings(rings(found, share * found.peak)))
            for share in LEVELS
        )
        return Density(self.radius, len(notes), people_of(notes), _dense(found.peak), levels)

    def rings(self, found: Sequence[Ring]) -> tuple[tuple[Place, ...], ...]:
        return tuple(tuple(self.place(x, y) for x, y in ring) for ring in found)

    def spots(self, notes: Sequence[Note]) -> tuple[Spot, ...]:
        points, weights = self.xy(notes), [self.weights[id(each)] for each in notes]
        found = hot_spots(points, self.radius, MOST_SPOTS, LEAST_IN_A_SPOT, weights)
        told = []
        for spot in found:
            within = [notes[i] for i in spot.members]
            told.append(
                Spot(
                    *self.place(spot.x, spot.y),
                    radius_m=self.radius,
                    notes=len(within),
                    people=people_of(within),
                    near=self.near(spot.x, spot.y),
                    zone=_usual_zone(within),
                )
            )
        return tuple(told)

    def clashes(self, notes: Sequence[Note], sides: Sequence[str]) -> tuple[Clash, ...]:
        people = [each.person for each in notes]
        found = quarrels.conflicts(self.xy(notes), sides, people, self.radius, MOST_CLASHES)
        return tuple(self.clash(each, notes, sides) for each in found)

    def clash(self, found: quarrels.Conflict, notes: Sequence[Note], sides: Sequence[str]) -> Clash:
        yes = [notes[i] for i in found.members if sides[i] == quarrels.FOR]
        no = [notes[i] for i in found.members if sides[i] == quarrels.AGAINST]
        return Clash(
            *self.place(found.x, found.y),
            radius_m=self.radius,
            notes_for=len(yes),
            notes_against=len(no),
            people_for=people_of(yes),
            people_against=people_of(no),
            near=self.near(found.x, found.y),
            zone=_usual_zone([*yes, *no]),
            numbers_for=tuple(sorted(each.number for each in yes)),
            numbers_against=tuple(sorted(each.number for each in no)),
        )

    def ways(self, notes: Sequence[Note]) -> tuple[Way, ...]:
        drawn = [(each.person, part) for each in notes for part in self.parts(each, "Line")]
        found = flows(drawn, max(1.0, self.radius / 3))
        return tuple(Way(tuple(self.place(x, y) for x, y in way.line), way.people) for way in found)

    def covers(self, notes: Sequence[Note]) -> tuple[Cover, ...]:
        drawn = [(each.person, self.parts(each, "Polygon")) for each in notes]
        over = covered([each for each in drawn if each[1]], max(0.5, self.radius / 12))
        counts = sorted({value for row in over.rows for value in row if value})
        steps = counts if len(counts) <= len(LEVELS) else [counts[0], counts[-1] // 2, counts[-1]]
        return tuple(
            Cover(int(n), self.rings(rings(over, n - 0.5))) for n in dict.fromkeys(steps) if n
        )

    def parts(self, note: Note, kind: str) -> list[list[Point]]:
        """The lines of a line, the rings of an area, in metres."""
        if note.geometry is None or kind not in note.geometry["type"]:
            return []
        nested = note.geometry["coordinates"]
        parts = [nested] if note.geometry["type"] == "LineString" else nested
        if note.geometry["type"] == "MultiPolygon":
            parts = [ring for shape in nested for ring in shape]
        return [[self.ground.frame.to_xy(*place[:2]) for place in part] for part in parts]


def _dense(per_m2: float) -> float:
    """People per 100 square metres, to four figures that count."""
    return float(f"{per_m2 * HUNDRED_M2:.4g}")


def _usual_zone(notes: Sequence[Note]) -> str:
    """The zone most of the notes lie in; of equals the first letter."""
    zones = Counter(each.zone for each in notes if each.zone)
    return min(zones, key=lambda letter: (-zones[letter], letter), default="")
