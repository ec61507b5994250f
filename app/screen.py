"""The projector: a read-only page behind its own link; nothing on it that is not released."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, g, render_template, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.addresses import join_url, qr, qr_wifi
from app.contexts import PlanNote, PlanView, ScreenPage
from app.extensions import db
from app.languages import language
from app.parts import etag_of, part
from app.plans import plan_digest
from app.screen_sums import ALONE, sums_view, told_with, unit_of
from app.views import (
    activity_view,
    categories_of,
    notes_of,
    plan_view,
    workshop_view,
)
from exports.features import Feature, Overlay, Sizes, overlay
from workshops import clock, turnout
from workshops.activities import kind_of
from workshops.activities.result import Result
from workshops.basemap import Frame
from workshops.models import Activity, Consultation, Square, Workshop
from workshops.results import public_result

bp = Blueprint("screen", __name__, url_prefix="/s/<token>")

#: With more notes than this, each square of the grid shows one symbol with its count.
CROWDED = 120
#: A channel with fewer voters than this could give one of them away.
FEW = 5


@bp.get("/")
def show(token: str) -> str:
    """Show the scene that is on."""
    page = _page(db.session(), _workshop(token))
    return render_template("screen/page.html", page=page, token=token)


@bp.get("/scene")
def scene(token: str) -> Response:
    """Answer with the scene alone, for the page to swap in."""
    page = _page(db.session(), _workshop(token))
    return part("screen/scene.html", page.version, page=page)


def _workshop(token: str) -> Workshop:
    """Return the workshop of this link, and speak its consultation's language."""
    workshop = db.session.scalars(select(Workshop).where(Workshop.screen_token == token)).one()
    g.page_language = workshop.consultation.language
    return workshop


def _page(session: Session, workshop: Workshop) -> ScreenPage:
    """Return what the screen shows now."""
    view = workshop_view(session, workshop)
    name = _scene(workshop)
    activity = workshop.current if name == "activity" else None
    result = _result(session, activity) if activity else None
    answered = _answered(session, activity)
    plan = _plan(workshop, activity, result)
    summed = sums_view(session, activity, plan, result) if activity and plan else None
    version = _version(workshop, activity, answered, (view.joined, view.present))
    here = clock.now().astimezone(ZoneInfo(workshop.consultation.time_zone))
    return ScreenPage(
        workshop=view,
        language=language(),
        scene=name,
        activity=activity_view(activity) if activity else None,
        result=result,
        answered=answered,
        present=view.present,
        categories=categories_of(workshop.consultation),
        plan=plan,
        summed=summed,
        join_qr=qr(join_url(workshop)),
        wifi_qr=qr_wifi(workshop.wifi_name, workshop.wifi_password),
        clock=f"{here:%H:%M}",
        part_url=url_for("screen.scene", token=workshop.screen_token),
        version=version,
        etag=etag_of("screen/scene.html", version),
    )


def _scene(workshop: Workshop) -> str:
    """Name the scene: blank before all, then thanks once ended, else what the stage says."""
    if workshop.blank:
        return "blank"
    if workshop.ended_at is not None:
        return "thanks"
    if workshop.scene == "activity" and workshop.current is None:
        return "doors"
    return workshop.scene


def _result(session: Session, activity: Activity) -> Result | None:
    """Return what the room may see; ballots by channel only where nobody stands out."""
    result = public_result(session, activity)
    if result is None or kind_of(activity.kind).collects != "ballot":
        return result
    return together(result)


def together(result: Result) -> Result:
    """Return a vote with its channels merged if one of them has only a few voters.

    All are merged, since the one that was left out could be worked out from the others.
    """
    if all(people >= FEW for people in result.voices.values()):
        return result
    return replace(result, voices={}, bars=tuple(replace(bar, parts={}) for bar in result.bars))


def _answered(session: Session, activity: Activity | None) -> int:
    """Count the people who answered, whatever they said."""
    if activity is None:
        return 0
    return sum(turnout.answered(session, [activity.id])[activity.id].values())


