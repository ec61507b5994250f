"""Options two by two: how many prefer each to each, and who beats whom along the best path.

M. Schulze, 2011, *A new monotonic, clone-independent, reversal symmetric, and
Condorcet-consistent single-winner election method*; strength of a path by winning votes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from workshops.methods.ranking import Ranking
from workshops.words import Sentence, named, say

#: How many ballots put the first of a pair above the second.
Matrix = Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class Pairwise:
    """The matrix; who beats all others, "" when nobody does; Schulze's order in tiers of equals."""

    matrix: Matrix
    condorcet: str
    tiers: tuple[tuple[str, ...], ...]
    steps: tuple[Sentence, ...]


def compare(options: Sequence[str], ballots: Iterable[Ranking]) -> Pairwise:
    """Compare all options two by two. What is ranked stands above what is not."""
    matrix = preferences(options, ballots)
    beats_all = [a for a in options if all(matrix[a, b] > matrix[b, a] for b in options if b != a)]
    winner = beats_all[0] if beats_all else ""
    tiers = schulze(options, matrix)
    return Pairwise(matrix, winner, tiers, tuple(_told(winner, tiers)))


def preferences(options: Sequence[str], ballots: Iterable[Ranking]) -> dict[tuple[str, str], int]:
    """Return how many ballots put each option above each other one; no place is the last place."""
    matrix = {(a, b): 0 for a in options for b in options if a != b}
    for ballot in ballots:
        place: dict[str, int] = {}
        for n, rank in enumerate(ballot.ranks):
            for key in rank:
                place.setdefault(key, n)
        below = len(ballot.ranks)
        for a, at in place.items():
            for b in options:
                if at < place.get(b, below):
                    matrix[a, b] += ballot.n
    return matrix


def schulze(options: Sequence[str], matrix: Matrix) -> tuple[tuple[str, ...], ...]:
    """Return the order by beat paths, in tiers: within a tier nobody beats anybody."""
    path = {pair: n if n > matrix[pair[1], pair[0]] else 0 for pair, n in matrix.items()}
    for via in options:
        for a in options:
            for b in options:
                if via not in (a, b) and a != b:
                    path[a, b] = max(path[a, b], min(path[a, via], path[via, b]))
    left, tiers = set(options), []
    while left:
        first = {a for a in left if all(path[a, b] >= path[b, a] for b in left if b != a)}
        tiers.append(tuple(sorted(first)))
        left -= first
    return tuple(tiers)


def _told(winner: str, tiers: Sequence[Sequence[str]]) -> Iterable[Sentence]:
    if winner:
        yield say("“%(option)s” beats every other option two by two.", option=named(winner))
        return
    yield say("No option beats every other two by two: there is no Condorcet winner.")
    if len(tiers) and len(tiers[0]) > 1:
        yield say("By the best paths %(n)s options are equal in first place.", n=len(tiers[0]))
    elif tiers:
        yield say("By the best paths “%(option)s” comes first.", option=named(tiers[0][0]))
