"""What planners write of a requirement: its fields as a form holds them, and as they are kept."""

from collections.abc import Mapping
from typing import Any

from workshops import text
from workshops.corners import corners_of, line_of, place_of, polygon_of, typed_of
from workshops.models import Requirement
from workshops.refusal import Refused
from workshops.words import mark

WEIGHTS = {
    "must": mark("must"),
    "should": mark("should"),
    "could": mark("could"),
    "avoid": mark("avoid"),
}
STATUSES = {
    "proposed": mark("proposed"),
    "possible": mark("possible"),
    "required": mark("required"),
    "refused": mark("not possible"),
}
SEASONS = {
    "": mark("all year"),
    "spring": mark("spring"),
    "summer": mark("summer"),
    "autumn": mark("autumn"),
    "winter": mark("winter"),
}
TIMES = {
    "": mark("at any time"),
    "morning": mark("in the morning"),
    "day": mark("by day"),
    "evening": mark("in the evening"),
    "night": mark("at night"),
}
#: What is drawn: nothing, or a geometry of so many corners.
DRAWN = {
    "": mark("no place of its own"),
    "point": mark("a point"),
    "line": mark("a line"),
    "area": mark("an area"),
}
_TYPES = {"Point": "point", "LineString": "line", "Polygon": "area", "MultiPolygon": "area"}

#: What planners write in one form; the rest is counted, or written a department at a time.
FIELDS = (
    "sentence",
    "weight",
    "status",
    "zone",
    "place_as",
    "place",
    "season",
    "time_of_day",
    "who",
    "cost_class",
    "owner",
    "right",
)


def values_of(requirement: Requirement) -> dict[str, str]:
    """Return what planners wrote, as a form holds it."""
    plain = {name: str(getattr(requirement, name) or "") for name in FIELDS if name in _PLAIN}
    return {name: {**plain, **drawn(requirement.place)}[name] for name in FIELDS}


def drawn(place: Mapping[str, Any] | None) -> dict[str, str]:
    """Return a place as people type it: what it is, and its corners one a line."""
    if place is None:
        return {"place_as": "", "place": ""}
    return {"place_as": _TYPES[place["type"]], "place": typed_of(place)}


def columns_of(requirement: Requirement, wanted: Mapping[str, str]) -> dict[str, Any]:
    """Return the values as they may be kept, by column, or refuse them."""
    _known(wanted)
    sentence = text.clean(wanted["sentence"], 300)
    if not sentence:
        raise Refused("A requirement needs a sentence.")
    return {
        "sentence": sentence,
        "weight": wanted["weight"],
        "status": wanted["status"],
        "season": wanted["season"],
        "time_of_day": wanted["time_of_day"],
        "zone": text.clean(wanted["zone"], 80),
        "owner": text.clean(wanted["owner"], 80),
        "who": text.clean(wanted["who"], 120),
        "right": text.clean(wanted["right"], 300),
        "cost_class": int(wanted["cost_class"]) if wanted["cost_class"] else None,
        "place": placed(requirement.place, wanted),
    }


def _known(wanted: Mapping[str, str]) -> None:
    """Refuse what no list offers."""
    lists = {"weight": WEIGHTS, "status": STATUSES, "season": SEASONS, "time_of_day": TIMES}
    if any(wanted[name] not in offered for name, offered in lists.items()):
        raise Refused("Choose one of the words offered.")
    if wanted["cost_class"] not in ("", "1", "2", "3", "4"):
        raise Refused("The cost class is a number from 1 to 4.")


def placed(before: Mapping[str, Any] | None, wanted: Mapping[str, str]) -> dict[str, Any] | None:
    """Return the geometry that was typed or drawn; what was not touched stays as it was."""
    told = {"place_as": wanted["place_as"], "place": wanted["place"].strip()}
    if told == drawn(before):
        return dict(before) if before else None
    if told["place_as"] not in DRAWN:
        raise Refused("Choose one of the words offered.")
    return _geometry(told["place_as"], corners_of(told["place"]))


def _geometry(drawn_as: str, corners: list[tuple[float, float]]) -> dict[str, Any] | None:
    if not corners or not drawn_as:
        return None
    if drawn_as == "point":
        return {"type": "Point", "coordinates": list(place_of(corners))}
    if drawn_as == "line":
        if len(corners) < 2:
            raise Refused("A line needs at least two corners.")
        return {"type": "LineString", "coordinates": line_of(corners)}
    if len(corners) < 3:
        raise Refused("An area needs at least three corners.")
    return polygon_of(corners)


_PLAIN = frozenset(FIELDS) - {"place_as", "place"}
