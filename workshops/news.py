"""What the room must hear of: noted while working, told after the commit.

A verb calls `tell`; whoever commits (the view, the command, the write queue) calls `settle`
just before, which raises the versions that pages are remembered by, and passes the news on
once the commit is on disk.
"""

from dataclasses import dataclass

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session

from workshops.models import Activity, Workshop

RAISE_STAGE, RAISE_ANSWERS = (
    update(model).where(model.id == bindparam("changed")).values(version=model.version + 1)
    for model in (Workshop, Activity)
)
#: More than any evening changes.
FAR = 1_000_000


@dataclass(frozen=True, order=True)
class News:
    """Something changed in a workshop.

    `topic`: "stage" (opened, closed, shown, blanked: for everybody), "answers" (of one
    activity: for screens and desks), "people" (joined, counted: for screens and desks), "writer"
    (the desk decided on what this attendee said: for their phone alone).
    """

    workshop_id: int
    topic: str
    activity_id: int = 0
    attendee_id: int = 0


def tell(
    session: Session, workshop_id: int, topic: str, activity_id: int = 0, attendee_id: int = 0
) -> None:
    """Note that something changed; saying it twice is saying it once."""
    noted = session.info.setdefault("news", set())
    noted.add(News(workshop_id, topic, activity_id, attendee_id))


def settle(session: Session) -> tuple[News, ...]:
    """Raise the version of all that changed and hand over the news, in a stable order.

    A workshop's version is that of its stage, an activity's that of its answers. They are raised
    in one order, so that two servers never wait for each other.
    """
    news = tuple(sorted(session.info.pop("news", ())))
    if not news:
        return ()
    session.flush()
    for workshop_id in sorted({each.workshop_id for each in news if each.topic == "stage"}):
        session.connection().execute(RAISE_STAGE, {"changed": workshop_id})
    for activity_id in sorted({each.activity_id for each in news if each.activity_id}):
        session.connection().execute(RAISE_ANSWERS, {"changed": activity_id})
    return news


def make_all_new(session: Session) -> None:
    """Raise all versions past those that any page has seen.

    For data that are older than the pages in the room, as after a restored backup: else a page
    could be told that it is right already.
    """
    for model in (Workshop, Activity):
        session.execute(update(model).values(version=model.version + FAR))
