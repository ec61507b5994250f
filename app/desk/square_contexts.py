"""What the page of the square is given."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from app.desk.contexts import Bar, NextStep
from app.drawing_plan import DrawingPlan
from workshops.words import Sentence

Shape = Literal["area", "line", "point"]


@dataclass(frozen=True)
class Step:
    """One of the steps on top; `done` when something of it is there."""

    name: str
    words: str
    url: str
    done: bool


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
class Row:
    """A zone, landmark, stop or route in its list: `sign` is its letter or number.

    `is_edited` when the drawing is about it.
    """

    key: str
    sign: str
    name: str
    size: Sentence | None
    url: str
    version: str
    is_edited: bool


@dataclass(frozen=True)
class LandmarkRow:
    """A landmark the map offers, or one that was added; `kept` when people may name it."""

    key: str
    name: str
    kept: bool
    url: str


@dataclass(frozen=True)
class Drawing:
    """The form of one thing: a new one, or with `key` the one that is being changed.

    `version` is what the thing was when the page was made; `is_open` shows it unfolded.
    """

    shape: Shape
    key: str
    sign: str
    name: str
    corners: str
    version: str
    is_open: bool


@dataclass(frozen=True)
class History:
    """What can be undone and done again; `version` is the square as this page shows it."""

    version: str
    back: int
    ahead: int


@dataclass(frozen=True)
class SquarePage:
    """The square, in steps from the map to the routes. `step` names the one now.

    `version` is that of the part this step is about.
    """

    bar: Bar
    step: str
    steps: Sequence[Step]
    has_extract: bool
    has_outline: bool
    refused: Sentence | None
    warnings: Sequence[Sentence]
    choices: Sequence[Choice]
    drawing: Drawing
    plan: DrawingPlan | None
    rows: Sequence[Row]
    remarks: Sequence[Sentence]
    landmarks: Sequence[LandmarkRow]
    version: str
    history: History
    licence: str
    next: NextStep | None
