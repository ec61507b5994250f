"""Trials on the square: a list, one of them open as a form, its pictures."""

from dataclasses import replace

from flask import abort, current_app, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.access import planner_only
from app.edge import in_a_thread, save
from app.extensions import db
from app.pictures import keep, need_room, read_picture
from app.planner.blueprint import (
    bar_of,
    bp,
    consultation_of,
    lead_to,
    refilled,
    show,
    status_of,
    typed,
)
from app.planner.placed import place_url, plan_of
from app.planner.trial_contexts import OpenTrial, TrialRow, TrialsPage
from workshops import requirements, trials
from workshops.findings import TrialFacts
from workshops.models import Consultation, Trial
from workshops.refusal import Refused
from workshops.requirement_fields import DRAWN

LISTS = {"verdict": trials.VERDICTS, "place_as": DRAWN}


@bp.get("/<slug>/trials")
@planner_only
def trials_page(slug: str) -> ResponseReturnValue:
    """Show the trials, the first or the one asked for open."""
    return show("planner/trials.html", _page(consultation_of(slug)))


@bp.post("/<slug>/trials")
@planner_only
def write_trial(slug: str) -> ResponseReturnValue:
    """Write down a new trial and open it."""
    title = request.form.get("title", "")
    try:
        made = trials.write(db.session(), consultation_of(slug), title)
        save()
    except Refused as fault:
        db.session.rollback()
        page = replace(_page(consultation_of(slug)), typed=title, refused=fault.sentence)
        return show("planner/trials.html", page, status_of(fault))
    return _back(slug, made.number)


@bp.post("/<slug>/trials/<int:number>")
@planner_only
def change_trial(slug: str, number: int) -> ResponseReturnValue:
    """Change what was written; what was typed is kept when it is refused."""
    wanted, was = typed(trials.FIELDS), typed(trials.FIELDS, "was-")
    try:
        trials.change(db.session(), _trial(consultation_of(slug), number), wanted, was)
        save()
    except Refused as fault:
        db.session.rollback()
        page = _page(consultation_of(slug), number)
        if page.open is None:
            raise KeyError(number) from fault
        again = replace(page, open=refilled(page.open, fault, wanted, was))
        return show("planner/trials.html", again, status_of(fault))
    return _back(slug, number)


@bp.post("/<slug>/trials/<int:number>/photos")
@planner_only
def trial_photo(slug: str, number: int) -> ResponseReturnValue:
    """Keep a picture of a trial, or take one away."""
    trial, config = _trial(consultation_of(slug), number), current_app.config["TORG"]
    gone = request.form.get("gone", "")
    if gone:
        nobody_needs_it = trials.take_away_photo(db.session(), trial, gone)
        save()
        if nobody_needs_it:
            (config.photos / f"{gone}.jpg").unlink(missing_ok=True)
        return _back(slug, number)
    if (upload := request.files.get("photo")) is not None and upload.filename:
        need_room(config.instance)
        picture = in_a_thread(read_picture, upload.read())
        in_a_thread(keep, picture, config.photos)
        facts = {"sha256": picture.sha256, "width": picture.width, "height": picture.height}
        trials.add_photo(db.session(), trial, facts)
    save()
    return _back(slug, number)


def _back(slug: str, number: int) -> ResponseReturnValue:
    return lead_to("planner.trials_page", slug=slug, t=number)


def _trial(consultation: Consultation, number: int) -> Trial:
    found = db.session.scalar(
        select(Trial).where(Trial.consultation_id == consultation.id, Trial.number == number)
    )
    return found or abort(404)


def _page(consultation: Consultation, number: int | None = None) -> TrialsPage:
    session = db.session()
    asked = number or request.args.get("t", type=int)
    rows = trials.of(session, consultation)
    chosen = next((each for each in rows if each.number == asked), rows[0] if rows else None)
    facts = trials.facts_of(session, consultation, requirements.of(session, consultation))
    return TrialsPage(
        bar=bar_of(consultation, "trials"),
        rows=[_row(each, consultation.slug, chosen) for each in facts],
        open=_open(chosen, consultation) if chosen else None,
        lists=LISTS,
        zones=[(each["letter"], each.get("name", "")) for each in consultation.square.zones],
        write_url=url_for("planner.write_trial", slug=consultation.slug),
    )


def _row(facts: TrialFacts, slug: str, chosen: Trial | None) -> TrialRow:
    number = int(facts.ref.removeprefix("T"))
    return TrialRow(
        facts.ref,
        facts.title,
        facts.verdict,
        facts.requirements,
        url_for("planner.trials_page", slug=slug, t=number),
        chosen is not None and chosen.number == number,
    )


def _open(trial: Trial, consultation: Consultation) -> OpenTrial:
    slug, square = consultation.slug, consultation.square
    values = trials.values_of(trial)
    return OpenTrial(
        values=values,
        stands=values,
        refused=None,
        differences=(),
        photos=trial.photos,
        change_url=url_for("planner.change_trial", slug=slug, number=trial.number),
        photo_url=url_for("planner.trial_photo", slug=slug, number=trial.number),
        place_url=place_url(slug, trials.ref(trial)),
        plan=plan_of(square, trial.place) if trial.place else None,
    )
