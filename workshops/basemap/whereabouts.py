"""A place in words, for those who do not read a map: zone, grid square, nearest landmark."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workshops.basemap.frame import Frame
from workshops.methods.geodesy import Geometry, Point
from workshops.methods.spatial import Grid, inside, outside_m
from workshops.words import Sentence, mark, say

NEAR_M = 40.0
LANDMARK_MARGIN_M = 10.0
LANDMARKS = {
    "fountain": mark("Fountain"),
    "kiosk": mark("Kiosk"),
    "stage": mark("Stage"),
    "toilets": mark("Toilets"),
    "playground": mark("Playground"),
    "subway_entrance": mark("Subway entrance"),
    "bus_stop": mark("Bus stop"),
    "art": "",
    "clock": "",
    "market": "",
}


@dataclass(frozen=True)
class Whereabouts:
    """A place's zone letter, grid square and nearest landmark; empty, and None, where none is.

    `inside` says whether the place lies in the outline.
    """

    zone: str
    square: str
    landmark: str
    metres: int | None
    inside: bool

    @property
    def place(self) -> Sentence:
        """Zone and square: "Zone B, square D3"."""
        if self.zone and self.square:
            return say("Zone %(zone)s, square %(square)s", zone=self.zone, square=self.square)
        if self.square:
            return say("Square %(square)s", square=self.square)
        if self.zone:
            return say("Zone %(zone)s", zone=self.zone)
        return say("Outside the plan")

    @property
    def near(self) -> Sentence | None:
        """The distance to the landmark: "6 m from Fountain"; None when nothing is near."""
        if self.metres is None:
            return None
        if not self.metres:
            return say("At %(landmark)s", landmark=self.landmark)
        return say("%(metres)s m from %(landmark)s", metres=self.metres, landmark=self.landmark)


def describe_place(
    basemap: Mapping[str, Any],
    grid: Grid,
    zones: Sequence[Mapping[str, Any]],
    landmarks: Sequence[Mapping[str, Any]],
    lon: float,
    lat: float,
) -> Whereabouts:
    """Where a place is, in words.

    Zones: letter, polygon. Landmarks: name, lon, lat, and radius_m where it has an extent,
    from whose edge the distance counts; up to 40 m away. Of two as near the first is named.
    """
    frame = Frame.from_json(basemap["frame"])
    x, y = frame.to_xy(lon, lat)
    zone = next((z["letter"] for z in zones if inside(lon, lat, z["polygon"])), "")
    landmark, metres = _nearest(frame, landmarks, (x, y))
    in_outline = inside(lon, lat, basemap["outline"])
    return Whereabouts(zone, grid.square_at(x, y), landmark, metres, in_outline)


def _nearest(
    frame: Frame, landmarks: Sequence[Mapping[str, Any]], at: Point
) -> tuple[str, int | None]:
    near = [
        (math.dist(frame.to_xy(mark_["lon"], mark_["lat"]), at) - mark_.get("radius_m", 0), mark_)
        for mark_ in landmarks
    ]
    if not near:
        return "", None
    metres, landmark = min(near, key=lambda pair: pair[0])
    return (landmark["name"], max(0, round(metres))) if metres <= NEAR_M else ("", None)


def landmarks_of(basemap: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What the map offers as landmarks on the square and up to 10 m round it.

    Each: kind, name, lon, lat, radius_m. The name is the map's, else a word for the kind.
    """
    frame = Frame.from_json(basemap["frame"])
    return [one for one in _landmarks(basemap, frame) if _is_near(one, basemap["outline"])]


def _is_near(landmark: Mapping[str, Any], outline: Geometry) -> bool:
    return outside_m((landmark["lon"], landmark["lat"]), outline) <= LANDMARK_MARGIN_M


def _landmarks(basemap: Mapping[str, Any], frame: Frame) -> Iterator[dict[str, Any]]:
    for feature in basemap["features"]:
        kind = feature["kind"]
        name = feature.get("name") or LANDMARKS.get(kind)
        if kind not in LANDMARKS or not name:
            continue
        (x, y), radius = _middle_of(feature)
        lon, lat = frame.to_lonlat(x, y)
        yield {
            "kind": kind,
            "name": name,
            "lon": round(lon, 7),
            "lat": round(lat, 7),
            "radius_m": round(radius, 1),
        }


def _middle_of(feature: Mapping[str, Any]) -> tuple[Point, float]:
    corners = feature.get("points") or feature.get("line") or feature["rings"][0]
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    top, bottom = min(y for _, y in corners), max(y for _, y in corners)
    radius = feature.get("radius", (right - left + bottom - top) / 4)
    return ((left + right) / 2, (top + bottom) / 2), radius
