"""Placing: the outline of a square, its base map, its zones and its landmarks."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from workshops import squares, stops, text
from workshops.basemap import blank, build, reframed
from workshops.corners import with_holes_of
from workshops.methods import zones
from workshops.methods.geodesy import Geometry, Point
from workshops.methods.spatial import centre_of, inside, outside_m
from workshops.models import Consultation, Square
from workshops.osm import Extract
from workshops.refusal import Refused
from workshops.words import Sentence, count

MOST_LANDMARKS = 30
#: A landmark further from the outline than this belongs to another square.
FAR_M = 150.0


def set_outline(
    session: Session, consultation: Consultation, outline: dict[str, Any], extract: Extract | None
) -> tuple[Sentence, ...]:
    """Give the square its outline and draw its base map from the extract, or from nothing.

    What does not lie in or near the new outline goes; returns how much did.
    """
    square = consultation.square
    kept_zones = [z for z in square.zones if inside(*centre_of(z["polygon"]), outline)]
    kept_landmarks = [each for each in square.landmarks if not _is_far(each, outline)]
    kept_stops, kept_routes = stops.near(square, outline)
    gone = (
        len(square.zones) - len(kept_zones),
        len(square.landmarks) - len(kept_landmarks),
        len(square.stops) - len(kept_stops),
        len(square.routes) - len(kept_routes),
    )
    squares.change(
        session,
        consultation,
        "drew",
        "outline",
        outline=outline,
        basemap=drawn(square, outline, extract),
        zones=kept_zones,
        landmarks=kept_landmarks,
        stops=kept_stops,
        routes=kept_routes,
    )
    return _gone(*gone)


def drawn(square: Square, outline: dict[str, Any], extract: Extract | None) -> dict[str, Any]:
    """Return the base map of an outline: from the map, else what is known of the place."""
    if extract is not None:
        return build(extract, outline)
    return reframed(square.basemap, outline) if square.basemap else blank(outline)


def _gone(
    zones_gone: int, landmarks_gone: int, stops_gone: int, routes_gone: int
) -> tuple[Sentence, ...]:
    said = (
        count(
            "%(n)s zone lies outside the new outline and went. Undo brings it back.",
            "%(n)s zones lie outside the new outline and went. Undo brings them back.",
            zones_gone,
        ),
        count(
            "%(n)s landmark lies far from the new outline and went. Undo brings it back.",
            "%(n)s landmarks lie far from the new outline and went. Undo brings them back.",
            landmarks_gone,
        ),
        count(
            "%(n)s stop lies far from the new outline and went. Undo brings it back.",
            "%(n)s stops lie far from the new outline and went. Undo brings them back.",
            stops_gone,
        ),
        count(
            "%(n)s route lies far from the new outline and went. Undo brings it back.",
            "%(n)s routes lie far from the new outline and went. Undo brings them back.",
            routes_gone,
        ),
    )
    return tuple(each for each in said if each.n)


def redrawn_outline(square: Square, polygon: dict[str, Any]) -> dict[str, Any]:
    """Return an outline drawn by its corners, with the holes that it had."""
    return with_holes_of(polygon, square.outline) if square.outline else polygon


def cut_zones(session: Session, consultation: Consultation, parts: int) -> None:
    """Divide the square into so many zones of equal area, in place of those it has."""
    outline = _outline(consultation)
    if not 2 <= parts <= len(zones.LETTERS):
        raise Refused("Two to %(most)s zones.", most=len(zones.LETTERS))
    new = [
        {"letter": letter, "name": "", "polygon": dict(polygon)}
        for letter, polygon in zip(zones.LETTERS, zones.cut(outline, parts), strict=False)
    ]
    squares.change(session, consultation, "divided", "zones", zones=new)


def add_zone(
    session: Session, consultation: Consultation, polygon: dict[str, Any], name: str
) -> None:
    """Add a zone under the first free letter."""
    before = consultation.square.zones
    letter = next(iter(free_letters(consultation.square)), None)
    if letter is None:
        raise Refused("There are %(n)s zones. Remove one first.", n=len(before))
    zone = _zone(consultation, letter, polygon, name)
    new = sorted([*before, zone], key=_letter)
    squares.change(session, consultation, "divided", "zones", zones=new)


def free_letters(square: Square) -> list[str]:
    """Return the letters that no zone has yet."""
    taken = {zone["letter"] for zone in square.zones}
    return [each for each in zones.LETTERS if each not in taken]


def change_zone(
    session: Session, consultation: Consultation, letter: str, polygon: dict[str, Any], name: str
) -> None:
    """Draw a zone anew or rename it; it keeps its letter, and holes that still lie in it."""
    before = squares.find(consultation.square, "zones", letter)
    zone = _zone(consultation, letter, with_holes_of(polygon, before["polygon"]), name)
    new = squares.replaced(consultation.square, "zones", letter, zone)
    squares.change(session, consultation, "divided", "zones", zones=new)


def _zone(
    consultation: Consultation, letter: str, polygon: dict[str, Any], name: str
) -> dict[str, Any]:
    if outside_m(centre_of(polygon), _outline(consultation)) > FAR_M:
        raise Refused("This zone lies far from the square. Draw it on the square.")
    return {"letter": letter, "name": text.clean(name, 60), "polygon": polygon}


def name_zones(
    session: Session,
    consultation: Consultation,
    names: Mapping[str, str],
    seen: Mapping[str, str] | None = None,
) -> None:
    """Give zones their names, by letter; `seen` is what the person saw before writing.

    Names that were left alone stay what they are now. Refuses one that somebody else changed.
    """
    new = [
        zone | {"name": _new_name(zone, names, seen or {})} for zone in consultation.square.zones
    ]
    squares.change(session, consultation, "named", "zones", zones=new)


def _new_name(zone: Mapping[str, Any], names: Mapping[str, str], seen: Mapping[str, str]) -> str:
    now, letter = str(zone["name"]), zone["letter"]
    mine, was = text.clean(names.get(letter, now), 60), seen.get(letter, now)
    if mine in {was, now}:
        return now
    if now != was:
        raise Refused(
            "Zone %(letter)s is called “%(theirs)s” meanwhile. You wrote “%(mine)s”: write it "
            "again if it is better.",
            letter=letter,
            theirs=now,
            mine=mine,
        )
    return mine


def remove_zone(session: Session, consultation: Consultation, letter: str) -> None:
    """Take a zone away; the others keep their letters."""
    new = squares.without(consultation.square, "zones", letter)
    squares.change(session, consultation, "divided", "zones", zones=new)


def set_landmarks(
    session: Session, consultation: Consultation, landmarks: Iterable[Mapping[str, Any]]
) -> None:
    """Say which landmarks people may name, each with a name of its own."""
    outline = _outline(consultation)
    kept: dict[str, dict[str, Any]] = {}
    for each in landmarks:
        name = text.clean(str(each["name"]), 60)
        if not name:
            raise Refused("Give the landmark a name.")
        if _is_far(each, outline):
            raise Refused("“%(name)s” lies far from the square.", name=name)
        kept[name] = {**each, "name": name}
    if len(kept) > MOST_LANDMARKS:
        raise Refused(
            "That is %(n)s landmarks. %(most)s are enough.", n=len(kept), most=MOST_LANDMARKS
        )
    squares.change(session, consultation, "named", "landmarks", landmarks=list(kept.values()))


def change_landmark(
    session: Session, consultation: Consultation, key: str, name: str, place: Point
) -> None:
    """Move or rename a landmark; refuses the name of another."""
    square = consultation.square
    before = squares.find(square, "landmarks", key)
    clean = text.clean(name, 60)
    if clean != key and any(each["name"] == clean for each in square.landmarks):
        raise Refused("There is a landmark “%(name)s” already.", name=clean)
    new = before | {"name": clean, "lon": place[0], "lat": place[1]}
    set_landmarks(session, consultation, squares.replaced(square, "landmarks", key, new))


def remove_landmark(session: Session, consultation: Consultation, key: str) -> None:
    """Take a landmark away."""
    set_landmarks(session, consultation, squares.without(consultation.square, "landmarks", key))


def _is_far(landmark: Mapping[str, Any], outline: Geometry) -> bool:
    return outside_m((landmark["lon"], landmark["lat"]), outline) > FAR_M


def _outline(consultation: Consultation) -> Geometry:
    if consultation.square.outline is None:
        raise Refused("Draw the outline of the square first.")
    return consultation.square.outline


def _letter(zone: Mapping[str, Any]) -> str:
    return str(zone["letter"])
