"""Findings: the results of a consultation, frozen, numbered and hashed.

Every export is made from this and from nothing else, so that brief, map and tables cannot
disagree. Plain values only: `to_json` and `from_json` lose nothing.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any

from workshops.design_facts import DrawingFacts, StepFacts, VisionFacts
from workshops.later import LATER
from workshops.sum_facts import Sums
from workshops.who_facts import Priority, TurnoutFacts, WhoFacts
from workshops.words import Sentence


@dataclass(frozen=True)
class Category:
    """A category: colour, shape and letter; `shape` names one of the eight, or "other"."""

    key: str
    name: str
    shape: str
    letter: str


@dataclass(frozen=True)
class SquareFacts:
    """The place. Geometry is GeoJSON in WGS 84; `basemap` is in plan metres (basemap.Frame)."""

    name: str
    town: str
    outline: Mapping[str, Any] | None
    area_m2: float | None
    zones: tuple[Mapping[str, Any], ...]  # letter, name, polygon
    landmarks: tuple[Mapping[str, Any], ...]  # name, lon, lat
    basemap: Mapping[str, Any] | None
    licence: str
    epsg: int | None
    stops: tuple[Mapping[str, Any], ...] = ()  # key, name, lon, lat
    routes: tuple[Mapping[str, Any], ...] = ()  # key, name, line
    layers: tuple[Mapping[str, Any], ...] = ()  # key, name, source, licence, features
    picture: Mapping[str, Any] | None = None  # an uploaded plan, and how it is placed


@dataclass(frozen=True)
class WorkshopFacts:
    """One event: when, where, how, and how many by channel. `present` is the hand count."""

    number: int
    title: str
    type: str
    place: str
    date: str  # ISO 8601 date, local
    starts: str  # HH:MM, local
    minutes: int
    announced: str
    present: int | None
    joined: Mapping[str, int]
    answered: Mapping[str, int]
    head_counts: tuple[Mapping[str, Any], ...] = field(
        default=(), metadata=LATER
    )  # at (HH:MM, local), people


@dataclass(frozen=True)
class ActivityFacts:
    """One activity with its result; `ref` is workshop.position, as in "2.7"."""

    ref: str
    kind: str
    title: str
    question: str
    settings: Mapping[str, Any]
    minutes: int
    headline: Sentence
    n: int
    voices: Mapping[str, int]
    columns: tuple[Mapping[str, str], ...]  # key, title
    rows: tuple[Mapping[str, Any], ...]
    bars: tuple[Mapping[str, Any], ...]  # fields of result.Bar
    features: tuple[Mapping[str, Any], ...]
    facts: Mapping[str, int]
    steps: tuple[Sentence, ...]
    sums: Sums | None = field(default=None, metadata=LATER)  # what the places add up to


@dataclass(frozen=True)
class ContributionFacts:
    """One released thing said. Merged ones keep their number and say where they went."""

    ref: str  # HAM-0142
    number: int
    activity: str  # ref of the activity
    workshop: int
    text: str
    category: str
    channel: str
    state: str  # released or merged
    merged_into: str
    geometry: Mapping[str, Any] | None
    place: str  # "Zone B, square C4", or how it was said; "" when it has none
    inside: bool | None  # within the outline; None when that cannot be told
    set_aside: str  # why its place is not on the maps; "" when it is
    hearts: int
    reported: int | None  # a count taken over from a file, nobody's ballots
    feeling: str
    requirements: tuple[int, ...]
    said_at: str = ""  # when it was received: ISO 8601 to the minute, local
    photo: str = ""  # SHA-256 of its picture, or ""
    agree: int = 0  # people who said so of it
    disagree: int = 0


@dataclass(frozen=True)
class EvidenceFacts:
    """What one requirement rests on, for or against."""

    against: bool
    contribution: str  # ref, or ""
    activity: str  # ref, or ""
    option: str  # label of the option voted on
    value: int  # dots, hearts
    rank: int
    tied: bool


@dataclass(frozen=True)
class RestFacts:
    """What a requirement rests on beside people: a trial, a hot spot, counts, a photo.

    It is shown beside the evidence and does not raise the letter. `key` names it: "T3".
    """

    kind: str
    key: str
    against: bool
    words: Sentence


@dataclass(frozen=True)
class TrialFacts:
    """Something tried on the square at full size. `ref` is T3; dates are ISO 8601 or ""."""

    ref: str
    title: str
    zone: str
    place: Mapping[str, Any] | None  # GeoJSON geometry, WGS 84
    partners: str
    began_on: str
    ended_on: str
    seen: str
    counts: tuple[Mapping[str, Any], ...]  # what, before, during, after: int or None
    photos: tuple[str, ...]  # SHA-256 of each
    verdict: str  # keep, adapt, drop or ""
    why: str
    requirements: tuple[int, ...]  # that rest on it


@dataclass(frozen=True)
class RequirementFacts:
    """A requirement with its computed strength, "A" to "D", "" without evidence."""

    number: int
    sentence: str
    weight: str
    zone: str
    cost_class: int | None
    owner: str
    status: str
    right: str
    strength: str
    why: Sentence
    people: int
    workshops: tuple[int, ...]
    channels: Mapping[str, int]
    evidence: tuple[EvidenceFacts, ...]
    place: Mapping[str, Any] | None = field(
        default=None, metadata=LATER
    )  # GeoJSON geometry, WGS 84
    season: str = field(default="", metadata=LATER)  # a key of requirement_words.SEASONS
    time_of_day: str = field(default="", metadata=LATER)  # a key of requirement_words.TIMES
    who: str = field(default="", metadata=LATER)  # for whom above all
    answers: tuple[Mapping[str, Any], ...] = field(
        default=(), metadata=LATER
    )  # department, answer, why
    rests_on: tuple[RestFacts, ...] = field(default=(), metadata=LATER)
    ledger: tuple[StepFacts, ...] = field(default=(), metadata=LATER)  # the newest is the last
    fallen: tuple[Sentence, ...] = field(default=(), metadata=LATER)  # why evidence is gone


@dataclass(frozen=True)
class SetAside:
    """What was received and is not in a count or on a map, and why. Counted, never dropped."""

    n: int
    why: Sentence
    refs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Findings:
    """Everything an export may use."""

    slug: str
    name: str
    prefix: str
    goal: str
    promise: str
    influence: str
    is_open: str
    is_fixed: str
    decided_by: str
    decision: str
    decide_on: str
    answer_by: str
    delete_on: str
    conflicts: tuple[str, ...]
    not_settled: tuple[str, ...]
    next_steps: tuple[str, ...]
    language: str
    is_example: bool
    categories: tuple[Category, ...]
    square: SquareFacts
    workshops: tuple[WorkshopFacts, ...]
    activities: tuple[ActivityFacts, ...]
    contributions: tuple[ContributionFacts, ...]
    requirements: tuple[RequirementFacts, ...]
    set_aside: tuple[SetAside, ...]
    voices: Mapping[str, int]
    ballots: int
    log: tuple[Mapping[str, Any], ...]  # at (local, ISO 8601), who, verb, subject: no person
    frozen_at: str  # ISO 8601, UTC
    format: int = 1
    hash: str = field(default="", compare=False)
    trials: tuple[TrialFacts, ...] = field(default=(), metadata=LATER)
    vision: VisionFacts | None = field(default=None, metadata=LATER)
    drawings: tuple[DrawingFacts, ...] = field(default=(), metadata=LATER)
    who: tuple[WhoFacts, ...] = field(default=(), metadata=LATER)
    turnout: tuple[TurnoutFacts, ...] = field(default=(), metadata=LATER)
    sensitivity: tuple[Priority, ...] = field(default=(), metadata=LATER)
    papers: tuple[Mapping[str, Any], ...] = field(default=(), metadata=LATER)  # papers.papers_of

    def category(self, key: str) -> Category | None:
        """Return the category with that key."""
        return next((each for each in self.categories if each.key == key), None)


def digest(findings: Findings) -> str:
    """Return the SHA-256 of all but the hash itself and the moment of freezing."""
    body = {k: v for k, v in _told(findings).items() if k not in ("hash", "frozen_at")}
    text = "{" + ",".join(f"{_dumped(key)}:{_dumped(body[key])}" for key in sorted(body)) + "}"
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _dumped(value: Any) -> str:
    """The value as JSON; a sequence item by item, so that others in this process get their turn."""
    if isinstance(value, tuple):
        return "[" + ",".join(_dumped(each) for each in value) + "]"
    # The values inside are read by `vars`: `asdict` would copy all of them first.
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_told
    )


def _told(value: Any) -> dict[str, Any]:
    """The fields of a value; without the later ones that say nothing, as in findings of old."""
    told = dict(vars(value))
    for name, default in _later_fields(value.__class__):
        if told[name] == default:
            del told[name]
    return told


@cache
def _later_fields(cls: type[Any]) -> tuple[tuple[str, Any], ...]:
    return tuple((each.name, each.default) for each in fields(cls) if each.metadata.get("later"))
