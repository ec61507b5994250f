"""How Alembic meets the application: its engine, its tables, in one transaction."""

from typing import Literal

from alembic import context
from flask import current_app

from app.databases import to_write
from workshops.models import Base, Moment


def render(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Write our UTC moments as plain DateTime, so that old migrations need none of our code."""
    return "sa.DateTime()" if kind == "type" and isinstance(item, Moment) else False


def run() -> None:
    """Run the migrations on the application's database; who comes second finds them done."""
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect().execution_options(**to_write(engine)) as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            render_item=render,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
