"""The parts of the brief in their order, and in which of them an activity is told."""

from collections.abc import Sequence
from dataclasses import dataclass

from workshops.activities import kind_of
from workshops.findings import ActivityFacts
from workshops.words import mark


@dataclass(frozen=True)
class Part:
    """A part: the name of its template and anchor, its number or letter, its title."""

    key: str
    sign: str
    title: str


PARTS = tuple(
    Part(key, str(number), title)
    for number, (key, title) in enumerate(
        (
            ("promise", mark("Promise and scope")),
            ("site", mark("Site and context")),
            ("process", mark("Process")),
            ("who", mark("Who took part and who did not")),
            ("place", mark("What the place is like")),
            ("vision", mark("Vision and objectives")),
            ("programme", mark("Programme of uses")),
            ("requirements", mark("Requirements")),
            ("priorities", mark("Priorities")),
            ("conflicts", mark("Conflicts and minority needs")),
            ("answers", mark("Answers from departments")),
            ("trials", mark("Trials on the square")),
            ("indicators", mark("Indicators and baseline")),
            ("next", mark("Next steps")),
            ("became", mark("You said, we did")),
        ),
        1,
    )
)
ANNEXES = tuple(
    Part(f"annex-{key}", letter, title)
    for letter, (key, title) in zip(
        "ABCDEFGHIJ",
        (
            ("questions", mark("Questions, word for word")),
            ("said", mark("Everything said, by number")),
            ("aside", mark("Set aside, and why")),
            ("log", mark("Moderation and merging")),
            ("methods", mark("How it was counted")),
            ("privacy", mark("Privacy")),
            ("changes", mark("Changes, in the order they were made")),
            ("checklists", mark("Checklists, with what is on record")),
            ("findings", mark("The findings")),
            ("plan", mark("The plan at a true scale")),
        ),
        strict=True,
    )
)
BY_KEY = {part.key: part for part in (*PARTS, *ANNEXES)}


def told_in(activities: Sequence[ActivityFacts], part: str) -> tuple[ActivityFacts, ...]:
    """Return the activities whose kind has its place in that part of the brief."""
    return tuple(each for each in activities if kind_of(each.kind).part_of_brief() == part)
