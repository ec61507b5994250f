"""Cells of the tables about requirements and trials: places, answers, what is no voice."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from exports.words import Words
from workshops.activities.result import CHANNELS
from workshops.findings import Findings, RequirementFacts
from workshops.ledger import stands
from workshops.methods.drawings import spot_of
from workshops.methods.spatial import is_on_earth

FEWEST_PEOPLE = 5
Row = Sequence[object]

_DRAWN = {"Point": "point", "LineString": "line", "Polygon": "area", "MultiPolygon": "area"}


def requirements(findings: Findings, words: Words) -> Iterator[Row]:
    """A row for each requirement; fewer than five people are not counted out."""
    for each in findings.requirements:
        few = 0 < each.people < FEWEST_PEOPLE
        yield (
            f"R{each.number}",
            each.sentence,
            each.weight,
            each.zone,
            each.cost_class,
            each.owner,
            each.status,
            each.right,
            each.strength,
            words.say(each.why),
            f"under {FEWEST_PEOPLE}" if few else each.people,
            " ".join(str(number) for number in each.workshops),
            *("" if few else each.channels.get(channel, 0) for channel in CHANNELS),
            _refs(each, against=False),
            _refs(each, against=True),
            _options(each),
            *_further(each),
            stands(each.ledger),
            "; ".join(words.say(why) for why in each.fallen),
        )


def _refs(requirement: RequirementFacts, *, against: bool) -> str:
    return " ".join(
        each.contribution
        for each in requirement.evidence
        if each.contribution and each.against is against
    )


def _options(requirement: RequirementFacts) -> str:
    return "; ".join(
        f"{each.activity}: {each.option} ({each.value})"
        for each in requirement.evidence
        if each.activity
    )


def _further(asked: RequirementFacts) -> Row:
    """Return season, time, for whom, place, longitude, latitude, answers, what it rests on."""
    return (
        asked.season,
        asked.time_of_day,
        asked.who,
        _DRAWN[asked.place["type"]] if asked.place else "",
        *_middle(asked.place),
        "; ".join(_answer(each) for each in asked.answers),
        "; ".join(
            f"{each.kind} {each.key}{' (against)' if each.against else ''}"
            for each in asked.rests_on
        ),
    )


def _answer(each: Mapping[str, Any]) -> str:
    why = f" ({each['why']})" if each["why"] else ""
    return f"{each['department']}: {each['answer']}{why}"


def trials(findings: Findings) -> Iterator[Row]:
    """Return a row for each trial."""
    for each in findings.trials:
        yield (
            each.ref,
            each.title,
            each.zone,
            *_middle(each.place),
            each.began_on,
            each.ended_on,
            each.partners,
            each.seen,
            "; ".join(_counted(line) for line in each.counts),
            len(each.photos),
            each.verdict,
            each.why,
            " ".join(f"R{number}" for number in each.requirements),
        )


def _counted(line: Mapping[str, Any]) -> str:
    figures = (line[when] for when in ("before", "during", "after"))
    return f"{line['what']} " + " / ".join("–" if n is None else str(n) for n in figures)


def _middle(place: Mapping[str, Any] | None) -> tuple[object, object]:
    spot = spot_of(place) if is_on_earth(place) else None
    return (None, None) if spot is None else (round(spot[0], 7), round(spot[1], 7))
