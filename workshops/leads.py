"""What stands under which lead: read by all who count what was merged."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from workshops.models import Contribution

#: States in which words are public; what was merged stands with its lead.
PUBLIC = ("released", "merged")
#: The other side of "merged into".
LEAD = aliased(Contribution)


def leads_of(session: Session, activity_id: int) -> dict[int, int]:
    """Return for each merged contribution of an activity the number of its lead, by number."""
    rows = session.execute(
        select(Contribution.number, LEAD.number)
        .join(LEAD, LEAD.id == Contribution.merged_into_id)
        .where(Contribution.activity_id == activity_id, Contribution.state == "merged")
        .order_by(Contribution.number)
    )
    return dict(rows.all())


def numbers_with(session: Session, activity_id: int, number: int) -> list[int]:
    """Return the numbers of all that stands together with a contribution, itself among them."""
    leads = leads_of(session, activity_id)
    lead = leads.get(number, number)
    return [lead, *(part for part, over in leads.items() if over == lead)]


def parts_of(session: Session, lead: Contribution) -> Sequence[Contribution]:
    """Return what was merged into a contribution, by number."""
    return session.scalars(
        select(Contribution)
        .where(
            Contribution.activity_id == lead.activity_id,
            Contribution.state == "merged",
            Contribution.merged_into_id == lead.id,
        )
        .order_by(Contribution.number)
    ).all()


def parts_by_lead(
    session: Session, activities: Collection[int]
) -> Mapping[int, Sequence[Contribution]]:
    """Return what was merged in some activities by the id of its lead, by number."""
    found: dict[int, list[Contribution]] = {}
    rows = session.scalars(
        select(Contribution)
        .where(Contribution.activity_id.in_(activities), Contribution.state == "merged")
        .order_by(Contribution.number)
    )
    for row in rows:
        found.setdefault(row.merged_into_id or 0, []).append(row)
    return found
