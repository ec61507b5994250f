"""Findings on the left, requirements on the right: tick on the left, it counts on the right."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from app.access import planner_only
from app.edge import beside_the_room, save
from app.extensions import db
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
from app.planner.contexts import Answered, Beside, Gone, Link, Open, RequirementsPage, Row
from app.planner.draft_rows import draft_rows, thrown_url
from app.planner.evidence import holds, rows_of
from app.planner.pane import Wanted, matching, pane_of
from app.planner.placed import place_url, plan_of
from app.planner.preview import preview_of
from app.planner.room import (
    Room,
    add_up,
    is_up_to_date,
    requirement_of,
    room_of,
    wanted_of,
    work_out,
)
from app.planner.ticks import set_tick, sides_of
from workshops import departments, drafting, resting
from workshops import requirement_fields as fields
from workshops import requirements as verbs
from workshops.findings import Findings, RequirementFacts
from workshops.models import Consultation, Contribution, Requirement, Square
from workshops.refusal import Refused
from workshops.weighing import Weighed
from workshops.words import Sentence, count, say

#: The words offered, by field.
LISTS = {
    "weight": fields.WEIGHTS,
    "status": fields.STATUSES,
    "season": fields.SEASONS,
    "time_of_day": fields.TIMES,
    "place_as": fields.DRAWN,
    "answer": departments.ANSWERS,
}
EMPTY_ANSWER = {"department": "", "answer": "", "why": ""}


@bp.get("/<slug>/requirements")
@planner_only
def requirements(slug: str) -> ResponseReturnValue:
    """Show the room, with one requirement open."""
    consultation = consultation_of(slug)
    return show("planner/requirements.html", _page(consultation, wanted_of(consultation)))


@bp.get("/<slug>/requirements/ready")
@planner_only
def ready(slug: str) -> ResponseReturnValue:
    """Say whether all that was said is added up: 204, or 202 while it is not."""
    return "", 204 if is_up_to_date(consultation_of(slug)) else 202


@bp.post("/<slug>/requirements")
@planner_only
def write(slug: str) -> ResponseReturnValue:
    """Write a new requirement and open it."""
    consultation = consultation_of(slug)
    sentence = request.form.get("sentence", "")
    try:
        made = verbs.write(db.session(), consultation, sentence)
        save()
    except Refused as fault:
        db.session.rollback()
        page = _page(consultation_of(slug), wanted_of(consultation_of(slug)))
        page = replace(page, typed=sentence, refused=fault.sentence)
        return show("planner/requirements.html", page, status_of(fault))
    return back(consultation, made.number)


@bp.post("/<slug>/requirements/<int:number>")
@planner_only
def change_requirement(slug: str, number: int) -> ResponseReturnValue:
    """Change sentence and facts; what was typed is kept when it is refused."""
    consultation = consultation_of(slug)
    requirement = requirement_of(consultation, number)
    wanted, was = typed(fields.FIELDS), typed(fields.FIELDS, "was-")
    try:
        verbs.change(db.session(), requirement, wanted, was)
        save()
    except Refused as fault:
        db.session.rollback()
        page, opened = _opened(slug, number)
        again = replace(page, open=refilled(opened, fault, wanted, was))
        return show("planner/requirements.html", again, status_of(fault))
    return back(consultation, number)


@bp.post("/<slug>/requirements/<int:number>/evidence")
@planner_only
def tick(slug: str, number: int) -> ResponseReturnValue:
    """Put a tick on the left, or take it away; "every" ticks all of a category."""
    consultation = consultation_of(slug)
    requirement, pressed = requirement_of(consultation, number), request.form.get("tick", "")
    if pressed == "every":
        _tick_every(consultation, requirement)
        key = "open"
    else:
        key = set_tick(requirement, pressed, lambda: room_of(consultation).offered)
    save()
    return back(consultation, number, anchor=key.replace(":", "-"))


def _tick_every(consultation: Consultation, requirement: Requirement) -> None:
    """Tick all that the left side is cut to; it has to be one category."""
    wanted, findings = wanted_of(consultation), room_of(consultation).findings
    category = findings.category(wanted.category)
    if category is None:
        raise Refused("Choose a category first.")
    numbers = [each.number for each in matching(findings, wanted)]
    rows = db.session.query(Contribution.id).filter(
        Contribution.consultation_id == consultation.id, Contribution.number.in_(numbers)
    )
    verbs.tick_all(db.session(), requirement, [each.id for each in rows], category.name)


@bp.post("/<slug>/requirements/<int:number>/answers")
@planner_only
def answer(slug: str, number: int) -> ResponseReturnValue:
    """Write what a department answered; what was typed is kept when it is refused."""
    consultation = consultation_of(slug)
    requirement = requirement_of(consultation, number)
    wanted, was = typed(departments.FIELDS), typed(departments.FIELDS, "was-")
    try:
        departments.answer(db.session(), requirement, {**EMPTY_ANSWER, **wanted}, was)
        save()
    except Refused as fault:
        db.session.rollback()
        page, opened = _opened(slug, number)
        name = was.get("department", "")
        answers = [
            refilled(each, fault, wanted, was) if each.stands["department"] == name else each
            for each in opened.answers
        ]
        again = replace(page, open=replace(opened, answers=answers))
        return show("planner/requirements.html", again, status_of(fault))
    return back(consultation, number)


def back(consultation: Consultation, number: int, anchor: str = "open") -> ResponseReturnValue:
    """Lead back to what was on the page: the same search, the same tab."""
    kept = wanted_of(consultation).kept
    return lead_to("planner.requirements", slug=consultation.slug, r=number, **kept, _anchor=anchor)


def _opened(slug: str, number: int) -> tuple[RequirementsPage, Open]:
    """Return the page as it stands, with this requirement open."""
    consultation = consultation_of(slug)
    page = _page(consultation, replace(wanted_of(consultation), open=number))
    return page, page.open or abort(404)


def _page(consultation: Consultation, wanted: Wanted) -> RequirementsPage:
    page = beside_the_room(lambda: _work_out(consultation, wanted))
    url, is_made = preview_of(consultation, wanted.open)
    page = replace(page, preview_url=url, is_made=is_made)
    if page.later_url:
        add_up(consultation)
    return page


def _work_out(consultation: Consultation, wanted: Wanted) -> RequirementsPage:
    room = work_out(consultation)
    findings, slug = room.findings, consultation.slug
    chosen = requirement_of(consultation, wanted.open) if wanted.open else None
    sides = sides_of(chosen) if chosen else {}
    return RequirementsPage(
        bar=bar_of(consultation, "requirements", findings.hash),
        pane=pane_of(consultation, findings, room.offered, wanted, sides),
        rows=[_row(each, slug, wanted, room) for each in findings.requirements],
        open=_open(chosen, room, wanted, consultation.square) if chosen else None,
        drafts=draft_rows(consultation, room, wanted),
        lists=LISTS,
        summary=_summary(findings),
        next=_next(findings, slug, wanted),
        write_url=url_for("planner.write", slug=slug, **wanted.kept),
        suggest_url=url_for("planner.suggest", slug=slug, **wanted.kept),
        thrown_url=thrown_url(consultation, wanted),
        told=_told(room),
        later_url=url_for("planner.ready", slug=slug) if room.is_late else "",
    )


def _told(room: Room) -> Sentence | None:
    """Say under which requirements evidence has fallen away."""
    fallen = [f"R{number}" for number, each in room.weighed.items() if each.fallen]
    if not fallen:
        return None
    return say(
        "Some of what %(requirements)s rest on stands no longer. It does not count any more.",
        requirements=", ".join(fallen),
    )


def _row(facts: RequirementFacts, slug: str, wanted: Wanted, room: Room) -> Row:
    url = wanted.address(slug, r=facts.number, _anchor="open")
    people = verbs.in_words(facts.people) if facts.people else say("none yet")
    fallen = len(room.weighed[facts.number].fallen)
    return Row(facts, people, url, facts.number == wanted.open, fallen)


def _open(chosen: Requirement, room: Room, wanted: Wanted, square: Square) -> Open:
    findings, weighed = room.findings, room.weighed[chosen.number]
    slug = findings.slug
    values = fields.values_of(chosen)
    here = {"slug": slug, "number": chosen.number, **wanted.kept}

    def address(ref: str) -> str:
        """A contribution is found by its reference; a vote stands under its own."""
        bare = {"tab": None, "zone": None, "category": None, "page": None}
        if "-" in ref:
            return wanted.address(slug, q=ref, **bare)
        return wanted.address(slug, q=None, **bare, _anchor=f"block-{ref}")

    return Open(
        values=values,
        stands=values,
        differences=(),
        refused=None,
        rows=rows_of(weighed, findings, address),
        holds=holds(weighed) if weighed.letter else None,
        fallen=_gone(chosen, weighed, room),
        moved=[each.why for each in weighed.moved],
        rests=_beside(chosen, room),
        answers=[
            *(_answered(departments.answer_of(chosen, it["department"])) for it in chosen.answers),
            _answered(EMPTY_ANSWER),
        ],
        change_url=url_for("planner.change_requirement", **here),
        tick_url=url_for("planner.tick", **here),
        answer_url=url_for("planner.answer", **here),
        undo_url=url_for("planner.put_back", **here) if drafting.why_of(chosen) else "",
        place_url=place_url(slug, f"R{chosen.number}"),
        plan=plan_of(square, chosen.place) if chosen.place else None,
    )


def _answered(values: Mapping[str, str]) -> Answered:
    return Answered(values, values)


def _gone(chosen: Requirement, weighed: Weighed, room: Room) -> Sequence[Gone]:
    """Return what has fallen away, people's voices first."""
    voices = [Gone(each.key, each.why) for each in weighed.fallen]
    beside = [
        Gone(f"rest:{each['kind']}:{each['key']}", say("It is not there any more"))
        for each in chosen.rests_on
        if each["kind"] in resting.KINDS and (each["kind"], each["key"]) not in room.offered
    ]
    return [*voices, *beside]


def _beside(chosen: Requirement, room: Room) -> Sequence[Beside]:
    return [
        Beside(
            f"rest:{each.kind}:{each.key}",
            resting.KINDS[each.kind],
            each.words,
            "against" if each.against else "for",
        )
        for each in resting.facts_of(chosen, room.offered)
    ]


def _summary(findings: Findings) -> Sentence:
    bare = sum(not each.evidence for each in findings.requirements)
    written = count("%(n)s written", "%(n)s written", len(findings.requirements))
    if not bare:
        return written
    without = count("%(n)s without evidence", "%(n)s without evidence", bare)
    return say("%(written)s, %(without)s", written=written, without=without)


def _next(findings: Findings, slug: str, wanted: Wanted) -> Link | None:
    """Return the first requirement that nothing speaks for: the one obvious next step."""
    bare = next((each for each in findings.requirements if not each.strength), None)
    if bare is None or bare.number == wanted.open:
        return None
    return Link(f"R{bare.number}", wanted.address(slug, r=bare.number, _anchor="open"))
