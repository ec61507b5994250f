"""Holding a workshop while answers are counted, so that two servers never do it at once.

SQLite holds everything for whoever writes; there this reads a row and no more.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshops.models import Workshop


def hold(session: Session, workshop_id: int) -> None:
    """Hold a workshop until the end of the transaction."""
    wanted = select(Workshop.id).where(Workshop.id == workshop_id)
    session.connection().execute(wanted.with_for_update(key_share=True))
