"""What kinds take and give: answers in, results out. Plain values, the same in any order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from workshops.words import Sentence, mark, say

CHANNELS = ("phone", "table", "paper", "remote")
#: What others may say of a contribution.
HEART, AGREE, DISAGREE = "heart", "agree", "disagree"
Voices = Mapping[str, int]


@dataclass(frozen=True)
class Answer:
    """One contribution or ballot, as a kind sees it: no person, only an opaque number.

    `number` is the public number of a contribution, 0 for a ballot. `hearts`, `agree` and
    `disagree` count the different people who said that of a contribution. `same` was merged into
    it; what others said of that is in the counts of this one too.
    """

    attendee: int
    channel: str
    payload: Mapping[str, Any]
    people: int = 1
    number: int = 0
    state: str = "released"
    hearts: int = 0
    agree: int = 0
    disagree: int = 0
    same: tuple["Answer", ...] = ()


@dataclass(frozen=True)
class Column:
    """A column of a result's rows; `title` is translated when shown."""

    key: str
    title: str


@dataclass(frozen=True)
class Bar:
    """One bar of a chart: `parts` adds up to `value`, by channel; ties share a rank."""

    key: str
    label: str
    value: int
    rank: int
    tied: bool
    parts: Voices


@dataclass(frozen=True)
class Result:
    """What an activity came to.

    `n` counts people who took part, `voices` the same by channel, `rows` have exactly the
    `columns`, `features` are GeoJSON features in WGS 84, `facts` are counts a template may name
    (dots left over, notes without a place), `steps` explain how it was counted.
    """

    headline: Sentence
    n: int
    voices: Voices
    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, Any], ...]
    bars: tuple[Bar, ...] = ()
    features: tuple[Mapping[str, Any], ...] = ()
    facts: Mapping[str, int] = field(default_factory=dict)
    steps: tuple[Sentence, ...] = ()


NOTHING_YET = say("Nothing yet.")
SAID_BY = Column("said_by", mark("Said by"))
TOGETHER = say("What says the same stands under one number. Every person in it counts once.")


def voices(answers: tuple[Answer, ...]) -> Voices:
    """Distinct people behind the answers, by channel; channels without any are left out.

    Who said what was merged into one of them is among them.
    """
    people: dict[int, Answer] = {answer.attendee: answer for answer in all_said(answers)}
    counted = dict.fromkeys(CHANNELS, 0)
    for answer in people.values():
        counted[answer.channel] += answer.people
    return {channel: n for channel, n in counted.items() if n}


def all_said(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """Return contributions with what was merged into each right behind it."""
    return tuple(one for answer in answers for one in (answer, *answer.same))


def said_by(answer: Answer) -> int:
    """Return how many different people said a contribution, or what was merged into it."""
    return sum(voices((answer,)).values())


def with_said_by(columns: tuple[Column, ...], answers: Iterable[Answer]) -> tuple[Column, ...]:
    """Return the columns with one more where anything was merged."""
    return (*columns, SAID_BY) if any(answer.same for answer in answers) else columns


def told_with(answers: Iterable[Answer]) -> tuple[Sentence, ...]:
    """Return what explains the counts where anything was merged."""
    return (TOGETHER,) if any(answer.same for answer in answers) else ()


def is_placed(answer: Answer) -> bool:
    """Whether a contribution is a point, a line or an area."""
    return "geometry" in answer.payload or "lon" in answer.payload


def feature_of(answer: Answer) -> dict[str, Any]:
    """Return a placed contribution as a GeoJSON feature in WGS 84.

    `apart` is true for one that lies outside the outline. Beside a lead stands by how many it
    was said.
    """
    said = answer.payload
    point = {"type": "Point", "coordinates": [said.get("lon"), said.get("lat")]}
    further = {name: said[name] for name in ("feeling", "length_m", "area_m2") if said.get(name)}
    if said.get("inside") is False:
        further["apart"] = True
    if answer.same:
        further["label"] = f"×{said_by(answer)}"
    return {
        "type": "Feature",
        "geometry": said.get("geometry") or point,
        "properties": {
            "number": answer.number,
            "category": said.get("category", ""),
            "text": said.get("text", ""),
            **further,
        },
    }
