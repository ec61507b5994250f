"""What planners write beside the requirements: vision, objectives, programme, conflicts and more.

Each but the vision is a table whose rows are edited as a form: fields are named "row-column",
and there is one empty row at the end. A row whose fields are all emptied goes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from workshops import log, text
from workshops.clash import merged
from workshops.design_facts import VisionFacts, WordFacts
from workshops.methods.word_counts import count_words
from workshops.models import Attendee, Consultation, Contribution
from workshops.references import references
from workshops.refusal import Refused
from workshops.requirement_fields import SEASONS, TIMES
from workshops.words import mark

MOST_VISION = 300
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Table:
    """The columns with how long they may be, those that a row needs, and how many rows at most."""

    columns: Mapping[str, int]
    needs: tuple[str, ...]
    most: int
    lacks: str  # said when a row lacks what it needs


TABLES: Mapping[str, Table] = {
    "objectives": Table(
        {"sentence": 300, "test": 300},
        ("sentence", "test"),
        12,
        mark("An objective needs a sentence, and how one sees that it is reached."),
    ),
    "programme": Table(
        {"use": 120, "season": 12, "time": 12, "who": 80, "zone": 80, "refs": 400},
        ("use",),
        60,
        mark("A row of the programme needs a use."),
    ),
    "opposed": Table(
        {
            "one": 300,
            "other": 300,
            "who_one": 160,
            "who_other": 160,
            "accept_one": 300,
            "accept_other": 300,
            "refs": 400,
        },
        ("one", "other"),
        20,
        mark("A conflict has two sides: write both."),
    ),
    "indicators": Table(
        {"what": 200, "baseline": 160, "when": 80},
        ("what",),
        20,
        mark("An indicator needs what is measured."),
    ),
}
CHOICES: Mapping[str, Mapping[str, str]] = {"season": SEASONS, "time": TIMES}


def values_of(consultation: Consultation, part: str) -> dict[str, str]:
    """Return what is written in a part, as a form holds it."""
    if part == "vision":
        return {"vision": consultation.vision}
    rows: Sequence[Row] = [*getattr(consultation, part), {}]
    return {
        f"{n}-{column}": _typed(row.get(column, ""))
        for n, row in enumerate(rows)
        for column in TABLES[part].columns
    }


def _typed(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)


def change(
    session: Session,
    consultation: Consultation,
    part: str,
    fields: Mapping[str, str],
    was: Mapping[str, str] | None = None,
) -> None:
    """Change a part; `was` is what the page showed, lest work of somebody else be lost."""
    before = values_of(consultation, part)
    wanted = merged(consultation.name, before, *_after_theirs(part, before, fields, was or {}))
    if part == "vision":
        consultation.vision = text.clean(wanted["vision"], MOST_VISION)
    else:
        setattr(consultation, part, _rows(session, consultation, TABLES[part], wanted))
    if values_of(consultation, part) != before:
        log.note(session, consultation.id, "planner", "changed", part)


def _after_theirs(
    part: str, before: Mapping[str, str], fields: Mapping[str, str], was: Mapping[str, str]
) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return what was sent, with a row that both people added moved behind the other's."""
    columns = TABLES[part].columns if part in TABLES else ()
    last = max((name.partition("-")[0] for name in before), key=_nth)
    for n in {name.partition("-")[0] for name in fields} - {last}:
        mine = {c: fields[f"{n}-{c}"] for c in columns if f"{n}-{c}" in fields}
        is_new = columns and all(was.get(f"{n}-{c}") == "" for c in columns)
        if is_new and any(before[f"{n}-{c}"] for c in columns) and any(mine.values()):
            theirs = {f"{n}-{c}": before[f"{n}-{c}"] for c in columns}
            moved = {f"{last}-{c}": value for c, value in mine.items()}
            return {**fields, **theirs, **moved}, {**was, **theirs}
    return fields, was


def _nth(n: str) -> int:
    return int(n) if n.isdecimal() else 0


def add(session: Session, consultation: Consultation, part: str, row: Mapping[str, str]) -> None:
    """Add one row, as when a suggestion is taken over."""
    table = TABLES[part]
    rows = [*getattr(consultation, part), _row(session, consultation, table, row)]
    _refuse_too_many(rows, table)
    setattr(consultation, part, rows)
    log.note(session, consultation.id, "planner", "changed", part)


def _rows(
    session: Session, consultation: Consultation, table: Table, wanted: Mapping[str, str]
) -> list[dict[str, Any]]:
    numbers = sorted({int(name.partition("-")[0]) for name in wanted})
    typed = [{column: wanted[f"{n}-{column}"] for column in table.columns} for n in numbers]
    written = [row for row in typed if any(value.strip() for value in row.values())]
    rows = [_row(session, consultation, table, row) for row in written]
    _refuse_too_many(rows, table)
    return rows


def _refuse_too_many(rows: Sequence[Row], table: Table) -> None:
    if len(rows) > table.most:
        raise Refused("At most %(n)s rows.", n=table.most)


def _row(
    session: Session, consultation: Consultation, table: Table, typed: Mapping[str, str]
) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for column, longest in table.columns.items():
        value = text.clean(typed.get(column, ""), longest)
        if column in CHOICES and value not in CHOICES[column]:
            raise Refused("Choose one of the words offered.")
        row[column] = references(session, consultation, value) if column == "refs" else value
    if not all(row[column] for column in table.needs):
        raise Refused(table.lacks)
    return row


def words_used(session: Session, consultation: Consultation) -> tuple[WordFacts, ...]:
    """Return the words of most people in what was released.

    Whose ideas a file holds is not known: each of them counts as one person's.
    """
    rows = session.execute(
        Contribution.__table__.select()
        .with_only_columns(
            Contribution.attendee_id, Attendee.people, Contribution.id, Contribution.text
        )
        .join(Attendee, Attendee.id == Contribution.attendee_id)
        .where(
            Contribution.consultation_id == consultation.id,
            Contribution.state.in_(("released", "merged")),
        )
    )
    said = [
        (person, people, words) if people else (f"idea {idea}", 1, words)
        for person, people, idea, words in rows
    ]
    return tuple(WordFacts(each.word, each.people) for each in count_words(said))


def facts_of(session: Session, consultation: Consultation) -> VisionFacts | None:
    """Return what is written, with the words people used; None while nothing is."""
    parts = {part: tuple(getattr(consultation, part)) for part in TABLES}
    if not consultation.vision and not any(parts.values()):
        return None
    return VisionFacts(
        sentence=consultation.vision, words=words_used(session, consultation), **parts
    )
