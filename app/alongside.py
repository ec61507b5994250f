"""What the words of a phone stand together with, and what it said of all that do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select

from workshops.leads import LEAD, PUBLIC
from workshops.models import Contribution
from workshops.words import Sentence, say

MERGED = (
    Contribution.activity_id.in_(bindparam("activities", expanding=True)),
    Contribution.state == "merged",
)
GROUPS = (
    select(Contribution.merged_into_id, LEAD.number, func.count())
    .join(LEAD, LEAD.id == Contribution.merged_into_id)
    .where(*MERGED, Contribution.merged_into_id.in_(bindparam("leads", expanding=True)))
    .group_by(Contribution.merged_into_id, LEAD.number)
)
LEADS = (
    select(Contribution.number, LEAD.number)
    .join(LEAD, LEAD.id == Contribution.merged_into_id)
    .where(*MERGED, Contribution.number.in_(bindparam("numbers", expanding=True)))
)


@dataclass(frozen=True, slots=True)
class Together:
    """That words stand under the lead with that number, one of `n` that say the same."""

    lead: int
    n: int


def together_of(connection: Connection, said: Iterable[Row[Any]]) -> Mapping[int, Together]:
    """Return with what contributions stand, by id; those that stand by themselves are left out."""
    leads = {row.id: row.merged_into_id or row.id for row in said if row.state in PUBLIC}
    if not leads:
        return {}
    asked = {"activities": sorted({row.activity_id for row in said}), "leads": [*leads.values()]}
    rows = connection.execute(GROUPS, asked)
    groups = {lead: Together(number, parts + 1) for lead, number, parts in rows}
    return {own: groups[lead] for own, lead in leads.items() if lead in groups}


def leads_among(connection: Connection, activity_id: int, numbers: Iterable[int]) -> dict[int, int]:
    """Return the leads of those of these contributions that were merged, by number."""
    wanted = sorted(set(numbers))
    if not wanted:
        return {}
    rows = connection.execute(LEADS, {"activities": [activity_id], "numbers": wanted})
    return dict(rows.all())


def united(said_of: Iterable[tuple[int, str]], leads: Mapping[int, int]) -> dict[int, str]:
    """Return what somebody said of what, in the order given; of a lead also by what is under it."""
    found: dict[int, str] = {}
    for number, says in said_of:
        found[number] = says or found.get(number, "") if number in leads.values() else says
        if says and number in leads:
            found[leads[number]] = says
    return found


def told(own: int, together: Together) -> Sentence:
    """Say it to the person who wrote no. `own`."""
    if own == together.lead:
        return say("%(n)s say the same as this. Your words are kept as they are.", n=together.n)
    return say(
        "Stands together with no. %(lead)s: %(n)s say the same. Your words are kept as they are.",
        lead=together.lead,
        n=together.n,
    )
