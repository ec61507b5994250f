"""A plan to draw on, at the desk and in the planner's room: metres, and what lies there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from app.plans import plan_digest
from app.views import plan_view
from workshops.basemap import Frame
from workshops.methods.spatial import centre_of
from workshops.models import Square

PARTS = ("zones", "landmarks", "stops", "routes")


@dataclass(frozen=True)
class PlanShape:
    """Something that is there already, in plan metres: `points` for areas and lines.

    `sign` stands at x, y and leads to `url`, where it is changed; "" when it is not of this step.
    """

    kind: str
    points: str
    sign: str
    name: str
    x: float
    y: float
    url: str


@dataclass(frozen=True)
class DrawingPlan:
    """A plan to draw on: its picture, its size in metres, and where its corners lie.

    `corners` are lon, lat of the north-west, north-east and south-west corner; `edges` is the
    address of what a corner snaps to.
    """

    url: str
    edges: str
    width: float
    height: float
    box: tuple[float, float, float, float]
    corners: Sequence[tuple[float, float]]
    shapes: Sequence[PlanShape]
    licence: str


def plan_to_draw_on(
    square: Square, edges: str, shapes: Sequence[PlanShape], theme: str = "light"
) -> DrawingPlan | None:
    """Return the plan of a square; None while it has none. In "bare" zones are not drawn."""
    view = plan_view(square)
    if view is None or square.basemap is None:
        return None
    return DrawingPlan(
        url=url_for("files.plan", square_id=square.id, digest=plan_digest(square), theme=theme),
        edges=edges,
        width=view.width,
        height=view.height,
        box=view.box,
        corners=corners_of(Frame.from_json(square.basemap["frame"])),
        shapes=shapes,
        licence=view.licence,
    )


def corners_of(frame: Frame) -> list[tuple[float, float]]:
    """Return lon, lat of the north-west, north-east and south-west corner."""
    spots = ((0.0, 0.0), (frame.width_m, 0.0), (0.0, frame.height_m))
    return [frame.to_lonlat(x, y) for x, y in spots]


def shapes_of(square: Square) -> list[PlanShape]:
    """Return all that lies on a square; of this nothing leads anywhere."""
    if square.basemap is None:
        return []
    frame = Frame.from_json(square.basemap["frame"])
    return [
        shape_of(part, thing, frame, sign_of(part, key, nth))
        for part in PARTS
        for nth, (key, thing) in enumerate(things_of(square, part), 1)
    ]


def shape_of(
    part: str, thing: Mapping[str, Any], frame: Frame, sign: str, url: str = ""
) -> PlanShape:
    """Return a zone, landmark, stop or route as it is drawn; `url` is where its sign leads."""
    if part == "zones":
        at = frame.to_xy(*centre_of(thing["polygon"]))
        return PlanShape("zone", ring_of(thing["polygon"], frame), sign, thing["name"], *at, url)
    if part == "routes":
        points = _points(thing["line"], frame)
        at = frame.to_xy(*thing["line"][0][:2])
        return PlanShape("route", points, sign, thing["name"], *at, url)
    at = frame.to_xy(thing["lon"], thing["lat"])
    return PlanShape(part[:-1], "", sign, thing["name"], *at, url)


def things_of(square: Square, part: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the key and the thing of every zone, landmark, stop or route."""
    by = {"zones": "letter", "landmarks": "name"}.get(part, "key")
    for thing in getattr(square, part):
        yield thing[by], thing


def sign_of(part: str, key: str, nth: int) -> str:
    """Return what stands in the disc: the letter of a zone, the number of a stop or route."""
    return {"zones": key, "landmarks": ""}.get(part, str(nth))


def ring_of(polygon: Mapping[str, Any], frame: Frame) -> str:
    """Return the outer ring as the points of an SVG polygon, in plan metres."""
    rings = polygon["coordinates"] if polygon["type"] == "Polygon" else polygon["coordinates"][0]
    return _points(rings[0], frame)


def _points(line: Sequence[Sequence[float]], frame: Frame) -> str:
    corners = (frame.to_xy(lon, lat) for lon, lat, *_ in line)
    return " ".join(f"{x:.2f},{y:.2f}" for x, y in corners)
