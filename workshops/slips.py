"""One-time voting slips: one slip, one attendee, one ballot, on whatever device.

A slip is issued, then used or spoiled. One that is in use can be freed: the next phone that
brings its code goes on as the same attendee, with the same ballots. `slip_sheets` prints them.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from workshops import joining, log, news, tokens
from workshops.activities import kind_of
from workshops.holding import hold
from workshops.models import Activity, Attendee, Ballot, Contribution, Slip, Workshop
from workshops.refusal import Refused

#: Of one workshop; whoever prints more has another question.
MOST = 10_000

# Which votes ask for them


def ask(session: Session, workshop: Workshop, *, on: bool, who: str) -> None:
    """Have the votes that open from now on ask for a slip, or not; those opened stay as they are.

    Votes are what collects ballots: ideas, notes and hearts are open to everybody.
    """
    printed = select(Slip.id).where(Slip.workshop_id == workshop.id).limit(1)
    if on and session.scalar(printed) is None:
        raise Refused("Print slips first: without one nobody could vote.")
    if workshop.asks_slips == on:
        return
    workshop.asks_slips = on
    note(session, workshop, who, "asked for slips" if on else "asked for no slips")
    news.tell(session, workshop.id, "stage")


def asked_by(session: Session, activity: Activity) -> bool:
    """Whether an activity that is about to open asks for slips: one rule for all its ballots."""
    if kind_of(activity.kind).collects != "ballot":
        return False
    voted = session.scalar(select(Ballot.id).where(Ballot.activity_id == activity.id).limit(1))
    return activity.workshop.asks_slips if voted is None else activity.asks_slips


def admitted(session: Session, attendees: Collection[int]) -> frozenset[int]:
    """Return those of the attendees who hold a slip now."""
    found = session.scalars(
        select(Slip.attendee_id).where(Slip.attendee_id.in_(attendees), Slip.free.is_(False))
    )
    return frozenset(each for each in found if each is not None)


# A phone brings a slip


def hashed(workshop_id: int, code: str) -> str:
    """Return what is kept of a code, as people type it; a slip is of one workshop."""
    return tokens.hashed(tokens.as_typed(code), f"slip {workshop_id}")


def find(session: Session, workshop: Workshop, typed: str) -> Slip:
    """Return the slip with this code, as people type it."""
    slip = session.scalar(select(Slip).where(Slip.code_hash == hashed(workshop.id, typed)))
    if slip is None or slip.workshop_id != workshop.id:
        raise Refused("No slip has this code. Look at it once more, or ask at the door.")
    return slip


def held_by(session: Session, attendee_id: int) -> int:
    """Return the number of the slip an attendee holds; 0 for none."""
    held = select(Slip.number).where(Slip.attendee_id == attendee_id, Slip.free.is_(False))
    return session.scalar(held) or 0


def use(session: Session, workshop_id: int, typed: str, device: str) -> int:
    """Make a slip this phone's own and return its number; of two phones at once one gets it."""
    hold(session, workshop_id)
    workshop = session.get_one(Workshop, workshop_id)
    if workshop.ended_at is not None:
        raise Refused("This workshop has ended.")
    slip = find(session, workshop, typed)
    known = joining.find_attendee(session, workshop, device)
    held = held_by(session, known.id) if known else 0
    if held == slip.number:
        return held
    if held:
        raise Refused("This phone has slip %(number)s already. One slip a phone.", number=held)
    _claim(session, slip)
    if slip.attendee_id is None:
        slip.attendee_id = joining.join(session, workshop.id, workshop.code, device)
    else:
        _move(session, workshop, slip.attendee_id, known, device)
    session.flush()
    news.tell(session, workshop.id, "people")
    return slip.number


def _claim(session: Session, slip: Slip) -> None:
    """Take a slip that is free, in one statement, so that of two at once only one has it."""
    claimed = session.scalar(
        update(Slip)
        .where(Slip.id == slip.id, Slip.free)
        .values(free=False, state="used")
        .returning(Slip.id)
        .execution_options(synchronize_session=False)
    )
    session.refresh(slip)
    if claimed is None:
        raise _taken(session, slip)


def _taken(session: Session, slip: Slip) -> Refused:
    """Return why a slip lets nobody in, and what to do."""
    if slip.state == "spoiled":
        return Refused(
            "Slip %(number)s is spoiled. Ask at the door for another.",
            number=slip.number,
        )
    holder = session.get(Attendee, slip.attendee_id or 0)
    if holder is not None and holder.channel == "paper":
        return Refused("Slip %(number)s is in already, on paper.", number=slip.number)
    return Refused(
        "Slip %(number)s is in use on another phone. If that phone is gone, ask at the door: "
        "they can free the slip for this one.",
        number=slip.number,
    )


