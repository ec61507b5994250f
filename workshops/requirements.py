"""Requirements: sentences a planner can design to, the evidence, the strength it gives them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from workshops import clock, log, text
from workshops.clash import merged
from workshops.models import Activity, Consultation, Contribution, Evidence, Requirement
from workshops.refusal import Refused
from workshops.requirement_fields import columns_of, values_of
from workshops.results import is_out, result_of
from workshops.words import Sentence, count, say

#: Contributions in these states can be evidence; what was merged speaks through its lead.
STANDING = ("released",)
#: Groups of fewer people are not counted out, so that nobody can be recognised.
FEWEST_PEOPLE = 5


@dataclass(frozen=True)
class Strength:
    """How strong the evidence is: "A" to "D", "" without any; `why` says it in words."""

    letter: str
    why: Sentence


def strength(people: int, workshops: int, channels: int, share_against: float) -> Strength:
    """Return the strength by the rule that is printed in every brief.

    A: three or more workshops or channels, at least 30 people, agreement high. B: two, or A with
    less agreement. C: one workshop, several people. D: one voice. Agreement is high while at most
    one in five of the people behind the evidence speaks against. Trials, counts and photos are no
    voices: they stand beside the evidence and do not raise the letter.
    """
    if people == 0:
        return Strength("", say("No evidence yet."))
    if people == 1:
        return Strength("D", say("One voice."))
    broad = max(workshops, channels)
    reach = say(
        "%(workshops)s, %(channels)s, %(people)s",
        workshops=count("%(n)s workshop", "%(n)s workshops", workshops),
        channels=count("%(n)s channel", "%(n)s channels", channels),
        people=in_words(people),
    )
    if broad >= 3 and people >= 30:
        if share_against <= 0.2:
            return Strength("A", say("%(reach)s, agreement high.", reach=reach))
        return Strength("B", say("%(reach)s, less agreement.", reach=reach))
    if broad >= 2:
        return Strength("B", say("%(reach)s.", reach=reach))
    return Strength("C", say("%(reach)s.", reach=reach))


def in_words(people: int) -> Sentence:
    """Say how many people; a small group only as such."""
    if 0 < people < FEWEST_PEOPLE:
        return say("under %(few)s people", few=FEWEST_PEOPLE)
    return count("%(n)s person", "%(n)s people", people)


def write(session: Session, consultation: Consultation, sentence: str) -> Requirement:
    """Write a new requirement; it has no strength until it has evidence."""
    sentence = text.clean(sentence, 300)
    if not sentence:
        raise Refused("Write the requirement as a sentence first.")
    requirement = Requirement(
        consultation_id=consultation.id,
        number=next_number(session, consultation),
        sentence=sentence,
        created_at=clock.now(),
    )
    session.add(requirement)
    session.flush()
    log.note(session, consultation.id, "planner", "wrote", _ref(requirement))
    return requirement


def change(
    session: Session,
    requirement: Requirement,
    fields: Mapping[str, str],
    was: Mapping[str, str] | None = None,
) -> None:
    """Change a requirement's sentence and facts; unknown weights and statuses are refused.

    `was` is what the planner's page showed: what somebody else changed meanwhile is kept, and
    the same field changed by both is a `Clash`.
    """
    before = values_of(requirement)
    wanted = merged(_ref(requirement), before, fields, was or {})
    if wanted == before:
        return
    for name, value in columns_of(requirement, wanted).items():
        setattr(requirement, name, value)
    if values_of(requirement) != before:
        log.note(session, requirement.consultation_id, "planner", "changed", _ref(requirement))


def tick(
    session: Session,
    requirement: Requirement,
    *,
    contribution_id: int | None = None,
    activity_id: int | None = None,
    option: str = "",
    against: bool = False,
) -> None:
    """Add evidence, or change its side if it is there already.

    What was merged counts as what it was merged into.
    """
    contribution_id = _speaking(session, contribution_id)
    name = _name_of(session, requirement, contribution_id, activity_id, option)
    found = _find(requirement, contribution_id, activity_id, option)
    if found is None:
        found = Evidence(
            contribution_id=contribution_id, activity_id=activity_id, option=option or None
        )
        requirement.evidence.append(found)
    found.against = against
    verb = "counted against" if against else "counted for"
    log.note(session, requirement.consultation_id, "planner", verb, _ref(requirement), reason=name)


def untick(
    session: Session,
    requirement: Requirement,
    *,
    contribution_id: int | None = None,
    activity_id: int | None = None,
    option: str = "",
) -> None:
    """Take evidence away again; with a lead goes what was merged into it."""
    found = _find(requirement, contribution_id, activity_id, option)
    below = _below(session, requirement, contribution_id)
    if found is None and not below:
        return
    for each in (*([found] if found else ()), *below):
        requirement.evidence.remove(each)
    row = session.get(Contribution, contribution_id) if contribution_id else None
    name = f"{row.number}" if row else option
    log.note(
        session, requirement.consultation_id, "planner", "uncounted", _ref(requirement), reason=name
    )


def tick_all(
    session: Session, requirement: Requirement, contribution_ids: Sequence[int], name: str
) -> int:
    """Count several contributions for it at once, in one line of the log; return how many more.

    `name` says which they are: the name of their category. What was counted already stays.
    """
    known = {each.contribution_id for each in requirement.evidence}
    speaking = func.coalesce(Contribution.merged_into_id, Contribution.id)
    ids = session.scalars(select(speaking).where(Contribution.id.in_(contribution_ids))).all()
    standing = select(Contribution).where(
        Contribution.consultation_id == requirement.consultation_id,
        Contribution.id.in_(ids),
        Contribution.state.in_(STANDING),
    )
    rows = session.scalars(standing.order_by(Contribution.number)).all()
    out = {each.id for each in _activities(session, rows) if is_out(each)}
    fresh = [each for each in rows if each.id not in known and each.activity_id in out]
    requirement.evidence.extend(Evidence(contribution_id=each.id) for each in fresh)
    if fresh:
        log.note(
            session,
            requirement.consultation_id,
            "planner",
            "counted for",
            _ref(requirement),
            reason=f"{name} ({len(fresh)})",
        )
    return len(fresh)


def _speaking(session: Session, contribution_id: int | None) -> int | None:
    """Return the id of what speaks for a contribution: its lead's if it was merged."""
    row = session.get(Contribution, contribution_id) if contribution_id else None
    return row.merged_into_id or row.id if row is not None else contribution_id


