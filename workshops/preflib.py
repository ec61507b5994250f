"""Reads ballots of PrefLib (.soi, .toi, .soc, .toc, .cat) and ranked CSV as RCTab takes it.

N. Mattei and T. Walsh, 2013, *PrefLib: a library for preferences*: a head of `# NAME: value`,
then a line `count: 1,2,{3,4}` for all who voted alike.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from workshops.methods.ranking import Ranking, Rules
from workshops.refusal import Refused

ENDINGS = (".soi", ".toi", ".soc", ".toc", ".cat")
#: Columns of a CSV that say who or where, not how somebody voted.
NOT_VOTES = ("id", "precinct", "batch", "ballot")
#: What election offices write for "somebody who did not stand".
NOBODY = frozenset({"write-in", "undeclared write-ins", "uwi"})
_HEAD = re.compile(r"#\s*([A-Z ]+?)(?:\s+(\d+))?\s*:\s*(.*)")
_TIER = re.compile(r"\{([^{}]*)\}|([^,{}]+)")


@dataclass(frozen=True)
class Election:
    """Options by key with their names, and ballots; of approval ballots the first rank counts."""

    title: str
    options: Mapping[str, str]
    ballots: tuple[Ranking, ...]
    is_approval: bool = False
    rules: Rules = field(default_factory=Rules)

    @property
    def n(self) -> int:
        """How many ballots there are."""
        return sum(each.n for each in self.ballots)


def read_preflib(text: str, name: str) -> Election:
    """Return the election in a file of PrefLib; refuses lines that are none."""
    head: dict[str, str] = {}
    options: dict[str, str] = {}
    ballots = []
    for number, line in enumerate(text.splitlines(), start=1):
        found = _HEAD.fullmatch(line.strip())
        if found and found[1] == "ALTERNATIVE NAME" and found[2]:
            options[found[2]] = found[3].strip() or found[2]
        elif found:
            head[found[1]] = found[3].strip()
        elif line.strip() and not line.startswith("#"):
            ballots.append(_ballot(line, number, name))
    _refuse_unfit(options, ballots, head, name)
    approval = head.get("DATA TYPE") == "cat" or name.casefold().endswith(".cat")
    return Election(head.get("TITLE") or name, options, tuple(ballots), approval)


def _ballot(line: str, number: int, name: str) -> Ranking:
    """Read `count: 1,2,{3,4}`; `{}` is a rank that names nothing."""
    times, colon, order = line.partition(":")
    if not colon or not times.strip().isdecimal() or int(times) < 1:
        raise Refused(
            "Line %(number)s of %(name)s is no ballot: “%(line)s”.",
            number=number,
            name=name,
            line=line[:40],
        )
    tiers = [
        tuple(key.strip() for key in (several or one).split(",") if key.strip())
        for several, one in _TIER.findall(order)
        if several or one.strip() or not one
    ]
    return Ranking(tuple(tiers), int(times))


def _refuse_unfit(
    options: Mapping[str, str],
    ballots: Sequence[Ranking],
    head: Mapping[str, str],
    name: str,
) -> None:
    """Refuse what holds no ballots, names options that are none, or is not all there."""
    if not options or not ballots:
        raise Refused("%(name)s holds no ballots of PrefLib.", name=name)
    strange = {key for each in ballots for rank in each.ranks for key in rank} - set(options)
    if strange:
        raise Refused(
            "%(name)s has votes for “%(key)s”, which is no option of it.",
            name=name,
            key=min(strange),
        )
    told, found = head.get("NUMBER VOTERS", ""), sum(each.n for each in ballots)
    if told.isdecimal() and int(told) != found:
        raise Refused(
            "%(name)s is not whole: it speaks of %(told)s ballots and holds %(found)s.",
            name=name,
            told=told,
            found=found,
        )


def read_ranked_csv(text: str, name: str) -> Election:
    """Return the election in a CSV with a column an option that holds the rank, 1 is first.

    A ballot may skip one rank and ends at two options in one, as RCTab's sample has it.
    """
    rows = [row for row in csv.reader(text.splitlines()) if any(cell.strip() for cell in row)]
    header = rows[0] if rows else []
    columns = [n for n, title in enumerate(header) if _is_option(title)]
    if len(columns) < 2 or len(rows) < 2:
        raise Refused("%(name)s has no columns of options with ranks in them.", name=name)
    options = {str(n): header[n].strip() for n in columns}
    ballots = [_ranked(row, columns, number, name) for number, row in enumerate(rows[1:], start=2)]
    nobody = frozenset(key for key, title in options.items() if title.casefold() in NOBODY)
    return Election(name, options, tuple(ballots), rules=Rules(skips=1, first_out=nobody))


def _is_option(title: str) -> bool:
    words = re.split(r"[\W_]+", title.casefold())
    return bool(title.strip()) and not set(words) & set(NOT_VOTES)


def _ranked(row: Sequence[str], columns: Sequence[int], number: int, name: str) -> Ranking:
    places: dict[int, list[str]] = {}
    for n, cell in _cells(row, columns):
        if not cell.isdecimal() or not 1 <= int(cell) <= len(columns):
            raise Refused(
                "Row %(number)s of %(name)s has “%(cell)s” where a rank should stand.",
                number=number,
                name=name,
                cell=cell[:40],
            )
        places.setdefault(int(cell), []).append(str(n))
    last = max(places, default=0)
    return Ranking(tuple(tuple(places.get(place, ())) for place in range(1, last + 1)))


def _cells(row: Sequence[str], columns: Sequence[int]) -> Iterator[tuple[int, str]]:
    for n in columns:
        if n < len(row) and row[n].strip():
            yield n, row[n].strip()
