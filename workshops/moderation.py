"""Moderation: release, return, hide, hold; logged with a reason, never deleted."""

import re

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workshops import clock, log, merging, news, text
from workshops.models import Activity, Contribution, LogEntry, Workshop
from workshops.refusal import Refused
from workshops.words import mark

#: Why a contribution goes back to its writer, by key.
REASONS = {
    "name": mark("Please leave out names"),
    "many": mark("One idea at a time, please"),
    "unclear": mark("We cannot read it. Please write it again"),
}

_NUMBER = re.compile(r"(?:\+?\d[\s.-]?){7,}")
_MAIL = re.compile(r"\S+@\S+\.\w+")
_HANDLE = re.compile(r"(?<!\w)@\w{3,}")


def flags(words: str) -> tuple[str, ...]:
    """Return what a moderator should look at twice: "number", "address"."""
    found = []
    if _NUMBER.search(words):
        found.append("number")
    if _MAIL.search(words) or _HANDLE.search(words):
        found.append("address")
    return tuple(found)


def decide(
    session: Session, contribution: Contribution, fate: str, *, reason: str = "", who: str = "desk"
) -> None:
    """Give a contribution its fate: "released", "returned", "hidden" or "held"."""
    if fate not in ("released", "returned", "hidden", "held"):
        raise ValueError(fate)
    if contribution.state == "withdrawn":
        raise Refused("No. %(number)s was taken back by its writer.", number=contribution.number)
    if contribution.state == fate:
        raise Refused(
            "Another helper has already done that to no. %(number)s.", number=contribution.number
        )
    merging.must_stand_by_itself(session, contribution)
    before = {"before": contribution.state, "reason_before": contribution.reason}
    contribution.state = fate
    contribution.reason = text.clean(REASONS.get(reason, reason), 200) if fate != "released" else ""
    contribution.released_at = clock.now() if fate == "released" else None
    _record(session, contribution, who, fate, reason=contribution.reason, **before)


def set_category(
    session: Session, contribution: Contribution, category: str, who: str = "desk"
) -> None:
    """Put a contribution under a category, or under none."""
    activity = session.get_one(Activity, contribution.activity_id)
    known = {each["key"] for each in activity.workshop.consultation.categories}
    if category and category not in known:
        raise Refused("There is no category “%(name)s”.", name=category)
    before, contribution.category = contribution.category, category
    _record(session, contribution, who, "sorted", category=category, category_before=before)


def release_all(
    session: Session, workshop: Workshop, newest: int | None = None, who: str = "desk"
) -> int:
    """Release all that waits and has no flag, up to the number `newest`; return how many."""
    waiting = [
        each
        for each in waiting_in(session, workshop)
        if (newest is None or each.number <= newest) and not flags(each.text)
    ]
    for contribution in waiting:
        decide(session, contribution, "released", who=who)
    return len(waiting)


def waiting_in(session: Session, workshop: Workshop) -> list[Contribution]:
    """Return what waits for release in a workshop, oldest first."""
    return in_state(session, workshop, "held")


def in_state(session: Session, workshop: Workshop, state: str) -> list[Contribution]:
    """Return the contributions of a workshop in a state, oldest first."""
    rows = session.scalars(
        select(Contribution)
        .join(Activity, Activity.id == Contribution.activity_id)
        .where(Activity.workshop_id == workshop.id, Contribution.state == state)
        .order_by(Contribution.number)
    )
    return list(rows)


def counts(session: Session, workshop: Workshop) -> dict[str, int]:
    """Return how many contributions of a workshop are in each state."""
    rows = session.execute(
        select(Contribution.state, func.count())
        .join(Activity, Activity.id == Contribution.activity_id)
        .where(Activity.workshop_id == workshop.id)
        .group_by(Contribution.state)
    )
    return dict(rows.all())


def undo(session: Session, entry: LogEntry, who: str = "desk") -> None:
    """Give a contribution back the state it had before one line of the log.

    One that its writer took back stays so.
    """
    contribution = session.scalar(
        select(Contribution).where(
            Contribution.consultation_id == entry.consultation_id,
            Contribution.number == int(entry.subject),
        )
    )
    if contribution is None or "before" not in entry.details:
        raise Refused("That cannot be undone.")
    if contribution.state != "withdrawn":
        contribution.state = entry.details["before"]
        contribution.reason = entry.details.get("reason_before", "")
    contribution.released_at = clock.now() if contribution.state == "released" else None
    _record(session, contribution, who, "undid", undid=entry.id)


def _record(
    session: Session, contribution: Contribution, who: str, verb: str, **details: object
) -> None:
    """Write it into the log and tell screens and desks."""
    activity = session.get_one(Activity, contribution.activity_id)
    log.note(session, contribution.consultation_id, who, verb, str(contribution.number), **details)
    news.tell(session, activity.workshop_id, "answers", activity.id)
    news.tell(session, activity.workshop_id, "writer", attendee_id=contribution.attendee_id)
