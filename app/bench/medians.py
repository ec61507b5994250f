"""Several runs made one: the median of what was measured, the sum of what went wrong."""

import statistics
from collections.abc import Mapping, Sequence
from typing import Any

#: One vote lost in three runs is a vote lost.
SUMMED = ("lost", "wrong", "unanswered", "burst_unanswered", "steady_unanswered")


def middle(runs: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return for each reading the median of the runs that have it."""
    names = dict.fromkeys(name for each in runs for name in each)
    return {name: _one(name, [each[name] for each in runs if name in each]) for name in names}


def _one(name: str, values: list[Any]) -> Any:
    if isinstance(values[0], Mapping):
        return middle(values)
    if not all(isinstance(each, int | float) for each in values):
        return values[0]
    if name in SUMMED:
        return sum(values)
    return _rounded(statistics.median(values))


def _rounded(value: float) -> float:
    """Return three digits behind the point at most; whole numbers stay whole."""
    return int(value) if float(value).is_integer() else round(value, 3)
