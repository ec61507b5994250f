"""Names on the plan: each where it fits, none over another."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from markupsafe import Markup

from exports.plan.looks import FONTS, Looks, element, readable
from workshops.methods.geodesy import Point
from workshops.methods.shapes import Box

LETTER_EM = 0.56
HALO_EM = 0.28
HEIGHT_EM = 0.62
BASELINE_EM = 0.35
MOST_COVERED = 2
ASIDE_EM = (0.0, 0.35, -0.35, 0.9, -0.9)


@dataclass(frozen=True)
class Label:
    """A text, its middle, the size of its letters in metres and its angle in degrees."""

    text: str
    x: float
    y: float
    size: float
    angle: float = 0.0
    weight: int = 500
    reach_em: float = HEIGHT_EM

    @property
    def reach(self) -> float:
        """Metres round each spot that nothing else may stand in."""
        return self.size * self.reach_em

    def spots(self) -> Iterator[Point]:
        """Points along the text that others must keep away from."""
        length = self.size * max(0.0, LETTER_EM * len(self.text) - HEIGHT_EM)
        across = math.cos(math.radians(self.angle)), math.sin(math.radians(self.angle))
        steps = max(1, math.ceil(length / self.size * 1.5))
        for nth in range(steps + 1):
            along = length * (nth / steps - 0.5)
            yield self.x + along * across[0], self.y + along * across[1]


@dataclass
class Room:
    """What is taken already within the view; `better_free` is used only if nothing else is left.

    `busy` is where something will be drawn on top.
    """

    view: Box
    taken: list[tuple[Point, float]] = field(default_factory=list)
    better_free: list[tuple[Point, float]] = field(default_factory=list)
    busy: Sequence[tuple[Point, float]] = ()

    def take(self, label: Label) -> None:
        self.taken += [(spot, label.reach) for spot in label.spots()]

    def fits(self, label: Label, others: Sequence[tuple[Point, float]]) -> bool:
        reach = label.reach
        left, top, right, bottom = self.view
        return all(
            left + reach <= x <= right - reach
            and top + reach <= y <= bottom - reach
            and all(math.dist((x, y), spot) >= reach + other for spot, other in others)
            for x, y in label.spots()
        )

    def is_read(self, label: Label) -> bool:
        """Whether no more than two things would cover it."""
        covering = [
            spot
            for spot, radius in self.busy
            if any(math.dist(spot, at) < label.reach + radius for at in label.spots())
        ]
        return len(covering) <= MOST_COVERED

    def first_that_fits(self, labels: Sequence[Label]) -> Iterator[Label]:
        """The best of several places for one name, taken at once; none where none is free."""
        for others in ([*self.taken, *self.better_free], self.taken):
            for label in labels:
                if self.fits(label, others):
                    self.take(label)
                    yield label
                    return


def street_labels(basemap: Mapping[str, Any], room: Room, size: float) -> Iterator[Label]:
    """Names along their streets."""
    for feature in basemap["features"]:
        if feature["kind"] == "street":
            places = [
                _beside(Label(feature["name"], x, y, size, angle), aside)
                for x, y, angle in feature["spots"]
                for aside in ASIDE_EM
            ]
            yield from room.first_that_fits(places)


def _beside(label: Label, em: float) -> Label:
    """The label moved across its own line."""
    across = math.radians(label.angle + 90)
    dx, dy = em * label.size * math.cos(across), em * label.size * math.sin(across)
    return replace(label, x=label.x + dx, y=label.y + dy)


def landmark_labels(
    landmarks: Sequence[Mapping[str, Any]],
    to_xy: Callable[[float, float], Point],
    room: Room,
    size: float,
) -> Iterator[Label]:
    """Names of landmarks: under them, else over, right or left of them; each name once.

    Left out where notes would cover them.
    """
    told: set[str] = set()
    for landmark in landmarks:
        if landmark["name"] in told:
            continue
        told.add(landmark["name"])
        x, y = to_xy(landmark["lon"], landmark["lat"])
        down = landmark["radius_m"] + 0.8 * size
        aside = landmark["radius_m"] + size * (0.4 + LETTER_EM * len(landmark["name"]) / 2)
        moves = ((0.0, down), (0.0, -down), (aside, 0.0), (-aside, 0.0))
        places = [Label(landmark["name"], x + dx, y + dy, size) for dx, dy in moves]
        yield from room.first_that_fits([place for place in places if room.is_read(place)])


def written(label: Label, looks: Looks, colour: str | None = None) -> Markup:
    """The text twice: a wide stroke below for the halo, then the letters."""
    turn = f"rotate({label.angle:.1f} {label.x:.2f} {label.y:.2f})" if label.angle else None
    place = {
        "x": label.x,
        "y": label.y + BASELINE_EM * label.size,
        "transform": turn,
        "font_size": label.size,
        "font_weight": label.weight,
    }
    text = readable(label.text)
    halo = element(
        "text",
        text,
        **place,
        fill=looks.halo,
        stroke=looks.halo,
        stroke_width=HALO_EM * label.size,
        stroke_linejoin="round",
        aria_hidden="true",
    )
    return halo + element("text", text, **place, fill=colour or looks.label)


LETTERING = {"font_family": FONTS, "text_anchor": "middle"}
