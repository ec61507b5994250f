"""What a workshop came to, activity by activity, and where to go with it."""

from flask.typing import ResponseReturnValue

from app.access import desk_only
from app.desk.blueprint import bar_of, bp, show, workshop_of
from app.desk.contexts import NextStep, ResultsPage, Section
from app.extensions import db
from app.views import activity_view
from workshops import answers
from workshops.activities import kind_of
from workshops.models import Activity, Workshop
from workshops.results import result_of
from workshops.words import say


@bp.get("/w/<code>/results")
@desk_only
def results(code: str) -> ResponseReturnValue:
    """Show every activity that asked something; a vote only once it is closed."""
    workshop = workshop_of(code)
    asked = [
        each
        for each in workshop.activities
        if kind_of(each.kind).collects != "nothing" and each.state != "draft"
    ]
    counted = answers.answered(db.session(), workshop)
    page = ResultsPage(
        bar=bar_of(workshop, "results"),
        sections=[_section(each, sum(counted[each.id].values())) for each in asked],
        next=_next(workshop),
    )
    return show("desk/results.html", page)


def _section(activity: Activity, answered: int) -> Section:
    is_vote = kind_of(activity.kind).collects == "ballot"
    is_secret = is_vote and activity.state != "closed"
    return Section(
        activity=activity_view(activity),
        result=None if is_secret else result_of(db.session(), activity),
        answered=answered,
        only_you=is_vote and not activity.shown,
    )


def _next(workshop: Workshop) -> NextStep:
    slug = workshop.consultation.slug
    return NextStep(
        say("Write the requirements"),
        f"/planner/{slug}/requirements",
        say("Each stands on the numbers below."),
    )
