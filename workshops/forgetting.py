"""Forgetting: on the promised day, what could lead back to a person goes. The words stay."""

from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from workshops import log
from workshops.activities import kind_of
from workshops.freezing import counted_in
from workshops.models import (
    Activity,
    Attendee,
    Ballot,
    Consultation,
    Contribution,
    Drawing,
    LogEntry,
    Photo,
    Slip,
    Trial,
)
from workshops.results import answers_of
from workshops.who_came import OVER_ALL, asks_of_people, over_all

FORGOT = "forgot"


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
    if any(session.scalar(found.limit(1)) is not None for found in (tokens, slips, photos)):
        return True
    return any(_taps(session, each) for each in _about_people(consultation))


def _workshops(consultation: Consultation) -> list[int]:
    return [workshop.id for workshop in consultation.workshops]


def _about_people(consultation: Consultation) -> list[Activity]:
    """Return the activities that ask what people are."""
    return [
        activity
        for workshop in consultation.workshops
        for activity in workshop.activities
        if asks_of_people(activity)
    ]


def _taps(session: Session, activity: Activity) -> bool:
    """Whether anybody's answer still says something."""
    rows = session.scalars(select(Ballot.payload).where(Ballot.activity_id == activity.id))
    return any(rows)


def forget(session: Session, consultation: Consultation) -> list[str]:
    """Remove tokens, slip numbers, taps and photos; return the hashes of photos nobody needs now.

    The people stay counted, by channel, and what they said stays under its number. How many
    slips were issued, used and spoiled stays too; whose they were goes.
    """
    _forget_taps(session, consultation)
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
    hashes = _forget_photos(session, consultation)
    log.note(session, consultation.id, "torg", FORGOT, consultation.slug, photos=len(hashes))
    kept = set(session.scalars(select(Photo.sha256).where(Photo.sha256.in_(hashes))))
    return sorted(hashes - kept - _drawn(session))


def _forget_taps(session: Session, consultation: Consultation) -> None:
    """Empty what people said of themselves; the sums that may be told stay, no small one."""
    asked = _about_people(consultation)
    sums = over_all(session, counted_in(session, consultation)) if asked else {}
    for each in asked:
        settings = kind_of(each.kind).forget(each.settings, answers_of(session, each))
        each.settings = settings | {OVER_ALL: sums}
        session.execute(update(Ballot).where(Ballot.activity_id == each.id).values(payload={}))
    session.flush()


def _forget_photos(session: Session, consultation: Consultation) -> set[str]:
    session.execute(
        update(Contribution)
        .where(Contribution.consultation_id == consultation.id)
        .values(photo_id=None)
    )
    session.execute(update(Trial).where(Trial.consultation_id == consultation.id).values(photos=[]))
    photos = session.scalars(select(Photo).where(Photo.consultation_id == consultation.id)).all()
    for photo in photos:
        session.delete(photo)
    session.flush()
    return {photo.sha256 for photo in photos}


def _drawn(session: Session) -> set[str]:
    """Return the hashes of all pages of drawings, which lie beside the photos and stay."""
    pages = session.scalars(select(Drawing.pages))
    return {str(page["sha256"]) for each in pages for page in each}


def forgotten_on(session: Session, consultation: Consultation) -> str:
    """Return the day on which it was last forgotten, in ISO 8601; "" before that."""
    last = session.scalars(
        select(LogEntry.at)
        .where(LogEntry.consultation_id == consultation.id, LogEntry.verb == FORGOT)
        .order_by(LogEntry.id.desc())
    ).first()
    return last.date().isoformat() if last else ""
