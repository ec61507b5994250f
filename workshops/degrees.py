"""Longitude and latitude as files give them: numbers read, exchanged axes and metres found out."""

import math
from collections.abc import Sequence

from workshops.refusal import Refused
from workshops.words import Sentence, count, say

Place = tuple[float, float]

#: No count of degrees is that large; metres of a grid nearly always are.
METRES_FROM = 1000.0


def number(cell: object) -> float | None:
    """Return a coordinate from a number or from its text, with a point or a comma."""
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        return None
    try:
        value = float(cell.strip().replace(",", ".") if isinstance(cell, str) else cell)
    except (ValueError, OverflowError):
        return None
    return value if math.isfinite(value) else None


def settle(
    places: Sequence[Place | None], name: str
) -> tuple[list[Place | None], tuple[Sentence, ...]]:
    """Return the places that can be on the earth, the others as None with a warning.

    Exchanges the axes of all when latitudes beyond 90 degrees show that they stand first.
    Refuses a file whose places are metres.
    """
    known = [place for place in places if place is not None]
    _refuse_metres(known, name)
    if known and not all(map(_is_on_earth, known)) and all(_is_on_earth(p[::-1]) for p in known):
        exchanged = say("Latitude stood before longitude: the two were exchanged. Look at the map.")
        return [None if place is None else place[::-1] for place in places], (exchanged,)
    kept = [place if place is not None and _is_on_earth(place) else None for place in places]
    off = sum(place is not None for place in places) - sum(place is not None for place in kept)
    warning = count(
        "%(n)s place is nowhere on earth (longitude beyond 180 or latitude beyond 90): left out.",
        "%(n)s places are nowhere on earth (longitude beyond 180 or latitude beyond 90): left out.",
        off,
    )
    return kept, (warning,) if off else ()


def _is_on_earth(place: Place) -> bool:
    return abs(place[0]) <= 180 and abs(place[1]) <= 90


def _refuse_metres(places: Sequence[Place], name: str) -> None:
    metres = [(x, y) for x, y in places if abs(x) > METRES_FROM or abs(y) > METRES_FROM]
    if len(metres) * 2 > len(places):
        raise Refused(
            "The places in “%(name)s” are metres of a grid, perhaps UTM (%(x)s, %(y)s), not "
            "degrees. Save it in WGS 84 (EPSG:4326).",
            name=name,
            x=f"{metres[0][0]:.0f}",
            y=f"{metres[0][1]:.0f}",
        )