def _plan(workshop: Workshop, activity: Activity | None, result: Result | None) -> PlanView | None:
    """Return the plan with its notes for a kind that is shown on one."""
    if activity is None or not kind_of(activity.kind).on_plan:
        return None
    consultation = workshop.consultation
    drawn = kind_of(activity.kind).drawn(activity.settings)
    plan = plan_view(consultation.square, notes_of(result, consultation), drawn)
    if plan is None:
        return None
    features = [*uncounted(drawn, result), *_new_in(result, drawn)]
    if len(plan.notes) > CROWDED:  # each symbol counts many: their lines would be a thicket
        features = [each for each in features if not each["properties"].get("number")]
    over = over_the_plan(features, plan, consultation)
    return for_the_wall(replace(plan, over=over), consultation.square)


def uncounted(drawn: Sequence[Feature], result: Result | None) -> list[Feature]:
    """Return what the question has drawn but where the result has a count, which stands for it."""
    counted = [
        each["geometry"]
        for each in (result.features if result else ())
        if each["properties"].get("value") is not None
    ]
    return [each for each in drawn if each["geometry"] not in counted]


def _new_in(result: Result | None, drawn: Sequence[Feature]) -> list[Feature]:
    """Return a result's features but those that the question itself has drawn there."""
    there = [each["geometry"] for each in drawn]
    plain = {"value", "number", "category"}
    return [
        each
        for each in (result.features if result else ())
        if each["geometry"] not in there or plain & set(each["properties"])
    ]


def over_the_plan(
    features: Sequence[Feature], plan: PlanView, consultation: Consultation
) -> Overlay:
    """Return what of features is more than symbols, in plan metres, sized for the back row."""
    stored: Any = consultation.square.basemap
    frame = Frame.from_json(stored["frame"])
    unit = unit_of(plan, ALONE)
    sizes = Sizes(unit, 36 * unit, 72 * unit, 30 * unit)
    return overlay(features, categories_of(consultation), frame.to_xy, sizes, plan.box)


def for_the_wall(plan: PlanView, square: Square) -> PlanView:
    """Return the plan with names that are read from the back row, and never too many notes."""
    address = partial(url_for, "files.plan", square_id=square.id, digest=plan_digest(square))
    return replace(
        plan,
        url=address(theme="wall"),
        dark_url=address(theme="darkwall"),
        notes=crowd(plan) if len(plan.notes) > CROWDED else plan.notes,
    )


def crowd(plan: PlanView) -> tuple[PlanNote, ...]:
    """Return one note for each square of the grid; its letter is how many were there.

    Its number is 0, since it is no note of its own. It keeps the shape that all of them share;
    where they differ it is the plain one.
    """
    step = plan.grid_step
    left, top = (plan.grid[0].x, plan.grid[0].y) if plan.grid else (0.0, 0.0)
    squares: dict[tuple[int, int], list[PlanNote]] = {}
    for note in plan.notes:
        square = (round((note.x - left) / step), round((note.y - top) / step))
        squares.setdefault(square, []).append(note)
    return tuple(_together(notes) for _, notes in sorted(squares.items()))


def _together(notes: list[PlanNote]) -> PlanNote:
    """Return the notes of one square as one, in their middle."""
    shapes = {note.shape for note in notes}
    return replace(
        notes[0],
        x=round(sum(note.x for note in notes) / len(notes), 2),
        y=round(sum(note.y for note in notes) / len(notes), 2),
        shape=shapes.pop() if len(shapes) == 1 else "other",
        letter=str(len(notes)),
        number=0,
        text="",
    )


def _version(workshop: Workshop, activity: Activity | None, answered: int, joined: object) -> str:
    """Return all that the scene depends on: the stage, what is released, who is in."""
    told = [activity.version, *told_with(activity)] if activity else 0
    return f"{workshop.id}|{workshop.version}|{told}|{answered}|{joined}"
