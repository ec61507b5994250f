"""Who took part, turn-out and what would change: plain values for the findings and every file."""

from dataclasses import dataclass

from workshops.words import Sentence


@dataclass(frozen=True)
class GroupFacts:
    """A group of people beside the town. What is None is not told, or not known.

    `percent` is its share of those who told, `reference` its share of the town in per cent,
    `points` the difference, `ratio` the one by the other; `under` says whether it is fewer than
    four fifths of its share.
    """

    labels: tuple[str, ...]
    people: int | None
    percent: float | None
    reference: float | None
    points: float | None
    ratio: float | None
    under: bool


@dataclass(frozen=True)
class WhoFacts:
    """One question about people over all workshops that asked it.

    Of `base` people present, `told` answered; the rest is `unknown`. Groups too small to be told
    stand in `together`. `only_in_reference` are groups of the town that nobody was asked about.
    """

    key: str
    title: str
    asked: tuple[str, ...]  # refs of the activities
    days: tuple[str, ...]  # ISO 8601, local
    base: int
    told: int
    unknown: int
    groups: tuple[GroupFacts, ...]
    together: GroupFacts | None
    only_in_reference: tuple[str, ...]
    source: str
    done: str  # what was done about who is missing


@dataclass(frozen=True)
class TurnoutFacts:
    """Of those present or joined, how many voted; slips are those printed and not spoiled."""

    activity: str
    voted: int
    joined: int
    present: int | None
    slips: int


@dataclass(frozen=True)
class Check:
    """A priority counted again with some left out. `n` is None where it may not be told.

    `outcome` is same, changed, few (under five are left), or nothing (nobody was left out).
    """

    less: str  # paper, workshop, residents, duplicates
    workshop: int
    n: int | None
    outcome: str
    says: Sentence


@dataclass(frozen=True)
class Priority:
    """The top of a vote, or a requirement with its letter, and whether it holds."""

    ref: str  # "2.5" or "R3"
    title: str
    stands: Sentence
    checks: tuple[Check, ...]

    @property
    def changes(self) -> bool:
        """Whether any way of counting again changes it."""
        return any(each.outcome == "changed" for each in self.checks)
