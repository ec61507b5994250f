"""Importing: the ideas of a file, and who supported them, become part of a consultation.

The same file twice adds nothing. Nothing of it is dropped silently: what is not taken, and what
is taken but not drawn, is counted with its reason.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from workshops import answers, clock, log, news, planning, sorting, tokens
from workshops.activities.result import HEART
from workshops.idea_files import ImportedIdea, Taken
from workshops.import_lines import Told, lines_of
from workshops.methods.spatial import far_outside, outliers
from workshops.models import Activity, Attendee, Ballot, Consultation, Contribution, Workshop
from workshops.reactions import payload_of, slot_of
from workshops.refusal import Refused
from workshops.support_files import Aside, Supports, known_only
from workshops.text import clean
from workshops.words import Sentence, mark, say

WORKSHOP_TITLE = mark("Imported ideas")
WORKSHOP_TYPE = "online"
CHANNEL = "remote"

FAR_FROM_SQUARE = mark("The place lies far outside the square.")
FAR_FROM_OTHERS = mark("The place lies far from all the others.")
REJECTED_THERE = mark("Rejected by the moderators of the file.")


@dataclass(frozen=True)
class Report:
    """What an import did. `taken` counts new ideas, `already` those that were there before."""

    taken: int
    already: int
    hearts: int
    set_aside: tuple[Aside, ...]
    lines: tuple[Sentence, ...]
    activity_id: int


def import_ideas(
    session: Session, consultation: Consultation, taken: Taken, supports: Supports | None = None
) -> Report:
    """Add the ideas of a file as a closed, shown activity, and supports as hearts.

    Refuses a file without ideas. Does not commit.
    """
    if not taken.ideas:
        raise Refused("There are no ideas in “%(name)s”.", name=taken.name)
    _take_categories(session, consultation, taken.ideas)
    activity = _activity(session, consultation, taken.name)
    before = _numbers(session, activity)
    ideas, exchanged = _upright(taken.ideas, consultation.square.outline)
    far = _far(ideas, consultation.square.outline)
    fresh = [idea for idea in ideas if idea.source_id not in before]
    if fresh:
        details = {idea.source_id: _details(idea, far, supports) for idea in fresh}
        _add(session, activity, fresh, details)
    numbers = _numbers(session, activity)
    known = known_only(supports, numbers) if supports else None
    hearts = _give_hearts(session, activity, known, numbers) if known else 0
    aside = (*taken.set_aside, *(known.set_aside if known else ()))
    _keep_record(session, activity, aside, len(fresh), hearts)
    told = Told(taken, known, ideas, fresh, far, numbers, hearts)
    return Report(
        taken=len(fresh),
        already=len(ideas) - len(fresh),
        hearts=hearts,
        set_aside=aside,
        lines=(*exchanged, *lines_of(told)),
        activity_id=activity.id,
    )


def _take_categories(
    session: Session, consultation: Consultation, ideas: Sequence[ImportedIdea]
) -> None:
    """Give a consultation that nobody has said anything in yet the categories of the file."""
    names = [idea.category for idea in ideas if idea.category]
    said = select(Contribution.id).where(Contribution.consultation_id == consultation.id).limit(1)
    if names and session.scalar(said) is None:
        consultation.categories = sorting.categories_of(names)
    keys = sorting.keys_by_name(consultation.categories)
    is_strange = any(sorting.key_for(name, keys) == sorting.OTHER["key"] for name in names)
    if is_strange and sorting.OTHER["key"] not in keys.values():
        consultation.categories = [*consultation.categories, dict(sorting.OTHER)]


def _activity(session: Session, consultation: Consultation, name: str) -> Activity:
    """Return the file's activity in the workshop of imports, made if need be."""
    workshop = _workshop(session, consultation)
    title = clean(name, 160) or WORKSHOP_TITLE
    for activity in workshop.activities:
        if activity.kind == "ideas" and activity.title == title:
            return activity
    workshop.announced = ", ".join(filter(None, [workshop.announced, title]))
    activity = planning.add_activity(session, workshop, "ideas", title)
    activity.state, activity.shown = "closed", True
    activity.opened_at = activity.closed_at = clock.now()
    session.flush()
    return activity


def _workshop(session: Session, consultation: Consultation) -> Workshop:
    for workshop in consultation.workshops:
        if workshop.type == WORKSHOP_TYPE and workshop.title == WORKSHOP_TITLE:
            return workshop
    workshop = planning.new_workshop(
        session, consultation, WORKSHOP_TITLE, starts_at=clock.now(), type_=WORKSHOP_TYPE
    )
    workshop.ended_at = clock.now()
    return workshop


def _numbers(session: Session, activity: Activity) -> Mapping[str, int]:
    """Return the public number of each idea of the file, by its id there."""
    rows = session.execute(
        select(Contribution.key, Contribution.number).where(Contribution.activity_id == activity.id)
    )
    return {row.key: row.number for row in rows}


def _upright(
    ideas: Sequence[ImportedIdea], outline: Mapping[str, Any] | None
) -> tuple[Sequence[ImportedIdea], tuple[Sentence, ...]]:
    """Exchange longitude and latitude where that, and only that, brings them to the square."""
    points = [idea.place for idea in ideas if idea.place]
    turned = [(lat, lon) for lon, lat in points if abs(lon) <= 90]
    if outline is None or not points or len(far_outside(points, outline)) < len(points):
        return ideas, ()
    near = len(turned) - len(far_outside(turned, outline))
    if near * 2 < len(points):
        return ideas, ()
    exchanged = say("Latitude stood before longitude: the two were exchanged. Look at the map.")
    return [replace(idea, lon=idea.lat, lat=idea.lon) for idea in ideas], (exchanged,)