def _below(
    session: Session, requirement: Requirement, contribution_id: int | None
) -> list[Evidence]:
    """Return the evidence that was merged into a contribution."""
    told = [each.contribution_id for each in requirement.evidence if each.contribution_id]
    if contribution_id is None:
        return []
    merged = session.scalars(
        select(Contribution.id).where(
            Contribution.id.in_(told), Contribution.merged_into_id == contribution_id
        )
    ).all()
    return [each for each in requirement.evidence if each.contribution_id in merged]


def _activities(session: Session, rows: Sequence[Contribution]) -> Sequence[Activity]:
    ids = {each.activity_id for each in rows}
    return session.scalars(select(Activity).where(Activity.id.in_(ids))).all()


def _find(
    requirement: Requirement, contribution_id: int | None, activity_id: int | None, option: str
) -> Evidence | None:
    wanted = (contribution_id, activity_id, option or None)
    same = (
        each
        for each in requirement.evidence
        if (each.contribution_id, each.activity_id, each.option) == wanted
    )
    return next(same, None)


def _name_of(
    session: Session,
    requirement: Requirement,
    contribution_id: int | None,
    activity_id: int | None,
    option: str,
) -> str:
    """Return what the log calls it; refused is what is elsewhere, held back, open or secret."""
    row = session.get(Contribution, contribution_id) if contribution_id else None
    activity = session.get(Activity, row.activity_id if row else activity_id or 0)
    here = activity and activity.workshop.consultation_id == requirement.consultation_id
    if activity is None or not here or not is_out(activity):
        raise Refused("That cannot be evidence: it is still open, or not shown yet.")
    if row is not None and row.state not in STANDING:
        raise Refused("That cannot be evidence: it is not released.")
    if row is None and all(bar.key != option for bar in result_of(session, activity).bars):
        raise Refused("That cannot be evidence: the result has no such line.")
    return f"{row.number}" if row else option


def _ref(requirement: Requirement) -> str:
    return f"R{requirement.number}"


def next_number(session: Session, consultation: Consultation) -> int:
    """Return the number of the next requirement; drafts have numbers below nought."""
    last = session.scalar(
        select(func.max(Requirement.number)).where(Requirement.consultation_id == consultation.id)
    )
    return max(last or 0, 0) + 1


def of(session: Session, consultation: Consultation) -> Sequence[Requirement]:
    """Return the requirements of a consultation by number; a draft is none yet."""
    return session.scalars(
        select(Requirement)
        .where(Requirement.consultation_id == consultation.id, Requirement.draft.is_(False))
        .options(selectinload(Requirement.evidence))
        .order_by(Requirement.number)
    ).all()
