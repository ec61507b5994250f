"""The one way in: every contribution and every ballot is written here and nowhere else."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, insert, select, true, update
from sqlalchemy.orm import Session

from workshops import clock, log, news, text
from workshops.activities import kind_of
from workshops.activities.kind import Kind, Payload
from workshops.models import Activity, Attendee, Ballot, Consultation, Contribution, Workshop
from workshops.refusal import Refused
from workshops.stage import GRACE
from workshops.upsert import upsert

#: No attendee says more than this in one activity; a flood is not a voice.
MOST_A_PERSON = 50
#: So many earlier keys of a ballot are remembered: a late copy of an earlier vote is not a new one.
KEYS_KEPT = 20


@dataclass(frozen=True)
class Receipt:
    """What the phone is told: the public number of a contribution, 0 for a ballot."""

    number: int
    again: bool = False  # the same act arrived before; nothing new was written


def submit(
    session: Session, activity_id: int, attendee_id: int, payload: Payload, key: str
) -> Receipt:
    """Take an answer, once however often it is sent; refuse it with a sentence otherwise."""
    activity = _open(session, activity_id)
    attendee = session.get_one(Attendee, attendee_id)
    if attendee.workshop_id != activity.workshop_id:
        raise Refused("This question belongs to another workshop.")
    kind = kind_of(activity.kind)
    if kind.collects == "contribution":
        return _contribute(session, kind, activity, attendee, payload, key)
    if kind.collects == "ballot":
        return _vote(session, kind, activity, attendee, payload, key)
    raise Refused("There is nothing to answer here.")


def _open(session: Session, activity_id: int) -> Activity:
    """Return the activity if it takes answers now, or closed less than two seconds ago."""
    activity = session.get(Activity, activity_id)
    if activity is None or activity.state == "draft":
        raise Refused("This question is not open yet.")
    if activity.state == "closed" and not _just_closed(activity):
        raise Refused("Closed. Your words are kept on this phone, the door can take them.")
    return activity


def _just_closed(activity: Activity) -> bool:
    """Whether an answer may have been on its way; a clock that is set back opens nothing."""
    if activity.closed_at is None:
        return False
    return timedelta(0) <= clock.now() - activity.closed_at <= GRACE


def _contribute(
    session: Session,
    kind: Kind,
    activity: Activity,
    attendee: Attendee,
    payload: Payload,
    key: str,
) -> Receipt:
    """Write a contribution with the next public number of the consultation."""
    mine = session.scalars(
        select(Contribution).where(
            Contribution.activity_id == activity.id, Contribution.attendee_id == attendee.id
        )
    ).all()
    for each in mine:
        if each.key == key:
            return Receipt(each.number, again=True)
    if len(mine) >= MOST_A_PERSON:
        raise Refused("You have sent %(n)s. Leave room for others.", n=MOST_A_PERSON)
    standing = [payload_of(each) for each in mine if each.state not in ("withdrawn", "returned")]
    clean = kind.check(activity.settings, payload, standing)
    consultation_id = activity.workshop.consultation_id
    number = next_number(session, consultation_id)
    session.add(
        Contribution(
            consultation_id=consultation_id,
            activity_id=activity.id,
            attendee_id=attendee.id,
            number=number,
            channel=attendee.channel,
            key=key,
            received_at=clock.now(),
            **_columns(clean),
        )
    )
    news.tell(session, activity.workshop_id, "answers", activity.id)
    return Receipt(number)


def _columns(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Split a payload into the columns all contributions have, and the kind's own details."""
    rest = {name: value for name, value in payload.items() if value is not None}
    lon, lat = rest.pop("lon", None), rest.pop("lat", None)
    point = None if lon is None or lat is None else {"type": "Point", "coordinates": [lon, lat]}
    return {
        "text": text.clean(rest.pop("text", "")),
        "category": rest.pop("category", ""),
        "place": text.clean(rest.pop("place", ""), 80),
        "photo_id": rest.pop("photo_id", None),
        "geometry": rest.pop("geometry", None) or point,
        "details": rest,
    }


def payload_of(contribution: Contribution) -> Payload:
    """Return the payload a contribution was made from."""
    payload: Payload = dict(contribution.details)
    payload |= {
        "text": contribution.text,
        "category": contribution.category,
        "place": contribution.place,
    }
    if contribution.geometry is not None:
        payload["geometry"] = contribution.geometry
        if contribution.geometry["type"] == "Point":
            payload["lon"], payload["lat"] = contribution.geometry["coordinates"][:2]
    return payload


def next_number(session: Session, consultation_id: int, many: int = 1) -> int:
    """Take the next `many` public numbers and return the first of them."""
    after = session.scalar(
        update(Consultation)
        .where(Consultation.id == consultation_id)
        .values(next_number=Consultation.next_number + many)
        .returning(Consultation.next_number)
        .execution_options(synchronize_session=False)
    )
    if after is None:
        raise KeyError(consultation_id)
    return after - many


