"""What the pages of the ledger, the vision and the drawings are given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.planner.contexts import Bar, Difference
from workshops.became import Answers
from workshops.design_facts import DrawingFacts, WordFacts
from workshops.design_versions import Tally
from workshops.findings import RequirementFacts
from workshops.opposing import Pair
from workshops.programming import Use
from workshops.words import Sentence


@dataclass(frozen=True)
class Station:
    """A station of the ledger's line: reached or not, and where it stands now."""

    state: str
    on: str  # ISO 8601 date of the last step there; "" when there is none
    is_passed: bool
    is_now: bool


@dataclass(frozen=True)
class LedgerRow:
    """A requirement with its steps; `typed` is what was refused and is kept in the form."""

    facts: RequirementFacts
    stands: str
    line: Sequence[Station]
    ideas: int
    drawn_on: Sequence[int]  # drawings on which a pin names it
    add_url: str
    room_url: str
    typed: Mapping[str, str] = field(default_factory=dict)
    refused: Sentence | None = None


@dataclass(frozen=True)
class Waiting:
    """A contribution without an answer. `requirement` is 0 while none rests on it."""

    ref: str
    text: str
    state: str
    requirement: int
    url: str


@dataclass(frozen=True)
class LedgerPage:
    bar: Bar
    name: str
    town: str
    rows: Sequence[LedgerRow]
    states: Mapping[str, str]
    counts: Mapping[str, int]
    contributions: int
    answers: Answers
    waiting: Sequence[Waiting]
    more: int  # of them that are not listed
    early: int  # requirements that are not yet in the brief
    today: str
    hash: str
    asked: str  # the state that is asked for; "" for all


@dataclass(frozen=True)
class Grid:
    """A part of the vision as a form: `rows` hold what the fields hold, the last one is empty.

    `stands` is what is stored now, by field; `names` call each field for people.
    """

    part: str
    columns: Mapping[str, str]
    longest: Mapping[str, int]
    choices: Mapping[str, Mapping[str, str]]
    rows: Sequence[Mapping[str, str]]
    stands: Mapping[str, str]
    names: Mapping[str, str]
    change_url: str
    refused: Sentence | None = None
    differences: Sequence[Difference] = ()


@dataclass(frozen=True)
class VisionPage:
    bar: Bar
    part: str
    vision: str
    stands: str
    vision_url: str
    refused: Sentence | None
    words: Sequence[WordFacts]
    grids: Mapping[str, Grid]
    is_clash: bool = False  # somebody else wrote another one meanwhile


@dataclass(frozen=True)
class Suggestion:
    """A row of the programme that was found, ready to be taken over."""

    row: Mapping[str, str]


@dataclass(frozen=True)
class ProgrammePage:
    bar: Bar
    part: str
    uses: Sequence[Use]
    seasons: Mapping[str, str]
    times: Mapping[str, str]
    grid: Grid
    found: Sequence[Suggestion]
    take_url: str


@dataclass(frozen=True)
class ConflictsPage:
    bar: Bar
    part: str
    lines: Sequence[str]  # written in the summary, one a line
    grid: Grid
    found: Sequence[Pair]
    take_url: str


@dataclass(frozen=True)
class DrawingRow:
    facts: DrawingFacts
    tally: Tally
    url: str
    picture: str


@dataclass(frozen=True)
class DrawingsPage:
    """All versions; `typed` is what was refused and is kept in the form of a new one."""

    bar: Bar
    rows: Sequence[DrawingRow]
    requirements: Sequence[RequirementFacts]
    scores: Mapping[str, str]
    typed: Mapping[str, str] = field(default_factory=dict)
    refused: Sentence | None = None


@dataclass(frozen=True)
class PinView:
    """A pin in pixels of its picture; its stamp takes it off again."""

    stamp: str
    requirement: int
    x: float
    y: float


@dataclass(frozen=True)
class SheetView:
    """One page of a drawing with the pins on it; the radius of a pin is in pixels too."""

    drawing: DrawingFacts
    page: int
    pages: int
    url: str
    width: int
    height: int
    radius: float
    pins: Sequence[PinView]
    room_url: str


@dataclass(frozen=True)
class Choice:
    number: int
    sentence: str


@dataclass(frozen=True)
class Meets:
    """The form of what a version meets: scores by the number of the requirement."""

    values: Mapping[str, str]  # what the fields hold
    stands: Mapping[str, str]  # what is stored now
    refused: Sentence | None = None
    differences: Sequence[Difference] = ()


@dataclass(frozen=True)
class DrawingPage:
    """One version; `refused` says by form, "pins" or "changes", why `typed` was not taken.

    `change_stamps` take what changed out again, in its order.
    """

    bar: Bar
    sheet: SheetView
    tally: Tally
    choices: Sequence[Choice]
    scores: Mapping[str, str]
    scored: Sequence[RequirementFacts]
    meets: Meets
    sentences: Mapping[int, str]
    change_stamps: Sequence[str]
    typed: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[str, Sentence] = field(default_factory=dict)


@dataclass(frozen=True)
class SidePage:
    bar: Bar
    sheets: Sequence[SheetView]
    drawings: Sequence[DrawingFacts]
    requirements: Mapping[int, str]
