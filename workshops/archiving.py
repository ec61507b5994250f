"""A consultation as plain rows that another database can take in, and back.

Ids are counted from one in each table, so that the same consultation gives the same rows on
every machine. Left out is what is secret or leads to a person: keys to the desk, tokens, slips,
the Wi-Fi, what a phone called its answer.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Select, Table, select
from sqlalchemy.orm import Session

from workshops.models import Base, Consultation
from workshops.sources import with_source

Row = dict[str, Any]
Rows = Mapping[str, Sequence[Row]]

ROOT = "consultation"
#: Tables that are about this machine, not about the consultation.
LEFT_OUT = frozenset({"member", "link", "job"})
#: Columns that are secret or lead to a person, and what stands in their place.
BLANK: Mapping[str, Mapping[str, Any]] = {
    "attendee": {"token_hash": None, "slip": None},
    "slip": {"code_hash": None, "attendee_id": None},
    "workshop": {"screen_token": "", "wifi_name": "", "wifi_password": ""},
}


def tables() -> list[Table]:
    """Return the tables of a consultation, what is referred to first."""
    return [each for each in Base.metadata.sorted_tables if each.name not in LEFT_OUT]


def rows_of(session: Session, consultation: Consultation) -> dict[str, list[Row]]:
    """Return all rows of a consultation, by table, in the order they were made."""
    scopes: dict[str, Select[Any]] = {}
    found: dict[str, list[Row]] = {}
    for table in tables():
        scope = _scope(table, scopes, consultation.id)
        scopes[table.name] = scope.with_only_columns(table.c.id)
        found[table.name] = [
            dict(row) for row in session.execute(scope.order_by(table.c.id)).mappings()
        ]
    ids = {
        name: {row["id"]: n for n, row in enumerate(rows, start=1)} for name, rows in found.items()
    }
    return {
        table.name: [_portable(table, row, ids) for row in found[table.name]] for table in tables()
    }


def _scope(table: Table, scopes: Mapping[str, Select[Any]], consultation_id: int) -> Select[Any]:
    """Select the rows that belong to the consultation."""
    if table.name == ROOT:
        return select(table).where(table.c.id == consultation_id)
    key = _owner(table)
    return select(table).where(key.parent.in_(scopes[key.column.table.name]))


def _owner(table: Table) -> ForeignKey:
    """Return the first reference that every row of the table has."""
    return next(key for key in references(table) if not key.parent.nullable)


def references(table: Table) -> list[ForeignKey]:
    """Return what the rows of a table refer to."""
    return [key for column in table.columns for key in column.foreign_keys]


def _portable(table: Table, row: Mapping[str, Any], ids: Mapping[str, Mapping[int, int]]) -> Row:
    """Return a row as JSON values, with ids counted from one."""
    made = {**row, **BLANK.get(table.name, {})}
    made["id"] = ids[table.name][row["id"]]
    for key in references(table):
        made[key.parent.name] = ids[key.column.table.name].get(made[key.parent.name])
    if table.name == "activity":
        made["settings"] = with_source(row["kind"], row["settings"], ids["activity"])
    if "key" in made and row.get("details", {}).get("source") != row["key"]:
        made["key"] = str(made["id"])
    return {name: _as_json(value) for name, value in made.items()}


def _as_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
