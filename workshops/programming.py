"""The programme of uses: rows found in requirements and sorted ideas, and the matrix they make."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workshops.findings import Findings
from workshops.methods.spatial import inside
from workshops.requirement_fields import SEASONS, TIMES

LEAST_IDEAS, MOST_REFS = 3, 6


@dataclass(frozen=True)
class Cell:
    """What goes on in one season: at which times, for whom, in which zones; with references."""

    times: tuple[str, ...]  # keys of TIMES; empty for all day
    who: tuple[str, ...]
    zones: tuple[str, ...]
    refs: tuple[str, ...]


@dataclass(frozen=True)
class Use:
    """A line of the matrix: cells by season, where there is something."""

    use: str
    cells: Mapping[str, Cell]


def found_rows(
    findings: Findings, known: Sequence[Mapping[str, Any]] = ()
) -> tuple[Mapping[str, str], ...]:
    """Return rows that requirements and sorted ideas suggest, without those that are known."""
    taken = {row["use"] for row in known} | {ref for row in known for ref in row.get("refs", ())}
    rows = [*_from_requirements(findings), *_from_ideas(findings)]
    return tuple(
        row for row in rows if row["use"] not in taken and row["refs"].split(", ")[0] not in taken
    )


def _from_requirements(findings: Findings) -> Iterator[Mapping[str, str]]:
    for each in findings.requirements:
        if each.weight != "avoid":
            yield {
                "use": each.sentence[:120],
                "season": each.season if each.season in SEASONS else "",
                "time": each.time_of_day if each.time_of_day in TIMES else "",
                "who": each.who,
                "zone": each.zone,
                "refs": f"R{each.number}",
            }


def _from_ideas(findings: Findings) -> Iterator[Mapping[str, str]]:
    """A row for each category that enough ideas have, in the zone most of them are in."""
    for category in findings.categories:
        said = [each for each in findings.contributions if each.category == category.key]
        said.sort(key=lambda each: (-each.hearts - each.agree, each.number))
        if len(said) >= LEAST_IDEAS:
            zones = Counter(filter(None, (_zone(each.geometry, findings) for each in said)))
            most = min(zones, key=lambda letter: (-zones[letter], letter), default="")
            leads = [each for each in said if each.state != "merged"]
            refs = ", ".join(each.ref for each in leads[:MOST_REFS])
            yield {
                "use": category.name,
                "season": "",
                "time": "",
                "who": "",
                "zone": most,
                "refs": refs,
            }


def _zone(geometry: Mapping[str, Any] | None, findings: Findings) -> str:
    if geometry is None or geometry["type"] != "Point":
        return ""
    lon, lat = geometry["coordinates"][:2]
    zones = findings.square.zones
    return next((each["letter"] for each in zones if inside(lon, lat, each["polygon"])), "")


def matrix(rows: Sequence[Mapping[str, Any]]) -> tuple[Use, ...]:
    """Return one line a use in the order they were written; what has no season is all year."""
    uses: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        uses.setdefault(row["use"], []).append(row)
    return tuple(Use(use, _cells(some)) for use, some in uses.items())


def _cells(rows: Sequence[Mapping[str, Any]]) -> Mapping[str, Cell]:
    by_season = {season: [row for row in rows if row["season"] == season] for season in SEASONS}
    return {season: _cell(some) for season, some in by_season.items() if some}


def _cell(rows: Sequence[Mapping[str, Any]]) -> Cell:
    def each(column: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row[column] for row in rows if row[column]))

    refs = dict.fromkeys(ref for row in rows for ref in row["refs"])
    return Cell(each("time"), each("who"), each("zone"), tuple(refs))
