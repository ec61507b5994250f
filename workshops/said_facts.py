"""One thing said, as the findings and the desk's map hold it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row
from sqlalchemy.orm import Session

from workshops.activities.result import AGREE, DISAGREE, HEART
from workshops.answers import payload_of
from workshops.findings import ContributionFacts
from workshops.models import Activity, Contribution
from workshops.reactions import reactions_of
from workshops.results import Surroundings
from workshops.weighing import ref

Said = Contribution | Row[*tuple[Any, ...]]


@dataclass(frozen=True)
class Asked:
    """What all that was said in one activity has in common."""

    ref: str
    prefix: str
    zone: ZoneInfo
    places: Surroundings
    reactions: Mapping[int, Mapping[str, int]]  # by number


def asked_in(session: Session, activity: Activity, ref: str) -> Asked:
    """Return what is to be known of an activity, its reactions counted."""
    consultation = activity.workshop.consultation
    return Asked(
        ref,
        consultation.prefix,
        ZoneInfo(consultation.time_zone),
        Surroundings(activity),
        reactions_of(session, activity.id),
    )


def facts_of(
    row: Said,
    asked: Asked,
    *,
    photo: str = "",
    merged_into: str = "",
    requirements: tuple[int, ...] = (),
) -> ContributionFacts:
    """Return one contribution; `merged_into` is the reference of what it went into."""
    payload = asked.places.enrich(payload_of(row))
    said = asked.reactions.get(row.number, {})
    local = row.received_at.astimezone(asked.zone).replace(tzinfo=None)
    return ContributionFacts(
        ref=ref(asked.prefix, row.number),
        number=row.number,
        activity=asked.ref,
        workshop=int(asked.ref.partition(".")[0]),
        text=row.text,
        category=row.category,
        channel=row.channel,
        state=row.state,
        merged_into=merged_into,
        geometry=row.geometry,
        place=payload["place"],
        inside=payload.get("inside"),
        set_aside=row.details.get("set_aside", ""),
        hearts=said.get(HEART, 0),
        agree=said.get(AGREE, 0),
        disagree=said.get(DISAGREE, 0),
        reported=row.details.get("reported"),
        feeling=row.details.get("feeling", ""),
        requirements=requirements,
        said_at=local.isoformat(timespec="minutes"),
        photo=photo,
    )
