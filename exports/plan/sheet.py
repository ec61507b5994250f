"""What one plan is drawn on, and the three ways in which features become SVG."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup

from exports.plan.looks import LOOKS, PAPER, Looks, Theme, element, group, path
from workshops.basemap import Frame
from workshops.methods.geodesy import Geometry, Point, polygons_of
from workshops.methods.shapes import Box

Feature = Mapping[str, Any]


@dataclass(frozen=True)
class Sheet:
    """What is drawn and how: `view` in plan metres, `px` the metres that a thin line is wide."""

    basemap: Mapping[str, Any]
    outline: Geometry | None
    theme: Theme
    view: Box
    px: float

    @property
    def looks(self) -> Looks:
        return LOOKS[self.theme]

    @property
    def line(self) -> float:
        """How wide a thin line is drawn: wider where contrast is wanted."""
        return self.px * self.looks.edge

    @property
    def is_paper(self) -> bool:
        return self.theme in PAPER

    @cached_property
    def frame(self) -> Frame:
        return Frame.from_json(self.basemap["frame"])

    @cached_property
    def square(self) -> list[list[Point]]:
        """The outline's rings in plan metres."""
        return self.rings_of(self.outline) if self.outline else []

    @property
    def picture(self) -> Mapping[str, Any] | None:
        """What lies on the map: see workshops.ground."""
        return self.basemap.get("picture")

    def rings_of(self, polygon: Geometry) -> list[list[Point]]:
        return [
            [self.frame.to_xy(place[0], place[1]) for place in ring]
            for rings in polygons_of(polygon)
            for ring in rings
        ]

    def areas(self, *kinds: str) -> list[Feature]:
        return [f for f in self.basemap["features"] if f["kind"] in kinds and "rings" in f]

    def lines(self, *kinds: str) -> list[Feature]:
        return [f for f in self.basemap["features"] if f["kind"] in kinds and "line" in f]

    def points(self, *kinds: str) -> list[tuple[Point, Feature]]:
        return [
            ((x, y), feature)
            for feature in self.basemap["features"]
            if feature["kind"] in kinds
            for x, y in feature.get("points", ())
        ]


def fill(features: Sequence[Feature], colour: str, **more: object) -> Markup:
    paths = (element("path", d=path(f["rings"])) for f in features)
    return group(paths, fill=colour, fill_rule="evenodd", **more)


def thin(sheet: Sheet, features: Sequence[Feature], colour: str) -> Markup:
    d = path((f["line"] for f in features), close=False)
    if not d:
        return Markup("")
    return element("path", d=d, fill="none", stroke=colour, stroke_width=sheet.line)


def wide(features: Sequence[Feature], colour: str, more_m: float = 0.0, **more: object) -> Markup:
    paths = (
        element("path", d=path([f["line"]], close=False), stroke_width=f["width"] + more_m)
        for f in features
    )
    return group(paths, fill="none", stroke=colour, stroke_linejoin="round", **more)
