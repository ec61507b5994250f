"""What the page of trials is given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.contexts import PlanView
from app.planner.contexts import Bar, Difference
from workshops.words import Sentence


@dataclass(frozen=True)
class TrialRow:
    """A trial in the list."""

    ref: str
    title: str
    verdict: str
    requirements: Sequence[int]
    url: str
    is_open: bool


@dataclass(frozen=True)
class OpenTrial:
    """The trial that is open, as a form and with its pictures."""

    values: Mapping[str, str]
    stands: Mapping[str, str]
    refused: Sentence | None
    differences: Sequence[Difference]
    photos: Sequence[str]
    change_url: str
    photo_url: str
    place_url: str
    plan: PlanView | None  # with its place on it
    refused_at: str = ""  # the field it is about


@dataclass(frozen=True)
class TrialsPage:
    bar: Bar
    rows: Sequence[TrialRow]
    open: OpenTrial | None
    lists: Mapping[str, Mapping[str, str]]
    zones: Sequence[tuple[str, str]]
    write_url: str
    typed: str = ""  # a new trial that was refused, and why
    refused: Sentence | None = None
