"""What was received and is in no count or on no map, with the reason. Nothing vanishes."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workshops.findings import ContributionFacts, SetAside
from workshops.models import Ballot, Consultation, Contribution
from workshops.results import is_secret
from workshops.words import Sentence, say


def set_aside(
    session: Session, consultation: Consultation, said: Sequence[ContributionFacts]
) -> tuple[SetAside, ...]:
    """Return what is not in a count or on a map, with the reason; nothing vanishes."""
    found = []
    far = [each.ref for each in said if each.set_aside]
    if far:
        found.append(
            SetAside(len(far), say("far from all others: kept, not drawn on the map"), tuple(far))
        )
    outside = [each.ref for each in said if each.inside is False and not each.set_aside]
    if outside:
        found.append(SetAside(len(outside), say("outside the outline"), tuple(outside)))
    found += [_not_released(state, n) for state, n in _states(session, consultation).items()]
    secret = _secret_ballots(session, consultation)
    if secret:
        found.append(SetAside(secret, say("ballots of votes that were not shown yet")))
    found += [SetAside(each["n"], Sentence(**each["why"])) for each in consultation.set_aside]
    return tuple(found)


def _secret_ballots(session: Session, consultation: Consultation) -> int:
    """Return how many ballots lie in votes that nobody may see yet."""
    ids = [
        activity.id
        for workshop in consultation.workshops
        for activity in workshop.activities
        if is_secret(activity)
    ]
    return session.scalar(select(func.count()).where(Ballot.activity_id.in_(ids))) or 0


def _states(session: Session, consultation: Consultation) -> Mapping[str, int]:
    rows = session.execute(
        select(Contribution.state, func.count())
        .where(
            Contribution.consultation_id == consultation.id,
            Contribution.state.in_(("held", "returned", "hidden", "withdrawn")),
        )
        .group_by(Contribution.state)
        .order_by(Contribution.state)
    )
    return dict(rows.all())


def _not_released(state: str, n: int) -> SetAside:
    why = {
        "held": say("not released yet"),
        "returned": say("returned to the writer and not sent again"),
        "hidden": say("hidden by a moderator, with a reason in the log"),
        "withdrawn": say("taken back by the writer"),
    }
    return SetAside(n, why[state])
