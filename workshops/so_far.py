"""Everything said in a consultation so far, as the desk's map shows it: held things too."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshops.findings import ContributionFacts
from workshops.models import Activity, Consultation, Contribution, Photo
from workshops.said_facts import asked_in, facts_of

#: Read at once; who reads for a page may let others have a turn in between.
BATCH = 100
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

    `requirements` and `merged_into` are left empty: no map shows them.
    """
    about = {
        each.id: asked_in(session, each, f"{each.workshop.number}.{each.position}")
        for each in asked
    }
    last = 0
    while rows := session.execute(
        SAID.where(
            Contribution.consultation_id == consultation.id,
            Contribution.activity_id.in_(about),
            Contribution.state.in_(states),
            Contribution.number > last,
        )
    ).all():
        last = rows[-1].number
        yield [facts_of(row, about[row.activity_id], photo=row.sha256 or "") for row in rows]
