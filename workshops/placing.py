"""Placing: the outline of a square, its base map, its zones and its landmarks."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from workshops import log, news, text
from workshops.basemap import blank, build
from workshops.methods import zones
from workshops.methods.geodesy import Geometry, Point, area_m2
from workshops.methods.spatial import centre_of, inside, outside_m
from workshops.models import Consultation
from workshops.osm import Extract
from workshops.osm.rings import untangled
from workshops.refusal import Refused

SMALLEST_M2 = 20
MOST_CORNERS = 200
MOST_LANDMARKS = 30
#: A landmark further from the outline than this belongs to another square.
FAR_M = 150.0

_NUMBER = r"[+-]?\d{1,3}(?:\.\d+)?"
_CORNER = re.compile(rf"\s*({_NUMBER})\s*°?[\s,;]+({_NUMBER})\s*°?\s*")


def corners_of(typed: str) -> list[Point]:
    """Read corners one a line, latitude and longitude as maps give them; returns lon, lat."""
    lines = [line for line in typed.splitlines() if line.strip()]
    if len(lines) > MOST_CORNERS:
        raise Refused(
            "That is %(n)s corners. %(most)s are enough.", n=len(lines), most=MOST_CORNERS
        )
    return [_corner(line) for line in lines]


def _corner(line: str) -> Point:
    found = _CORNER.fullmatch(line)
    lat, lon = (float(found[1]), float(found[2])) if found else (999.0, 999.0)
    if not (-90 < lat < 90 and -180 <= lon <= 180):
        raise Refused(
            "“%(line)s” is not a corner. Write latitude and longitude: 60.79450, 11.06800",
            line=text.clean(line, 40),
        )
    return lon, lat


def polygon_of(corners: Sequence[Point]) -> dict[str, Any]:
    """Return the polygon of these corners; refuses fewer than three, crossings, and specks."""
    open_ring = list(corners[:-1] if len(corners) > 1 and corners[0] == corners[-1] else corners)
    if len(open_ring) < 3:
        raise Refused("An outline needs at least three corners.")
    loops = untangled(open_ring)
    if len(loops) > 1:
        raise Refused("The outline crosses itself. Put the corners in order round the place.")
    ring = [[round(lon, 7), round(lat, 7)] for lon, lat in [*open_ring, open_ring[0]]]
    polygon = {"type": "Polygon", "coordinates": [ring]}
    if not loops or area_m2(polygon) < SMALLEST_M2:
        raise Refused(
            "This is smaller than %(n)s square metres. Draw the place larger.", n=SMALLEST_M2
        )
    return polygon


def set_outline(
    session: Session, consultation: Consultation, outline: dict[str, Any], extract: Extract | None
) -> None:
    """Give the square its outline and draw its base map from the extract, or from nothing.

    Zones and landmarks that do not lie in the new outline go.
    """
    square = consultation.square
    square.basemap = build(extract, outline) if extract else blank(outline)
    square.outline = outline
    square.zones = [z for z in square.zones if inside(*centre_of(z["polygon"]), outline)]
    square.landmarks = [
        each for each in square.landmarks if outside_m((each["lon"], each["lat"]), outline) < FAR_M
    ]
    _placed(session, consultation, "drew", "outline")


def cut_zones(session: Session, consultation: Consultation, parts: int) -> None:
    """Divide the square into so many zones of equal area, in place of those it has."""
    outline = _outline(consultation)
    if not 2 <= parts <= len(zones.LETTERS):
        raise Refused("Two to %(most)s zones.", most=len(zones.LETTERS))
    consultation.square.zones = [
        {"letter": letter, "name": "", "polygon": dict(polygon)}
        for letter, polygon in zip(zones.LETTERS, zones.cut(outline, parts), strict=False)
    ]
    _placed(session, consultation, "divided", "zones")


def add_zone(
    session: Session, consultation: Consultation, polygon: dict[str, Any], name: str
) -> None:
    """Add a zone under the first free letter."""
    taken = {zone["letter"] for zone in consultation.square.zones}
    letter = next((each for each in zones.LETTERS if each not in taken), None)
    if letter is None:
        raise Refused("There are %(n)s zones. Remove one first.", n=len(taken))
    if outside_m(centre_of(polygon), _outline(consultation)) > FAR_M:
        raise Refused("This zone lies far from the square. Draw it on the square.")
    zone = {"letter": letter, "name": text.clean(name, 60), "polygon": polygon}
    consultation.square.zones = sorted([*consultation.square.zones, zone], key=_letter)
    _placed(session, consultation, "divided", "zones")


def name_zones(session: Session, consultation: Consultation, names: Mapping[str, str]) -> None:
    """Give zones their names, by letter."""
    consultation.square.zones = [
        zone | {"name": text.clean(names.get(zone["letter"], zone["name"]), 60)}
        for zone in consultation.square.zones
    ]
    _placed(session, consultation, "named", "zones")


def remove_zone(session: Session, consultation: Consultation, letter: str) -> None:
    """Take a zone away; the others keep their letters."""
    consultation.square.zones = [z for z in consultation.square.zones if z["letter"] != letter]
    _placed(session, consultation, "divided", "zones")


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
        if outside_m((each["lon"], each["lat"]), outline) > FAR_M:
            raise Refused("“%(name)s” lies far from the square.", name=name)
        kept[name] = {**each, "name": name}
    if len(kept) > MOST_LANDMARKS:
        raise Refused(
            "That is %(n)s landmarks. %(most)s are enough.", n=len(kept), most=MOST_LANDMARKS
        )
    consultation.square.landmarks = list(kept.values())
    _placed(session, consultation, "named", "landmarks")


def _outline(consultation: Consultation) -> Geometry:
    if consultation.square.outline is None:
        raise Refused("Draw the outline of the square first.")
    return consultation.square.outline


def _letter(zone: Mapping[str, Any]) -> str:
    return str(zone["letter"])


def _placed(session: Session, consultation: Consultation, verb: str, subject: str) -> None:
    """Write it into the log; the plan of every workshop has changed."""
    log.note(session, consultation.id, "desk", verb, subject)
    for workshop in consultation.workshops:
        news.tell(session, workshop.id, "stage")
