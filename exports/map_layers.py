"""What lies under and over the notes: the plan, the grid, zones, stops, routes, own layers."""

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from exports import plan
from exports.plan.labels import Room
from exports.plan.own_layers import DASHES, colour_of
from exports.plan.zones import zone_labels, zone_names
from exports.words import Words
from workshops.basemap import Frame, blank
from workshops.findings import SquareFacts
from workshops.methods.geodesy import Point
from workshops.methods.spatial import LETTERS, Grid, bounds_of, grid_of
from workshops.refusal import Refused
from workshops.words import mark, say

PLAN_PX = 2400
DECIMALS = 7
OUTERMOST = 50
LABEL_STEPS = 0.4  # how far from the grid its letters stand, in squares


def ground_of(square: SquareFacts, words: Words) -> dict[str, Any] | None:
    """Return the plan as a picture in itself, with its corners; None where there is nothing."""
    frame = frame_of(square)
    if frame is None:
        return None
    drawn = drawn_plan(square, frame, words)
    picture = base64.b64encode(drawn.encode("utf-8", "replace")).decode()
    return {"url": f"data:image/svg+xml;base64,{picture}", "corners": corners_of(frame)}


def drawn_plan(square: SquareFacts, frame: Frame, words: Words) -> str:
    """Return the plan as SVG, without zones and grid: those are layers of their own."""
    title = words.say(say("Plan of %(square)s", square=square.name))
    basemap = square.basemap or {"frame": frame.to_json(), "features": []}
    ground = {name: value for name, value in basemap.items() if name != "layers"}
    extras = plan.Extras(speak=words.say)
    drawn = plan.draw(ground, square.outline, (), "light", title=title, extras=extras)
    high = round(PLAN_PX * frame.height_m / frame.width_m)
    return str(drawn).replace("<svg ", f'<svg width="{PLAN_PX}" height="{high}" ', 1)


def corners_of(frame: Frame) -> list[list[float]]:
    """Return north-west, north-east and south-west of the plan; it leans by a degree or two."""
    spots = ((0.0, 0.0), (frame.width_m, 0.0), (0.0, frame.height_m))
    return [_rounded(frame.to_lonlat(x, y)) for x, y in spots]


def frame_of(square: SquareFacts) -> Frame | None:
    """Return the frame of the base map, or one round the outline if that is no city."""
    if square.basemap:
        return Frame.from_json(square.basemap["frame"])
    if square.outline is None:
        return None
    try:
        return Frame.from_json(blank(dict(square.outline))["frame"])
    except Refused:
        return None


def layers_of(
    square: SquareFacts,
    counted: Mapping[str, Sequence[Mapping[str, Any]]],
    words: Words,
    asked: Sequence[Mapping[str, Any]] = (),
) -> list[dict[str, Any]]:
    """Return the layers that have something in them, the lowest first.

    `counted` has the features of results that are no notes, by the name of their activity;
    `asked` those of requirements.
    """
    requirements = _layer("asked", words.gettext(mark("Requirements")), "asked", list(asked))
    found = [*_own(square), *_drawn(square, words), *_results(counted), requirements]
    return [each for each in found if each["features"]]


class Asked(Protocol):
    """A requirement, frozen or live."""

    @property
    def number(self) -> int: ...
    @property
    def place(self) -> Mapping[str, Any] | None: ...


def asked_in(requirements: Iterable[Asked]) -> list[dict[str, Any]]:
    """Return the places of the requirements that have one of their own, by their numbers."""
    return [feature(each.place, label=f"R{each.number}") for each in requirements if each.place]


def _own(square: SquareFacts) -> Iterator[dict[str, Any]]:
    for nth, own in enumerate(square.layers):
        features = list(own["features"].get("features", ()))
        about = ", ".join(filter(None, (own.get("source"), own.get("licence"))))
        colour, dash = colour_of("light", nth), DASHES[nth % len(DASHES)]
        looks = {"about": about, "colour": colour, "dash": dash}
        is_on = bool(own.get("on", True))
        yield _layer(f"own-{nth}", own["name"], "own", features, is_on=is_on) | looks


