"""What the pages of the ledger, the vision and the drawings are given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.planner.contexts import Bar
from workshops.became import Answers
from workshops.findings import RequirementFacts
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
