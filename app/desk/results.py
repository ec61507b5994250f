"""What a workshop came to, activity by activity, and where to go with it."""

from collections.abc import Mapping

from flask.typing import ResponseReturnValue

from app.access import desk_only
from app.desk.blueprint import bar_of, bp, show, workshop_of
from app.desk.contexts import NextStep, ResultsPage, Section
from app.extensions import db
from app.languages import word
from app.views import activity_view
from workshops import turnout
from workshops.activities import kind_of
from workshops.activities.map_notes import FEELINGS
from workshops.activities.result import Result
from workshops.models import Activity, Consultation, Workshop
from workshops.results import result_of
from workshops.words import mark, say

CHANNEL_WORDS = {
    "phone": mark("phone"),
    "table": mark("table"),
    "paper": mark("paper"),
    "remote": mark("remote"),
}


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
    counted = turnout.answered(db.session(), [each.id for each in workshop.activities])
    page = ResultsPage(
        bar=bar_of(workshop, "results"),
        sections=[_section(each, sum(counted[each.id].values())) for each in asked],
        next=_next(workshop),
    )
    return show("desk/results.html", page)


def _section(activity: Activity, answered: int) -> Section:
    is_vote = kind_of(activity.kind).collects == "ballot"
    is_secret = is_vote and activity.state != "closed"
    result = None if is_secret else result_of(db.session(), activity)
    return Section(
        activity=activity_view(activity),
        result=result,
        cells=_cells(result, activity.workshop.consultation) if result else (),
        answered=answered,
        only_you=is_vote and not activity.shown,
    )


def _cells(result: Result, consultation: Consultation) -> list[list[object]]:
    categories = {each["key"]: each["name"] for each in consultation.categories}
    names = {"category": categories, "feeling": dict(FEELINGS), "channel": CHANNEL_WORDS}
    keys = [column.key for column in result.columns]
    return [[_cell(row[key], names.get(key, {})) for key in keys] for row in result.rows]


def _cell(value: object, names: Mapping[str, str]) -> object:
    """Return a key of ours as its word; people's words and numbers stay as they are."""
    return word(names[value]) if isinstance(value, str) and value in names else value


def _next(workshop: Workshop) -> NextStep:
    slug = workshop.consultation.slug
    return NextStep(
        say("Write the requirements"),
        f"/planner/{slug}/requirements",
        say("Each stands on the numbers below."),
    )
