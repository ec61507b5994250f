"""Stamps: short texts that change when what people said changes, without reading all of it."""

import hashlib
from typing import Any

from sqlalchemy import Select, String, cast, func, select
from sqlalchemy.orm import Session

from workshops.models import (
    Activity,
    Attendee,
    Ballot,
    Base,
    Consultation,
    Contribution,
    LogEntry,
    Photo,
    Square,
    Workshop,
)


def stamp_of(session: Session, consultation: Consultation) -> str:
    """Return the stamp of what was said, voted and planned in a consultation.

    What planners write of requirements is not in it. Rows of which there are few are read, of
    the others their number and the newest; what is changed in place is in the log.
    """
    told = [session.execute(each).all() for each in _asked(consultation)]
    return hashlib.sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest()


def _asked(consultation: Consultation) -> list[Select[Any]]:
    own = consultation.id
    workshops = select(Workshop.id).where(Workshop.consultation_id == own)
    activities = select(Activity.id).where(Activity.workshop_id.in_(workshops))
    return [
        _all(Consultation).where(Consultation.id == own),
        _all(Square).where(Square.id == consultation.square.id),
        _all(Workshop).where(Workshop.consultation_id == own).order_by(Workshop.id),
        _all(Activity).where(Activity.workshop_id.in_(workshops)).order_by(Activity.id),
        select(
            Contribution.state,
            func.count(),
            func.max(Contribution.id),
            func.max(Contribution.received_at),
            func.max(Contribution.released_at),
            func.count(Contribution.merged_into_id),
        )
        .where(Contribution.consultation_id == own)
        .group_by(Contribution.state)
        .order_by(Contribution.state),
        select(func.count(), func.max(Ballot.id), func.max(Ballot.received_at)).where(
            Ballot.activity_id.in_(activities)
        ),
        select(func.count(), func.max(Attendee.id), func.sum(Attendee.people)).where(
            Attendee.workshop_id.in_(workshops)
        ),
        select(func.count()).where(Photo.consultation_id == own),
        select(func.max(LogEntry.id)).where(
            LogEntry.consultation_id == own, LogEntry.who != "planner"
        ),
    ]


def _all(model: type[Base]) -> Select[Any]:
    columns: list[Any] = [cast(column, String) for column in model.__table__.columns]
    return select(*columns)
