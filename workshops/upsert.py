"""Insert or replace in one statement: the one place where dialects differ."""

from collections.abc import Mapping, Sequence
from typing import Any

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
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(model.metadata.tables[model.__tablename__])
    replaced = {name: statement.excluded[name] for name in rows[0] if name not in unique}
    session.connection().execute(
        statement.on_conflict_do_update(index_elements=list(unique), set_=replaced),
        [dict(row) for row in rows],
    )
