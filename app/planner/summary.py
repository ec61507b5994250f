"""The summary: what the first page of the brief says that nobody can count."""

from collections.abc import Mapping

from flask.typing import ResponseReturnValue

from app.access import planner_only
from app.edge import beside_the_room, save
from app.extensions import db
from app.languages import CATALOGUES
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
from app.planner.contexts import Message, SummaryPage
from exports.summary import messages
from exports.words import translator
from workshops import summing_up
from workshops.findings import Findings
from workshops.freezing import freeze
from workshops.models import Consultation
from workshops.refusal import Refused


@bp.get("/<slug>/summary")
@planner_only
def summary(slug: str) -> ResponseReturnValue:
    """Show what the first page says, as a form."""
    return show("planner/summary.html", _page(consultation_of(slug)))


@bp.post("/<slug>/summary")
@planner_only
def change_summary(slug: str) -> ResponseReturnValue:
    """Change it; what was typed is kept when that is refused."""
    consultation = consultation_of(slug)
    fields = list(summing_up.values_of(consultation))
    wanted, was = typed(fields), typed(fields, "was-")
    try:
        summing_up.change(db.session(), consultation, wanted, was)
        save()
    except Refused as refused:
        db.session.rollback()
        return _show_again(consultation_of(slug), refused, wanted, was)
    return lead_to("planner.summary", slug=slug)


def _show_again(
    consultation: Consultation, refused: Refused, wanted: Mapping[str, str], was: Mapping[str, str]
) -> ResponseReturnValue:
    """Show what was typed, with why it was not taken; after a clash what both wrote."""
    again = refilled(_page(consultation), refused, wanted, was)
    return show("planner/summary.html", again, status_of(refused))


def _page(consultation: Consultation) -> SummaryPage:
    findings = beside_the_room(lambda: freeze(db.session(), consultation))
    stands = summing_up.values_of(consultation)
    return SummaryPage(
        bar=bar_of(consultation, "summary", findings.hash),
        messages=_messages(findings),
        values=stands,
        stands=stands,
        refused=None,
        differences=(),
    )


def _messages(findings: Findings) -> list[Message]:
    """Return the five clear messages as the brief picks them."""
    words = translator("en", CATALOGUES)
    return [
        Message(int(each.anchor.removeprefix("r-")), each.text, each.strength)
        for each in messages(findings, words)
    ]
