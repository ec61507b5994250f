"""The tables of the workshops: who joined and answered by channel, and the counts at the door."""

from collections.abc import Iterator, Sequence

from exports.columns import Columns
from workshops.activities.result import CHANNELS
from workshops.findings import Findings
from workshops.words import mark

WORKSHOPS: Columns = (
    ("workshop", mark("The number of the workshop.")),
    ("title", mark("Its title.")),
    ("type", mark("What it was: a workshop, lecture, walk, stall …")),
    ("place", mark("Where it was held.")),
    ("held_on", mark("The day.")),
    ("starts", mark("When it began, local time.")),
    ("minutes", mark("How long it lasted, in minutes.")),
    ("announced", mark("How people were told of it.")),
    ("present", mark("The highest hand count at the door; empty when nobody counted.")),
    *(
        (f"joined_{channel}", mark("How many people joined by that channel."))
        for channel in CHANNELS
    ),
    *((f"said_{channel}", mark("How many of them answered anything.")) for channel in CHANNELS),
)
HEADS: Columns = (
    ("workshop", mark("The number of the workshop.")),
    ("counted_at", mark("When somebody counted at the door, local time.")),
    ("people", mark("How many people were there.")),
)
Row = Sequence[object]


def workshops(findings: Findings) -> Iterator[Row]:
    """A row for each workshop."""
    for each in findings.workshops:
        yield (
            each.number,
            each.title,
            each.type,
            each.place,
            each.date,
            each.starts,
            each.minutes,
            each.announced,
            "" if each.present is None else each.present,
            *(each.joined.get(channel, 0) for channel in CHANNELS),
            *(each.answered.get(channel, 0) for channel in CHANNELS),
        )


def heads(findings: Findings) -> Iterator[Row]:
    """A row for each count at the door."""
    for each in findings.workshops:
        for counted in each.head_counts:
            yield each.number, counted["at"], counted["people"]


TABLES = {"workshops.csv": (WORKSHOPS, workshops), "head-counts.csv": (HEADS, heads)}