def _far(ideas: Sequence[ImportedIdea], outline: Mapping[str, Any] | None) -> Mapping[str, str]:
    """Return why a place is not drawn, by source id: far from the square, or from all others."""
    placed = [(idea.source_id, idea.place) for idea in ideas if idea.place]
    points = [place for _, place in placed]
    far = far_outside(points, outline) if outline else outliers(points)
    return {placed[at][0]: FAR_FROM_SQUARE if outline else FAR_FROM_OTHERS for at in far}


def _add(
    session: Session,
    activity: Activity,
    ideas: Sequence[ImportedIdea],
    details: Mapping[str, Mapping[str, Any]],
) -> None:
    """Write the ideas with the next public numbers, as they come in the file."""
    consultation = activity.workshop.consultation
    authors = _attendees(session, activity.workshop, "author", (idea.author for idea in ideas))
    keys = sorting.keys_by_name(consultation.categories)
    first = answers.next_number(session, consultation.id, len(ideas))
    session.refresh(consultation, ["next_number"])
    now = clock.now()
    answers.take_contributions(
        session,
        [
            {
                "consultation_id": consultation.id,
                "activity_id": activity.id,
                "attendee_id": authors[idea.author],
                "number": number,
                "text": idea.text,
                "category": sorting.key_for(idea.category, keys),
                "geometry": _geometry(idea),
                "place": "",
                "details": details[idea.source_id],
                "state": idea.state,
                "reason": REJECTED_THERE if idea.state == "hidden" else "",
                "channel": CHANNEL,
                "key": idea.source_id,
                "received_at": now,
                "released_at": now if idea.state == "released" else None,
            }
            for number, idea in enumerate(ideas, start=first)
        ],
    )


def _geometry(idea: ImportedIdea) -> Mapping[str, Any] | None:
    return {"type": "Point", "coordinates": list(idea.place)} if idea.place else None


def _details(
    idea: ImportedIdea, far: Mapping[str, str], supports: Supports | None
) -> dict[str, Any]:
    """Return what the file said and no column holds; a mere count is no ballot."""
    found = {
        "source": idea.source_id,
        "said_category": idea.category,
        "set_aside": far.get(idea.source_id, ""),
    }
    kept: dict[str, Any] = {key: value for key, value in found.items() if value}
    if supports is None and idea.supports is not None:
        kept["reported"] = idea.supports
    if idea.against is not None:
        kept["reported_against"] = idea.against
    return kept


def _attendees(
    session: Session, workshop: Workshop, role: str, names: Iterable[str]
) -> Mapping[str, int]:
    """Return an attendee for each name, known by a hash only; one for all who have none.

    The one for all counts as nobody: how many they are is not known.
    """
    hashes = {name: _hash(workshop, role, name) for name in dict.fromkeys(names)}
    known = _known(session, workshop)
    now = clock.now()
    strangers = [
        {
            "workshop_id": workshop.id,
            "token_hash": token_hash,
            "channel": CHANNEL,
            "people": 1 if name else 0,
            "joined_at": now,
        }
        for name, token_hash in hashes.items()
        if token_hash not in known
    ]
    if strangers:
        session.execute(insert(Attendee), strangers)
        known = _known(session, workshop)
    return {name: known[token_hash] for name, token_hash in hashes.items()}


def _hash(workshop: Workshop, role: str, name: str) -> str:
    return tokens.hashed(name, f"{role} in {workshop.id}-{workshop.code}")


def _known(session: Session, workshop: Workshop) -> Mapping[str, int]:
    rows = session.execute(
        select(Attendee.token_hash, Attendee.id).where(Attendee.workshop_id == workshop.id)
    )
    return {row.token_hash: row.id for row in rows if row.token_hash}


def _give_hearts(
    session: Session, activity: Activity, supports: Supports, numbers: Mapping[str, int]
) -> int:
    """Write one ballot a supporter and idea; return how many were new."""
    supporters = _attendees(
        session, activity.workshop, "supporter", (who for _, who in supports.pairs)
    )
    known = session.execute(
        select(Ballot.attendee_id, Ballot.slot).where(Ballot.activity_id == activity.id)
    )
    before = {(row.attendee_id, row.slot) for row in known}
    hearts = [(supporters[who], numbers[idea]) for idea, who in supports.pairs]
    now = clock.now()
    rows = [
        {
            "activity_id": activity.id,
            "attendee_id": attendee,
            "slot": slot_of(number),
            "payload": payload_of(number, HEART),
            "channel": CHANNEL,
            "key": slot_of(number),
            "received_at": now,
        }
        for attendee, number in hearts
        if (attendee, slot_of(number)) not in before
    ]
    answers.take_ballots(session, rows)
    return len(rows)


def _keep_record(
    session: Session, activity: Activity, aside: Sequence[Aside], ideas: int, hearts: int
) -> None:
    """Keep what was set aside for the findings, log what came in, tell who watches."""
    consultation, name = activity.workshop.consultation, activity.title
    others = [each for each in consultation.set_aside if each.get("file") != name]
    consultation.set_aside = [
        *others,
        *({"file": name, "n": each.n, "why": asdict(each.why)} for each in aside),
    ]
    if ideas or hearts:
        log.note(session, consultation.id, "desk", "imported", name, ideas=ideas, hearts=hearts)
        news.tell(session, activity.workshop_id, "answers", activity.id)
    session.flush()
