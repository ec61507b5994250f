"""What people say of others' words: a heart, or agree and disagree.

A reaction lies beside the votes, in a slot of the contribution's number: one a person, the last
one stands. What was taken back stays as an empty one, with the keys of its taps, so that a late
copy brings nothing back.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshops.activities.result import HEART
from workshops.leads import leads_of
from workshops.models import Ballot

SLOT = "heart:"


def slot_of(number: int) -> str:
    """Return the slot of reactions to the contribution with that number."""
    return f"{SLOT}{number}"


def number_of(slot: str) -> int:
    """Return the number of the contribution that a slot of reactions is for."""
    return int(slot.removeprefix(SLOT))


def payload_of(number: int, says: str) -> dict[str, Any]:
    """Return a reaction as it is stored; `says` is empty for one that was taken back."""
    return {"heart": number} if says == HEART else {"heart": number, "says": says}


def said_in(payload: Mapping[str, Any]) -> str:
    """Return what a stored reaction says; empty when it was taken back."""
    return str(payload.get("says", HEART))


def heard_of(session: Session, activity_id: int) -> defaultdict[int, dict[int, str]]:
    """Return what each person says of each contribution: by its number, by attendee.

    A lead is told what was said of all that stands under it: of one person the newest.
    """
    leads = leads_of(session, activity_id)
    rows = session.execute(
        select(Ballot.slot, Ballot.attendee_id, Ballot.payload)
        .where(Ballot.activity_id == activity_id, Ballot.slot.startswith(SLOT))
        .order_by(*((Ballot.received_at, Ballot.id) if leads else ()))
    )
    found: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for slot, attendee, payload in rows:
        says, number = said_in(payload), number_of(slot)
        if says:
            found[number][attendee] = says
            if number in leads:
                found[leads[number]][attendee] = says
    return found


def reactions_of(session: Session, activity_id: int) -> defaultdict[int, Counter[str]]:
    """Return how many people said what of each contribution, by its number."""
    counted: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for number, people in heard_of(session, activity_id).items():
        counted[number].update(people.values())
    return counted


def hearts_of(session: Session, activity_id: int) -> dict[int, int]:
    """Return how many different people gave each contribution a heart, by number."""
    found = reactions_of(session, activity_id)
    return {number: said[HEART] for number, said in found.items() if said[HEART]}
