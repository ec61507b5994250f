"""The blueprint of the planner's room, and what all its pages need."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol, TypeVar

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select

from app.access import planner_only
from app.extensions import db
from app.languages import language
from app.planner.contexts import Bar, Difference, FirstPage
from workshops.clash import Clash
from workshops.models import Consultation
from workshops.refusal import Refused
from workshops.words import Sentence

bp = Blueprint("planner", __name__, url_prefix="/planner")


@bp.get("/")
@planner_only
def first() -> ResponseReturnValue:
    """List the consultations, or go straight to the only one."""
    found = db.session.scalars(select(Consultation).order_by(Consultation.name)).all()
    if len(found) == 1:
        return redirect(url_for("planner.requirements", slug=found[0].slug))
    rows = [(each.slug, each.name, each.square.town) for each in found]
    return show("planner/first.html", FirstPage(rows, _at_desk()))


def consultation_of(slug: str) -> Consultation:
    """Return the consultation at this address, or 404."""
    found = db.session.scalar(select(Consultation).where(Consultation.slug == slug))
    return found or abort(404)


def bar_of(consultation: Consultation, tab: str, findings: str = "") -> Bar:
    """Return the top of a page."""
    return Bar(
        consultation.square.name,
        consultation.slug,
        tab,
        consultation.is_example,
        f"{findings[:4]} {findings[4:8]}" if findings else "",
        _at_desk(),
    )


def _at_desk() -> bool:
    return current_user.role in ("owner", "facilitator")


def typed(fields: Iterable[str], prefix: str = "") -> dict[str, str]:
    """Return these fields of the form; with the prefix "was-", what its page showed."""
    return {
        name: request.form[prefix + name].replace("\r\n", "\n")
        for name in fields
        if prefix + name in request.form
    }


def after_clash(
    clash: Clash, theirs: Mapping[str, str], yours: Mapping[str, str], was: Mapping[str, str]
) -> tuple[dict[str, str], list[Difference]]:
    """Return the values of the form to show, and the fields in which two people disagree."""
    changed = {name: value for name, value in yours.items() if value != was.get(name)}
    both = [Difference(name, theirs[name], yours[name]) for name in clash.fields]
    return {**theirs, **changed}, both


class Filled(Protocol):
    """A page's form: what its fields hold, what is stored, why it was not taken."""

    @property
    def values(self) -> Mapping[str, str]: ...
    @property
    def stands(self) -> Mapping[str, str]: ...
    @property
    def refused(self) -> Sentence | None: ...
    @property
    def differences(self) -> Sequence[Difference]: ...


F = TypeVar("F", bound=Filled)


def refilled(form: F, fault: Refused, wanted: Mapping[str, str], was: Mapping[str, str]) -> F:
    """Return a form with what was typed and why it was not taken; after a clash with both."""
    changes: dict[str, Any] = {"refused": fault.sentence}
    if isinstance(fault, Clash):
        values, both = after_clash(fault, form.stands, wanted, was)
        changes |= {"values": values, "differences": both}
    else:
        changes |= {"values": {**form.stands, **wanted}, "stands": {**form.stands, **was}}
    if hasattr(form, "refused_at"):
        changes["refused_at"] = fault.field
    return replace(form, **changes)  # type: ignore[type-var]


def status_of(fault: Refused) -> int:
    """Return how it is told: somebody else was faster, or it cannot be."""
    return 409 if isinstance(fault, Clash) else 422


def show(template: str, page: Any, status: int = 200) -> ResponseReturnValue:
    """Answer with a page in its one context."""
    return render_template(template, page=page, language=language()), status


def lead_to(endpoint: str, **values: Any) -> ResponseReturnValue:
    """Lead on after a POST."""
    return redirect(url_for(endpoint, **values), 303)
