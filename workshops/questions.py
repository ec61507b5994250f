"""What is asked: an activity as answering needs it, read once for all who answer together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from workshops import clock
from workshops.activities import kind_of
from workshops.activities.kind import Kind, Settings
from workshops.models import Activity, Consultation, Workshop
from workshops.refusal import Refused
from workshops.stage import GRACE

COLUMNS = (
    Activity.id,
    Activity.workshop_id,
    Workshop.consultation_id,
    Activity.kind,
    Activity.settings,
    Activity.state,
    Activity.closed_at,
    Workshop.code,
    Consultation.language,
    Activity.asks_slips,
)
#: Whoever counts answers holds their workshop, as in `workshops/holding.py`.
READ = (
    select(*COLUMNS)
    .join(Workshop, Workshop.id == Activity.workshop_id)
    .join(Consultation, Consultation.id == Workshop.consultation_id)
    .where(Activity.id.in_(bindparam("ids", expanding=True)))
    .order_by(Workshop.id)
    .with_for_update(of=Workshop, key_share=True)
)


@dataclass(frozen=True, slots=True)
class Question:
    """An activity with the code and the language of its workshop."""

    id: int
    workshop_id: int
    consultation_id: int
    kind_name: str
    settings: Settings
    state: str
    closed_at: datetime | None
    code: str
    language: str
    asks_slips: bool

    @property
    def kind(self) -> Kind:
        """What knows how to read and check its answers."""
        return kind_of(self.kind_name)

    def must_take(self, arrived_at: datetime) -> None:
        """Refuse what arrived before it opened, or later than two seconds after it closed."""
        if self.state == "draft":
            raise Refused("This question is not open yet.")
        if self.state == "closed" and not self._just_closed(arrived_at):
            raise Refused("Closed. Your words are kept on this phone, the door can take them.")

    def _just_closed(self, arrived_at: datetime) -> bool:
        """Whether an answer was on its way; a clock that is set back opens nothing.

        It may have arrived before it closed, and have waited behind the closing.
        """
        if self.closed_at is None:
            return False
        return self.closed_at <= clock.now() and arrived_at <= self.closed_at + GRACE


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the phone is told: the public number of a contribution, 0 for a ballot."""

    question: Question
    number: int = 0
    again: bool = False  # the same act arrived before; nothing new was written


def questions(session: Session, ids: Iterable[int]) -> Mapping[int, Question]:
    """Return the questions with these ids, as far as there are any, to take answers now."""
    rows = session.connection().execute(READ, {"ids": sorted(set(ids))})
    return {row.id: Question(*row) for row in rows}


def question(session: Session, activity_id: int) -> Question:
    """Return one question; refuses an id that nobody has."""
    found = questions(session, [activity_id]).get(activity_id)
    if found is None:
        raise Refused("This question is not open yet.")
    return found
