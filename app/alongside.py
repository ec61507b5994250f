"""What the words of a phone stand together with, and what it said of all that do."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from workshops.leads import LEAD
from workshops.models import Contribution
from workshops.words import Sentence, say

MERGED = (
    select(Contribution.number, LEAD.number)
    .join(LEAD, LEAD.id == Contribution.merged_into_id)
    .where(
        Contribution.activity_id.in_(bindparam("activities", expanding=True)),
        Contribution.state == "merged",
    )
)


@dataclass(frozen=True, slots=True)
class Together:
    """That words stand under the lead with that number, one of `n` that say the same."""

    lead: int
    n: int


@dataclass(frozen=True)
class Groups:
    """What stands under which lead, by number, and how many say the same as each lead."""

    leads: Mapping[int, int] = field(default_factory=dict)
    sizes: Mapping[int, int] = field(default_factory=dict)

    def together(self, said: Iterable[Row[Any]]) -> dict[int, Together]:
        """Return with what contributions stand, by id; who stands alone is left out."""
        lead_of = {row.id: self.leads.get(row.number, row.number) for row in said}
        return {
            own: Together(lead, self.sizes[lead])
            for own, lead in lead_of.items()
            if lead in self.sizes
        }

    def united(self, said_of: Iterable[tuple[int, str]]) -> dict[int, str]:
        """Return what somebody said of what, in the order given; of a lead also by its parts."""
        found: dict[int, str] = {}
        for number, says in said_of:
            if says:
                found[number] = found[self.leads.get(number, number)] = says
            else:
                found.setdefault(number, "")
        return found


def groups_in(connection: Connection, activities: Collection[int]) -> Groups:
    """Return what was merged in some activities."""
    leads = dict(connection.execute(MERGED, {"activities": sorted(activities)}).all())
    return Groups(leads, {lead: n + 1 for lead, n in Counter(leads.values()).items()})


def told(own: int, together: Together) -> Sentence:
    """Say it to the person who wrote no. `own`."""
    if own == together.lead:
        return say("%(n)s say the same as this. Your words are kept as they are.", n=together.n)
    return say(
        "Stands together with no. %(lead)s: %(n)s say the same. Your words are kept as they are.",
        lead=together.lead,
        n=together.n,
    )
