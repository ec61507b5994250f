"""Requirements: sentences a planner can design to, the evidence, the strength it gives them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workshops import clock, log, text
from workshops.clash import refuse_stale
from workshops.models import Activity, Consultation, Contribution, Evidence, Requirement
from workshops.refusal import Refused
from workshops.words import Sentence, count, mark, say

WEIGHTS = {
    "must": mark("must"),
    "should": mark("should"),
    "could": mark("could"),
    "avoid": mark("avoid"),
}
STATUSES = {
    "proposed": mark("proposed"),
    "possible": mark("possible"),
    "required": mark("required"),
    "refused": mark("not possible"),
}
#: What planners write; the rest is counted.
FIELDS = ("sentence", "weight", "status", "zone", "cost_class", "owner", "right")
#: Contributions in these states can be evidence.
STANDING = ("released", "merged")
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
    one in five of the people behind the evidence speaks against.
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
    last = session.scalar(
        select(func.max(Requirement.number)).where(Requirement.consultation_id == consultation.id)
    )
    requirement = Requirement(
        consultation_id=consultation.id,
        number=(last or 0) + 1,
        sentence=sentence,
        created_at=clock.now(),
    )
    session.add(requirement)
    session.flush()
    log.note(session, consultation.id, "planner", "wrote", f"R{requirement.number}")
    return requirement


def values_of(requirement: Requirement) -> dict[str, str]:
    """Return what planners wrote, as a form holds it."""
    return {name: str(getattr(requirement, name) or "") for name in FIELDS}


def change(
    session: Session, requirement: Requirement, fields: Mapping[str, str], seen: str = ""
) -> None:
    """Change a requirement's sentence and facts; unknown weights and statuses are refused.

    `seen` is the stamp of the values that were on the planner's page: when they are not those
    of now, somebody else was faster, and that is a `Clash`.
    """
    before = values_of(requirement)
    refuse_stale(seen, before, f"R{requirement.number}")
    wanted = _clean(before | {name: fields[name] for name in FIELDS if name in fields})
    if wanted == before:
        return
    cost = int(wanted["cost_class"]) if wanted["cost_class"] else None
    for name, value in {**wanted, "cost_class": cost}.items():
        setattr(requirement, name, value)
    log.note(session, requirement.consultation_id, "planner", "changed", f"R{requirement.number}")


def _clean(fields: Mapping[str, str]) -> dict[str, str]:
    """Return the values as they may be kept, or refuse them."""
    sentence = text.clean(fields["sentence"], 300)
    if not sentence:
        raise Refused("A requirement needs a sentence.")
    if fields["weight"] not in WEIGHTS or fields["status"] not in STATUSES:
        raise Refused("Choose one of the words offered.")
    if fields["cost_class"] not in ("", "1", "2", "3", "4"):
        raise Refused("The cost class is a number from 1 to 4.")
    return {
        **fields,
        "sentence": sentence,
        "zone": text.clean(fields["zone"], 80),
        "owner": text.clean(fields["owner"], 80),
        "right": text.clean(fields["right"], 300),
    }


def tick(
    session: Session,
    requirement: Requirement,
    *,
    contribution_id: int | None = None,
    activity_id: int | None = None,
    option: str = "",
    against: bool = False,
) -> None:
    """Add evidence, or change its side if it is there already."""
    _belongs(session, requirement, contribution_id, activity_id)
    found = _find(requirement, contribution_id, activity_id, option)
    if found is None:
        found = Evidence(
            contribution_id=contribution_id, activity_id=activity_id, option=option or None
        )
        requirement.evidence.append(found)
    found.against = against


def untick(
    session: Session,
    requirement: Requirement,
    *,
    contribution_id: int | None = None,
    activity_id: int | None = None,
    option: str = "",
) -> None:
    """Take evidence away again."""
    found = _find(requirement, contribution_id, activity_id, option)
    if found is not None:
        requirement.evidence.remove(found)


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


def _belongs(
    session: Session, requirement: Requirement, contribution_id: int | None, activity_id: int | None
) -> None:
    """Refuse evidence of another consultation, and what was not released or is not closed."""
    released = True
    if contribution_id is not None:
        contribution = session.get(Contribution, contribution_id)
        released = contribution is not None and contribution.state in STANDING
        activity_id = contribution.activity_id if contribution else None
    activity = session.get(Activity, activity_id) if activity_id else None
    closed = activity is not None and activity.state == "closed"
    owner = activity.workshop.consultation_id if activity else None
    if not released or not closed or owner != requirement.consultation_id:
        raise Refused("That cannot be evidence: it is not released, or not closed.")


def of(session: Session, consultation: Consultation) -> Sequence[Requirement]:
    """Return the requirements of a consultation by number."""
    return session.scalars(
        select(Requirement)
        .where(Requirement.consultation_id == consultation.id)
        .order_by(Requirement.number)
    ).all()
