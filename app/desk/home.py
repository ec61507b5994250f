"""The list of consultations, a new one, and the page of one."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from flask import request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from app.access import desk_only, moderators_only, who
from app.desk.blueprint import bar_of_consultation, bp, consultation_of, lead_to, show
from app.desk.contexts import Card, ConsultationPage, HomePage, NextStep, WorkshopRow
from app.desk.forms import PromiseForm, WorkshopForm
from app.edge import save
from app.extensions import db
from app.languages import language
from app.views import plan_view, workshop_view
from workshops import clock, describing, planning
from workshops.methods.geodesy import area_m2
from workshops.models import Consultation, Contribution, Workshop
from workshops.refusal import Refused
from workshops.words import Sentence, say


@bp.get("/")
@moderators_only
def home() -> ResponseReturnValue:
    """List the consultations; with none, ask for the name of the square. Helpers moderate."""
    if who() == "helper":
        return _to_the_queue()
    found = db.session.scalars(select(Consultation).order_by(Consultation.created_at.desc()))
    return show("desk/home.html", HomePage([_card(each) for each in found]))


def _to_the_queue() -> ResponseReturnValue:
    """Lead a helper to the workshop that is on, else to the next one."""
    workshop = db.session.scalar(
        select(Workshop)
        .where(Workshop.ended_at.is_(None))
        .order_by(Workshop.current_id.is_(None), Workshop.starts_at)
        .limit(1)
    )
    if workshop is None:
        raise Refused("There is no workshop to help with yet.")
    return lead_to("desk.moderate", code=workshop.code)


def _card(consultation: Consultation) -> Card:
    said = db.session.scalar(
        select(func.count()).where(Contribution.consultation_id == consultation.id)
    )
    return Card(
        slug=consultation.slug,
        name=consultation.name,
        town=consultation.square.town,
        is_example=consultation.is_example,
        workshops=len(consultation.workshops),
        contributions=said or 0,
        next_words=_next(consultation).words,
    )


@bp.get("/new")
@desk_only
def new() -> ResponseReturnValue:
    """Lead to where a consultation is begun."""
    return lead_to("desk.home")


@bp.post("/new")
@desk_only
def begin() -> ResponseReturnValue:
    """Begin a consultation and lead to its square."""
    name, town = request.form.get("name", ""), request.form.get("town", "")
    consultation = planning.new_consultation(
        db.session(), name, town=town, language=language().code
    )
    save()
    return lead_to("desk.square", slug=consultation.slug)


@bp.get("/<slug>/")
@desk_only
def consultation(slug: str) -> ResponseReturnValue:
    """Show a consultation: promise, workshops, what to do next."""
    found = consultation_of(slug)
    return _page(found, PromiseForm(data=_promise(found)), editing="edit" in request.args)


@bp.post("/<slug>/")
@desk_only
def describe(slug: str) -> ResponseReturnValue:
    """Change what a consultation says of itself."""
    found = consultation_of(slug)
    form = PromiseForm(request.form, language=found.language)
    today = clock.now().astimezone(ZoneInfo(found.time_zone)).date()
    if not form.fits(today, found.delete_on):
        return _page(found, form, editing=True, status=422)
    try:
        _describe(found, form)
        save()
    except Refused as fault:
        db.session.rollback()
        form.delete_on.errors = [fault.sentence.text]
        return _page(consultation_of(slug), form, editing=True, status=422)
    return lead_to("desk.consultation", slug=slug)


def _describe(found: Consultation, form: PromiseForm) -> None:
    describing.describe(
        db.session(),
        found,
        _words(form.data),
        influence=form.influence.data,
        language=form.language.data,
        dates=describing.Dates(form.decide_on.data, form.answer_by.data, form.delete_on.data),
    )


def _words(data: Mapping[str, Any]) -> dict[str, str]:
    return {name: value for name, value in data.items() if isinstance(value, str)}


@bp.post("/<slug>/workshops")
@desk_only
def plan(slug: str) -> ResponseReturnValue:
    """Add a workshop and lead to its agenda; what was typed is kept when it is refused."""
    found, form = consultation_of(slug), WorkshopForm(request.form)
    if not form.validate():
        promise = PromiseForm(data=_promise(found))
        return _page(found, promise, editing=False, status=422, planned=form)
    starts_at, minutes = form.times(found.time_zone)
    workshop = planning.new_workshop(
        db.session(),
        found,
        form.title.data or "",
        starts_at=starts_at,
        minutes=minutes,
        place=form.place.data or "",
        type_=form.type.data,
    )
    save()
    return lead_to("desk.prepare", code=workshop.code)


def _page(
    consultation: Consultation,
    form: PromiseForm,
    *,
    editing: bool,
    status: int = 200,
    planned: WorkshopForm | None = None,
) -> ResponseReturnValue:
    square = consultation.square
    page = ConsultationPage(
        bar=bar_of_consultation(consultation, "consultation"),
        form=form,
        influences=planning.INFLUENCE,
        workshop_form=planned or WorkshopForm(data=_proposed(consultation)),
        workshops=[_row(each) for each in consultation.workshops],
        next=None if _is_to_be_planned(consultation) else _next(consultation),
        plan=plan_view(square),
        area_m2=area_m2(square.outline) if square.outline else None,
        goal=consultation.goal,
        promise=consultation.promise,
        answer_by=consultation.answer_by,
        delete_on=consultation.delete_on,
        influence=consultation.influence,
        editing=editing,
    )
    return show("desk/consultation.html", page, status)


def _promise(consultation: Consultation) -> dict[str, Any]:
    """Return what the form of the promise is filled with."""
    names = ("name", "language", "goal", "promise", "influence")
    scope = ("is_open", "is_fixed", "decided_by")
    days = ("decide_on", "answer_by", "delete_on")
    stored = {name: getattr(consultation, name) for name in (*names, *scope, *days)}
    return stored | {"town": consultation.square.town}


def _proposed(consultation: Consultation) -> dict[str, Any]:
    """Return what a new workshop is proposed as: an evening in a week."""
    evening = planning.next_evening().astimezone(ZoneInfo(consultation.time_zone))
    return {
        "type": "workshop",
        "day": evening.date(),
        "at": evening.replace(hour=18, minute=0).time(),
        "minutes": 150,
        "place": consultation.square.name,
    }


def _row(workshop: Workshop) -> WorkshopRow:
    return WorkshopRow(
        view=workshop_view(db.session(), workshop),
        type=describing.TYPES.get(workshop.type, workshop.type),
        activities=len(workshop.activities),
        state=_state(workshop),
    )


def _state(workshop: Workshop) -> str:
    """Name where a workshop is: ahead, running or ended."""
    if workshop.ended_at is not None:
        return "ended"
    return "running" if workshop.current is not None else "ahead"


def _next(consultation: Consultation) -> NextStep:
    """Return the one obvious next thing to do in a consultation."""
    slug = consultation.slug
    workshops = consultation.workshops
    running = next((each for each in workshops if _state(each) == "running"), None)
    ahead = next((each for each in workshops if _state(each) == "ahead"), None)
    if running is not None:
        return _step(say("Run “%(title)s”", title=running.title), "desk.run", code=running.code)
    if consultation.square.outline is None:
        return _step(say("Put the square on the map"), "desk.square", slug=slug)
    if _is_to_be_planned(consultation):
        return _step(say("Plan the first workshop"), "desk.consultation", slug=slug)
    if ahead is None:
        return NextStep(
            say("Write the requirements"),
            f"/planner/{slug}/requirements",
            say("What was said becomes sentences that a planner can design to."),
        )
    if not ahead.activities:
        return _step(say("Prepare “%(title)s”", title=ahead.title), "desk.prepare", code=ahead.code)
    return _step(say("Run “%(title)s”", title=ahead.title), "desk.run", code=ahead.code)


def _is_to_be_planned(consultation: Consultation) -> bool:
    """Whether the next thing is the form on the consultation's own page."""
    return consultation.square.outline is not None and not consultation.workshops


def _step(words: Sentence, endpoint: str, **values: Any) -> NextStep:
    why = {
        "desk.consultation": say("A day, a place, an agenda: a ready format takes two minutes."),
        "desk.square": say("People put notes on it, and the brief is drawn over it."),
        "desk.prepare": say("Pick a ready format and change what you like."),
        "desk.run": say("Doors, questions, votes, one after the other."),
    }
    return NextStep(words, url_for(endpoint, **values), why[endpoint])