def _move(
    session: Session, workshop: Workshop, holder_id: int, known: Attendee | None, device: str
) -> None:
    """Let a device go on as the attendee whose slip was freed.

    Who it was before stays as long as something was said or voted under it; it holds no slip.
    """
    if known is not None:
        known.token_hash = None
        session.flush()
        if not _left_something(session, known.id):
            session.delete(known)
    holder = session.get_one(Attendee, holder_id)
    holder.token_hash = tokens.hashed(device, workshop.code)
    holder.channel, holder.slip = "phone", None


def _left_something(session: Session, attendee_id: int) -> bool:
    return any(
        session.scalar(select(model.id).where(model.attendee_id == attendee_id).limit(1))
        for model in (Contribution, Ballot)
    )


# A helper types a slip, or mends one


def hand_in(session: Session, workshop: Workshop, name: str) -> Attendee:
    """Return the attendee a paper slip stands for; of a voting slip it is the only one.

    What was in use on a phone is not typed, even when it was freed: nobody else is to see how
    that phone voted.
    """
    slip = _numbered(session, workshop, name)
    if slip is None:
        return joining.join_by_hand(session, workshop, "paper", name)
    attendee = joining.join_by_hand(session, workshop, "paper", str(slip.number))
    if slip.attendee_id not in (None, attendee.id):
        raise Refused(
            "Slip %(number)s is in already, on a phone. It can go on there, or on a borrowed one.",
            number=slip.number,
        )
    if slip.free or slip.attendee_id is None:
        _claim(session, slip)
        slip.attendee_id = attendee.id
        session.flush()
    return attendee


def _numbered(session: Session, workshop: Workshop, name: str) -> Slip | None:
    """Return the slip with the number that somebody wrote, if it is one."""
    written = name.strip()
    if not written.isdecimal() or len(written) > len(str(MOST)):
        return None
    return session.scalar(
        select(Slip).where(Slip.workshop_id == workshop.id, Slip.number == int(written))
    )


def free(session: Session, workshop: Workshop, name: str, who: str) -> int:
    """Let a used slip go on on another phone, as the same attendee: still one ballot."""
    slip = _existing(session, workshop, name)
    if slip.state != "used":
        raise Refused(
            "Slip %(number)s is on no phone. It can be used as it is.", number=slip.number
        )
    slip.free = True
    session.execute(update(Attendee).where(Attendee.id == slip.attendee_id).values(token_hash=None))
    note(session, workshop, who, "freed a slip", str(slip.number))
    news.tell(session, workshop.id, "people")
    return slip.number


def spoil(session: Session, workshop: Workshop, name: str, who: str) -> int:
    """Spoil a slip that nobody used: lost, torn, printed badly. Nobody votes with it."""
    slip = _existing(session, workshop, name)
    if slip.state == "used":
        raise Refused(
            "Slip %(number)s is in use: what it voted counts. Is its phone gone? Then free it.",
            number=slip.number,
        )
    if not _spoil(session, workshop, Slip.number == slip.number):
        raise Refused("Slip %(number)s is spoiled already.", number=slip.number)
    note(session, workshop, who, "spoiled slips", str(slip.number))
    return slip.number


def spoil_rest(session: Session, workshop: Workshop, batch: int, who: str) -> int:
    """Spoil what is left of slips that were printed together; return how many those are."""
    spoiled = _spoil(session, workshop, Slip.batch == batch)
    if spoiled:
        note(session, workshop, who, "spoiled slips", f"{spoiled[0]}–{spoiled[-1]}")
    return len(spoiled)


def _spoil(session: Session, workshop: Workshop, which: ColumnElement[bool]) -> Sequence[int]:
    """Spoil those that were not used; return their numbers, in order."""
    numbers = session.scalars(
        update(Slip)
        .where(Slip.workshop_id == workshop.id, Slip.state == "issued", which)
        .values(state="spoiled", free=False)
        .returning(Slip.number)
        .execution_options(synchronize_session=False)
    )
    return sorted(numbers)


def _existing(session: Session, workshop: Workshop, name: str) -> Slip:
    slip = _numbered(session, workshop, name)
    if slip is None:
        raise Refused("There is no slip with the number %(name)s.", name=name[:20] or "–")
    return slip


def note(session: Session, workshop: Workshop, who: str, verb: str, numbers: str = "") -> None:
    """Write into the log what was done to which slips; never whose they are."""
    details = {"reason": numbers} if numbers else {}
    log.note(session, workshop.consultation_id, who, verb, f"workshop {workshop.number}", **details)
