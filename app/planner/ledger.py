"""The ledger: what became of each requirement, and which ideas still wait for an answer."""

from collections.abc import Sequence
from dataclasses import replace

from flask import Response, abort, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.access import planner_only
from app.edge import beside_the_room, save
from app.extensions import db
from app.languages import CATALOGUES, language, word
from app.planner.blueprint import bar_of, bp, consultation_of, lead_to, show, typed
from app.planner.design_contexts import LedgerPage, LedgerRow, Station, Waiting
from exports.csv_tables import make
from exports.words import translator
from workshops import ledger as verbs
from workshops.became import answers_in, counts_of, states_of
from workshops.design_facts import StepFacts
from workshops.findings import ContributionFacts, Findings, RequirementFacts
from workshops.freezing import freeze
from workshops.models import Consultation, Requirement
from workshops.refusal import Refused

FIELDS = ("state", "on", "by", "why", "saved")
#: Listed at once; the table has all of them.
MOST_WAITING = 60


@bp.get("/<slug>/ledger")
@planner_only
def ledger(slug: str) -> ResponseReturnValue:
    """Show how every requirement stands, and who still waits."""
    return show("planner/ledger.html", _page(consultation_of(slug)))


@bp.get("/<slug>/ledger/print")
@planner_only
def ledger_print(slug: str) -> ResponseReturnValue:
    """Show the whole ledger as it prints: every step, every idea without an answer."""
    return show("planner/ledger_print.html", _page(consultation_of(slug), most=None))


@bp.get("/<slug>/ledger.csv")
@planner_only
def ledger_csv(slug: str) -> Response:
    """Answer with every step as a table."""
    consultation = consultation_of(slug)
    findings = beside_the_room(lambda: freeze(db.session(), consultation))
    tables = make(findings, translator(language().code, CATALOGUES))
    response = Response(tables["ledger.csv"], mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}-ledger.csv"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@bp.post("/<slug>/ledger/<int:number>")
@planner_only
def add_step(slug: str, number: int) -> ResponseReturnValue:
    """Add a step; what was typed is kept when it is refused."""
    wanted = typed(FIELDS)
    requirement = _requirement(consultation_of(slug), number)
    try:
        verbs.record(db.session(), requirement, wanted.pop("state", ""), **wanted)
        save()
    except Refused as fault:
        db.session.rollback()
        return _again(consultation_of(slug), number, fault)
    return lead_to("planner.ledger", slug=slug, _anchor=f"R{number}")


@bp.post("/<slug>/ledger/brief")
@planner_only
def put_in_brief(slug: str) -> ResponseReturnValue:
    """Note for all that are written and not further that they are in the brief."""
    verbs.put_in_brief(db.session(), consultation_of(slug), request.form.get("by", ""))
    save()
    return lead_to("planner.ledger", slug=slug)


def _requirement(consultation: Consultation, number: int) -> Requirement:
    found = db.session.scalar(
        select(Requirement).where(
            Requirement.consultation_id == consultation.id, Requirement.number == number
        )
    )
    return found or abort(404)


def _again(consultation: Consultation, number: int, fault: Refused) -> ResponseReturnValue:
    page = replace(_page(consultation), asked="")
    rows = [
        replace(row, typed=typed(FIELDS), refused=fault.sentence)
        if row.facts.number == number
        else row
        for row in page.rows
    ]
    return show("planner/ledger.html", replace(page, rows=rows), 422)


def _page(consultation: Consultation, most: int | None = MOST_WAITING) -> LedgerPage:
    findings = beside_the_room(lambda: freeze(db.session(), consultation))
    asked = request.args.get("state", "")
    asked = asked if asked in verbs.STATES else ""
    answers = answers_in(findings)
    rows = [_row(each, findings) for each in findings.requirements]
    waiting = _waiting(findings, answers.unanswered[:most])
    return LedgerPage(
        bar=bar_of(consultation, "ledger", findings.hash),
        name=consultation.name,
        town=consultation.square.town,
        rows=[row for row in rows if asked in ("", row.stands)],
        states=verbs.STATES,
        counts=counts_of(findings),
        contributions=len(findings.contributions),
        answers=answers,
        waiting=waiting,
        more=len(answers.unanswered) - len(waiting),
        early=sum(row.stands in verbs.ORDER[:2] for row in rows),
        today=verbs.today(consultation).isoformat(),
        hash=findings.hash,
        asked=asked,
    )


def _row(facts: RequirementFacts, findings: Findings) -> LedgerRow:
    stands = verbs.stands(facts.ledger)
    said = {each.contribution for each in facts.evidence if each.contribution}
    return LedgerRow(
        facts=facts,
        stands=stands,
        line=line_of(facts.ledger),
        ideas=len(said),
        drawn_on=[
            each.number
            for each in findings.drawings
            if any(pin["requirement"] == facts.number for pin in each.pins)
        ],
        add_url=add_step_url(findings.slug, facts.number),
        room_url=url_for("planner.requirements", slug=findings.slug, r=facts.number),
    )


def add_step_url(slug: str, number: int) -> str:
    """Return where a step of a requirement is written; the page comes back to that requirement."""
    return url_for("planner.add_step", slug=slug, number=number, _anchor=f"R{number}")


def line_of(steps: Sequence[StepFacts]) -> list[Station]:
    """Return the stations of the line; the end is one of three, "built" until it is another."""
    now = verbs.stands(steps)
    last = {step.state: step.on for step in steps}
    end = now if now in verbs.ENDS else "built"
    states = (*verbs.ORDER[:4], end)
    at = states.index(now)
    return [
        Station(
            state=state,
            on=last.get(state, ""),
            is_passed=i < at and (state in last or i < 2),
            is_now=i == at,
        )
        for i, state in enumerate(states)
    ]


def _waiting(findings: Findings, refs: Sequence[str]) -> list[Waiting]:
    states = states_of(findings)
    texts = {each.ref: _words(each, findings) for each in findings.contributions}
    return [
        Waiting(
            ref=ref,
            text=texts[ref],
            state=states[ref].state,
            requirement=states[ref].requirement,
            url=url_for("planner.requirements", slug=findings.slug, q=ref),
        )
        for ref in refs
    ]


def _words(said: ContributionFacts, findings: Findings) -> str:
    """Return the words; of a note without any what it is about, and where."""
    category = findings.category(said.category)
    return said.text or ", ".join(
        filter(None, (word(category.name) if category else "", said.place))
    )
