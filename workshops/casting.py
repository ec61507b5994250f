"""Votes, many at once: what arrived together is checked together and written together.

A ballot lives in a slot of its attendee: the last new vote in a slot stands. Each vote carries
the key made at its tap, and a ballot remembers the last keys it was made with, so that a vote
that is sent again, or arrives late, changes nothing.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from workshops import news, slips
from workshops.activities.kind import Payload
from workshops.acts import Act
from workshops.models import Ballot
from workshops.questions import Question, Receipt
from workshops.refusal import Refused
from workshops.upsert import upsert
from workshops.words import mark

MINE = select(Ballot.attendee_id, Ballot.slot, Ballot.payload, Ballot.key).where(
    Ballot.activity_id == bindparam("activity"),
    Ballot.attendee_id.in_(bindparam("attendees", expanding=True)),
)
#: So many earlier keys of a ballot are remembered: a late copy of an earlier vote is not a new one.
KEYS_KEPT = 8
NO_SLIP = mark("This vote needs a slip. Scan yours, or ask for one at the door.")


@dataclass(slots=True)
class Standing:
    """A ballot as it stands while votes are being cast: `act` is what made it so just now."""

    payload: Payload
    keys: list[str]
    act: Act | None = None


#: The ballots of some attendees in one activity, by attendee and slot.
Box = dict[int, dict[str, Standing]]


def cast(session: Session, question: Question, acts: Sequence[Act]) -> list[Receipt | Refused]:
    """Cast votes in their order; return for each its receipt, or why it was refused."""
    voters = {act.attendee_id for act in acts}
    box = _box(session, question.id, voters)
    admitted = slips.admitted(session, voters) if question.asks_slips else voters
    outcomes = [_cast(question, act, box.setdefault(act.attendee_id, {}), admitted) for act in acts]
    rows = [
        row(question.id, slot, standing.act, standing.payload, standing.keys)
        for slots in box.values()
        for slot, standing in slots.items()
        if standing.act is not None
    ]
    put(session, question.workshop_id, rows)
    return outcomes


def _cast(
    question: Question, act: Act, mine: dict[str, Standing], admitted: Collection[int]
) -> Receipt | Refused:
    """Put a vote among the attendee's own ballots, unless it is there already or is refused."""
    slot = question.kind.slot(act.payload)
    before = mine.get(slot)
    keys = before.keys if before else []
    if act.key in keys:
        return Receipt(question, again=True)
    others = [standing.payload for each, standing in mine.items() if each != slot]
    try:
        _must_take(question, act, admitted)
        payload = question.kind.check(question.settings, act.payload, others)
    except Refused as fault:
        return fault
    kept = [*keys, act.key][-KEYS_KEPT:]
    mine[slot] = Standing(payload, kept, act)
    return Receipt(question)


def _must_take(question: Question, act: Act, admitted: Collection[int]) -> None:
    """Refuse what came too early or too late, and who holds no slip where one is asked for."""
    question.must_take(act.at)
    if act.attendee_id not in admitted:
        raise Refused(NO_SLIP)


def _box(session: Session, activity_id: int, attendees: Iterable[int]) -> Box:
    """Return the ballots that these attendees have in the activity now."""
    wanted = {"activity": activity_id, "attendees": sorted(attendees)}
    rows = session.connection().execute(MINE, wanted)
    box: Box = {}
    for attendee_id, slot, payload, keys in rows:
        box.setdefault(attendee_id, {})[slot] = Standing(payload, keys.split("\n"))
    return box


def row(
    activity_id: int, slot: str, act: Act, payload: Payload, keys: Sequence[str]
) -> dict[str, Any]:
    """Return a vote as a row of ballots, with the keys it was made with."""
    return {
        "activity_id": activity_id,
        "attendee_id": act.attendee_id,
        "slot": slot,
        "payload": payload,
        "channel": act.channel,
        "key": "\n".join(keys),
        "received_at": act.at,
    }


def put(session: Session, workshop_id: int, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert or replace ballots of one activity in their slots, and tell the room of them."""
    if rows:
        upsert(session, Ballot, ("activity_id", "attendee_id", "slot"), rows)
        news.tell(session, workshop_id, "answers", rows[0]["activity_id"])
