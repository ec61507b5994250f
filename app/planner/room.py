"""What the room shows: the findings as they stand, and what each requirement weighs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from flask import abort, current_app, request
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.edge import beside_the_room, later
from app.extensions import db
from app.kept import kept_before, kept_while
from app.planner.pane import TABS, Wanted
from workshops import requirements as verbs
from workshops import resting
from workshops.activities.result import Answer, Result
from workshops.backing import Answers
from workshops.findings import ContributionFacts, Findings
from workshops.freezing import counted_in, freeze
from workshops.leads import LEAD
from workshops.models import Activity, Consultation, Contribution, Requirement
from workshops.requirement_facts import facts_of
from workshops.resting import Rest
from workshops.results import answers_of
from workshops.stamps import stamp_of
from workshops.weighing import Counted, Weighed, weigh_all
from workshops.words import Sentence

#: Of more contributions the hash is not worked out for every tick: it takes a second.
MOST_HASHED = 500


@dataclass(frozen=True)
class Room:
    """The findings, what stands beside people's voices, and what weighs how much, by number."""

    findings: Findings
    counted: list[Counted]
    offered: Mapping[Rest, Sentence]
    weighed: Mapping[int, Weighed]
    answers: Answers
    stamp: str  # of what people said
    is_late: bool  # there are newer words, not added up yet


@dataclass(frozen=True)
class Said:
    """What people said, read once until it changes; `answers` by activity, as they are asked."""

    findings: Findings
    results: Mapping[int, tuple[str, Result]]
    beside: Mapping[Rest, Sentence]
    answers: dict[int, Sequence[Answer]]


def room_of(consultation: Consultation) -> Room:
    """Return all of it as it stands now; the room goes on while it is worked out."""
    return beside_the_room(lambda: work_out(consultation))


def work_out(consultation: Consultation) -> Room:
    """Return the same for a page that is made beside the room as a whole.

    What planners write is read anew each time.
    """
    session = db.session()
    stamp, said, is_late = _newest(consultation)
    counted = [
        Counted(ref, session.get_one(Activity, key), result)
        for key, (ref, result) in said.results.items()
    ]
    asked = verbs.of(session, consultation)
    offered = {**resting.rests_in(session, consultation, [], ("trial",)), **said.beside}
    answers = partial(_answers, said)
    weighed = weigh_all(session, asked, counted, answers)
    facts = [
        facts_of(each, power, resting.facts_of(each, offered))
        for each, power in zip(asked, weighed, strict=True)
    ]
    few = len(said.findings.contributions) <= MOST_HASHED
    return Room(
        findings=replace(
            said.findings,
            requirements=tuple(facts),
            contributions=_used(said.findings, asked),
            hash=freeze(session, consultation, counted).hash if few else "",
        ),
        counted=counted,
        offered=offered,
        weighed={each.number: power for each, power in zip(asked, weighed, strict=True)},
        answers=answers,
        stamp=stamp,
        is_late=is_late,
    )


def _newest(consultation: Consultation) -> tuple[str, Said, bool]:
    """Return what was said, with its stamp, and whether there is newer, to be added up later.

    Of few contributions it takes a moment; for many nobody waits who saw them before.
    """
    stamp, key = stamp_of(db.session(), consultation), ("room", consultation.id)
    before = kept_before(key)
    if before is not None and before[0] != stamp and _may_lag(before[1]):
        return before[0], before[1], True
    return stamp, kept_while(stamp, key, lambda: _said(consultation)), False


def _may_lag(said: Said) -> bool:
    """Whether the last ones are shown first; tests see none that lag."""
    return len(said.findings.contributions) > MOST_HASHED and not current_app.testing


def add_up(consultation: Consultation) -> None:
    """Add up what was said meanwhile, for whoever looks next; nobody waits for it."""
    later(("room", consultation.id), partial(_make, consultation.id))


def _make(consultation_id: int) -> None:
    """Add up what was said, for whoever looks next."""
    consultation = db.session.get_one(Consultation, consultation_id)
    stamp = stamp_of(db.session(), consultation)
    kept_while(stamp, ("room", consultation_id), lambda: _said(consultation))


def is_up_to_date(consultation: Consultation) -> bool:
    """Whether the room would show all that was said."""
    before = kept_before(("room", consultation.id))
    return before is None or before[0] == stamp_of(db.session(), consultation)


def _said(consultation: Consultation) -> Said:
    session = db.session()
    counted = counted_in(session, consultation)
    kinds = [each for each in resting.KINDS if each != "trial"]
    return Said(
        findings=freeze(session, consultation, counted),
        results={each.activity.id: (each.ref, each.result) for each in counted},
        beside=resting.rests_in(session, consultation, counted, kinds),
        answers={},
    )


def _answers(said: Said, session: Session, activity: Activity) -> Sequence[Answer]:
    if activity.id not in said.answers:
        said.answers[activity.id] = answers_of(session, activity)
    return said.answers[activity.id]


def _used(findings: Findings, asked: Sequence[Requirement]) -> tuple[ContributionFacts, ...]:
    """Return what was said with the requirements that rest on it now."""
    used: dict[int, list[int]] = {}
    ids = {each.contribution_id for it in asked for each in it.evidence if each.contribution_id}
    rows = db.session.execute(
        select(Contribution.id, Contribution.number, LEAD.number)
        .outerjoin(LEAD, LEAD.id == Contribution.merged_into_id)
        .where(Contribution.id.in_(ids))
    )
    numbers = {key: (own, lead or own) for key, own, lead in rows}
    for it in asked:
        told = [numbers[each.contribution_id] for each in it.evidence if each.contribution_id]
        for number in dict.fromkeys(number for both in told for number in both):
            used.setdefault(number, []).append(it.number)
    return tuple(
        each
        if (now := tuple(used.get(each.number, ()))) == each.requirements
        else replace(each, requirements=now)
        for each in findings.contributions
    )


def requirement_of(consultation: Consultation, number: int) -> Requirement:
    """Return the requirement or draft of that number, or 404."""
    found = db.session.scalar(
        select(Requirement).where(
            Requirement.consultation_id == consultation.id, Requirement.number == number
        )
    )
    return found or abort(404)


def wanted_of(consultation: Consultation) -> Wanted:
    """Read what is asked for from the address; the first requirement is open unless another is."""
    known = db.session.scalars(
        select(Requirement.number)
        .where(Requirement.consultation_id == consultation.id, Requirement.draft.is_(False))
        .order_by(Requirement.number)
    ).all()
    asked = request.args.get("r", type=int)
    tab = request.args.get("tab", "all")
    return Wanted(
        asked=request.args.get("q", "").strip()[:120],
        tab=tab if tab in TABS else "all",
        open=asked if asked in known else next(iter(known), None),
        zone=request.args.get("zone", "")[:1],
        category=request.args.get("category", "")[:40],
        page=max(1, request.args.get("page", 1, type=int)),
    )
