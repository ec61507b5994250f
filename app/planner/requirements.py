"""Findings on the left, requirements on the right: tick on the left, it counts on the right."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask import request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.access import planner_only
from app.edge import save
from app.extensions import db
from app.planner.blueprint import after_clash, bar_of, bp, consultation_of, lead_to, show, typed
from app.planner.contexts import Link, Open, RequirementsPage, Row
from app.planner.evidence import holds, rows_of
from app.planner.pane import TABS, Wanted, pane_of
from app.planner.ticks import set_tick, sides_of
from workshops import requirement_fields as fields
from workshops import requirements as verbs
from workshops.clash import Clash
from workshops.findings import Findings, RequirementFacts
from workshops.freezing import counted_in, freeze
from workshops.models import Consultation, Requirement
from workshops.weighing import Counted, weigh
from workshops.words import Sentence, count, say


@bp.get("/<slug>/requirements")
@planner_only
def requirements(slug: str) -> ResponseReturnValue:
    """Show the room, with one requirement open."""
    consultation = consultation_of(slug)
    return show("planner/requirements.html", _page(consultation, _wanted(consultation)))


@bp.post("/<slug>/requirements")
@planner_only
def write(slug: str) -> ResponseReturnValue:
    """Write a new requirement and open it."""
    consultation = consultation_of(slug)
    made = verbs.write(db.session(), consultation, request.form.get("sentence", ""))
    save()
    return _back(consultation, made.number)


@bp.post("/<slug>/requirements/<int:number>")
@planner_only
def change_requirement(slug: str, number: int) -> ResponseReturnValue:
    """Change sentence and facts; when somebody else was faster, show both."""
    consultation = consultation_of(slug)
    requirement = _requirement(consultation, number)
    wanted, was = typed(fields.FIELDS), typed(fields.FIELDS, "was-")
    try:
        verbs.change(db.session(), requirement, wanted, was)
    except Clash as clash:
        db.session.rollback()
        return _show_both(consultation, number, clash, wanted, was)
    save()
    return _back(consultation, number)


@bp.post("/<slug>/requirements/<int:number>/evidence")
@planner_only
def tick(slug: str, number: int) -> ResponseReturnValue:
    """Put a tick on the left, or take it away."""
    consultation = consultation_of(slug)
    key = set_tick(_requirement(consultation, number), request.form.get("tick", ""))
    save()
    return _back(consultation, number, anchor=key.replace(":", "-"))


def _requirement(consultation: Consultation, number: int) -> Requirement:
    return db.session.scalars(
        select(Requirement).where(
            Requirement.consultation_id == consultation.id, Requirement.number == number
        )
    ).one()


def _back(consultation: Consultation, number: int, anchor: str = "open") -> ResponseReturnValue:
    """Lead back to what was on the page: the same search, the same tab."""
    kept = {name: request.args[name] for name in ("q", "tab", "all") if request.args.get(name)}
    return lead_to("planner.requirements", slug=consultation.slug, r=number, **kept, _anchor=anchor)


def _show_both(
    consultation: Consultation,
    number: int,
    clash: Clash,
    wanted: Mapping[str, str],
    was: Mapping[str, str],
) -> ResponseReturnValue:
    """Show what stands now, and what was to be written instead, ready to be sent again."""
    page = _page(consultation, replace(_wanted(consultation), open=number))
    if page.open is None:
        raise KeyError(number)
    values, both = after_clash(clash, page.open.stands, wanted, was)
    opened = replace(page.open, values=values, differences=both, clash=clash.sentence)
    return show("planner/requirements.html", replace(page, open=opened), 409)


def _wanted(consultation: Consultation) -> Wanted:
    """Read what is asked for from the address; the first requirement is open unless another is."""
    known = [each.number for each in verbs.of(db.session(), consultation)]
    asked = request.args.get("r", type=int)
    tab = request.args.get("tab", "all")
    return Wanted(
        asked=request.args.get("q", "").strip()[:120],
        tab=tab if tab in TABS else "all",
        everything="all" in request.args,
        open=asked if asked in known else next(iter(known), None),
    )


def _page(consultation: Consultation, wanted: Wanted) -> RequirementsPage:
    counted = counted_in(db.session(), consultation)
    findings = freeze(db.session(), consultation, counted)
    results = {each.ref: each.result for each in counted}
    chosen = _requirement(consultation, wanted.open) if wanted.open else None
    sides = sides_of(chosen) if chosen else {}
    slug = consultation.slug
    return RequirementsPage(
        bar=bar_of(consultation, "requirements", findings.hash),
        pane=pane_of(consultation, findings, results, wanted, sides),
        rows=[_row(each, slug, wanted) for each in findings.requirements],
        open=_open(chosen, findings, counted, wanted) if chosen else None,
        weights=fields.WEIGHTS,
        statuses=fields.STATUSES,
        summary=_summary(findings),
        next=_next(findings, slug, wanted),
        write_url=url_for("planner.write", slug=slug, **wanted.kept),
        writing=not findings.requirements or "new" in request.args,
    )


def _row(facts: RequirementFacts, slug: str, wanted: Wanted) -> Row:
    url = wanted.address(slug, r=facts.number, _anchor="open")
    people = verbs.in_words(facts.people) if facts.people else say("none yet")
    return Row(facts, people, url, facts.number == wanted.open)


def _open(
    chosen: Requirement, findings: Findings, counted: Sequence[Counted], wanted: Wanted
) -> Open:
    slug = findings.slug
    weighed = weigh(db.session(), chosen, counted)
    values = fields.values_of(chosen)
    here = {"slug": slug, "number": chosen.number, **wanted.kept}

    def address(ref: str) -> str:
        """A contribution is found by its reference; a vote stands under its own."""
        if "-" in ref:
            return wanted.address(slug, q=ref, tab=None, all=None)
        return wanted.address(slug, q=None, tab=None, _anchor=f"block-{ref}")

    return Open(
        values=values,
        stands=values,
        differences=(),
        clash=None,
        rows=rows_of(weighed, findings, address),
        holds=holds(weighed) if weighed.letter else None,
        left_out=len(weighed.fallen),
        change_url=url_for("planner.change_requirement", **here),
        tick_url=url_for("planner.tick", **here),
    )


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
