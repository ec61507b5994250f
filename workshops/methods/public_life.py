"""Public life in figures: who passes and who stays, by stop, time, kind and guessed age.

After the ways of observing described in Jan Gehl and Birgitte Svarre, *How to Study Public Life*
(2013), and the fields of the Public Life Data Protocol (Gehl Institute and partners, 2017), in our
own words: moving people are counted for some minutes and told as people an hour; staying people
are counted at one glance, so figures of several times are averaged and never added up.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Observation:
    """What one observer saw of one sort of life, moving or staying, at one stop and time.

    `counts` are people by kind and age; `per_hour` is what one of them stands for: 6 when people
    were counted for ten minutes, 1 for a glance at who stays.
    """

    stop: str
    day: str
    start: str
    counts: Mapping[str, int]
    per_hour: Fraction
    channel: str


@dataclass(frozen=True)
class Seen:
    """One stop at one time: the figures of all observers there, and their mean by kind and age.

    `each` are the people whom each observer counted, least first; `shares` split `whole` by
    channel.
    """

    stop: str
    day: str
    start: str
    each: tuple[int, ...]
    kinds: Mapping[str, Fraction]
    whole: Fraction
    shares: Mapping[str, Fraction]


def hourly(minutes: float) -> Fraction:
    """Return how many people an hour one stands for who was counted within so many minutes."""
    return Fraction(3600, round(minutes * 60))


def seen(observations: Iterable[Observation]) -> tuple[Seen, ...]:
    """Bring together what was seen at the same stop and time, in order of day, time and stop.

    A second observer is not a second crowd: the mean of all observers stands.
    """
    places: dict[tuple[str, str, str], list[Observation]] = {}
    for each in observations:
        places.setdefault((each.day, each.start, each.stop), []).append(each)
    return tuple(_seen(places[place]) for place in sorted(places))


def _seen(there: Sequence[Observation]) -> Seen:
    kinds = sorted({kind for each in there for kind in each.counts})
    weights = [(each, each.per_hour / len(there)) for each in there]
    return Seen(
        stop=there[0].stop,
        day=there[0].day,
        start=there[0].start,
        each=tuple(sorted(sum(each.counts.values()) for each in there)),
        kinds={
            kind: sum((each.counts.get(kind, 0) * weight for each, weight in weights), Fraction())
            for kind in kinds
        },
        whole=sum((sum(each.counts.values()) * weight for each, weight in weights), Fraction()),
        shares=_added(
            (each.channel, sum(each.counts.values()) * weight) for each, weight in weights
        ),
    )


def by_stop(slots: Sequence[Seen]) -> dict[str, Fraction]:
    """Return the average of each stop over the times at which it was watched."""
    return _averaged(slots, lambda each: each.stop)


def by_start(slots: Sequence[Seen]) -> dict[str, Fraction]:
    """Return the average of each time of day over the stops that were watched then."""
    return _averaged(slots, lambda each: each.start)


def _averaged(slots: Sequence[Seen], key_of: Callable[[Seen], str]) -> dict[str, Fraction]:
    groups: dict[str, list[Fraction]] = {}
    for each in slots:
        groups.setdefault(key_of(each), []).append(each.whole)
    return {key: mean(groups[key]) for key in sorted(groups)}


def by_kind(slots: Sequence[Seen]) -> dict[str, Fraction]:
    """Return how many of each kind and age there are on the average of all stops and times."""
    whole = _added(item for each in slots for item in each.kinds.items())
    return {kind: n / len(slots) for kind, n in whole.items()}


def shares_of(slots: Sequence[Seen], stop: str) -> dict[str, Fraction]:
    """Return the average of a stop, split by the channel that counted."""
    there = [each for each in slots if each.stop == stop]
    whole = _added(item for each in there for item in each.shares.items())
    return {channel: n / len(there) for channel, n in whole.items()}


def mean(values: Sequence[Fraction]) -> Fraction:
    """Return the mean of at least one value."""
    return sum(values, Fraction()) / len(values)


def _added(items: Iterable[tuple[Key, Fraction]]) -> dict[Key, Fraction]:
    added: dict[Key, Fraction] = {}
    for key, n in items:
        added[key] = added.get(key, Fraction()) + n
    return added


def rounded(value: Fraction, parts: int = 1) -> int:
    """Return the value in whole parts of one (10: tenths); halves go up, as people round."""
    return int(value * parts + Fraction(1, 2))


def peaks(values: Mapping[str, int]) -> tuple[str, ...]:
    """Return all that share the highest of the rounded values; none when all are nought."""
    most = max(values.values(), default=0)
    return tuple(key for key, n in values.items() if n == most) if most else ()


def gaps(slots: Sequence[Seen]) -> int:
    """Return how many times of a day at which others were watched lack one of the stops."""
    stops = {each.stop for each in slots}
    times = {(each.day, each.start) for each in slots}
    return len(stops) * len(times) - len(slots)


def in_whole_parts(whole: int, shares: Mapping[str, Fraction]) -> dict[str, int]:
    """Split a whole number by shares, the largest remainders first; equal ones in their order."""
    total = sum(shares.values(), Fraction())
    if not whole or not total:
        return {}
    exact = {key: whole * share / total for key, share in shares.items()}
    parts = {key: int(value) for key, value in exact.items()}
    rest = sorted(exact, key=lambda key: (parts[key] - exact[key], key))
    for key in rest[: whole - sum(parts.values())]:
        parts[key] += 1
    return {key: n for key, n in parts.items() if n}
