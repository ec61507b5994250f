"""What people say, written here and nowhere else: contributions, reactions, second thoughts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.orm import Session

from workshops import casting, clock, log, merging, news, reactions, text
from workshops.activities import kind_of
from workshops.activities.kind import Payload
from workshops.acts import Act
from workshops.leads import PUBLIC, numbers_with
from workshops.models import Activity, Attendee, Ballot, Consultation, Contribution
from workshops.questions import Question, Receipt, question
from workshops.refusal import Refused

#: No attendee says more than this in one activity; a flood is not a voice.
MOST_A_PERSON = 50


def submit(
    session: Session, activity_id: int, attendee_id: int, payload: Payload, key: str
) -> Receipt:
    """Take an answer, once however often it is sent; refuse it with a sentence otherwise."""
    asked = question(session, activity_id)
    attendee = session.get_one(Attendee, attendee_id)
    if attendee.workshop_id != asked.workshop_id:
        raise Refused("This question belongs to another workshop.")
    act = Act(attendee_id, attendee.channel, payload, key, clock.now())
    if asked.kind.collects == "contribution":
        return contribute(session, asked, act)
    if asked.kind.collects == "ballot":
        return _cast(session, asked, act)
    raise Refused("There is nothing to answer here.")


def _cast(session: Session, asked: Question, act: Act) -> Receipt:
    outcome = casting.cast(session, asked, [act])[0]
    if isinstance(outcome, Refused):
        raise outcome
    return outcome


def contribute(session: Session, asked: Question, act: Act) -> Receipt:
    """Write a contribution with the next public number of the consultation."""
    mine = session.scalars(
        select(Contribution).where(
            Contribution.activity_id == asked.id, Contribution.attendee_id == act.attendee_id
        )
    ).all()
    for each in mine:
        if each.key == act.key:
            return Receipt(asked, each.number, again=True)
    asked.must_take(act.at)
    if len(mine) >= MOST_A_PERSON:
        raise Refused("You have sent %(n)s. Leave room for others.", n=MOST_A_PERSON)
    standing = [payload_of(each) for each in mine if each.state not in ("withdrawn", "returned")]
    clean = asked.kind.check(asked.settings, act.payload, standing)
    number = next_number(session, asked.consultation_id)
    session.add(
        Contribution(
            consultation_id=asked.consultation_id,
            activity_id=asked.id,
            attendee_id=act.attendee_id,
            number=number,
            channel=act.channel,
            key=act.key,
            received_at=act.at,
            **_columns(clean),
        )
    )
    news.tell(session, asked.workshop_id, "answers", asked.id)
    return Receipt(asked, number)


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


def payload_of(contribution: Contribution | Row[*tuple[Any, ...]]) -> Payload:
    """Return the payload that a contribution, or a row of its columns, was made from."""
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


def react(
    session: Session, activity_id: int, attendee_id: int, number: int, says: str, key: str
) -> None:
    """Say of a released contribution what its kind asks for; an empty `says` takes it back.

    The last one stands. One that comes again with the key of its tap changes nothing. What is
    taken back is so for all that stands together.
    """
    activity = session.get_one(Activity, activity_id)
    attendee = session.get_one(Attendee, attendee_id)
    _must_take_reaction(session, activity, attendee, number, says)
    same = [number] if says else numbers_with(session, activity_id, number)
    given = _given(session, activity_id, attendee_id, same)
    if key in given.get(number, NEVER).keys or not (says or given):
        return
    act = Act(attendee_id, attendee.channel, {}, key, clock.now())
    heard = {number, *(each for each, tap in given.items() if tap.says and not says)}
    rows = []
    for each in sorted(heard):
        keys = [*given.get(each, NEVER).keys, key][-casting.KEYS_KEPT :]
        payload = reactions.payload_of(each, says)
        rows.append(casting.row(activity_id, reactions.slot_of(each), act, payload, keys))
    casting.put(session, activity.workshop_id, rows)


@dataclass(frozen=True)
class Tap:
    """What somebody said of a contribution, with the keys of the taps that said so."""

    keys: Sequence[str]
    says: str


NEVER = Tap((), "")


def _given(
    session: Session, activity_id: int, attendee_id: int, numbers: Sequence[int]
) -> dict[int, Tap]:
    """Return what the attendee said of these contributions, by number."""
    rows = session.execute(
        select(Ballot.slot, Ballot.key, Ballot.payload).where(
            Ballot.activity_id == activity_id,
            Ballot.attendee_id == attendee_id,
            Ballot.slot.in_([reactions.slot_of(each) for each in numbers]),
        )
    )
    return {
        reactions.number_of(slot): Tap(key.split("\n"), reactions.said_in(payload))
        for slot, key, payload in rows
    }


def _must_take_reaction(
    session: Session, activity: Activity, attendee: Attendee, number: int, says: str
) -> None:
    """Refuse what is said of words that are not shown, not asked for, or too late."""
    known = session.scalar(
        select(Contribution.id).where(
            Contribution.activity_id == activity.id,
            Contribution.number == number,
            Contribution.state.in_(PUBLIC),
        )
    )
    if known is None or attendee.workshop_id != activity.workshop_id:
        raise Refused("No. %(number)s is not shown.", number=number)
    if activity.workshop.ended_at is not None:
        raise Refused("This workshop has ended.")
    if says and says not in kind_of(activity.kind).reactions(activity.settings):
        raise Refused("Nobody is asked that here.")


def withdraw(session: Session, attendee_id: int, contribution_id: int) -> int:
    """Take back one's own contribution while its activity is open; the number stays used."""
    contribution = session.get(Contribution, contribution_id, with_for_update=True)
    if contribution is None or contribution.attendee_id != attendee_id:
        raise Refused("That is not from this phone.")
    if contribution.state == "withdrawn":
        return contribution.number  # asked again by a phone that never heard the reply
    asked = question(session, contribution.activity_id)
    asked.must_take(clock.now())
    merging.hand_on(session, contribution)
    contribution.state, contribution.merged_into_id = "withdrawn", None
    _note(session, contribution, "taken back")
    news.tell(session, asked.workshop_id, "answers", asked.id)
    return contribution.number


def _note(session: Session, contribution: Contribution, verb: str) -> None:
    """Write into the log what the writer did; not who that is, and not the words."""
    log.note(session, contribution.consultation_id, "attendee", verb, str(contribution.number))


def revise(session: Session, attendee_id: int, contribution_id: int, words: str) -> int:
    """Send a returned contribution again in other words; it keeps its number."""
    contribution = session.get(Contribution, contribution_id, with_for_update=True)
    if contribution is None or contribution.attendee_id != attendee_id:
        raise Refused("That is not from this phone.")
    if contribution.state != "returned":
        if contribution.text == text.clean(words):
            return contribution.number  # sent again by a phone that never heard the reply
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
