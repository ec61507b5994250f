"""The whole of an extract as one box, for those who have not chosen a square yet."""

import math
from typing import Any

from workshops.methods.geodesy import distance_m
from workshops.methods.spatial import Box, places_of
from workshops.osm import Extract

#: A larger extract is shown round its middle: a square is not found on a map of a town.
WIDEST_M = 4000
METRES_A_DEGREE = 111_000


def box_round(extract: Extract) -> dict[str, Any]:
    """The box the extract was asked for, else the one round what it holds; at most 4 km across.

    Roads and borders that only pass through reach far beyond the box that was asked for.
    """
    west, south, east, north = extract.bounds or _box_of(extract)
    if distance_m((west, south), (east, north)) > WIDEST_M:
        west, south, east, north = _middle_of(extract)
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def _box_of(extract: Extract) -> Box:
    lons, lats = _sorted_places(extract)
    return lons[0], lats[0], lons[-1], lats[-1]


def _middle_of(extract: Extract) -> Box:
    """Where half of what is drawn lies on either side."""
    lons, lats = _sorted_places(extract)
    lon, lat = lons[len(lons) // 2], lats[len(lats) // 2]
    up = WIDEST_M / 4 / METRES_A_DEGREE
    aside = up / max(0.01, math.cos(math.radians(lat)))
    return lon - aside, lat - up, lon + aside, lat + up


def _sorted_places(extract: Extract) -> tuple[list[float], list[float]]:
    places = [place for feature in extract.features for place in places_of(feature.geometry)]
    return sorted(lon for lon, _ in places), sorted(lat for _, lat in places)
