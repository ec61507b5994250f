"""Who came: each question about people beside the town, and whether a result would be another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask import abort, request
from flask.typing import ResponseReturnValue

from app.access import planner_only
from app.edge import beside_the_room, save
from app.extensions import db
from app.languages import word
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
from app.planner.contexts import Bar, Difference
from workshops import reference
from workshops.findings import WorkshopFacts
from workshops.freezing import freeze
from workshops.models import Consultation
from workshops.refusal import Refused
from workshops.sensitivity import changed
from workshops.who_came import questions
from workshops.who_facts import Priority, TurnoutFacts, WhoFacts
from workshops.words import Sentence

FIELDS = ("figures", "done")


@dataclass(frozen=True)
class Question:
    """A question about people: what came of it, and the form of the town's figures."""

    key: str
    title: str
    facts: WhoFacts | None  # None while nobody was asked
    groups: Sequence[str]
    values: Mapping[str, str]  # what the fields hold
    stands: Mapping[str, str]  # what is stored now
    refused: Sentence | None = None
    differences: Sequence[Difference] = ()


@dataclass(frozen=True)
class WhoPage:
    """What the page is given."""

    bar: Bar
    questions: Sequence[Question]
    turnout: Sequence[TurnoutFacts]
    workshops: Sequence[WorkshopFacts]
    priorities: Sequence[Priority]
    changed: Sentence


@bp.get("/<slug>/who")
@planner_only
def who(slug: str) -> ResponseReturnValue:
    """Show who took part and who did not."""
    return show("planner/who.html", _page(consultation_of(slug)))


@bp.post("/<slug>/who")
@planner_only
def change_who(slug: str) -> ResponseReturnValue:
    """Keep the figures of the town for one question; what was typed is kept when refused."""
    consultation = consultation_of(slug)
    key = request.form.get("question", "")
    if key not in questions(consultation):
        abort(400)
    wanted, was = typed(FIELDS), typed(FIELDS, "was-")
    names = _names(consultation, key)
    try:
        reference.change(db.session(), consultation, key, wanted, was=was, names=names)
        save()
    except Refused as refused:
        db.session.rollback()
        return _show_again(consultation_of(slug), key, refused, wanted, was)
    return lead_to("planner.who", slug=slug, _anchor=f"who-{key}")


def _show_again(
    consultation: Consultation,
    key: str,
    refused: Refused,
    wanted: Mapping[str, str],
    was: Mapping[str, str],
) -> ResponseReturnValue:
    """Show what was typed, with why it was not taken; after a clash what both wrote."""
    page = _page(consultation)
    shown = [
        refilled(each, refused, wanted, was) if each.key == key else each for each in page.questions
    ]
    return show("planner/who.html", replace(page, questions=shown), status_of(refused))


def _page(consultation: Consultation) -> WhoPage:
    findings = beside_the_room(lambda: freeze(db.session(), consultation))
    facts = {each.key: each for each in findings.who}
    return WhoPage(
        bar=bar_of(consultation, "who", findings.hash),
        questions=[
            _question(consultation, key, each.title, facts.get(key))
            for key, each in questions(consultation).items()
        ],
        turnout=findings.turnout,
        workshops=findings.workshops,
        priorities=sorted(findings.sensitivity, key=lambda each: not each.changes),
        changed=changed(findings.sensitivity),
    )


def _question(consultation: Consultation, key: str, title: str, facts: WhoFacts | None) -> Question:
    names = _names(consultation, key)
    stands = reference.values_of(consultation, key, names)
    return Question(key, title, facts, list(names), stands, stands)


def _names(consultation: Consultation, key: str) -> dict[str, str]:
    """Return the groups of a question by the names people read."""
    return {word(label): label for label in questions(consultation)[key].groups}
