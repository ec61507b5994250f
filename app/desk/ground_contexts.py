"""What the pages of the ground are given: the picture under the plan, the own layers on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.contexts import PlanView
from app.desk.contexts import Bar
from workshops.words import Sentence


@dataclass(frozen=True)
class Tab:
    """A page of the ground, or a way to place a picture."""

    words: str
    url: str
    is_here: bool


@dataclass(frozen=True)
class PointRow:
    """A point to click on the picture and, where it has a place, to say on earth.

    `miss` is how far it falls from where it should, in words; `is_odd` when it does not belong.
    """

    nth: int
    words: str
    x: str
    y: str
    place: str
    has_place: bool
    miss: Sentence | None = None
    is_odd: bool = False


@dataclass(frozen=True)
class Pane:
    """Something to click on: its address, its size in its own units, and what is seen first.

    `corners` are lon, lat of the north-west, north-east and south-west corner of a map.
    """

    url: str
    width: float
    height: float
    box: tuple[float, float, float, float]
    corners: Sequence[tuple[float, float]] = ()


@dataclass(frozen=True)
class PictureFacts:
    """The picture that was uploaded, and how it lies: in sentences."""

    name: str
    source: str
    licence: str
    size: Sentence
    says: Sequence[Sentence]
    warnings: Sequence[Sentence]
    is_laid: bool
    may_undo: bool


@dataclass(frozen=True)
class GroundPage:
    """The plan or photograph under the square: uploaded, placed, credited."""

    bar: Bar
    tabs: Sequence[Tab]
    refused: Sentence | None
    picture: PictureFacts | None
    ways: Sequence[Tab]
    way: str
    rows: Sequence[PointRow]
    length: str
    north: str
    is_affine: bool
    panes: Sequence[tuple[str, Pane]]
    source: str
    licence: str
    licences: Sequence[str]


@dataclass(frozen=True)
class LayerRow:
    """An own layer: its colour and dash as on the plan; `holds` tells what is in it."""

    key: str
    colour: str
    dash: str
    name: str
    credit: str
    holds: Sequence[Sentence]
    is_on: bool


@dataclass(frozen=True)
class LayersPage:
    """The own layers, and the plan with them; `gone` names the one that can be put back."""

    bar: Bar
    tabs: Sequence[Tab]
    refused: Sentence | None
    layers: Sequence[LayerRow]
    gone: str
    name: str
    source: str
    licence: str
    licences: Sequence[str]
    plan: PlanView | None
    wall_url: str
