"""The tables of the CSV export counted again: votes from ballots, by nothing but adding up."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from app.recount.report import Check, Report
from workshops.activities.result import CHANNELS
from workshops.refusal import Refused

VOTES, BALLOTS = "votes.csv", "ballots.csv"
MOST_BYTES = 64 << 20
Rows = Sequence[Mapping[str, str]]


def is_tables(path: Path) -> bool:
    """Whether this is the zip of the tables, not an archive."""
    try:
        with zipfile.ZipFile(path) as file:
            return VOTES in file.namelist()
    except (OSError, zipfile.BadZipFile):
        return False


def recount(path: Path) -> Report:
    """Return what votes.csv tells beside the sums of ballots.csv."""
    votes, ballots = _read(path, VOTES), _read(path, BALLOTS)
    try:
        checks = tuple(_checks(votes, ballots))
    except (KeyError, ValueError) as fault:
        raise Refused(
            "The tables in %(name)s are not as Torg wrote them.", name=path.name
        ) from fault
    differing = sum(not each.is_equal for each in checks)
    verdict = (
        f"{differing} of {len(checks)} published figures are not what the ballots come to."
        if differing
        else f"All {len(checks)} published figures are what the ballots come to."
    )
    told = f"{len(votes)} options in votes.csv, {len(ballots):,} rows in ballots.csv."
    return Report(path.name, "tables of Torg", (told,), checks=checks, verdict=(verdict,))


def _read(path: Path, name: str) -> Rows:
    try:
        with zipfile.ZipFile(path) as file, file.open(name) as stream:
            content = stream.read(MOST_BYTES + 1)
    except (OSError, KeyError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as fault:
        raise Refused(
            "%(name)s has no %(table)s that can be read.", name=path.name, table=name
        ) from fault
    if len(content) > MOST_BYTES:
        raise Refused("%(name)s is too large to be read whole.", name=name)
    text = content.decode("utf-8-sig", "replace")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _checks(votes: Rows, ballots: Rows) -> Iterator[Check]:
    """Only votes whose ballots are published can be counted again."""
    marks: dict[tuple[str, str, str], int] = {}
    people: dict[str, int] = {}
    for row in ballots:
        key = (row["activity"], row["option"], row["channel"])
        marks[key] = marks.get(key, 0) + int(row["marks"])
        people[row["activity"]] = people.get(row["activity"], 0) + int(row["people"])
    for row in votes:
        ref, name = row["activity"], f"{row['activity']}, “{row['label']}”"
        if ref not in people:
            continue
        parts = {each: marks.get((ref, row["option"], each), 0) for each in CHANNELS}
        yield Check(f"{name}, got", int(row["value"]), sum(parts.values()))
        told = {each: int(row[each]) for each in CHANNELS}
        yield Check(f"{name}, by channel", told, parts)
        same = [int(each["value"]) for each in votes if each["activity"] == ref]
        place = 1 + sum(value > int(row["value"]) for value in same)
        yield Check(f"{name}, place", int(row["rank"]), place)
        tied = same.count(int(row["value"])) > 1
        yield Check(f"{name}, tie", row["tied"] == "1", tied)
    for ref, n in people.items():
        published = next((int(row["people"]) for row in votes if row["activity"] == ref), 0)
        yield Check(f"{ref}, people", published, n)
