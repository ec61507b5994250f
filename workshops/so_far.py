"""Everything said in a consultation so far, as the desk's map shows it: held things too."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from workshops.activities.result import AGREE, DISAGREE, HEART
from workshops.answers import payload_of
from workshops.findings import ContributionFacts
from workshops.models import Activity, Consultation, Contribution, Photo
from workshops.reactions import reactions_of
from workshops.results import Surroundings
from workshops.weighing import ref

#: Read at once; who reads for a page may let others have a turn in between.
BATCH = 100
Columns = Row[*tuple[Any, ...]]
SAID = (
    select(
        Contribution.id,
        Contribution.number,
        Contribution.activity_id,
        Contribution.text,
        Contribution.category,
        Contribution.geometry,
        Contribution.place,
        Contribution.details,
        Contribution.state,
        Contribution.channel,
        Contribution.received_at,
        Photo.sha256,
    )
    .outerjoin(Photo, Photo.id == Contribution.photo_id)
    .order_by(Contribution.number)
    .limit(BATCH)
)


def said_so_far(
    session: Session, consultation: Consultation, states: Sequence[str], asked: Sequence[Activity]
) -> Iterator[list[ContributionFacts]]:
    """Return what is in one of the states, of the activities asked, by number, in batches.

    `requirements`, `merged_into` and `reported` are left empty: no map shows them.
    """
    places = {each.id: Surroundings(each) for each in asked}
    refs = {each.id: f"{each.workshop.number}.{each.position}" for each in asked}
    reactions = {each.id: reactions_of(session, each.id) for each in asked}
    zone, last = ZoneInfo(consultation.time_zone), 0
    while rows := session.execute(
        SAID.where(
            Contribution.consultation_id == consultation.id,
            Contribution.activity_id.in_(places),
            Contribution.state.in_(states),
            Contribution.number > last,
        )
    ).all():
        last = rows[-1].number
        yield [_facts(row, consultation.prefix, refs, places, reactions, zone) for row in rows]


def _facts(
    row: Columns,
    prefix: str,
    refs: Mapping[int, str],
    places: Mapping[int, Surroundings],
    reactions: Mapping[int, Mapping[int, Mapping[str, int]]],
    zone: ZoneInfo,
) -> ContributionFacts:
    payload = places[row.activity_id].enrich(payload_of(row))
    said = reactions[row.activity_id].get(row.number, {})
    local = row.received_at.astimezone(zone).replace(tzinfo=None)
    return ContributionFacts(
        ref=ref(prefix, row.number),
        number=row.number,
        activity=refs[row.activity_id],
        workshop=int(refs[row.activity_id].partition(".")[0]),
        text=row.text,
        category=row.category,
        channel=row.channel,
        state=row.state,
        merged_into="",
        geometry=row.geometry,
        place=payload["place"],
        inside=payload.get("inside"),
        set_aside=row.details.get("set_aside", ""),
        hearts=said.get(HEART, 0),
        agree=said.get(AGREE, 0),
        disagree=said.get(DISAGREE, 0),
        reported=None,
        feeling=row.details.get("feeling", ""),
        requirements=(),
        said_at=local.isoformat(timespec="minutes"),
        photo=row.sha256 or "",
    )
