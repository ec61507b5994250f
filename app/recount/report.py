"""What a recount comes to: outcomes under rules, and what was told beside what was found."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

Row = dict[str, Any]


@dataclass(frozen=True)
class Outcome:
    """What a rule gives. `ties` are sets of equals, `rows` the figures that it rests on."""

    rule: str
    source: str
    winners: tuple[str, ...]
    ties: tuple[tuple[str, ...], ...] = ()
    rows: tuple[Row, ...] = ()
    steps: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Check:
    """A published figure: what the file tells, and what its ballots come to."""

    what: str
    told: Any
    found: Any

    @property
    def is_equal(self) -> bool:
        """Whether both are the same."""
        return bool(self.told == self.found)


@dataclass(frozen=True)
class Report:
    """A recounted file: what it is, outcomes, checked figures, and what follows."""

    file: str
    what: str
    facts: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    checks: tuple[Check, ...] = ()
    verdict: tuple[str, ...] = ()

    @property
    def differing(self) -> tuple[Check, ...]:
        """The figures that are not what the ballots come to."""
        return tuple(each for each in self.checks if not each.is_equal)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON; every check with whether it is equal."""
        checks = [asdict(each) | {"equal": each.is_equal} for each in self.checks]
        return asdict(self) | {"checks": checks, "differs": len(self.differing)}


def listed(names: Sequence[str]) -> str:
    """Return names in quotes, as a sentence lists them; "nobody" for none."""
    quoted = [f"“{name}”" for name in names]
    if len(quoted) < 2:
        return "".join(quoted) or "nobody"
    return f"{', '.join(quoted[:-1])} and {quoted[-1]}"
