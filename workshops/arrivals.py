"""Answers as they arrive from phones: read, checked and written many at once.

Each is taken or refused by itself. The sender is known by the secret of the phone, and let into
the workshop here if need be, so that a phone whose page is older than the database still gets
its answer in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from workshops import answers, casting, joining
from workshops.activities.kind import Around
from workshops.acts import Act
from workshops.models import Activity, Attendee, Photo
from workshops.planning import around
from workshops.questions import Question, Receipt, questions
from workshops.refusal import Refused
from workshops.spots import spot

Outcome = Receipt | Refused


@dataclass(frozen=True, slots=True)
class Arrival:
    """An answer as the phone sent it. `attendee_id` where a helper writes, else 0."""

    code: str
    activity_id: int
    token_hash: str  # of the phone's secret
    fields: MultiDict[str, str]
    key: str
    at: datetime
    attendee_id: int = 0
    photo: Mapping[str, Any] | None = None  # columns of its row; the file is kept already


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent it, as far as counting needs to know."""

    id: int
    channel: str


#: Senders by the hash of their phone's secret.
Senders = dict[str, Sender]

SENDERS = select(Attendee.token_hash, Attendee.id, Attendee.channel).where(
    Attendee.token_hash.in_(bindparam("hashes", expanding=True))
)


def take(session: Session, arrivals: Sequence[Arrival]) -> list[Outcome]:
    """Take answers that arrived together; return what became of each, in their order."""
    asked = questions(session, {each.activity_id for each in arrivals})
    senders = _senders(session, arrivals)
    outcomes: dict[int, Outcome] = {}
    for activity_id in {each.activity_id for each in arrivals}:
        places = [n for n, each in enumerate(arrivals) if each.activity_id == activity_id]
        group = [arrivals[n] for n in places]
        question = asked.get(activity_id)
        outcomes |= zip(places, _take(session, question, group, senders), strict=True)
    return [outcomes[n] for n in range(len(arrivals))]


def _take(
    session: Session, question: Question | None, group: Sequence[Arrival], senders: Senders
) -> list[Outcome]:
    """Take what arrived for one question."""
    if question is None:
        return [Refused("This question is not open yet.")] * len(group)
    if question.kind.collects == "ballot":
        return _votes(session, question, group, senders)
    return [_words(session, question, arrival, senders) for arrival in group]


def _votes(
    session: Session, question: Question, group: Sequence[Arrival], senders: Senders
) -> list[Outcome]:
    """Cast the votes that can be read. What a ballot may hold is frozen in the settings."""
    read = [_read(session, question, each, senders, Around()) for each in group]
    acts = [each for each in read if isinstance(each, Act)]
    cast = iter(casting.cast(session, question, acts))
    return [next(cast) if isinstance(each, Act) else each for each in read]


def _words(session: Session, question: Question, arrival: Arrival, senders: Senders) -> Outcome:
    """Take a contribution with what was chosen on the plan and its photo."""
    activity = session.get_one(Activity, question.id)
    read = _read(session, question, arrival, senders, around(activity))
    if isinstance(read, Refused):
        return read
    try:
        with session.begin_nested():
            read.payload.update(spot(session, question, arrival.fields))
            read.payload.update(_photo(session, question, arrival.photo))
            return answers.contribute(session, question, read)
    except Refused as fault:
        return fault


def _read(
    session: Session, question: Question, arrival: Arrival, senders: Senders, near: Around
) -> Act | Refused:
    """Return the act that an arrival holds, or what is wrong with it."""
    try:
        sender = _sender(session, question, arrival, senders)
        payload = question.kind.read(question.settings, near, arrival.fields)
    except Refused as fault:
        return fault
    return Act(sender.id, sender.channel, payload, arrival.key, arrival.at)


def _senders(session: Session, arrivals: Sequence[Arrival]) -> Senders:
    """Return all senders who have been here before."""
    hashes = {each.token_hash for each in arrivals}
    rows = session.connection().execute(SENDERS, {"hashes": sorted(hashes)})
    return {str(token_hash): Sender(person, channel) for token_hash, person, channel in rows}


def _sender(session: Session, question: Question, arrival: Arrival, senders: Senders) -> Sender:
    """Return who sent it; a phone that is new here joins."""
    if arrival.code != question.code:
        raise Refused("This question belongs to another workshop.")
    if arrival.attendee_id:
        person = session.get_one(Attendee, arrival.attendee_id)
        if person.workshop_id != question.workshop_id:
            raise Refused("This question belongs to another workshop.")
        return Sender(person.id, person.channel)
    sender = senders.get(arrival.token_hash)
    if sender is None:
        joined = joining.admit(session, question.workshop_id, arrival.token_hash)
        sender = senders[arrival.token_hash] = Sender(joined, "phone")
    return sender


def _photo(
    session: Session, question: Question, columns: Mapping[str, Any] | None
) -> dict[str, Any]:
    """Store the row of a photo and return what points to it."""
    if columns is None or not question.kind.takes_photo(question.settings):
        return {}
    photo = Photo(consultation_id=question.consultation_id, **columns)
    session.add(photo)
    session.flush()
    return {"photo_id": photo.id}
