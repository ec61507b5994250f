"""Describing: what a consultation promises, and when and where a workshop is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from workshops import log, news, text
from workshops.models import Consultation, Workshop
from workshops.planning import INFLUENCE
from workshops.refusal import Refused
from workshops.words import mark

#: What kind of event a workshop is.
TYPES = {
    "workshop": mark("Workshop"),
    "lecture": mark("Lecture"),
    "walk": mark("Walk"),
    "action": mark("Action on the square"),
    "school": mark("School class"),
    "stall": mark("Stall"),
    "online": mark("Online window"),
    "meeting": mark("Meeting"),
}

LONGEST = {"goal": 300, "promise": 500, "is_open": 800, "is_fixed": 800, "decided_by": 160}


@dataclass(frozen=True)
class Dates:
    """The dates a consultation keeps: decided on, answered by, deleted on."""

    decide_on: date | None = None
    answer_by: date | None = None
    delete_on: date | None = None


def describe(
    session: Session,
    consultation: Consultation,
    words: Mapping[str, str],
    *,
    influence: str,
    language: str,
    dates: Dates,
) -> None:
    """Say what a consultation is for, in which language, and what people may decide by when."""
    if influence not in INFLUENCE:
        raise Refused("There is no such influence: %(name)s.", name=influence)
    if dates.answer_by and dates.delete_on and dates.delete_on < dates.answer_by:
        raise Refused("The answer comes before everything is deleted. Move one of the two dates.")
    consultation.name = text.clean(words.get("name", ""), 120) or consultation.name
    consultation.square.town = text.clean(words.get("town", ""), 80)
    for name, limit in LONGEST.items():
        setattr(consultation, name, text.clean(words.get(name, ""), limit, lines=True))
    consultation.influence, consultation.language = influence, language
    consultation.decide_on = dates.decide_on
    consultation.answer_by, consultation.delete_on = dates.answer_by, dates.delete_on
    _tell(session, consultation)
    log.note(session, consultation.id, "desk", "described", consultation.slug)


def _tell(session: Session, consultation: Consultation) -> None:
    for workshop in consultation.workshops:
        news.tell(session, workshop.id, "stage")


def reschedule(
    session: Session, workshop: Workshop, *, starts_at: datetime, minutes: int, title: str
) -> None:
    """Change what a workshop is called, when it starts and how long it lasts."""
    if not 5 <= minutes <= 24 * 60:
        raise Refused("A workshop lasts from five minutes to a day.")
    workshop.title = text.clean(title, 160) or workshop.title
    workshop.starts_at, workshop.minutes = starts_at, minutes
    news.tell(session, workshop.id, "stage")


def furnish(session: Session, workshop: Workshop, words: Mapping[str, str]) -> None:
    """Say where a workshop is, how it was announced, and its own Wi-Fi if there is one."""
    workshop.place = text.clean(words.get("place", ""), 160)
    workshop.announced = text.clean(words.get("announced", ""), 300)
    if words.get("type") in TYPES:
        workshop.type = words["type"]
    workshop.wifi_name = text.clean(words.get("wifi_name", ""), 32)
    workshop.wifi_password = words.get("wifi_password", "").strip()[:63]
    news.tell(session, workshop.id, "stage")


def moment(day: date, at: time, zone: str) -> datetime:
    """The moment of a local date and time."""
    return datetime.combine(day, at, ZoneInfo(zone))
