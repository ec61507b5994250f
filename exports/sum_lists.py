"""What notes add up to as lists in the brief: clusters, divided notes, before and after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from exports import sum_words
from exports.sum_changes import changes_of
from workshops.activities.map_notes import FEELINGS
from workshops.activities.result import CHANNELS
from workshops.before_after import Compared
from workshops.findings import ActivityFacts, Category, Findings
from workshops.sum_facts import Cluster, Sums, ZoneSum
from workshops.words import Sentence, named

MOST_CATEGORIES = 8


@dataclass(frozen=True)
class Listed:
    """A numbered line: where it is, how much."""

    number: int
    place: Sentence
    told: Sentence
    cluster: Cluster


@dataclass(frozen=True)
class Contest:
    """A note that some agree and some disagree with, by its reference."""

    ref: str
    text: str
    told: Sentence


@dataclass(frozen=True)
class Changed:
    """Two sides in words, with all their zones."""

    headline: Sentence
    compared: Compared


@dataclass(frozen=True)
class Heads:
    """What the columns of a table of counts are: a key with its category or its words."""

    key: str
    category: Category | None
    words: Sentence


@dataclass(frozen=True)
class SumLists:
    """The lists of one activity; what there is none of is empty."""

    clusters: tuple[Listed, ...]
    clusters_are: Sentence | None
    contested: tuple[Contest, ...]
    changes: tuple[Changed, ...]
    categories: tuple[Heads, ...]
    feelings: tuple[Heads, ...]
    channels: tuple[Heads, ...]


def sum_lists(findings: Findings) -> Mapping[str, SumLists]:
    """The lists by the reference of their activity; a comparison stands with the later one."""
    changes = changes_of(findings)
    return {
        each.ref: _lists(each.sums, each, findings, changes)
        for each in findings.activities
        if each.sums
    }


def _lists(
    sums: Sums, activity: ActivityFacts, findings: Findings, changes: Sequence[Compared]
) -> SumLists:
    mine = [each for each in changes if each.after.ref == activity.ref]
    return SumLists(
        clusters=tuple(
            Listed(nth, sum_words.title(each), sum_words.spot(each), each)
            for nth, each in enumerate(sums.clusters, 1)
        ),
        clusters_are=sum_words.clusters(sums) if sums.clusters else None,
        contested=_contested(sums, findings),
        changes=tuple(Changed(sum_words.change(each), each) for each in mine),
        categories=_categories(sums.zones, findings.categories),
        feelings=_heads(sums.zones, "feelings", dict(FEELINGS)),
        channels=_heads(sums.zones, "channels", {each: each for each in CHANNELS}),
    )


def _contested(sums: Sums, findings: Findings) -> tuple[Contest, ...]:
    said = {each.number: each for each in findings.contributions}
    return tuple(
        Contest(said[each.number].ref, said[each.number].text, sum_words.contested(each))
        for each in sums.contested
        if each.number in said
    )


def _categories(zones: Sequence[ZoneSum], categories: Sequence[Category]) -> tuple[Heads, ...]:
    """The categories that some zone has, those with most notes, as many as a page holds."""
    totals = {
        each.key: sum(zone.categories.get(each.key, 0) for zone in zones) for each in categories
    }
    kept = sorted((key for key in totals if totals[key]), key=lambda key: -totals[key])
    return tuple(
        Heads(each.key, each, named(each.name))
        for each in categories
        if each.key in kept[:MOST_CATEGORIES]
    )


def _heads(zones: Sequence[ZoneSum], by: str, names: Mapping[str, str]) -> tuple[Heads, ...]:
    """The feelings or channels that some zone has."""
    return tuple(
        Heads(key, None, named(name))
        for key, name in names.items()
        if any(getattr(zone, by).get(key) for zone in zones)
    )
