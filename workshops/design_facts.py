"""What the planner's room adds to the findings: the ledger, the vision, the drawings."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class StepFacts:
    """One step of a requirement in the ledger. `on` is an ISO 8601 date, `by` an office."""

    state: str  # a key of ledger.STATES
    on: str
    by: str
    why: str
    saved: str  # what it saved, in words or money


@dataclass(frozen=True)
class WordFacts:
    """A word people used, as most of them wrote it, and how many people did."""

    word: str
    people: int


@dataclass(frozen=True)
class VisionFacts:
    """What planners wrote beside the requirements; `words` are counted."""

    sentence: str
    words: tuple[WordFacts, ...]
    objectives: tuple[Mapping[str, Any], ...]  # sentence, test
    programme: tuple[Mapping[str, Any], ...]  # use, season, time, who, zone, refs
    opposed: tuple[Mapping[str, Any], ...]  # one, other, who_…, accept_…, refs
    indicators: tuple[Mapping[str, Any], ...]  # what, baseline, when


@dataclass(frozen=True)
class DrawingFacts:
    """A version of the design; its pages are pictures by their SHA-256."""

    number: int
    title: str
    variant: str
    drawn_on: str  # ISO 8601 date, or ""
    by: str
    pages: tuple[Mapping[str, Any], ...]  # sha256, width, height
    pins: tuple[Mapping[str, Any], ...]  # page, x, y (shares of the page), requirement
    changes: tuple[Mapping[str, Any], ...]  # what, because: references
    scores: Mapping[str, str]  # by the number of the requirement: met, partly, not
