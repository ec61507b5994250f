"""Forgetting: on the promised day, what could lead back to a person goes. The words stay."""

from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from workshops import log
from workshops.models import (
    Attendee,
    Consultation,
    Contribution,
    Drawing,
    Photo,
    Slip,
    Trial,
)


def due(session: Session, today: date) -> list[Consultation]:
    """Return the consultations whose day has come and that still hold something to forget."""
    rows = session.scalars(
        select(Consultation).where(Consultation.delete_on <= today).order_by(Consultation.id)
    )
    return [each for each in rows if _holds(session, each)]


def _holds(session: Session, consultation: Consultation) -> bool:
    tokens = select(Attendee.id).where(
        Attendee.workshop_id.in_(_workshops(consultation)), Attendee.token_hash.is_not(None)
    )
    slips = select(Slip.id).where(
        Slip.workshop_id.in_(_workshops(consultation)), Slip.code_hash.is_not(None)
    )
    photos = select(Photo.id).where(Photo.consultation_id == consultation.id)
    return any(session.scalar(found.limit(1)) is not None for found in (tokens, slips, photos))


def _workshops(consultation: Consultation) -> list[int]:
    return [workshop.id for workshop in consultation.workshops]


def forget(session: Session, consultation: Consultation) -> list[str]:
    """Remove tokens, slip numbers and photos; return the hashes of photos nobody needs now.

    The people stay counted, by channel, and what they said stays under its number. How many
    slips were issued, used and spoiled stays too; whose they were goes.
    """
    session.execute(
        update(Slip)
        .where(Slip.workshop_id.in_(_workshops(consultation)))
        .values(code_hash=None, attendee_id=None, free=False)
    )
    session.execute(
        update(Attendee)
        .where(Attendee.workshop_id.in_(_workshops(consultation)))
        .values(token_hash=None, slip=None)
    )
    session.execute(
        update(Contribution)
        .where(Contribution.consultation_id == consultation.id)
        .values(photo_id=None)
    )
    session.execute(update(Trial).where(Trial.consultation_id == consultation.id).values(photos=[]))
    photos = session.scalars(select(Photo).where(Photo.consultation_id == consultation.id)).all()
    hashes = {photo.sha256 for photo in photos}
    for photo in photos:
        session.delete(photo)
    session.flush()
    kept = set(session.scalars(select(Photo.sha256).where(Photo.sha256.in_(hashes))))
    kept |= _drawn(session)
    log.note(session, consultation.id, "torg", "forgot", consultation.slug, photos=len(photos))
    return sorted(hashes - kept)


def _drawn(session: Session) -> set[str]:
    """Return the hashes of all pages of drawings, which lie beside the photos and stay."""
    pages = session.scalars(select(Drawing.pages))
    return {str(page["sha256"]) for each in pages for page in each}
