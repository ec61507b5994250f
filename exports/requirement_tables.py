"""Cells of the tables about requirements and trials: places, answers, what is no voice."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from workshops.findings import Findings, RequirementFacts
from workshops.methods.drawings import spot_of

Row = Sequence[object]

_DRAWN = {"Point": "point", "LineString": "line", "Polygon": "area", "MultiPolygon": "area"}


def further(asked: RequirementFacts) -> Row:
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
    spot = spot_of(place)
    return (None, None) if spot is None else (round(spot[0], 7), round(spot[1], 7))
