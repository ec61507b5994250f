"""Suggesting: draft requirements from results, each with its evidence and why it is suggested.

A draft is an offer to a planner, never a finding. Its sentence quotes nobody: it names what the
desk named (options, categories, zones, landmarks, stops), and else points to where to read.
Pure: the same findings give the same drafts, the ones with most behind them first.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workshops.activities import KINDS
from workshops.findings import ActivityFacts, ContributionFacts, Findings
from workshops.methods.geodesy import distance_m
from workshops.resting import place_key, where
from workshops.sum_facts import Spot
from workshops.sums import ZONE
from workshops.words import Sentence, count, named, say

#: So many contributions of a category, notes of danger, and minuses at a stop are worth a draft.
MANY, DANGERS, MINUSES = 5, 2, 3
#: A vote with more lines than this in front has no front.
MOST_TIED = 3
MOST_SPOTS = 3
MOST_OF_A_SORT = 6
UNWELL = ("dislike", "danger")


@dataclass(frozen=True)
class Suggestion:
    """A draft: `said` and `against` are numbers, `lines` (activity, option), `rests` (kind, key).

    `key` stays the same while the result does, so that nothing is suggested twice.
    """

    key: str
    sentence: Sentence
    why: Sentence
    weight: str = "should"
    zone: str = ""
    said: tuple[int, ...] = ()
    against: tuple[int, ...] = ()
    lines: tuple[tuple[str, str], ...] = ()
    rests: tuple[tuple[str, str], ...] = ()


def suggest(findings: Findings) -> list[Suggestion]:
    """Return all that the results suggest: votes, dangers, categories, spots, conflicts, walks."""
    told = findings.contributions
    return [
        *(each for activity in findings.activities for each in _votes(activity)),
        *_dangers(told),
        *_categories(findings, told),
        *(each for activity in findings.activities for each in _places(activity, told)),
        *_walks(findings, told),
    ]


def _votes(activity: ActivityFacts) -> Iterator[Suggestion]:
    """The first line of a vote; several that tie are each suggested, and said to tie."""
    kind = KINDS.get(activity.kind)
    if kind is None or kind.collects != "ballot" or not kind.speaks:
        return
    first = [each for each in activity.bars if each["rank"] == 1 and each["value"] > 0]
    for bar in first if len(first) <= MOST_TIED else ():
        yield Suggestion(
            key=f"vote:{activity.ref}:{bar['key']}",
            sentence=_asked_by(activity, bar),
            why=_first(activity, bar, [each for each in first if each is not bar]),
            lines=((activity.ref, bar["key"]),),
        )


def _asked_by(activity: ActivityFacts, bar: Mapping[str, Any]) -> Sentence:
    """Name the option as the desk wrote it; people's own words are pointed to, not quoted."""
    if activity.settings.get("source"):
        return say("What came first in the vote %(activity)s.", activity=activity.ref)
    return named(bar["label"])


def _first(
    activity: ActivityFacts, bar: Mapping[str, Any], tied: Sequence[Mapping[str, Any]]
) -> Sentence:
    first = say(
        "First of %(options)s in the vote %(activity)s with %(value)s",
        options=len(activity.bars),
        activity=activity.ref,
        value=bar["value"],
    )
    if not tied:
        return say("%(first)s.", first=first)
    names = named(", ".join(f"“{each['label']}”" for each in tied))
    return say("%(first)s, tied with %(names)s.", first=first, names=names)


def _dangers(told: Sequence[ContributionFacts]) -> Iterator[Suggestion]:
    """Places that several people call dangerous."""
    by_zone: defaultdict[str, list[ContributionFacts]] = defaultdict(list)
    for each in told:
        if each.feeling == "danger":
            by_zone[zone_of(each)].append(each)
    for zone, notes in _most(by_zone, DANGERS):
        sentence = (
            say("Zone %(zone)s is safe, by day and by night.", zone=zone)
            if zone
            else say("The square is safe where people called it dangerous.")
        )
        why = count("%(n)s note of danger.", "%(n)s notes of danger.", len(notes))
        yield Suggestion(f"danger:{zone}", sentence, why, "must", zone, _numbers(notes))


