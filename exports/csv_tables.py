"""The tables: what was said, voted and required, with a dictionary of every column.

UTF-8 with a byte order mark, comma, CRLF: what spreadsheets read without asking. A text that a
spreadsheet would run as a formula gets an apostrophe before it, and so does one that begins
with an apostrophe: take one off and you have what was sent. Figures are never touched.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Unpack

from exports import (
    ballots,
    design_tables,
    dictionary,
    files,
    requirement_tables,
    sum_tables,
    who_tables,
)
from exports.columns import IDEAS, REQUIREMENTS, TRIALS, VOTES, Columns
from exports.export import Export, Wishes, silently
from exports.words import Words, translator
from workshops.activities.result import CHANNELS
from workshops.became import Became, states_of
from workshops.findings import ContributionFacts, Findings, RequirementFacts
from workshops.ledger import stands
from workshops.methods.drawings import spot_of
from workshops.words import mark

FEWEST_PEOPLE = 5
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")

Row = Sequence[object]


def write(findings: Findings, path: Path, **wishes: Unpack[Wishes]) -> int:
    """Write all tables into one zip file; return its bytes. The same findings, the same bytes."""
    tables = _files(findings, translator(wishes.get("language", "en"), wishes.get("catalogues")))
    moment = datetime.fromisoformat(findings.frozen_at).timetuple()[:6]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in tables.items():
            archive.writestr(zipfile.ZipInfo(name, moment), content, zipfile.ZIP_DEFLATED)
    wishes.get("progress", silently)(100, mark("Tables written."))
    return files.put(path, packed.getvalue())


def write_folder(findings: Findings, folder: Path, **wishes: Unpack[Wishes]) -> list[Path]:
    """Write each table as a file of its own; return their paths."""
    tables = _files(findings, translator(wishes.get("language", "en"), wishes.get("catalogues")))
    for name, content in tables.items():
        files.put(folder / name, content)
    return [folder / name for name in tables]


def _files(findings: Findings, words: Words) -> dict[str, bytes]:
    """Return every table, and the dictionary also to be read."""
    told = dictionary.markdown(words).encode("utf-8")
    return make(findings, words) | {"data-dictionary.md": told}


def make(findings: Findings, words: Words) -> dict[str, bytes]:
    """Return every table by its file name, the dictionary last."""
    return {
        **{each.file: _table(each.header, each.rows) for each in sheets(findings, words)},
        "data-dictionary.csv": _table(dictionary.HEADER, dictionary.rows(words)),
    }


@dataclass(frozen=True)
class Sheet:
    """A table in plain values: nothing in it is made harmless yet."""

    file: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]


def sheets(findings: Findings, words: Words) -> tuple[Sheet, ...]:
    """Return every table."""
    tables: tuple[tuple[str, Columns, Iterator[Row]], ...] = (
        ("ideas.csv", IDEAS, _ideas(findings)),
        ("votes.csv", VOTES, _votes(findings)),
        ("ballots.csv", ballots.BALLOTS, ballots.rows(findings)),
        ("requirements.csv", REQUIREMENTS, requirement_rows(findings, words)),
        ("trials.csv", TRIALS, requirement_tables.trials(findings)),
        *sum_tables.tables(findings),
        *design_tables.tables(findings),
        *who_tables.tables(findings, words),
    )
    return tuple(
        Sheet(file, tuple(name for name, _ in columns), tuple(rows))
        for file, columns, rows in tables
    )


def harmless(cell: object) -> object:
    """Return the cell with an apostrophe before what a spreadsheet would run."""
    if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS):
        return "'" + cell
    return cell


def _table(header: Sequence[str], rows: Iterable[Row]) -> bytes:
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(header)
    table.writerows([harmless(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8", "replace")


def _ideas(findings: Findings) -> Iterator[Row]:
    states = states_of(findings)
    for said in findings.contributions:
        lon, lat = _position(said)
        yield (
            said.ref,
            said.number,
            said.workshop,
            said.activity,
            said.text,
            said.category,
            said.channel,
            said.state,
            said.merged_into,
            said.place,
            lon,
            lat,
            "" if said.inside is None else int(said.inside),
            said.set_aside,
            said.hearts,
            said.reported,
            said.feeling,
            " ".join(f"R{number}" for number in said.requirements),
            *_became(states[said.ref]),
        )


def _became(became: Became) -> Row:
    where = f"R{became.requirement}" if became.requirement else ""
    return became.state, where, int(became.answered)


def _position(said: ContributionFacts) -> tuple[object, object]:
    """Return lon and lat; of a line or an area those of its middle."""
    spot = spot_of(said.geometry)
    return ("", "") if spot is None else (round(spot[0], 7), round(spot[1], 7))


def _votes(findings: Findings) -> Iterator[Row]:
    for activity in findings.activities:
        for bar in activity.bars:
            yield (
                activity.ref,
                activity.kind,
                activity.title,
                activity.question,
                activity.n,
                bar["key"],
                bar["label"],
                bar["value"],
                bar["rank"],
                int(bar["tied"]),
                *(bar["parts"].get(channel, 0) for channel in CHANNELS),
            )


def requirement_rows(findings: Findings, words: Words) -> Iterator[Row]:
    """Return the rows of the requirements; fewer than five people are not counted out."""
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
            *requirement_tables.further(each),
            stands(each.ledger),
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


EXPORT = Export(
    "csv",
    mark("Tables (CSV)"),
    ".zip",
    write,
    mark("For a spreadsheet: ideas, votes and requirements, each column explained."),
    "tables",
)
