"""Joining a workshop: by code, without an account; by slip or at a table the same."""

from collections.abc import Mapping

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from workshops import clock, news, text, tokens
from workshops.holding import hold
from workshops.models import Attendee, Workshop
from workshops.refusal import Refused

BY_TOKEN = select(Attendee.id).where(Attendee.token_hash == bindparam("token_hash"))
#: More than that is not one table any more.
MOST_AT_A_TABLE = 30
#: At the beginning, in the middle and at the end; some more for who counts often.
MOST_COUNTS = 12


def find_workshop(session: Session, typed: str) -> Workshop:
    """Return the workshop with that join code, as people type it."""
    code = tokens.as_typed(typed)
    workshop = session.scalar(select(Workshop).where(Workshop.code == code))
    if workshop is None:
        raise Refused(
            "No workshop has the code %(code)s. Look at the screen or ask at the door.",
            code=code[:12] or "–",
        )
    return workshop


def find_attendee(session: Session, workshop: Workshop, device: str) -> Attendee | None:
    """Return who this device is in this workshop, if it has joined."""
    return session.scalar(
        select(Attendee).where(Attendee.token_hash == tokens.hashed(device, workshop.code))
    )


def attendee_of(session: Session, code: str, device: str) -> int | None:
    """Return the attendee that this device is in the workshop with this code, if it has joined."""
    return _by_token(session, tokens.hashed(device, code)) if device else None


def _by_token(session: Session, token_hash: str) -> int | None:
    return session.connection().scalar(BY_TOKEN, {"token_hash": token_hash})


def join(session: Session, workshop_id: int, code: str, device: str) -> int:
    """Make a device an attendee, once; return the attendee's id."""
    return admit(session, workshop_id, tokens.hashed(device, code))


def admit(session: Session, workshop_id: int, token_hash: str) -> int:
    """Make whoever has the token of this hash an attendee, once; return the attendee's id."""
    known = _by_token(session, token_hash)
    if known is None:
        hold(session, workshop_id)
        known = _by_token(session, token_hash)  # another server may have let it in
    if known is not None:
        return known
    attendee = Attendee(workshop_id=workshop_id, token_hash=token_hash, joined_at=clock.now())
    session.add(attendee)
    session.flush()
    news.tell(session, workshop_id, "people")
    return attendee.id


def join_by_hand(
    session: Session, workshop: Workshop, channel: str, name: str, people: int = 1
) -> Attendee:
    """Return the attendee of a slip or of a table, made when it is first named.

    A slip is one person; at a table, `people` is how many sit there, and the last word stands.
    """
    name = text.clean(name, 20)
    if channel not in ("paper", "table"):
        raise Refused("Choose slip or table.")
    if not name:
        raise Refused("Write the number of the slip or of the table.")
    if not 1 <= people <= MOST_AT_A_TABLE:
        raise Refused("At a table sit 1 to %(most)s people.", most=MOST_AT_A_TABLE)
    slip = f"{channel} {name.casefold()}"
    found = session.scalar(
        select(Attendee).where(Attendee.workshop_id == workshop.id, Attendee.slip == slip)
    )
    if found is None:
        found = Attendee(workshop_id=workshop.id, channel=channel, slip=slip, joined_at=clock.now())
        session.add(found)
    found.people = people if channel == "table" else 1
    session.flush()
    news.tell(session, workshop.id, "people")
    return found


def joined(session: Session, workshop_id: int) -> Mapping[str, int]:
    """Return how many people joined, by channel; a table's device stands for all at it."""
    rows = session.execute(
        select(Attendee.channel, func.sum(Attendee.people))
        .where(Attendee.workshop_id == workshop_id)
        .group_by(Attendee.channel)
        .order_by(Attendee.channel)
    )
    return {channel: int(people) for channel, people in rows}


def count_heads(session: Session, workshop: Workshop, people: int) -> None:
    """Note a hand count at the door with its time; the highest stands for who was there."""
    if not 0 <= people <= 100_000:
        raise Refused("A hand count lies between 0 and 100,000.")
    if len(workshop.head_counts) >= MOST_COUNTS:
        raise Refused("%(n)s counts are enough. Take the last one back first.", n=MOST_COUNTS)
    noted = {"at": clock.now().isoformat(), "people": people, "before": workshop.present}
    workshop.head_counts = [*workshop.head_counts, noted]
    workshop.present = max(people, workshop.present or 0)
    news.tell(session, workshop.id, "people")


def take_back_count(session: Session, workshop: Workshop) -> None:
    """Take the last hand count back; who was there is again what it was before."""
    if not workshop.head_counts:
        raise Refused("There is no count to take back.")
    *kept, last = workshop.head_counts
    workshop.head_counts, workshop.present = kept, last["before"]
    news.tell(session, workshop.id, "people")
