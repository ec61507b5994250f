"""Insert or replace in one statement: the one place where dialects differ."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from workshops.models import Base


def upsert(
    session: Session,
    model: type[Base],
    unique: Sequence[str],
    rows: Sequence[Mapping[str, Any]],
) -> None:
    """Insert rows that have the same columns; a row with the same `unique` ones is replaced.

    No two of the rows may have the same `unique` values: PostgreSQL refuses that.
    """
    statement = _statement(session.get_bind().dialect.name, model, tuple(unique), tuple(rows[0]))
    session.connection().execute(statement, [dict(row) for row in rows])


@lru_cache
def _statement(
    dialect: str, model: type[Base], unique: tuple[str, ...], names: tuple[str, ...]
) -> Insert:
    """Return the statement, made once: a full room needs it many times a second."""
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = insert(model.metadata.tables[model.__tablename__])
    replaced = {name: statement.excluded[name] for name in names if name not in unique}
    return statement.on_conflict_do_update(index_elements=list(unique), set_=replaced)
