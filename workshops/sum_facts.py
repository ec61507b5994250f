"""What the notes on a plan add up to: plain values for the screen, the findings and every file.

Places are longitude and latitude in WGS 84, lengths metres, densities people per 100 square
metres. Everything says how many notes, how many people, and within which radius.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from workshops.later import LATER

Place = tuple[float, float]


@dataclass(frozen=True)
class Spot:
    """A hot spot: so many notes by so many people within radius_m; `near` names a landmark.

    Where another has the same landmark, it lies `off_m` metres to the `toward` (n, ne, …) of it.
    """

    lon: float
    lat: float
    radius_m: float
    notes: int
    people: int
    near: str
    zone: str
    off_m: int = field(default=0, metadata=LATER)
    toward: str = field(default="", metadata=LATER)


@dataclass(frozen=True)
class Cluster:
    """Notes that hang together, each near the next: the farthest `reach_m` from their middle."""

    lon: float
    lat: float
    reach_m: float
    notes: int
    people: int
    near: str
    zone: str
    off_m: int = 0
    toward: str = ""


@dataclass(frozen=True)
class Level:
    """Where it is at least `share` as dense as at the peak: rings, to be filled even-odd."""

    share: float
    density: float
    rings: tuple[tuple[Place, ...], ...]


@dataclass(frozen=True)
class Density:
    """How dense notes lie when every person weighs the same."""

    bandwidth_m: float
    notes: int
    people: int
    peak: float
    levels: tuple[Level, ...]


@dataclass(frozen=True)
class Clash:
    """A conflict: people who want it and people who do not, within radius_m of one spot.

    Between two categories, `one` and `other` are their keys, and "for" is for the first.
    """

    lon: float
    lat: float
    radius_m: float
    notes_for: int
    notes_against: int
    people_for: int
    people_against: int
    near: str
    zone: str
    numbers_for: tuple[int, ...]
    numbers_against: tuple[int, ...]
    off_m: int = field(default=0, metadata=LATER)
    toward: str = field(default="", metadata=LATER)
    one: str = field(default="", metadata=LATER)
    other: str = field(default="", metadata=LATER)

    @property
    def tied(self) -> bool:
        return self.people_for == self.people_against


@dataclass(frozen=True)
class Contested:
    """A note that others agree and disagree with; as many of each is `tied`."""

    number: int
    agree: int
    disagree: int

    @property
    def tied(self) -> bool:
        return self.agree == self.disagree


@dataclass(frozen=True)
class ZoneSum:
    """What lies in one zone; `letter` "" is the rest of the square.

    A point counts where it lies; a line or an area in every zone it touches, with its metres or
    square metres there. Counts by feeling, category and channel are notes.
    """

    letter: str
    name: str
    notes: int
    people: int
    feelings: Mapping[str, int]
    categories: Mapping[str, int]
    channels: Mapping[str, int]
    lines: int
    length_m: float
    areas: int
    area_m2: float


@dataclass(frozen=True)
class Half:
    """The notes of one side of a comparison, by zone."""

    notes: int
    people: int
    zones: tuple[ZoneSum, ...]


@dataclass(frozen=True)
class Split:
    """The notes of one activity before a day and from it on; `day` is ISO 8601, local."""

    day: str
    before: Half
    after: Half


@dataclass(frozen=True)
class Way:
    """A way that so many people drew."""

    line: tuple[Place, ...]
    people: int


@dataclass(frozen=True)
class Cover:
    """What lies in areas that at least so many people drew: rings, even-odd."""

    people: int
    rings: tuple[tuple[Place, ...], ...]


@dataclass(frozen=True)
class Sums:
    """All of it for one activity.

    `placed` are the notes with a place on or in the square; `outside` lie outside the outline,
    `far` so far that they cannot belong to it; `no_place` have none. `most_by_one` is how many
    notes the person with most of them left. `liked` and `disliked` are the two `sides` where those
    are keys of categories. `cluster_m` is the reach by which clusters were found.
    """

    notes: int
    people: int
    placed: int
    no_place: int
    outside: int
    far: int
    most_by_one: int
    bandwidth_m: float
    feelings: Mapping[str, int]
    density: Density | None
    liked: Density | None
    disliked: Density | None
    spots: tuple[Spot, ...]
    clashes: tuple[Clash, ...]
    contested: tuple[Contested, ...]
    zones: tuple[ZoneSum, ...]
    ways: tuple[Way, ...]
    covers: tuple[Cover, ...]
    sides: tuple[str, ...] = field(default=(), metadata=LATER)
    clusters: tuple[Cluster, ...] = field(default=(), metadata=LATER)
    cluster_m: float = field(default=0.0, metadata=LATER)
    split: Split | None = field(default=None, metadata=LATER)
