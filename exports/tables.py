"""All tables in one list: file, columns, rows. CSV, workbook, dictionary and map layers read it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from exports import (
    ballots,
    design_tables,
    requirement_tables,
    said_tables,
    sum_tables,
    who_tables,
    workshop_tables,
)
from exports.columns import IDEAS, REQUIREMENTS, TRIALS, VOTES, Columns
from exports.words import Words
from workshops.findings import Findings

Row = Sequence[object]
Rows = Callable[[Findings, Words], Iterator[Row]]


@dataclass(frozen=True)
class Sheet:
    """A table in plain values: nothing in it is made harmless yet."""

    file: str
    columns: Columns
    rows: tuple[Row, ...]

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(name for name, _ in self.columns)


def sheets(findings: Findings, words: Words) -> tuple[Sheet, ...]:
    """Return every table."""
    return tuple(
        Sheet(file, columns, tuple(rows(findings, words)))
        for file, (columns, rows) in TABLES.items()
    )


def _plain(rows: Callable[[Findings], Iterator[Row]]) -> Rows:
    """Return rows that are the same in every language."""
    return lambda findings, _: rows(findings)


def _all_plain(
    tables: Mapping[str, tuple[Columns, Callable[[Findings], Iterator[Row]]]],
) -> dict[str, tuple[Columns, Rows]]:
    return {file: (columns, _plain(rows)) for file, (columns, rows) in tables.items()}


TABLES: Mapping[str, tuple[Columns, Rows]] = {
    "ideas.csv": (IDEAS, _plain(said_tables.ideas)),
    "votes.csv": (VOTES, _plain(said_tables.votes)),
    "ballots.csv": (ballots.BALLOTS, _plain(ballots.rows)),
    "requirements.csv": (REQUIREMENTS, requirement_tables.requirements),
    "trials.csv": (TRIALS, _plain(requirement_tables.trials)),
    **_all_plain(workshop_tables.TABLES),
    **_all_plain(sum_tables.TABLES),
    **_all_plain(design_tables.TABLES),
    "who-came.csv": (who_tables.WHO, who_tables.who),
    "turnout.csv": (who_tables.TURNOUT, _plain(who_tables.turnout)),
    "sensitivity.csv": (who_tables.SENSITIVITY, who_tables.sensitivity),
}