def _drawn(square: SquareFacts, words: Words) -> Iterator[dict[str, Any]]:
    yield _layer("grid", words.gettext(mark("Grid")), "grid", _grid(square), is_on=False)
    outline = [feature(square.outline)] if square.outline else []
    yield _layer("outline", words.gettext(mark("Outline")), "outline", outline)
    yield _layer("zones", words.gettext(mark("Zones")), "zones", _zones(square))
    routes = [
        feature({"type": "LineString", "coordinates": each["line"]}, label=each["name"])
        for each in square.routes
    ]
    yield _layer("routes", words.gettext(mark("Routes of walks")), "routes", routes)
    stops = [
        feature({"type": "Point", "coordinates": [each["lon"], each["lat"]]}, label=each["name"])
        for each in square.stops
    ]
    yield _layer("stops", words.gettext(mark("Stops")), "stops", stops)


def _zones(square: SquareFacts) -> list[dict[str, Any]]:
    """Return the zones, and their letters beside the square, where they hide no note."""
    edges = [feature(each["polygon"]) for each in square.zones]
    frame = frame_of(square)
    if frame is None or square.outline is None:
        return edges
    basemap = square.basemap or {"frame": frame.to_json(), "features": []}
    sheet = plan.sheet_of(basemap, square.outline, "light")
    named = zone_labels(sheet, zone_names(square.zones, "disc", str), "disc", Room(sheet.view))
    return edges + [
        feature(
            {"type": "Point", "coordinates": _rounded(frame.to_lonlat(label.x, label.y))},
            label=label.text,
        )
        for label, _ in named
    ]


def _results(
    counted: Mapping[str, Sequence[Mapping[str, Any]]],
) -> Iterator[dict[str, Any]]:
    for nth, (name, features) in enumerate(counted.items()):
        most = max((each["properties"].get("value") or 0 for each in features), default=0)
        yield _layer(f"result-{nth}", name, "result", list(features)) | {"most": most}


def _layer(
    key: str, name: str, look: str, features: list[Any], *, is_on: bool = True
) -> dict[str, Any]:
    return {"key": key, "name": name, "look": look, "on": is_on, "features": features}


def _grid(square: SquareFacts) -> list[dict[str, Any]]:
    """Return the lines of the grid and its letters and numbers, as places."""
    frame = frame_of(square)
    if frame is None or square.outline is None:
        return []
    mesh = grid_of(frame, square.outline)
    lines = [[_rounded(frame.to_lonlat(*end)) for end in line] for line in _lines(mesh)]
    names = [
        feature({"type": "Point", "coordinates": _rounded(frame.to_lonlat(x, y))}, label=name)
        for name, x, y in _names(mesh)
    ]
    return [feature({"type": "MultiLineString", "coordinates": lines}), *names]


def _lines(mesh: Grid) -> Iterator[tuple[Point, Point]]:
    right, bottom = mesh.x + mesh.columns * mesh.step_m, mesh.y + mesh.rows * mesh.step_m
    for nth in range(mesh.columns + 1):
        x = mesh.x + nth * mesh.step_m
        yield (x, mesh.y), (x, bottom)
    for nth in range(mesh.rows + 1):
        y = mesh.y + nth * mesh.step_m
        yield (mesh.x, y), (right, y)


def _names(mesh: Grid) -> Iterator[tuple[str, float, float]]:
    off = LABEL_STEPS * mesh.step_m
    for nth, letter in enumerate(LETTERS[: mesh.columns]):
        yield letter, mesh.x + (nth + 0.5) * mesh.step_m, mesh.y - off
    for nth in range(mesh.rows):
        yield str(nth + 1), mesh.x - off, mesh.y + (nth + 0.5) * mesh.step_m


def feature(geometry: Mapping[str, Any], **properties: Any) -> dict[str, Any]:
    """Return a GeoJSON feature."""
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def bounds_first(square: SquareFacts, spots: Sequence[Point]) -> list[list[float]]:
    """Return the corners of what is shown first: the square, else most places, else the world.

    Of many places the outermost fiftieth on each side is left out: a few that lie far from all
    others would make the rest a dot.
    """
    if square.outline:
        west, south, east, north = bounds_of(square.outline)
        return [[west, south], [east, north]]
    spots = spots or [(-170.0, -60.0), (170.0, 75.0)]
    lons, lats = sorted(lon for lon, _ in spots), sorted(lat for _, lat in spots)
    few = len(spots) // OUTERMOST
    return [[lons[few], lats[few]], [lons[-1 - few], lats[-1 - few]]]


def _rounded(place: Point) -> list[float]:
    return [round(place[0], DECIMALS), round(place[1], DECIMALS)]
