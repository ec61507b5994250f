"""Which place a base map is about: named, outlined, or the likeliest square of the map."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workshops.methods.geodesy import area_m2
from workshops.osm import Extract, MappedSquare
from workshops.refusal import Refused

MOST_NAMES = 30


@dataclass(frozen=True)
class Place:
    """An outline with what lies in it; the name is "" where it has none."""

    name: str
    outline: Mapping[str, Any]
    area_m2: float
    trees: int
    benches: int


def outlined(extract: Extract, name: str, outline: Mapping[str, Any]) -> Place:
    """A place with an outline of its own."""
    trees, benches = extract.inside("tree", outline), extract.inside("bench", outline)
    return Place(name, outline, area_m2(outline), trees, benches)


def named(extract: Extract, name: str) -> Place:
    """The square of that name, or number in OpenStreetMap; the likeliest where several have it.

    Upper and lower case do not matter. Refuses an unknown name with those there are.
    """
    asked = " ".join(name.split()).casefold()
    squares = extract.squares()
    found = next((s for s in squares if asked in (s.name.casefold(), s.osm_id) and asked), None)
    if found is None:
        names = list(dict.fromkeys(s.name or s.osm_id for s in squares))
        raise Refused(
            "There is no square “%(name)s” on this map. There are: %(names)s.",
            name=name,
            names=", ".join(names[:MOST_NAMES]) or "none",
        )
    return _place(found)


def likeliest(extract: Extract) -> Place | None:
    """The first of the mapped squares, as the desk offers it; None where none is mapped."""
    squares = extract.squares()
    return _place(squares[0]) if squares else None


def _place(square: MappedSquare) -> Place:
    return Place(square.name, square.outline, square.area_m2, square.trees, square.benches)
