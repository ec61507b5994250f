"""Ticks: what a box on the left stands for, by a key that a form can carry.

`said:147` is a contribution by its number, `line:2.7:fire` a line of a result, `rest:trial:T3`
what stands beside people's voices. `activity:12:fire` is a line that stands no longer.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select

from app.extensions import db
from workshops import requirements, resting, text
from workshops.leads import LEAD
from workshops.models import Activity, Contribution, Requirement
from workshops.refusal import Refused
from workshops.resting import Rest
from workshops.words import Sentence

SIDES = ("for", "against", "none")
Offered = Callable[[], Mapping[Rest, Sentence]]


def sides_of(requirement: Requirement) -> Mapping[str, str]:
    """Return on which side each piece of its evidence is, by key; what was merged as its lead."""
    rests = {
        f"rest:{each['kind']}:{each['key']}": "against" if each.get("against") else "for"
        for each in requirement.rests_on
    }
    rows = requirement.evidence
    numbers = _numbers([each.contribution_id for each in rows if each.contribution_id])
    activities = _refs([each.activity_id for each in rows if each.activity_id])
    leads: dict[str, str] = {}
    own: dict[str, str] = {}
    for each in rows:
        side = "against" if each.against else "for"
        if each.contribution_id:
            number, lead = numbers[each.contribution_id]
            (own if lead is None else leads)[f"said:{lead or number}"] = side
        else:
            own[f"line:{activities[each.activity_id or 0]}:{each.option}"] = side
    return rests | leads | own


def _numbers(ids: list[int]) -> Mapping[int, tuple[int, int | None]]:
    """Return the numbers of contributions, and of their leads where they were merged."""
    rows = db.session.execute(
        select(Contribution.id, Contribution.number, LEAD.number)
        .outerjoin(LEAD, LEAD.id == Contribution.merged_into_id)
        .where(Contribution.id.in_(ids))
    )
    return {key: (own, lead) for key, own, lead in rows}


def _refs(ids: list[int]) -> Mapping[int, str]:
    rows = db.session.scalars(select(Activity).where(Activity.id.in_(ids)))
    return {each.id: f"{each.workshop.number}.{each.position}" for each in rows}


def set_tick(requirement: Requirement, tick: str, offered: Offered) -> str:
    """Do what a pressed box says, "against:said:147"; return the key of what it stands for.

    `offered` returns what can stand beside people's voices.
    """
    side, _, key = tick.partition(":")
    if side not in SIDES:
        raise Refused("Choose one of the boxes offered.")
    sort, _, rest = key.partition(":")
    if sort == "rest":
        _set_rest(requirement, side, rest, offered)
        return key
    source = _source(requirement, key)
    session = db.session()
    if side == "none":
        requirements.untick(session, requirement, **source)
    else:
        requirements.tick(session, requirement, **source, against=side == "against")
    return key


def _set_rest(requirement: Requirement, side: str, rest: str, offered: Offered) -> None:
    kind, _, name = rest.partition(":")
    session = db.session()
    if side == "none":
        resting.rest_no_more(session, requirement, kind, name)
    else:
        against = side == "against"
        resting.rest_on(session, requirement, kind, name, offered(), against=against)


def _source(requirement: Requirement, key: str) -> dict[str, Any]:
    sort, _, rest = key.partition(":")
    number = text.whole(rest)
    if sort == "said" and number is not None:
        return {"contribution_id": _contribution(requirement, number)}
    ref, _, option = rest.partition(":")
    if sort == "line" and option:
        return {"activity_id": _activity(requirement, ref), "option": option}
    activity = text.whole(ref)
    if sort == "activity" and activity is not None and option:
        return {"activity_id": activity, "option": option}
    raise Refused("Choose one of the boxes offered.")


def _contribution(requirement: Requirement, number: int) -> int:
    found = db.session.scalar(
        select(Contribution.id).where(
            Contribution.consultation_id == requirement.consultation_id,
            Contribution.number == number,
        )
    )
    return found or 0


def _activity(requirement: Requirement, ref: str) -> int:
    """Return the activity with that reference; 0 when there is none, which is refused."""
    workshop, position = (text.whole(each) for each in ref.partition(".")[::2])
    if workshop is None or position is None:
        return 0
    rows = db.session.scalars(select(Activity).where(Activity.position == position))
    return next(
        (
            each.id
            for each in rows
            if each.workshop.number == workshop
            and each.workshop.consultation_id == requirement.consultation_id
        ),
        0,
    )
