"""Everything an extract holds, by id, however it was written down; and its bounds."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from workshops.refusal import Refused

MOST_NODES = 500_000
MOST_PARTS = 4_000_000

Point = tuple[float, float]
Tags = Mapping[str, str]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Way:
    """Node ids in order; the first again at the end when the way is closed."""

    nodes: tuple[str, ...]
    tags: Tags

    @property
    def is_closed(self) -> bool:
        return len(self.nodes) > 3 and self.nodes[0] == self.nodes[-1]


@dataclass(frozen=True)
class Relation:
    """Members as (type, id, role)."""

    members: tuple[tuple[str, str, str], ...]
    tags: Tags


@dataclass
class Raw:
    """Everything in the file by id, as it stands there, and the faults counted by name."""

    nodes: dict[str, Point] = field(default_factory=dict)
    node_tags: dict[str, Tags] = field(default_factory=dict)
    ways: dict[str, Way] = field(default_factory=dict)
    relations: dict[str, Relation] = field(default_factory=dict)
    faults: Counter[str] = field(default_factory=Counter)
    bounds: Box | None = None
    parts: int = 0


def place(raw: Raw, name: str, at: Point, tags: Tags) -> None:
    """Keep a node; without a possible position it is only counted. Refuses one too many."""
    lon, lat = at
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raw.faults["lost"] += 1
        return
    raw.nodes[name] = at
    if tags:
        raw.node_tags[name] = tags
    if len(raw.nodes) > MOST_NODES:
        raise too_large()


def bound(raw: Raw, west: float, south: float, east: float, north: float) -> None:
    """Keep the box that was asked for when the file was made, if it is one."""
    if -180 <= west < east <= 180 and -90 <= south < north <= 90:
        raw.bounds = (west, south, east, north)


def counted(raw: Raw, parts: int) -> None:
    """Count parts of any sort: a file without end is refused before memory is."""
    raw.parts += parts
    if raw.parts > MOST_PARTS:
        raise too_large()


def too_large() -> Refused:
    return Refused(
        "This file is too large: more than %(n)s points. Export only the square and its "
        "surroundings, some 500 m across.",
        n=f"{MOST_NODES:,}",
    )


def check_places(raw: Raw) -> None:
    """Refuse a file without any place, or with places on both sides of the date line."""
    if not raw.nodes:
        raise Refused("There is no point with a position in this file. Export the square again.")
    lons = [lon for lon, _ in raw.nodes.values()]
    if min(lons) < -179 and max(lons) > 179:
        raise Refused("This file lies across the date line. Export only one side of it.")
