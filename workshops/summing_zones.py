"""Counting notes by zone: points where they lie, lines and areas wherever they reach. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from workshops.basemap import Frame
from workshops.methods.geodesy import Geometry, Point, polygons_of
from workshops.methods.shared import area_within, length_within
from workshops.sum_facts import ZoneSum

#: Less of a line or an area than this is a touch by rounding.
LEAST_M, LEAST_M2 = 0.01, 0.01

Rings = list[list[Point]]


class Note(Protocol):
    """What is asked of a note."""

    @property
    def person(self) -> int: ...
    @property
    def people(self) -> int: ...
    @property
    def channel(self) -> str: ...
    @property
    def category(self) -> str: ...
    @property
    def feeling(self) -> str: ...
    @property
    def geometry(self) -> Geometry | None: ...
    @property
    def zone(self) -> str: ...
    @property
    def inside(self) -> bool | None: ...


@dataclass(frozen=True)
class _Share:
    """A note with how much of it lies in a zone."""

    note: Note
    length_m: float = 0.0
    area_m2: float = 0.0


def zone_sums(
    notes: Sequence[Note], frame: Frame, zones: Sequence[Mapping[str, Any]]
) -> tuple[ZoneSum, ...]:
    """Counts for each zone in its order, and last for what lies within the outline in none."""
    held: dict[str, list[_Share]] = {each["letter"]: [] for each in zones}
    rings = {each["letter"]: _rings(each["polygon"], frame) for each in zones}
    rest: list[_Share] = []
    for note in notes:
        shares = _shares(note, rings, frame)
        for letter, share in shares.items():
            held[letter].append(share)
        if not shares and _is_on_the_square(note):
            rest.append(_Share(note))
    found = [_sum(each["letter"], each["name"], held[each["letter"]]) for each in zones]
    return (*found, _sum("", "", rest)) if rest else tuple(found)


def _is_on_the_square(note: Note) -> bool:
    return note.geometry is not None and note.inside is not False


def _shares(note: Note, zones: Mapping[str, Rings], frame: Frame) -> dict[str, _Share]:
    """The zones that a note is in, with how much of it."""
    kind = note.geometry["type"] if note.geometry else "Point"
    if kind.endswith("Point"):
        return {note.zone: _Share(note)} if note.zone in zones else {}
    line, area = _parts(note.geometry, frame)
    found = {}
    for letter, rings in zones.items():
        metres = sum(length_within(part, rings) for part in line)
        square = area_within(area, rings) if area else 0.0
        if metres > LEAST_M or square > LEAST_M2:
            found[letter] = _Share(note, metres, square)
    return found


def _parts(geometry: Geometry | None, frame: Frame) -> tuple[Rings, Rings]:
    """The lines and the rings of a geometry, in metres."""
    if geometry is None:
        return [], []
    if "Polygon" in geometry["type"]:
        return [], _rings(geometry, frame)
    lines = geometry["coordinates"]
    lines = [lines] if geometry["type"] == "LineString" else lines
    return [[frame.to_xy(*place[:2]) for place in line] for line in lines], []


def _rings(polygon: Geometry, frame: Frame) -> Rings:
    return [
        [frame.to_xy(*place[:2]) for place in ring]
        for part in polygons_of(polygon)
        for ring in part
    ]


def _sum(letter: str, name: str, held: Sequence[_Share]) -> ZoneSum:
    notes = [each.note for each in held]
    return ZoneSum(
        letter=letter,
        name=name,
        notes=len(notes),
        people=sum({each.person: each.people for each in notes}.values()),
        feelings=_counted(each.feeling for each in notes),
        categories=_counted(each.category for each in notes),
        channels=_counted(each.channel for each in notes),
        lines=sum(each.length_m > 0 for each in held),
        length_m=round(sum(sorted(each.length_m for each in held)), 1),
        areas=sum(each.area_m2 > 0 for each in held),
        area_m2=round(sum(sorted(each.area_m2 for each in held)), 1),
    )


def _counted(keys: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(key for key in keys if key).items()))
