"""Lists of who supported which idea: one row a click, counted as distinct supporters."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from workshops.refusal import Refused
from workshops.tabular import Table, read_table
from workshops.text import clean, fold
from workshops.words import Sentence, say

IDEA = ("idea id", "proposal id", "comment id", "contribution id", "place id", "idea", "proposal")
SUPPORTER = (
    *("supporter", "supporter id", "session", "session id", "user token", "voter", "voter id"),
    *("user id", "user", "participant", "participant id", "author id", "attendee"),
)
SEEN = ("visible", "published")
VOTE = ("vote", "value", "votes")
NO = frozenset(["false", "no", "0", "-1"])
LONGEST_ID = 200
EXAMPLES = 5


class Aside(NamedTuple):
    """How many were not taken, why, and a few of them by name."""

    n: int
    why: Sentence
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Supports:
    """Who supported what, each pair of (source id, supporter) once, in the order of the file."""

    name: str
    pairs: tuple[tuple[str, str], ...]
    set_aside: tuple[Aside, ...] = ()
    warnings: tuple[Sentence, ...] = ()

    @property
    def supporters(self) -> int:
        """How many different supporters there are."""
        return len({supporter for _, supporter in self.pairs})

    def by_idea(self) -> Mapping[str, int]:
        """Distinct supporters of each idea, by its source id."""
        return Counter(idea for idea, _ in self.pairs)


def supports_beside(name: str) -> str:
    """Return the name of the list of supports that may lie beside a file of ideas.

    For X-ideas.EXT and for X.EXT it is X-supports.csv.
    """
    stem = name.rpartition(".")[0] or name
    return re.sub(r"[-_. ]ideas$", "", stem, flags=re.IGNORECASE) + "-supports.csv"


def read_supports(data: bytes, name: str = "") -> Supports:
    """Read a list of supports; repeats and clicks without a supporter are counted and set aside.

    Refuses a list without those two columns, and one of votes for and against: no heart is
    against something.
    """
    table = read_table(data, name)
    idea, supporter = _column(table, IDEA), _column(table, SUPPORTER)
    if not idea or not supporter:
        raise Refused(
            "“%(name)s” is no list of supports: it needs a column for the idea (idea_id) and one "
            "for the supporter (supporter).",
            name=name,
        )
    _refuse_votes(table)
    seen = _column(table, SEEN)
    clicks = [
        (clean(row[idea], LONGEST_ID), clean(row[supporter], LONGEST_ID))
        for row in table.rows
        if not seen or row[seen].strip().casefold() not in NO
    ]
    whole = [click for click in clicks if all(click)]
    pairs = tuple(dict.fromkeys(whole))
    aside = _aside(
        (len(table.rows) - len(clicks), say("clicks that were not visible any more")),
        (sum(not who for _, who in clicks), say("clicks without a supporter")),
        (sum(bool(who) and not what for what, who in clicks), say("clicks without an idea")),
        (len(whole) - len(pairs), say("repeated clicks by the same supporter on the same idea")),
    )
    return Supports(name, pairs, tuple(aside), table.warnings)


def _column(table: Table, names: Sequence[str]) -> str:
    by_name = {fold(column): column for column in reversed(table.columns)}
    return next((by_name[name] for name in names if name in by_name), "")


def _refuse_votes(table: Table) -> None:
    column = _column(table, VOTE)
    against = sum(row[column].strip() in {"-1", "0"} for row in table.rows) if column else 0
    if against:
        raise Refused(
            "“%(name)s” holds votes for and against (%(against)s are not for). Only supports can "
            "be taken as hearts.",
            name=table.name,
            against=against,
        )


def _aside(*found: tuple[int, Sentence]) -> Iterator[Aside]:
    return (Aside(n, why) for n, why in found if n)


def known_only(supports: Supports, ids: Iterable[str]) -> Supports:
    """Return the supports of these ideas; those of others are counted and set aside."""
    known = frozenset(ids)
    pairs = tuple(pair for pair in supports.pairs if pair[0] in known)
    strange = list(dict.fromkeys(idea for idea, _ in supports.pairs if idea not in known))
    aside = Aside(
        len(supports.pairs) - len(pairs),
        say("supports of ideas that are not in the file"),
        tuple(strange[:EXAMPLES]),
    )
    asides = (*supports.set_aside, aside) if aside.n else supports.set_aside
    return Supports(supports.name, pairs, asides, supports.warnings)
