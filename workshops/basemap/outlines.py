"""An outline out of a GeoJSON file: the one area in it, closed, in longitude and latitude."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from workshops.degrees import number
from workshops.osm.rings import untangled
from workshops.refusal import Refused

MOST_CORNERS = 20_000
LONGEST_NAME = 80
DEEPEST = 8

Position = tuple[float, float]


def outline_in(content: bytes) -> tuple[str, dict[str, Any]]:
    """The name ("" where it has none) and the Polygon or MultiPolygon of a GeoJSON file.

    Refuses a file without an area, with several, or with places that are not degrees.
    """
    try:
        read = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as fault:
        raise Refused("The outline is not a GeoJSON file: it cannot be read as JSON.") from fault
    found = list(_areas(read, "", 0))
    if not found:
        raise Refused("There is no area in the outline’s file. It needs a Polygon.")
    if len(found) > 1:
        names = ", ".join(name for name, _ in found if name)[:200]
        raise Refused(
            "There are %(n)s areas in the outline’s file: keep one of them. %(names)s",
            n=len(found),
            names=names,
        )
    name, geometry = found[0]
    return name, _checked(geometry)


def _areas(part: Any, name: str, depth: int) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if not isinstance(part, dict) or depth > DEEPEST:
        return
    properties = part.get("properties")
    if isinstance(properties, dict) and isinstance(properties.get("name"), str):
        name = " ".join(properties["name"].split())[:LONGEST_NAME]
    if part.get("type") in ("Polygon", "MultiPolygon"):
        yield name, part
    yield from _areas(part.get("geometry"), name, depth + 1)
    for key in ("features", "geometries"):
        members = part.get(key)
        for member in members if isinstance(members, list) else ():
            yield from _areas(member, name, depth + 1)


def _checked(geometry: Mapping[str, Any]) -> dict[str, Any]:
    nested = geometry.get("coordinates")
    polygons = [nested] if geometry["type"] == "Polygon" else nested
    if not isinstance(polygons, list) or not all(isinstance(each, list) for each in polygons):
        raise Refused("The outline has no coordinates.")
    if sum(len(ring) for rings in polygons for ring in rings if isinstance(ring, list)) > (
        MOST_CORNERS
    ):
        raise Refused("The outline has more than %(n)s corners. Simplify it.", n=MOST_CORNERS)
    whole = [_polygon(rings) for rings in polygons if rings]
    if not whole:
        raise Refused("The outline has no coordinates.")
    if len(whole) == 1:
        return {"type": "Polygon", "coordinates": whole[0]}
    return {"type": "MultiPolygon", "coordinates": whole}


def _polygon(rings: Sequence[Any]) -> list[list[Position]]:
    outer, *holes = ([_position(place) for place in _list(ring)] for ring in rings)
    loops = untangled(outer)
    if not loops:
        raise Refused("The outline encloses nothing. It needs three corners that are not in line.")
    if len(loops) > 1:
        raise Refused("The outline crosses itself. Put the corners in order round the place.")
    return [loops[0], *(loop for hole in holes for loop in untangled(hole))]


def _list(nested: Any) -> Sequence[Any]:
    if not isinstance(nested, list):
        raise Refused("The outline has no coordinates.")
    return nested


def _position(place: Any) -> Position:
    lon, lat = [*map(number, place), None, None][:2] if isinstance(place, list) else (None, None)
    if lon is None or lat is None:
        raise Refused("A corner of the outline is no pair of numbers.")
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise Refused(
            "The outline’s corner %(x)s, %(y)s is nowhere on earth. "
            "Save it in WGS 84 (EPSG:4326), longitude first.",
            x=f"{lon:.0f}",
            y=f"{lat:.0f}",
        )
    return lon, lat
