"""What can be asked of notes on their ground, in metres of the local UTM zone. Pure."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from workshops.methods import conflicts as quarrels
from workshops.methods.clusters import clusters
from workshops.methods.density import Ring, rings, surface
from workshops.methods.gathering import ONE_PERSON, hot_spots
from workshops.methods.geodesy import Point
from workshops.methods.overlay import covered, flows
from workshops.sum_facts import Clash, Cluster, Cover, Density, Level, Place, Spot, Way
from workshops.summing_ground import Ground, Note, people_of, round_length, usual_zone

LEVELS = (0.25, 0.5, 0.75)
MOST_SPOTS, LEAST_IN_A_SPOT = 5, 4
MOST_CLUSTERS, LEAST_IN_A_CLUSTER = 5, 4
MOST_CLASHES = 7
DECIMALS = 7
HUNDRED_M2 = 100.0
COMPASS = ("n", "ne", "e", "se", "s", "sw", "w", "nw")
#: Two feelings, or the keys of two categories, of which the first is "for".
Pair = tuple[str, str]
FEELINGS: Pair = ("like", "dislike")
Named = TypeVar("Named", Spot, Cluster, Clash)


def side_of(note: Note, pair: Pair) -> str:
    """Whether a note speaks for the first or for the second of a pair; "" for neither."""
    said = note.feeling if pair == FEELINGS else note.category
    return {pair[0]: quarrels.FOR, pair[1]: quarrels.AGAINST}.get(said, "")


class Plan:
    """The ground with what everybody's notes weigh, and what can be asked of it."""

    def __init__(self, ground: Ground, weights: Mapping[int, int]) -> None:
        self.ground, self.weights = ground, weights
        self.radius = ground.bandwidth_m
        self.cluster_m = round_length(self.radius / 2)
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
                    zone=usual_zone(within),
                )
            )
        return tuple(self.apart(told))

    def clusters(self, notes: Sequence[Note]) -> tuple[Cluster, ...]:
        points = self.xy(notes)
        told = []
        for each in clusters(points, self.cluster_m, LEAST_IN_A_CLUSTER)[:MOST_CLUSTERS]:
            within = [notes[i] for i in each.members]
            told.append(
                Cluster(
                    *self.place(each.x, each.y),
                    reach_m=round(each.reach_m, 1),
                    notes=len(within),
                    people=people_of(within),
                    near=self.near(each.x, each.y),
                    zone=usual_zone(within),
                )
            )
        return tuple(self.apart(told))

    def apart(self, found: Sequence[Named]) -> list[Named]:
        """The same, those with one landmark told apart by how far and which way they lie off."""
        times = Counter(each.near for each in found)
        return [self.turned(each) if times[each.near] > 1 else each for each in found]

    def turned(self, each: Named) -> Named:
        if not each.near:
            return each
        x, y = self.ground.frame.to_xy(each.lon, each.lat)
        off, (left, top) = min(
            (math.dist(at, (x, y)), at) for at, name in self.named if name == each.near
        )
        # Plan metres grow to the south.
        turn = round(math.degrees(math.atan2(x - left, top - y)) / 45) % len(COMPASS)
        return replace(each, off_m=round(off), toward=COMPASS[turn] if round(off) else "")

    def clashes(self, notes: Sequence[Note], opposed: Sequence[Pair]) -> tuple[Clash, ...]:
        """Conflicts of like and dislike, and of each pair of categories; the largest first."""
        people, points = [each.person for each in notes], self.xy(notes)
        told = []
        for pair in (FEELINGS, *opposed):
            sides = [side_of(each, pair) for each in notes]
            found = quarrels.conflicts(points, sides, people, self.radius, MOST_CLASHES)
            names = pair if pair != FEELINGS else ("", "")
            told += [replace(self.clash(each, notes, sides), one=names[0], other=names[1])
                     for each in found]  # fmt: skip
        told.sort(key=lambda each: (-min(each.people_for, each.people_against),
                                    -each.people_for - each.people_against))  # fmt: skip
        return tuple(self.apart(told[:MOST_CLASHES]))

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
            zone=usual_zone([*yes, *no]),
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
