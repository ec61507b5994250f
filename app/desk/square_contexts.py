"""What the page of the square is given."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.desk.contexts import Bar, NextStep
from workshops.words import Sentence


@dataclass(frozen=True)
class Choice:
    """A mapped square to choose: its picture is the outline in a box of 100 by 100."""

    osm_id: str
    name: str
    kind: str
    area_m2: float
    trees: int
    benches: int
    picture: str


@dataclass(frozen=True)
class ZoneRow:
    letter: str
    name: str
    area_m2: float


@dataclass(frozen=True)
class LandmarkRow:
    """A landmark the map offers, or one that was added; `kept` when people may name it."""

    key: str
    name: str
    kept: bool


@dataclass(frozen=True)
class DrawingPlan:
    """A plan to draw on: its picture, its size in metres, and where its corners lie.

    `corners` are lon, lat of the north-west, north-east and south-west corner.
    """

    url: str
    width: float
    height: float
    box: tuple[float, float, float, float]
    corners: Sequence[tuple[float, float]]
    rings: Sequence[tuple[str, str]]  # class, points: what is drawn already
    licence: str


@dataclass(frozen=True)
class SquarePage:
    """The square, in steps: the map, the outline, zones, landmarks. `step` names the one now."""

    bar: Bar
    step: str
    has_extract: bool
    has_outline: bool
    refused: Sentence | None
    warnings: Sequence[Sentence]
    choices: Sequence[Choice]
    drawing: DrawingPlan | None
    corners: str
    area_m2: float | None
    zones: Sequence[ZoneRow]
    landmarks: Sequence[LandmarkRow]
    licence: str
    next: NextStep | None
