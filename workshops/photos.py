"""Photos that people send: a few each, since they take what room the laptop has."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workshops import joining
from workshops.models import Activity, Contribution, Photo, Workshop
from workshops.refusal import Refused

#: Of a workshop; each weighs a megabyte at most once it is made smaller.
MOST_A_PERSON = 5


def must_have_left(session: Session, workshop: Workshop, device: str, key: str) -> None:
    """Refuse the photo of a device that sent its share; the same answer may come again."""
    attendee = joining.attendee_of(session, workshop.code, device)
    sent = session.scalar(
        select(func.count())
        .select_from(Contribution)
        .join(Activity, Activity.id == Contribution.activity_id)
        .where(
            Activity.workshop_id == workshop.id,
            Contribution.attendee_id == attendee,
            Contribution.photo_id.is_not(None),
            Contribution.key != key,
        )
    )
    if (sent or 0) >= MOST_A_PERSON:
        raise Refused(
            "You have sent %(n)s photos. Send this one’s words without it.", n=MOST_A_PERSON
        )


def photos_of(session: Session, activity_id: int) -> dict[int, str]:
    """Return the SHA-256 of each photo in an activity, by the id of its contribution."""
    rows = session.execute(
        select(Contribution.id, Photo.sha256)
        .join(Photo, Photo.id == Contribution.photo_id)
        .where(Contribution.activity_id == activity_id)
    )
    return dict(rows.all())
