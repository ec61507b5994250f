"""Who stands behind evidence: read once for all requirements, since one may rest on hundreds."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from workshops.activities import kind_of
from workshops.activities.result import AGREE, HEART, Answer, Bar, Result, all_said
from workshops.models import (
    Activity,
    Attendee,
    Ballot,
    Consultation,
    Contribution,
    Evidence,
    Requirement,
    Workshop,
)
from workshops.reactions import SLOT, number_of, said_in, slot_of
from workshops.results import answers_of

#: attendee → (channel, people at the device, number of the workshop)
People = Mapping[int, tuple[str, int, int]]
Answers = Callable[[Session, Activity], Sequence[Answer]]
#: More words than this have the reactions to a whole activity read instead of theirs.
FEW = 400


@dataclass(frozen=True)
class Counted:
    """A closed activity with its reference and result."""

    ref: str
    activity: Activity
    result: Result


@dataclass(frozen=True)
class Words:
    """A contribution: its state, who wrote it, and its lead where it was merged."""

    id: int
    number: int
    state: str
    activity_id: int
    writer: int
    lead: int | None  # id


@dataclass(frozen=True)
class Backing:
    """Everything that weighing needs."""

    prefix: str
    counted: Mapping[int, Counted]
    said: Mapping[int, Words]  # what is evidence, and the leads of what was merged
    merged: Mapping[int, Sequence[Words]]  # what was merged into each, by its id
    fans: Mapping[tuple[int, int], set[int]]  # by activity and number
    voters: Mapping[tuple[int, str], set[int]]  # by activity and option
    people: People

    def bar(self, evidence: Evidence) -> Bar | None:
        """Return the line of a result that is evidence, if it is there."""
        each = self.counted.get(evidence.activity_id or 0)
        bars = each.result.bars if each else ()
        return next((bar for bar in bars if bar.key == evidence.option), None)

    def speaking(self, contribution_id: int) -> Words:
        """Return the words that speak for evidence: its own, or its lead's if it was merged."""
        own = self.said[contribution_id]
        return self.said[own.lead] if own.lead is not None else own

    def behind(self, evidence: Evidence) -> People:
        """Return who is behind a piece of evidence: writers and who agrees, or who voted so.

        Who said the same in words that were merged with these stands behind them too.
        """
        if evidence.contribution_id is None:
            ids = self.voters.get((evidence.activity_id or 0, evidence.option or ""), set())
            return self._people(ids)
        lead = self.speaking(evidence.contribution_id)
        writers = {each.writer for each in (lead, *self.merged.get(lead.id, ()))}
        return self._people(writers | self.hearts(lead))

    def hearts(self, words: Words) -> set[int]:
        """Return who gave these words a heart, or agrees with them; for a lead, with any of its."""
        return self.fans.get((words.activity_id, words.number), set())

    def _people(self, ids: Iterable[int]) -> People:
        return {each: self.people[each] for each in sorted(ids) if each in self.people}


def back(
    session: Session,
    requirements: Sequence[Requirement],
    counted: Sequence[Counted],
    answers: Answers = answers_of,
) -> Backing:
    """Read who stands behind all that these requirements rest on; `answers` reads an activity."""
    evidence = [each for requirement in requirements for each in requirement.evidence]
    said = _said(session, [each.contribution_id for each in evidence if each.contribution_id])
    merged = _merged(session, list(said))
    consultation = requirements[0].consultation_id if requirements else 0
    return Backing(
        prefix=session.get_one(Consultation, consultation).prefix if requirements else "",
        counted={each.activity.id: each for each in counted},
        said=said,
        merged=merged,
        fans=_fans(session, said, merged),
        voters=_voters(session, evidence, counted, answers),
        people=_people(session, consultation) if evidence else {},
    )


def _said(session: Session, ids: Sequence[int]) -> dict[int, Words]:
    """Return contributions and the leads of what of them was merged, by id."""
    rows = _words(session, Contribution.id.in_(ids)) if ids else []
    leads = {each.lead for each in rows if each.lead is not None}
    return {each.id: each for each in (*rows, *_words(session, Contribution.id.in_(leads)))}


def _merged(session: Session, ids: Sequence[int]) -> dict[int, list[Words]]:
    found: defaultdict[int, list[Words]] = defaultdict(list)
    of_these = Contribution.merged_into_id.in_(ids) & (Contribution.state == "merged")
    for words in _words(session, of_these) if ids else ():
        found[words.lead or 0].append(words)
    return found


def _words(session: Session, which: ColumnElement[bool]) -> list[Words]:
    columns = (
        Contribution.id,
        Contribution.number,
        Contribution.state,
        Contribution.activity_id,
        Contribution.attendee_id,
        Contribution.merged_into_id,
    )
    rows = session.execute(select(*columns).where(which).order_by(Contribution.number))
    return [Words(*row) for row in rows]


def _fans(
    session: Session, said: Mapping[int, Words], merged: Mapping[int, Sequence[Words]]
) -> Mapping[tuple[int, int], set[int]]:
    """Return who agrees with what, by activity and number; of one person the newest counts."""
    if not said:
        return {}
    parts = {part.number: said[lead].number for lead, some in merged.items() for part in some}
    slots = [slot_of(number) for number in {*parts, *(each.number for each in said.values())}]
    rows = session.execute(
        select(Ballot.activity_id, Ballot.slot, Ballot.attendee_id, Ballot.payload)
        .where(
            Ballot.activity_id.in_({each.activity_id for each in said.values()}),
            Ballot.slot.startswith(SLOT),
            Ballot.slot.in_(slots) if len(slots) <= FEW else true(),
        )
        .order_by(*((Ballot.received_at, Ballot.id) if parts else ()))
    )
    newest: defaultdict[tuple[int, int], dict[int, str]] = defaultdict(dict)
    for activity, slot, attendee, payload in rows:
        number, says = number_of(slot), said_in(payload)
        for each in {number, parts.get(number, number)} if says else ():
            newest[activity, each][attendee] = says
    return {
        key: {who for who, says in told.items() if says in (HEART, AGREE)}
        for key, told in newest.items()
    }


def _voters(
    session: Session,
    evidence: Sequence[Evidence],
    counted: Sequence[Counted],
    answers: Answers,
) -> Mapping[tuple[int, str], set[int]]:
    """Return who supports each option that is evidence, by ballot or by note."""
    wanted: defaultdict[int, set[str]] = defaultdict(set)
    for each in evidence:
        if each.activity_id is not None:
            wanted[each.activity_id].add(each.option or "")
    found: defaultdict[tuple[int, str], set[int]] = defaultdict(set)
    for it in counted:
        options = wanted.get(it.activity.id)
        if not options:
            continue
        kind = kind_of(it.activity.kind)
        for answer in all_said(answers(session, it.activity)):
            for option in options:
                if kind.supports(dict(answer.payload), option):
                    found[it.activity.id, option].add(answer.attendee)
    return found


def _people(session: Session, consultation: int) -> People:
    rows = session.execute(
        select(Attendee.id, Attendee.channel, Attendee.people, Workshop.number)
        .join(Workshop, Workshop.id == Attendee.workshop_id)
        .where(Workshop.consultation_id == consultation)
    )
    return {attendee: (channel, people, number) for attendee, channel, people, number in rows}


def ref(prefix: str, number: int) -> str:
    """Return the public reference of a contribution: HAM-0142."""
    return f"{prefix}-{number:04d}"
