"""What planners of the demo wrote after the evening that is over; all of it is made up."""

from datetime import timedelta

from sqlalchemy import select

from app.demo import planned, words
from app.extensions import db
from workshops import departments, ledger, reference, requirements, resting, trials, visions
from workshops.models import Activity, Consultation, Contribution, Requirement


def require(made: Consultation, vote: Activity) -> None:
    """Write the requirements and tick their evidence."""
    session = db.session()
    said = {
        row.number: row.id
        for row in session.scalars(
            select(Contribution).where(Contribution.consultation_id == made.id)
        )
    }
    for (
        sentence,
        weight,
        zone,
        cost,
        owner,
        status,
        right,
        pro,
        contra,
        option,
    ) in words.REQUIREMENTS:
        requirement = requirements.write(session, made, sentence)
        requirements.change(
            session,
            requirement,
            {
                "weight": weight,
                "zone": zone,
                "cost_class": cost,
                "owner": owner,
                "status": status,
                "right": right,
            },
        )
        for number in pro:
            requirements.tick(session, requirement, contribution_id=said[number])
        for number in contra:
            requirements.tick(session, requirement, contribution_id=said[number], against=True)
        if option is not None:
            requirements.tick(session, requirement, activity_id=vote.id, option=str(option))


def design(made: Consultation) -> None:
    """Write vision, programme, answers, a trial, and the first steps of the ledger."""
    session = db.session()
    visions.change(session, made, "vision", {"vision": planned.VISION})
    for part, rows in planned.ROWS.items():
        for row in rows:
            visions.add(session, made, part, row)
    written = {
        each.number: each
        for each in session.scalars(
            select(Requirement).where(Requirement.consultation_id == made.id)
        )
    }
    for number, fields in planned.FIELDS.items():
        requirements.change(session, written[number], fields)
    for number, *told in planned.ANSWERS:
        answer = dict(zip(departments.FIELDS, told, strict=True))
        departments.answer(session, written[number], answer)
    _try(made, written[2])
    reference.change(session, made, "age", planned.REFERENCE)
    ledger.put_in_brief(session, made, "Planning office")
    for number, state, days, by, why, saved in planned.STEPS:
        day = (ledger.today(made) - timedelta(days=days)).isoformat()
        ledger.record(session, written[number], state, on=day, by=by, why=why, saved=saved)


def _try(made: Consultation, fire: Requirement) -> None:
    """A weekend on the square, on which the requirement of the fire rests as well."""
    session = db.session()
    trial = trials.write(session, made, planned.TRIAL)
    first = ledger.today(made) - timedelta(days=9)
    days = {"began_on": first.isoformat(), "ended_on": (first + timedelta(days=1)).isoformat()}
    trials.change(session, trial, planned.TRIED | days)
    offered = resting.rests_in(session, made, [], ("trial",))
    resting.rest_on(session, fire, "trial", trials.ref(trial), offered)
