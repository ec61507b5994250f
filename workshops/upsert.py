"""Insert or replace in one statement: the one place where dialects differ."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from workshops.models import Base


def upsert(
    session: Session, model: type[Base], unique: Mapping[str, Any], values: Mapping[str, Any]
) -> None:
    """Insert a row, or give the row with the same `unique` columns these `values`."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(model).values({**unique, **values})
    session.execute(statement.on_conflict_do_update(index_elements=list(unique), set_=dict(values)))
