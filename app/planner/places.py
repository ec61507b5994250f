"""Where a requirement or a trial is: zones, words, and what is drawn on the plan."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Response, abort, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.access import planner_only
from app.drawing_plan import DrawingPlan, plan_to_draw_on, shapes_of
from app.edge import save
from app.extensions import db
from app.planner.blueprint import bar_of, bp, consultation_of, refilled, show, status_of, typed
from app.planner.contexts import Bar, Difference
from app.planner.room import requirement_of
from workshops import requirement_fields, requirements, text, trials
from workshops.basemap import edges_of
from workshops.basemap.edges import outline_of
from workshops.corners import typed_of
from workshops.models import Consultation, Square, Trial
from workshops.refusal import Refused
from workshops.words import Sentence

FIELDS = ("zone", "place_as", "place")
#: A landmark is a point too; it is chosen by its name.
LANDMARK = "landmark"


@dataclass(frozen=True)
class Landmark:
    """A place that has a name; `place` is it as a form holds it."""

    name: str
    place: str


@dataclass(frozen=True)
class PlacePage:
    """A place as a form: `zone` holds letters of zones and words, as it is kept."""

    bar: Bar
    ref: str
    title: str
    values: Mapping[str, str]
    stands: Mapping[str, str]
    letters: Sequence[str]  # of the zones that are chosen
    words: str
    zones: Sequence[tuple[str, str]]
    landmarks: Sequence[Landmark]
    lists: Mapping[str, Mapping[str, str]]
    plan: DrawingPlan | None
    back_url: str
    save_url: str
    refused: Sentence | None = None
    differences: Sequence[Difference] = ()


@dataclass(frozen=True)
class Thing:
    """What has a place: how it is called, what is kept of it, how it is changed, where it is."""

    title: str
    tab: str
    values: Mapping[str, str]
    change: Callable[[Mapping[str, str], Mapping[str, str]], None]
    url: str


@bp.get("/<slug>/place/<ref>")
@planner_only
def place(slug: str, ref: str) -> ResponseReturnValue:
    """Show the plan to choose a place on, of "R3" or "T1"."""
    consultation = consultation_of(slug)
    return show("planner/place.html", _page(consultation, ref, _thing(consultation, ref)))


@bp.post("/<slug>/place/<ref>")
@planner_only
def change_place(slug: str, ref: str) -> ResponseReturnValue:
    """Keep the place; what was drawn is kept when it is refused."""
    consultation = consultation_of(slug)
    thing = _thing(consultation, ref)
    wanted, was = _wanted(consultation.square), typed(FIELDS, "was-")
    try:
        thing.change(wanted, was)
        save()
    except Refused as fault:
        db.session.rollback()
        consultation = consultation_of(slug)
        page = _page(consultation, ref, _thing(consultation, ref))
        again = _told(refilled(page, fault, wanted, was), consultation.square)
        return show("planner/place.html", again, status_of(fault))
    return Response(status=303, headers={"Location": thing.url})


@bp.get("/<slug>/place/edges.json")
@planner_only
def edges(slug: str) -> ResponseReturnValue:
    """Answer with what corners snap to on the plan of the square."""
    basemap = consultation_of(slug).square.basemap
    found = edges_of(basemap) if basemap else {"points": [], "lines": []}
    if basemap:
        found["lines"] += outline_of(basemap)
    response = jsonify(found)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _thing(consultation: Consultation, ref: str) -> Thing:
    number = text.whole(ref[1:]) or 0
    find = {"R": _requirement, "T": _trial}.get(ref[:1]) or abort(404)
    return find(consultation, number)


def _requirement(consultation: Consultation, number: int) -> Thing:
    found, session = requirement_of(consultation, number), db.session()
    return Thing(
        title=found.sentence,
        tab="requirements",
        values=requirement_fields.values_of(found),
        change=lambda wanted, was: requirements.change(session, found, wanted, was),
        url=url_for("planner.requirements", slug=consultation.slug, r=number, _anchor="open"),
    )


def _trial(consultation: Consultation, number: int) -> Thing:
    asked = select(Trial).where(Trial.consultation_id == consultation.id, Trial.number == number)
    found, session = db.session.scalar(asked) or abort(404), db.session()
    return Thing(
        title=found.title,
        tab="trials",
        values=trials.values_of(found),
        change=lambda wanted, was: trials.change(session, found, wanted, was),
        url=url_for("planner.trials_page", slug=consultation.slug, t=number),
    )


def _page(consultation: Consultation, ref: str, thing: Thing) -> PlacePage:
    square, slug = consultation.square, consultation.slug
    stands = {name: thing.values[name] for name in FIELDS}
    page = PlacePage(
        bar=bar_of(consultation, thing.tab),
        ref=ref,
        title=thing.title,
        values=stands,
        stands=stands,
        letters=(),
        words="",
        zones=[(each["letter"], each.get("name", "")) for each in square.zones],
        landmarks=_landmarks(square),
        lists={"place_as": requirement_fields.DRAWN},
        plan=plan_to_draw_on(
            square, url_for("planner.edges", slug=slug), shapes_of(square), "bare"
        ),
        back_url=thing.url,
        save_url=url_for("planner.change_place", slug=slug, ref=ref),
    )
    return _told(page, square)


def _told(page: PlacePage, square: Square) -> PlacePage:
    """Return the page with the zone that its fields hold as letters and words."""
    letters, words = told_apart(page.values["zone"], square)
    return replace(page, letters=letters, words=words)


def told_apart(zone: str, square: Square) -> tuple[list[str], str]:
    """Return the letters of zones in what is written, and the rest of the words."""
    known = {each["letter"] for each in square.zones}
    parts = [each.strip() for each in zone.split(",") if each.strip()]
    return [each for each in parts if each in known], ", ".join(
        each for each in parts if each not in known
    )


def _landmarks(square: Square) -> list[Landmark]:
    return [Landmark(each["name"], typed_of(_point(each))) for each in square.landmarks]


def _point(thing: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [thing["lon"], thing["lat"]]}


def _wanted(square: Square) -> dict[str, str]:
    """Return the place that was chosen, as it is kept: a landmark is a point and its name."""
    sent = {"place_as": "", "place": "", **typed(("place_as", "place"))}
    known = {each["letter"] for each in square.zones}
    words = [each for each in request.form.getlist("zones") if each in known]
    told = request.form.get("words", "").strip()
    asked = request.form.get("landmark", "")
    found = next((each for each in square.landmarks if each["name"] == asked), None)
    if sent["place_as"] == LANDMARK and found:
        sent = {"place_as": "point", "place": typed_of(_point(found))}
        told = told if asked in told else ", ".join(filter(None, (told, asked)))
    return {"zone": ", ".join([*words, *filter(None, [told])]), **sent}
