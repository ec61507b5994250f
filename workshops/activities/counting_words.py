"""What a count is made of: kinds of moving and staying, guessed ages, times of the day."""

from collections.abc import Mapping
from typing import Any

from workshops.words import mark

MOVING = {
    "foot": mark("On foot"),
    "wheels": mark("Wheelchair or walker"),
    "pram": mark("With a pram"),
    "bicycle": mark("Bicycle"),
    "scooter": mark("Scooter"),
    "running": mark("Running"),
}
STAYING = {
    "standing": mark("Standing"),
    "bench": mark("On a bench"),
    "cafe": mark("At a café table"),
    "sitting": mark("Sitting elsewhere"),
    "lying": mark("Lying"),
    "playing": mark("Playing"),
    "market": mark("Buying or selling"),
    "working": mark("Working"),
}
AGES = {
    "child": mark("child (guessed)"),
    "young": mark("young (guessed)"),
    "adult": mark("adult (guessed)"),
    "older": mark("older (guessed)"),
}
SORTS = {"moving": MOVING, "staying": STAYING}
PHASES = {"before": mark("before"), "during": mark("during"), "after": mark("after")}
#: The key of the one stop of a square on which none is drawn.
WHOLE = "whole"
#: A made-up day for rehearsals, from morning to evening.
PACE = (4, 5, 6, 8, 11, 9, 7, 8, 12, 14, 10, 7, 5)
GLANCE = (1, 1, 2, 3, 5, 4, 3, 3, 5, 6, 5, 3, 2)


def kinds_of(settings: Mapping[str, Any], kinds: Mapping[str, str]) -> list[str]:
    """Return which of these kinds are counted, in their order."""
    return [key for key in kinds if settings.get(key)]


def sorts_of(settings: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what can be looked at, moving or staying or both, the most there is first."""
    sorts = tuple(sort for sort, kinds in SORTS.items() if kinds_of(settings, kinds))
    return ("both", *sorts) if len(sorts) > 1 else sorts


def ages_of(settings: Mapping[str, Any]) -> list[str]:
    """Return the ages that are guessed; one that is empty when none are."""
    return list(AGES) if settings.get("ages") else [""]


def keys_of(settings: Mapping[str, Any], sort: str) -> list[str]:
    """Return the keys of the counts of one sort: a kind, or a kind and an age."""
    kinds, ages = kinds_of(settings, SORTS[sort]), ages_of(settings)
    return [f"{kind}-{age}" if age else kind for kind in kinds for age in ages]


def times_of(settings: Mapping[str, Any]) -> list[str]:
    """Return when counts begin, as 08:00, from the first hour to the last."""
    first, last, every = settings["first"] * 60, settings["last"] * 60, settings["every"]
    return [f"{minute // 60:02}:{minute % 60:02}" for minute in range(first, last + 1, every)]