def _categories(findings: Findings, told: Sequence[ContributionFacts]) -> Iterator[Suggestion]:
    """Categories that many speak of; with the zone where at least half of them lie."""
    by_key: defaultdict[str, list[ContributionFacts]] = defaultdict(list)
    for each in told:
        if each.category and each.feeling not in UNWELL:
            by_key[each.category].append(each)
    for key, said in _most(by_key, MANY):
        found = findings.category(key)
        if found is None:
            continue
        zones = Counter(zone_of(each) for each in said)
        zone = next((z for z, n in zones.most_common(1) if z and 2 * n >= len(said)), "")
        sentence = (
            say("More for “%(category)s” in zone %(zone)s.", category=named(found.name), zone=zone)
            if zone
            else say("More for “%(category)s” on the square.", category=named(found.name))
        )
        why = count("%(n)s contribution says so.", "%(n)s contributions say so.", len(said))
        yield Suggestion(f"category:{key}", sentence, why, zone=zone, said=_numbers(said))


def _places(activity: ActivityFacts, told: Sequence[ContributionFacts]) -> Iterator[Suggestion]:
    """Where most people gather, and where they are divided."""
    sums = activity.sums
    if sums is None:
        return
    for spot in sums.spots[:MOST_SPOTS]:
        key = place_key(activity.ref, spot)
        yield Suggestion(
            key=f"spot:{key}",
            sentence=say("By %(where)s the square is made for staying.", where=where(spot)),
            why=count("%(n)s note lies there.", "%(n)s notes lie there.", spot.notes),
            zone=spot.zone,
            said=_numbers(_within(spot, activity.ref, told)),
            rests=(("spot", key),),
        )
    for clash in sums.clashes[:MOST_SPOTS]:
        key = place_key(activity.ref, clash)
        yield Suggestion(
            key=f"conflict:{key}",
            sentence=say("By %(where)s both sides can live with it.", where=where(clash)),
            why=say("People are divided there."),
            zone=clash.zone,
            said=clash.numbers_for,
            against=clash.numbers_against,
            rests=(("conflict", key),),
        )


def _within(
    spot: Spot, activity: str, told: Sequence[ContributionFacts]
) -> list[ContributionFacts]:
    return [
        each
        for each in told
        if each.activity == activity
        and not each.set_aside
        and each.geometry is not None
        and each.geometry["type"] == "Point"
        and distance_m(each.geometry["coordinates"], (spot.lon, spot.lat)) <= spot.radius_m
    ]


def _walks(findings: Findings, told: Sequence[ContributionFacts]) -> Iterator[Suggestion]:
    """Stops of a walk with many minuses."""
    walks = {each.ref for each in findings.activities if each.kind == "walk"}
    by_stop: defaultdict[str, list[ContributionFacts]] = defaultdict(list)
    for each in told:
        if each.activity in walks and each.feeling in UNWELL and each.place:
            by_stop[f"{each.activity}:{each.place}"].append(each)
    for key, said in _most(by_stop, MINUSES):
        yield Suggestion(
            key=f"walk:{key}",
            sentence=say("What does not work at “%(stop)s” is mended.", stop=named(said[0].place)),
            why=count("%(n)s minus on the walk.", "%(n)s minuses on the walk.", len(said)),
            zone=zone_of(said[0]),
            said=_numbers(said),
        )


def zone_of(said: ContributionFacts) -> str:
    """Return the zone's letter of "B, C4" or "zone B"; "" for none."""
    found = ZONE.fullmatch(said.place)
    return found[1] if found else ""


def _most(
    groups: Mapping[str, list[ContributionFacts]], fewest: int
) -> list[tuple[str, list[ContributionFacts]]]:
    """Return the largest groups first, equals by name."""
    enough = [pair for pair in groups.items() if len(pair[1]) >= fewest]
    return sorted(enough, key=lambda pair: (-len(pair[1]), pair[0]))[:MOST_OF_A_SORT]


def _numbers(said: Sequence[ContributionFacts]) -> tuple[int, ...]:
    return tuple(each.number for each in said)
