"""How many people answered, whatever they said. No content leaves here."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, union
from sqlalchemy.orm import Session

from workshops.activities.result import CHANNELS
from workshops.models import Attendee, Ballot, Contribution, Workshop
from workshops.reactions import SLOT


def answered(session: Session, activities: Iterable[int]) -> Mapping[int, Mapping[str, int]]:
    """Return for each activity how many people answered, by channel.

    What is said of somebody else's answer is none.
    """
    ids = sorted(activities)
    voted = select(Ballot.activity_id, Ballot.attendee_id).where(
        Ballot.activity_id.in_(ids), ~Ballot.slot.startswith(SLOT)
    )
    said = select(Contribution.activity_id, Contribution.attendee_id).where(
        Contribution.activity_id.in_(ids)
    )
    each = union(voted, said).subquery()
    rows = session.execute(
        select(each.c.activity_id, Attendee.channel, func.sum(Attendee.people))
        .join(Attendee, Attendee.id == each.c.attendee_id)
        .group_by(each.c.activity_id, Attendee.channel)
        .order_by(each.c.activity_id, Attendee.channel)
    )
    counted: dict[int, dict[str, int]] = {activity_id: {} for activity_id in ids}
    for activity_id, channel, people in rows:
        counted[activity_id][channel] = int(people)
    return counted


def who_answered(session: Session, activity_id: int) -> frozenset[int]:
    """Return the attendees who answered an activity, whatever they said."""
    found = (
        session.scalars(select(model.attendee_id).where(model.activity_id == activity_id))
        for model in (Ballot, Contribution)
    )
    return frozenset(attendee for rows in found for attendee in rows)


def by_channel(people: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Add up (channel, people) pairs, in the order in which channels are always named."""
    counted: dict[str, int] = {}
    for channel, n in people:
        counted[channel] = counted.get(channel, 0) + n
    return {channel: counted[channel] for channel in CHANNELS if channel in counted}


def head_counts(workshop: Workshop) -> tuple[Mapping[str, Any], ...]:
    """Return the counts at the door: `at` as HH:MM, local, and `people`."""
    zone = ZoneInfo(workshop.consultation.time_zone)
    return tuple(
        {
            "at": datetime.fromisoformat(each["at"]).astimezone(zone).strftime("%H:%M"),
            "people": each["people"],
        }
        for each in workshop.head_counts
    )


def day_of(workshop: Workshop) -> str:
    """Return the local day on which a workshop starts, in ISO 8601."""
    zone = ZoneInfo(workshop.consultation.time_zone)
    return workshop.starts_at.astimezone(zone).date().isoformat()
