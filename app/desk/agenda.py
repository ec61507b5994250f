"""What the page of preparing shows: formats, agenda with its times, one activity."""

from collections.abc import Sequence

from flask import url_for
from wtforms import Form

from app.desk.blueprint import bar_of
from app.desk.contexts import AgendaRow, Chosen, FormatRow, NextStep, PreparePage
from app.desk.forms import DetailsForm
from app.desk.runsheet import kind_of_words
from app.extensions import db
from app.views import activity_view, workshop_view
from workshops import planning
from workshops.activities import KINDS, kind_of
from workshops.describing import TYPES
from workshops.format_shelf import FORMATS
from workshops.methods.wording import Remark, remarks
from workshops.models import Activity, Workshop
from workshops.words import Sentence, count, say


def prepare_page(
    workshop: Workshop, activity_id: int | None, bound: Form | None = None
) -> PreparePage:
    """Return the agenda of a workshop, with the activity that is asked for, else the next."""
    agenda = list(workshop.activities)
    asked = next((each for each in agenda if each.id == activity_id), None)
    chosen = asked or next((each for each in agenda if each.state == "draft"), None)
    planned = sum(each.minutes for each in agenda)
    spare = workshop.minutes - planned
    return PreparePage(
        bar=bar_of(workshop, "prepare"),
        formats=[
            FormatRow(each.key, each.title, each.about, each.minutes, each.people)
            for each in FORMATS
        ],
        kinds=[(kind.name, kind.title, kind.icon) for kind in KINDS.values()],
        rows=_rows(workshop, agenda, chosen),
        chosen=_chosen(chosen, bound) if chosen else None,
        planned=lasting(planned),
        spare=_spare(workshop, spare),
        late=spare < 0,
        end_x=round(100 * workshop.minutes / max(planned, workshop.minutes), 2),
        details=DetailsForm(data=_details(workshop)),
        types=TYPES,
        next=_next(workshop),
    )


def lasting(minutes: int) -> Sentence:
    """Say how long: "2 h 25 min"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return say("%(m)s min", m=rest)
    return say("%(h)s h %(m)s min", h=hours, m=rest) if rest else say("%(h)s h", h=hours)


def _rows(
    workshop: Workshop, agenda: Sequence[Activity], chosen: Activity | None
) -> list[AgendaRow]:
    whole = max(sum(each.minutes for each in agenda), workshop.minutes)
    rows, before = [], 0
    for nth, activity in enumerate(agenda):
        view = activity_view(activity)
        rows.append(
            AgendaRow(
                activity=view,
                about=kind_of_words(view),
                locked=activity.state != "draft",
                first=nth == 0,
                last=nth == len(agenda) - 1,
                chosen=activity is chosen,
                x=round(100 * before / whole, 2),
                width=round(100 * activity.minutes / whole, 2),
            )
        )
        before += activity.minutes
    return rows


def _spare(workshop: Workshop, spare: int) -> Sentence:
    """Say how the agenda fits into the evening."""
    ends = f"{workshop_view(db.session(), workshop).ends:%H:%M}"
    if spare < 0:
        return count("%(n)s minute over %(time)s", "%(n)s minutes over %(time)s", -spare, time=ends)
    if spare == 0:
        return say("ends at %(time)s sharp", time=ends)
    return count(
        "%(n)s minute to spare before %(time)s",
        "%(n)s minutes to spare before %(time)s",
        spare,
        time=ends,
    )


def _chosen(activity: Activity, bound: Form | None) -> Chosen:
    kind = kind_of(activity.kind)
    around = planning.around(activity)
    doubts = remarks(activity.question)
    return Chosen(
        activity=activity_view(activity),
        form=bound or kind.settings_form(around, {**kind.defaults(), **activity.settings}),
        remarks=doubts,
        pieces=_pieces(activity.question, doubts),
        locked=activity.state != "draft",
        setup=f"activities/{activity.kind}/setup.html",
    )


def _pieces(question: str, doubts: Sequence[Remark]) -> list[tuple[str, int]]:
    """Cut a question where remarks begin and end; 0 marks words without a remark."""
    pieces, at = [], 0
    for nth, doubt in enumerate(doubts, start=1):
        start = max(at, doubt.start)
        pieces += [(question[at:start], 0), (question[start : doubt.end], nth)]
        at = max(at, doubt.end)
    return [(words, nth) for words, nth in (*pieces, (question[at:], 0)) if words]


def _details(workshop: Workshop) -> dict[str, object]:
    view = workshop_view(db.session(), workshop)
    names = ("title", "type", "minutes", "place", "announced", "wifi_name", "wifi_password")
    stored: dict[str, object] = {name: getattr(workshop, name) for name in names}
    return stored | {"day": view.starts.date(), "at": view.starts.time()}


def _next(workshop: Workshop) -> NextStep | None:
    """Return the run sheet, once there is something to run."""
    if not workshop.activities:
        return None
    url = url_for("desk.run", code=workshop.code)
    return NextStep(say("Go to the run sheet"), url, say("Everything here is saved."))
