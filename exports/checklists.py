"""Checklists filled from the findings: what is on record, where it shows, and what is not.

Nobody ticks anything here: a line is on record when every fact that it asks for was found and is
whole, in part when some were, and not recorded when none was.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from exports.checklist_facts import Fact, Recorded, recorded
from exports.words import Words
from workshops.findings import Findings
from workshops.words import Sentence, mark, say

RUNGS = ("inform", "consult", "involve", "collaborate", "empower")
GUNNING = mark(
    "After R v Brent London Borough Council, ex parte Gunning (1985): four things that make asking "
    "people fair. Whether what is on record is enough is for the reader to judge."
)
IAP2 = mark(
    "After the IAP2 spectrum of public participation: what the promised level asks for, and every "
    "level below it."
)
#: What each principle or level asks, with the names of the facts that would show it.
PRINCIPLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (mark("People are asked while it is still open."), ("open", "before")),
    (
        mark("They are told enough to answer with understanding."),
        ("fixed", "promised", "questions", "plan"),
    ),
    (mark("They have time enough to think and to answer."), ("span", "announced", "ahead")),
    (
        mark("What they said is weighed before it is decided."),
        ("rests", "departments", "became", "answered_by"),
    ),
)
LEVELS: dict[str, tuple[str, tuple[str, ...]]] = {
    "inform": (
        mark("Inform: people are told what is planned and what is decided."),
        ("announced", "goal", "answered_by"),
    ),
    "consult": (
        mark("Consult: people are heard before it is decided, and told what became of it."),
        ("said", "before", "became"),
    ),
    "involve": (
        mark("Involve: people work on it all the way, and their wishes show in the choices."),
        ("days", "rests", "pinned"),
    ),
    "collaborate": (
        mark("Collaborate: people help to find the answer, and their advice is followed."),
        ("voted", "scored", "changed"),
    ),
    "empower": (mark("Empower: people decide."), ("binding",)),
}


@dataclass(frozen=True)
class Line:
    """What is asked, the facts on record, and what would show it and is not there."""

    asks: str
    shown: tuple[Recorded, ...]
    lacking: tuple[Sentence, ...]

    @property
    def state(self) -> str:
        """shown, partly or not: from what was found and from nothing else."""
        if not self.shown:
            return "not"
        is_whole = not self.lacking and all(each.whole for each in self.shown)
        return "shown" if is_whole else "partly"


@dataclass(frozen=True)
class Checklist:
    """A list of lines; `source` is whose it is."""

    key: str
    title: Sentence
    source: str
    lines: tuple[Line, ...]


def checklists(findings: Findings, words: Words) -> tuple[Checklist, ...]:
    """The four principles, then the level of influence that was promised."""
    found = recorded(findings, words)
    principles = tuple(line_of(asks, names, found) for asks, names in PRINCIPLES)
    return (
        Checklist("gunning", say("The Gunning principles"), GUNNING, principles),
        Checklist("iap2", _level(findings), IAP2, tuple(_levels(findings, found))),
    )


def line_of(asks: str, names: Sequence[str], found: Mapping[str, Fact]) -> Line:
    """A line from the facts of those names: what was found, and what was not."""
    facts = [found[name] for name in names]
    return Line(
        asks,
        tuple(each for each in facts if isinstance(each, Recorded)),
        tuple(each for each in facts if isinstance(each, Sentence)),
    )


def _level(findings: Findings) -> Sentence:
    if findings.influence not in RUNGS:
        return say("Level of influence: none was promised")
    return say("Level of influence: %(rung)s", rung=say(NAMES[findings.influence]))


NAMES = {
    "inform": mark("inform"),
    "consult": mark("consult"),
    "involve": mark("involve"),
    "collaborate": mark("collaborate"),
    "empower": mark("empower"),
}


def _levels(findings: Findings, found: Mapping[str, Fact]) -> Iterator[Line]:
    if findings.influence not in RUNGS:
        yield Line(mark("A level of influence is promised."), (), (say("which level"),))
        return
    for rung in RUNGS[: RUNGS.index(findings.influence) + 1]:
        asks, names = LEVELS[rung]
        yield line_of(asks, names, found)
