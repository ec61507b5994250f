"""Requirements as every file holds them: evidence counted, strength computed."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from workshops import resting
from workshops.findings import RequirementFacts, RestFacts
from workshops.models import Consultation, Requirement
from workshops.weighing import Counted, Weighed, weigh_all
from workshops.words import Sentence


def requirement_facts(
    session: Session,
    consultation: Consultation,
    requirements: Sequence[Requirement],
    counted: Sequence[Counted],
) -> tuple[RequirementFacts, ...]:
    """Return the requirements as they stand now, in the order given."""
    kinds = resting.kinds_used(requirements)
    offered = resting.rests_in(session, consultation, counted, kinds)
    weighed = weigh_all(session, requirements, counted)
    return tuple(
        facts_of(each, power, resting.facts_of(each, offered), resting.gone(each, offered))
        for each, power in zip(requirements, weighed, strict=True)
    )


def facts_of(
    requirement: Requirement,
    weighed: Weighed,
    rests: tuple[RestFacts, ...],
    gone: tuple[Sentence, ...] = (),
) -> RequirementFacts:
    """Return one requirement with what it weighs and what it rests on beside people.

    `gone` is what of the latter is not there any more.
    """
    return RequirementFacts(
        number=requirement.number,
        sentence=requirement.sentence,
        weight=requirement.weight,
        zone=requirement.zone,
        cost_class=requirement.cost_class,
        owner=requirement.owner,
        status=requirement.status,
        right=requirement.right,
        strength=weighed.letter,
        why=weighed.why,
        people=weighed.reach.people,
        workshops=weighed.reach.workshops,
        channels=weighed.reach.channels,
        evidence=weighed.evidence,
        place=requirement.place,
        season=requirement.season,
        time_of_day=requirement.time_of_day,
        who=requirement.who,
        answers=tuple(requirement.answers),
        rests_on=rests,
        fallen=(*(each.why for each in weighed.fallen), *gone),
    )
