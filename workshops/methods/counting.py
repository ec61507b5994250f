"""Counting dots: sums by channel, ranks with ties named, what was left over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Standing:
    """Where an option stands: equal totals share a rank, and `tied` says so."""

    key: str
    total: int
    rank: int
    tied: bool
    parts: Mapping[str, int]


def totals(ballots: Sequence[tuple[str, Mapping[str, int]]]) -> dict[str, dict[str, int]]:
    """Return dots by option and channel, from ballots of (channel, dots by option)."""
    found: dict[str, dict[str, int]] = {}
    for channel, dots in ballots:
        for key, n in dots.items():
            if n:
                parts = found.setdefault(key, {})
                parts[channel] = parts.get(channel, 0) + n
    return found


def standings(keys: Sequence[str], counted: Mapping[str, Mapping[str, int]]) -> list[Standing]:
    """Rank options by total, most first, in "1224" order: equals share the better rank.

    Options nobody chose stand last with 0. Equals keep the order of `keys`, which is the order
    on the ballot and says nothing; `tied` says that they are equal.
    """
    totals_by_key = {key: sum(counted.get(key, {}).values()) for key in keys}
    ordered = sorted(keys, key=lambda key: -totals_by_key[key])
    values = list(totals_by_key.values())
    return [
        Standing(
            key,
            totals_by_key[key],
            1 + sum(value > totals_by_key[key] for value in values),
            values.count(totals_by_key[key]) > 1,
            dict(counted.get(key, {})),
        )
        for key in ordered
    ]
