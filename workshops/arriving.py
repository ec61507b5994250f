"""A consultation that arrives from another machine: the rows of an archive become rows here.

Its answers went through `answers.submit` where they were given; here they are only moved.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Table, insert, select, update
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.orm import Session

from workshops import log, planning, tokens
from workshops.activities import KINDS
from workshops.archiving import ROOT, Row, Rows, references, tables
from workshops.findings import Findings, digest
from workshops.freezing import freeze
from workshops.models import Consultation, LogEntry, Moment, Workshop
from workshops.refusal import Refused
from workshops.sources import with_source

#: What goes wrong with rows that somebody edited.
UNFIT = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
    DBAPIError,
    StatementError,
)
#: From the ids of an archive to those here, by table.
Ids = dict[str, dict[Any, int]]
#: SQLite would take a word for a number.
PLAIN = (int, str, bool)
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Arrived:
    """What is here now: the consultation, and its findings as they come out here."""

    consultation: Consultation
    findings: Findings
    new_codes: tuple[str, ...]  # of workshops whose code somebody has here


def take_in(session: Session, rows: Rows, findings: Findings) -> Arrived:
    """Make the consultation of an archive part of this database. Does not commit.

    Its slug and join codes stay if they are free. Refuses rows that do not fit together.
    """
    try:
        made = _insert_all(session, rows)
        found = freeze(session, made)
    except UNFIT as fault:
        raise Refused("The archive does not fit together: it was changed or is damaged.") from fault
    _refuse_forged(session, made)
    here = [workshop.code for workshop in made.workshops]
    codes = {row["code"] for row in rows["workshop"]}
    log.note(session, made.id, "desk", log.TOOK_IN, findings.slug, findings=findings.hash)
    return Arrived(made, found, tuple(code for code in here if code not in codes))


def _refuse_forged(session: Session, made: Consultation) -> None:
    """Refuse a log in which a line does not follow from the one before."""
    lines = select(LogEntry).where(LogEntry.consultation_id == made.id).order_by(LogEntry.id)
    broken = log.broken_at(list(session.scalars(lines)))
    if broken is not None:
        raise Refused(
            "The log in the archive was changed: its line “%(verb)s %(subject)s” does not follow "
            "from the one before. Nothing was taken in.",
            verb=broken.verb,
            subject=broken.subject,
        )


def same_findings(found: Findings, told: Findings) -> bool:
    """Whether they are the same, whatever the consultation is called in addresses."""
    return digest(replace(found, slug=told.slug)) == told.hash


def _insert_all(session: Session, rows: Rows) -> Consultation:
    """Insert what is referred to first, then what refers to it, then what refers to later rows."""
    _refuse_strange(rows)
    ids: Ids = {}
    for table in tables():
        ids[table.name] = _insert(session, table, rows.get(table.name, ()), ids)
    for table in tables():
        _tie(session, table, rows.get(table.name, ()), ids)
    session.expire_all()
    (consultation_id,) = ids[ROOT].values()
    return session.get_one(Consultation, consultation_id)


def _refuse_strange(rows: Rows) -> None:
    """Refuse tables and columns that this version does not know, and kinds it cannot count."""
    known = {table.name: set(table.columns.keys()) for table in tables()}
    for name, some in rows.items():
        strange = {column for row in some for column in row} - known.get(name, set())
        if name not in known or strange:
            raise Refused(
                "The archive holds “%(name)s”, which this Torg does not know.",
                name=", ".join([name, *sorted(strange)]),
            )
    for row in rows.get("activity", ()):
        if row["kind"] not in KINDS:
            raise Refused("This Torg has no kind of activity “%(name)s”.", name=row["kind"])
    for row in rows.get("photo", ()):
        if not _SHA256.fullmatch(row["sha256"]):
            raise ValueError(row["sha256"])


def _insert(session: Session, table: Table, rows: Any, ids: Ids) -> dict[Any, int]:
    """Insert rows; return the ids that they have here."""
    values = [_values(session, table, row, ids) for row in rows]
    if not values:
        return {}
    made = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    given = session.scalars(made, values).all()
    return dict(zip((row["id"] for row in rows), given, strict=True))


def _values(session: Session, table: Table, row: Row, ids: Ids) -> Row:
    """Return what is inserted for a row; what it says of later rows is tied afterwards."""
    values = {name: _read(table, name, value) for name, value in row.items() if name != "id"}
    for key in references(table):
        name = key.parent.name
        is_later = key.column.table.name not in ids
        values[name] = None if is_later else _here(ids, key, row.get(name))
    return values | _made_new(session, table, row)


def _read(table: Table, name: str, value: Any) -> Any:
    """Return a JSON value as its column has it; refuses one of another type."""
    column = table.columns[name].type
    wanted = datetime if isinstance(column, Moment) else column.python_type
    if value is not None and issubclass(wanted, date):
        return wanted.fromisoformat(value)
    if value is not None and wanted in PLAIN and type(value) is not wanted:
        raise TypeError(name)
    return value


def _here(ids: Ids, key: ForeignKey, value: Any) -> int | None:
    return None if value is None else ids[key.column.table.name][value]


def _made_new(session: Session, table: Table, row: Row) -> Row:
    """Return what may be taken here already, and what an archive does not hold."""
    if table.name == ROOT:
        return {"slug": planning.free_slug(session, row["slug"])}
    if table.name == "workshop":
        code = row["code"] if _is_free(session, row["code"]) else planning.free_code(session)
        return {"code": code, "screen_token": tokens.secret()}
    return {}


def _is_free(session: Session, code: str) -> bool:
    """Whether a join code is one, and nobody has it here."""
    is_code = len(code) == len(tokens.join_code()) and set(code) <= set(tokens.LETTERS)
    taken = select(Workshop.id).where(Workshop.code == code)
    return is_code and session.scalar(taken) is None


def _tie(session: Session, table: Table, rows: Any, ids: Ids) -> None:
    """Write the references to rows that were not there yet, and the sources of activities."""
    order = [each.name for each in tables()]
    later = [
        key
        for key in references(table)
        if order.index(key.column.table.name) >= order.index(table.name)
    ]
    for row in rows:
        values: Row = {key.parent.name: _here(ids, key, row.get(key.parent.name)) for key in later}
        values = {name: value for name, value in values.items() if value is not None}
        if table.name == "activity":
            values["settings"] = with_source(row["kind"], row["settings"], ids[table.name])
        if values:
            here = table.c.id == ids[table.name][row["id"]]
            session.execute(update(table).where(here).values(values))