def _vote(
    session: Session,
    kind: Kind,
    activity: Activity,
    attendee: Attendee,
    payload: Payload,
    key: str,
) -> Receipt:
    """Write a ballot into its slot; the last new one stands, its keys a line each."""
    others = session.execute(
        select(Ballot.slot, Ballot.payload, Ballot.key).where(
            Ballot.activity_id == activity.id, Ballot.attendee_id == attendee.id
        )
    ).all()
    slot = kind.slot(payload)
    keys = [each for row in others if row.slot == slot for each in row.key.split("\n")]
    if key in keys:
        return Receipt(0, again=True)
    standing = [row.payload for row in others if row.slot != slot]
    clean = kind.check(activity.settings, payload, standing)
    kept = "\n".join([*keys, key][-KEYS_KEPT:])
    _put_ballot(session, activity, attendee, slot, clean, kept)
    return Receipt(0)


def _put_ballot(
    session: Session, activity: Activity, attendee: Attendee, slot: str, payload: Payload, key: str
) -> None:
    """Insert or replace the ballot in a slot and tell the room."""
    upsert(
        session,
        Ballot,
        {"activity_id": activity.id, "attendee_id": attendee.id, "slot": slot},
        {
            "payload": payload,
            "channel": attendee.channel,
            "key": key,
            "received_at": clock.now(),
        },
    )
    news.tell(session, activity.workshop_id, "answers", activity.id)


def heart(session: Session, activity_id: int, attendee_id: int, number: int, *, on: bool) -> None:
    """Give a released contribution of somebody a heart, or take it back."""
    activity = session.get_one(Activity, activity_id)
    attendee = session.get_one(Attendee, attendee_id)
    known = session.scalar(
        select(Contribution.id).where(
            Contribution.activity_id == activity_id,
            Contribution.number == number,
            Contribution.state == "released",
        )
    )
    if known is None or attendee.workshop_id != activity.workshop_id:
        raise Refused("No. %(number)s is not shown.", number=number)
    if activity.workshop.ended_at is not None:
        raise Refused("This workshop has ended.")
    slot = f"heart:{number}"
    if on:
        _put_ballot(session, activity, attendee, slot, {"heart": number}, slot)
        return
    session.execute(
        delete(Ballot).where(
            Ballot.activity_id == activity_id,
            Ballot.attendee_id == attendee_id,
            Ballot.slot == slot,
        )
    )
    news.tell(session, activity.workshop_id, "answers", activity_id)


def withdraw(session: Session, attendee_id: int, contribution_id: int) -> int:
    """Take back one's own contribution while its activity is open; the number stays used."""
    contribution = session.get(Contribution, contribution_id)
    if contribution is None or contribution.attendee_id != attendee_id:
        raise Refused("That is not from this phone.")
    activity = _open(session, contribution.activity_id)
    contribution.state = "withdrawn"
    _note(session, contribution, "taken back")
    news.tell(session, activity.workshop_id, "answers", activity.id)
    return contribution.number


def _note(session: Session, contribution: Contribution, verb: str) -> None:
    """Write into the log what the writer did; not who that is, and not the words."""
    log.note(session, contribution.consultation_id, "attendee", verb, str(contribution.number))


def revise(session: Session, attendee_id: int, contribution_id: int, words: str) -> int:
    """Send a returned contribution again in other words; it keeps its number."""
    contribution = session.get(Contribution, contribution_id)
    if contribution is None or contribution.attendee_id != attendee_id:
        raise Refused("That is not from this phone.")
    if contribution.state != "returned":
        raise Refused("No. %(number)s was not returned.", number=contribution.number)
    activity = session.get_one(Activity, contribution.activity_id)
    payload = payload_of(contribution) | {"text": words}
    clean = kind_of(activity.kind).check(activity.settings, payload, [])
    contribution.text = text.clean(clean["text"])
    contribution.state, contribution.reason = "held", ""
    _note(session, contribution, "sent again")
    news.tell(session, activity.workshop_id, "answers", activity.id)
    return contribution.number


def take_contributions(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write many contributions at once: rows of all columns, for imports."""
    if rows:
        session.execute(insert(Contribution), [dict(row) for row in rows])


def take_ballots(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write many ballots at once: rows of all columns, for imports."""
    if rows:
        session.execute(insert(Ballot), [dict(row) for row in rows])


def answered(session: Session, workshop: Workshop) -> Mapping[int, Mapping[str, int]]:
    """Return for each activity how many people answered, by channel. No content leaves here.

    A heart is given to somebody else's answer; it is none.
    """
    ids = [activity.id for activity in workshop.activities]
    found: dict[int, dict[int, tuple[str, int]]] = {each: {} for each in ids}
    for model, counts in ((Ballot, ~Ballot.slot.startswith("heart:")), (Contribution, true())):
        rows = session.execute(
            select(model.activity_id, Attendee.id, Attendee.channel, Attendee.people)
            .join(Attendee, Attendee.id == model.attendee_id)
            .where(model.activity_id.in_(ids), counts)
            .distinct()
        )
        for activity_id, attendee_id, channel, people in rows:
            found[activity_id][attendee_id] = (channel, people)
    return {activity_id: by_channel(people.values()) for activity_id, people in found.items()}


def who_answered(session: Session, activity_id: int) -> frozenset[int]:
    """Return the attendees who answered an activity, whatever they said."""
    found = (
        session.scalars(select(model.attendee_id).where(model.activity_id == activity_id))
        for model in (Ballot, Contribution)
    )
    return frozenset(attendee for rows in found for attendee in rows)


def by_channel(people: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Add up (channel, people) pairs."""
    counted: dict[str, int] = {}
    for channel, n in people:
        counted[channel] = counted.get(channel, 0) + n
    return counted
