"""Preparing: a consultation, its square, its workshops and their agendas."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workshops import clock, log, news, text, tokens
from workshops.activities import KINDS, kind_of
from workshops.activities.kind import Around, Source
from workshops.models import Activity, Ballot, Consultation, Contribution, Square, Workshop
from workshops.refusal import Refused
from workshops.words import mark

#: The eight categories a consultation starts with; letters avoid A to I, which are zones.
CATEGORIES: list[dict[str, Any]] = [
    {"key": "seats", "name": mark("Seats"), "shape": "square", "letter": "S"},
    {"key": "play", "name": mark("Play"), "shape": "triangle-up", "letter": "P"},
    {"key": "trees", "name": mark("Trees"), "shape": "hexagon", "letter": "T"},
    {"key": "water", "name": mark("Water"), "shape": "circle", "letter": "W"},
    {"key": "light", "name": mark("Light and fire"), "shape": "diamond", "letter": "L"},
    {"key": "market", "name": mark("Market and food"), "shape": "house", "letter": "M"},
    {"key": "routes", "name": mark("Routes"), "shape": "triangle-down", "letter": "R"},
    {"key": "stage", "name": mark("Open stage"), "shape": "dome", "letter": "O"},
]

#: The rungs of the IAP2 spectrum of public participation (iap2.org).
INFLUENCE = {
    "inform": mark("You are told what is planned."),
    "consult": mark("You are heard before it is decided."),
    "involve": mark("Your concerns are worked into the drawings."),
    "collaborate": mark("You take part in making the drawings."),
    "empower": mark("What you decide is built."),
}


def new_consultation(
    session: Session, name: str, *, town: str = "", language: str = "en"
) -> Consultation:
    """Start a consultation about one square, with a free slug and the eight categories."""
    name = text.clean(name, 120)
    if not name:
        raise Refused("Give the square a name.")
    consultation = Consultation(
        slug=free_slug(session, name),
        name=name,
        prefix=tokens.prefix_of(town or name),
        language=language,
        categories=[dict(each) for each in CATEGORIES],
        created_at=clock.now(),
        square=Square(name=name, town=text.clean(town, 80)),
    )
    session.add(consultation)
    session.flush()
    log.note(session, consultation.id, "desk", "began", consultation.slug)
    return consultation


def free_slug(session: Session, name: str) -> str:
    """Return a slug nobody has: the name's own, else with a number behind."""
    wanted = tokens.slug_of(name) or "torg"
    taken = set(
        session.scalars(select(Consultation.slug).where(Consultation.slug.startswith(wanted)))
    )
    numbered = (f"{wanted}-{n}" for n in range(2, len(taken) + 3))
    return next(slug for slug in (wanted, *numbered) if slug not in taken)


def new_workshop(
    session: Session,
    consultation: Consultation,
    title: str,
    *,
    starts_at: datetime | None = None,
    minutes: int = 150,
    place: str = "",
    type_: str = "workshop",
) -> Workshop:
    """Add an event with a join code nobody else has."""
    title = text.clean(title, 160)
    if not title:
        raise Refused("Give the workshop a title.")
    number = session.scalar(
        select(func.coalesce(func.max(Workshop.number), 0) + 1).where(
            Workshop.consultation_id == consultation.id
        )
    )
    workshop = Workshop(
        consultation=consultation,
        number=number,
        title=title,
        type=type_,
        place=text.clean(place, 160),
        starts_at=starts_at or next_evening(),
        minutes=minutes,
        code=free_code(session),
        screen_token=tokens.secret(),
    )
    session.add(workshop)
    session.flush()
    log.note(session, consultation.id, "desk", "planned", f"workshop {number}")
    return workshop


def next_evening() -> datetime:
    """Return 18:00 (UTC) a week from now: a date to be changed, but a possible one."""
    day = clock.now().astimezone(UTC) + timedelta(days=7)
    return day.replace(hour=17, minute=0, second=0, microsecond=0)


def free_code(session: Session) -> str:
    """Return a join code that no workshop has."""
    while True:
        code = tokens.join_code()
        if session.scalar(select(Workshop.id).where(Workshop.code == code)) is None:
            return code


def around(activity: Activity) -> Around:
    """Return what surrounds an activity: categories, places, earlier activities."""
    workshop = activity.workshop
    square = workshop.consultation.square
    earlier = [
        Source(each.id, each.title)
        for each in workshop.activities
        if each.position < activity.position and kind_of(each.kind).collects == "contribution"
    ]
    return Around(
        categories=workshop.consultation.categories,
        zones=square.zones,
        landmarks=square.landmarks,
        stops=square.stops,
        routes=square.routes,
        sources=earlier,
    )


def add_activity(
    session: Session,
    workshop: Workshop,
    kind: str,
    title: str = "",
    *,
    question: str = "",
    minutes: int = 15,
    settings: dict[str, Any] | None = None,
) -> Activity:
    """Put an activity at the end of the agenda."""
    if kind not in KINDS:
        raise Refused("There is no kind of activity called “%(kind)s”.", kind=kind)
    activity = Activity(
        workshop=workshop,
        position=1 + max((each.position for each in workshop.activities), default=0),
        kind=kind,
        title=text.clean(title, 160) or KINDS[kind].title,
        question=text.clean(question, 300),
        minutes=minutes,
        settings=KINDS[kind].defaults() | (settings or {}),
    )
    session.add(activity)
    session.flush()
    news.tell(session, workshop.id, "stage")
    return activity


def change_activity(
    session: Session, activity: Activity, *, title: str, question: str, minutes: int
) -> None:
    """Change the words and the time of an activity; its kind's settings have their own form."""
    activity.title = text.clean(title, 160) or activity.title
    activity.question = text.clean(question, 300)
    activity.minutes = min(max(minutes, 1), 24 * 60)
    news.tell(session, activity.workshop_id, "stage", activity.id)


def change_settings(session: Session, activity: Activity, settings: dict[str, Any]) -> None:
    """Change how an activity works; not once people have begun to answer."""
    if activity.state != "draft" or _is_answered(session, activity):
        raise Refused("“%(title)s” was opened. Its rules stay as they are.", title=activity.title)
    activity.settings = settings
    news.tell(session, activity.workshop_id, "stage", activity.id)


def _is_answered(session: Session, activity: Activity) -> bool:
    """Whether somebody answered, as in a draft whose opening was undone."""
    return any(
        session.scalar(select(model.id).where(model.activity_id == activity.id).limit(1))
        for model in (Ballot, Contribution)
    )


def move(session: Session, activity: Activity, by: int) -> None:
    """Move an activity earlier (-1) or later (+1) in the agenda; at the ends nothing happens."""
    agenda = list(activity.workshop.activities)
    place = agenda.index(activity)
    agenda.insert(min(max(place + by, 0), len(agenda) - 1), agenda.pop(place))
    for position, each in enumerate(agenda, start=1):
        each.position = position
    news.tell(session, activity.workshop_id, "stage")


def remove_activity(session: Session, activity: Activity) -> None:
    """Take an activity out of the agenda, unless people have seen it."""
    if activity.state != "draft" or _is_answered(session, activity):
        raise Refused("“%(title)s” has been opened. It stays in the record.", title=activity.title)
    session.delete(activity)
    news.tell(session, activity.workshop_id, "stage")


def planned_starts(workshop: Workshop) -> Sequence[datetime]:
    """Return when each activity starts if all keep their time."""
    starts, at = [], workshop.starts_at
    for activity in workshop.activities:
        starts.append(at)
        at += timedelta(minutes=activity.minutes)
    return starts
