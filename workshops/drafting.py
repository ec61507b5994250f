"""Drafts: suggested requirements that are in no brief until a planner takes them over.

A draft has a number below nought. What became of a suggestion is remembered by its key, so that
what was thrown away is not suggested again.
"""

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workshops import clock, log, text
from workshops.leads import PUBLIC
from workshops.models import Activity, Consultation, Contribution, Evidence, Requirement, Workshop
from workshops.refusal import Refused
from workshops.requirements import next_number
from workshops.suggesting import Suggestion
from workshops.words import Sentence

THROWN = "thrown away"
SOURCE = "suggestion"


def draft(
    session: Session,
    consultation: Consultation,
    suggestions: Sequence[Suggestion],
    tell: Callable[[Sentence], str],
) -> list[Requirement]:
    """Write down the suggestions that are new; `tell` puts them in the consultation's language."""
    known = _known(session, consultation)
    fresh = [each for each in suggestions if each.key not in known]
    lowest = session.scalar(
        select(func.min(Requirement.number)).where(Requirement.consultation_id == consultation.id)
    )
    below = min(lowest or 0, 0)
    said = _contributions(session, consultation)
    activities = _activities(session, consultation)
    made = [
        Requirement(
            consultation_id=consultation.id,
            number=below - n,
            sentence=text.clean(tell(each.sentence), 300),
            weight=each.weight,
            zone=each.zone,
            draft=True,
            rests_on=_rests(each, tell),
            evidence=list(_evidence(each, said, activities)),
            created_at=clock.now(),
        )
        for n, each in enumerate(fresh, start=1)
    ]
    session.add_all(made)
    session.flush()
    return made


def _rests(suggestion: Suggestion, tell: Callable[[Sentence], str]) -> list[dict[str, object]]:
    source = {"kind": SOURCE, "key": suggestion.key, "against": False, "why": tell(suggestion.why)}
    return [source, *({"kind": k, "key": key, "against": False} for k, key in suggestion.rests)]


def _evidence(
    suggestion: Suggestion, said: Mapping[int, int], activities: Mapping[str, int]
) -> Sequence[Evidence]:
    pro = dict.fromkeys(said[number] for number in suggestion.said if number in said)
    contra = dict.fromkeys(said[number] for number in suggestion.against if number in said)
    return [
        *(Evidence(contribution_id=each, against=False) for each in pro),
        *(Evidence(contribution_id=each, against=True) for each in contra if each not in pro),
        *(
            Evidence(activity_id=activities[ref], option=option, against=False)
            for ref, option in suggestion.lines
            if ref in activities
        ),
    ]


def _known(session: Session, consultation: Consultation) -> set[str]:
    """Return the keys of all that was ever suggested."""
    rows = session.scalars(
        select(Requirement.rests_on).where(Requirement.consultation_id == consultation.id)
    )
    return {rest["key"] for rests in rows for rest in rests if rest["kind"] == SOURCE}


def _contributions(session: Session, consultation: Consultation) -> Mapping[int, int]:
    """Return the ids of what is released by number; of what was merged, that of its lead."""
    speaking = func.coalesce(Contribution.merged_into_id, Contribution.id)
    rows = session.execute(
        select(Contribution.number, speaking).where(
            Contribution.consultation_id == consultation.id, Contribution.state.in_(PUBLIC)
        )
    )
    return dict(rows.all())


def _activities(session: Session, consultation: Consultation) -> Mapping[str, int]:
    rows = session.execute(
        select(Workshop.number, Activity.position, Activity.id)
        .join(Activity, Activity.workshop_id == Workshop.id)
        .where(Workshop.consultation_id == consultation.id)
    )
    return {f"{workshop}.{position}": key for workshop, position, key in rows}


def drafts_of(session: Session, consultation: Consultation) -> Sequence[Requirement]:
    """Return the drafts that wait for a planner, as they were suggested."""
    return session.scalars(
        select(Requirement)
        .where(
            Requirement.consultation_id == consultation.id,
            Requirement.draft.is_(True),
            Requirement.status != THROWN,
        )
        .order_by(Requirement.number.desc())
    ).all()


def why_of(requirement: Requirement) -> str:
    """Return why it was suggested, in the consultation's language; "" for one that was not."""
    whys = (each.get("why", "") for each in requirement.rests_on if each["kind"] == SOURCE)
    return next((str(each) for each in whys), "")


def take_over(session: Session, requirement: Requirement) -> None:
    """Make a draft a requirement: it gets the next number."""
    _must_be_draft(requirement)
    consultation = session.get_one(Consultation, requirement.consultation_id)
    requirement.number = next_number(session, consultation)
    requirement.draft = False
    log.note(session, consultation.id, "planner", "took over", f"R{requirement.number}")


def throw_away(session: Session, requirement: Requirement) -> None:
    """Throw a draft away; it can be put back, and is not suggested again."""
    _must_be_draft(requirement)
    requirement.status = THROWN
    log.note(session, requirement.consultation_id, "planner", "threw away", _name(requirement))


def put_back(session: Session, requirement: Requirement) -> None:
    """Undo either: what was thrown away waits again, what was taken over is a draft again."""
    if requirement.draft and requirement.status == THROWN:
        requirement.status = "proposed"
    elif not requirement.draft and why_of(requirement):
        lowest = session.scalar(
            select(func.min(Requirement.number)).where(
                Requirement.consultation_id == requirement.consultation_id
            )
        )
        subject = f"R{requirement.number}"
        requirement.number, requirement.draft = min(lowest or 0, 0) - 1, True
        log.note(session, requirement.consultation_id, "planner", "undid", subject)
        return
    else:
        raise Refused("That cannot be undone.")
    log.note(session, requirement.consultation_id, "planner", "undid", _name(requirement))


def _name(requirement: Requirement) -> str:
    return f"draft {-requirement.number}"


def _must_be_draft(requirement: Requirement) -> None:
    if not requirement.draft or requirement.status == THROWN:
        raise Refused("Somebody has decided on this draft already.")
