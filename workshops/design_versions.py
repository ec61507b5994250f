"""Versions of the design: pages, pins to requirements, what changed because of what, scores."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workshops import clock, days, log, text
from workshops.clash import merged
from workshops.design_facts import DrawingFacts
from workshops.findings import RequirementFacts
from workshops.models import Consultation, Drawing, Requirement
from workshops.references import references
from workshops.refusal import Refused
from workshops.words import mark

SCORES = {"met": mark("met"), "partly": mark("partly"), "not": mark("not met")}
MOST_DRAWINGS, MOST_PAGES, MOST_PINS, MOST_CHANGES = 40, 12, 120, 40
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Page:
    """A page of a drawing: a kept picture."""

    sha256: str
    width: int
    height: int


@dataclass(frozen=True)
class Tally:
    """How a drawing answers the requirements. `missed` are musts and rights it does not meet.

    A sum would hide these: they are named first.
    """

    met: int
    partly: int
    unmet: int
    unscored: int
    missed: tuple[int, ...]


def new_drawing(
    session: Session,
    consultation: Consultation,
    pages: Sequence[Page],
    *,
    title: str,
    variant: str = "",
    drawn_on: str = "",
    by: str = "",
) -> Drawing:
    """Add a version under the next number; `by` is an office or firm."""
    number = must_be_told(session, consultation, {"title": title, "drawn_on": drawn_on})
    if not 0 < len(pages) <= MOST_PAGES:
        raise Refused("A drawing has one to %(n)s pages.", n=MOST_PAGES)
    drawing = Drawing(
        consultation_id=consultation.id,
        number=number,
        title=text.clean(title, 120),
        variant=text.clean(variant, 40),
        drawn_on=days.read(drawn_on),
        by=text.clean(by, 80),
        pages=[vars(page) for page in pages],
        created_at=clock.now(),
    )
    session.add(drawing)
    session.flush()
    _note(session, drawing, "drew up")
    return drawing


def must_be_told(session: Session, consultation: Consultation, facts: Mapping[str, str]) -> int:
    """Return the number of the next version; refuses what it may not be called.

    Asked before its pages are read, which takes long and leaves them on the disk.
    """
    last = session.scalar(
        select(func.max(Drawing.number)).where(Drawing.consultation_id == consultation.id)
    )
    if not text.clean(facts["title"], 120):
        raise Refused("Give the drawing a title.")
    days.read(facts.get("drawn_on", ""))
    if (last or 0) >= MOST_DRAWINGS:
        raise Refused("At most %(n)s drawings.", n=MOST_DRAWINGS)
    return (last or 0) + 1


def _note(session: Session, drawing: Drawing, verb: str, reason: str = "") -> None:
    subject = f"drawing {drawing.number}"
    log.note(session, drawing.consultation_id, "planner", verb, subject, reason=reason)


def all_of(session: Session, consultation: Consultation) -> Sequence[Drawing]:
    """Return the drawings by number."""
    return session.scalars(
        select(Drawing).where(Drawing.consultation_id == consultation.id).order_by(Drawing.number)
    ).all()


# Pins


def pin(
    session: Session, drawing: Drawing, requirement: int, page: int, x: float, y: float
) -> None:
    """Pin a requirement to a spot: `page` from 1, x and y as shares of its width and height."""
    _must_be_written(session, drawing, requirement)
    if not (1 <= page <= len(drawing.pages) and 0 <= x <= 1 and 0 <= y <= 1):
        raise Refused("Put the pin on the drawing.")
    if len(drawing.pins) >= MOST_PINS:
        raise Refused("At most %(n)s pins on a drawing.", n=MOST_PINS)
    spot = {"page": page, "x": round(x, 4), "y": round(y, 4), "requirement": requirement}
    drawing.pins = [*drawing.pins, spot]
    _note(session, drawing, "pinned on", f"R{requirement}")


def unpin(session: Session, drawing: Drawing, stamp: str) -> None:
    """Take a pin off, by its stamp; one that is gone already is no fault."""
    gone = next((each for each in drawing.pins if stamp_of(each) == stamp), None)
    if gone is None:
        return
    drawing.pins = [each for each in drawing.pins if each is not gone]
    _note(session, drawing, "took a pin off", f"R{gone['requirement']}")


def stamp_of(thing: Mapping[str, Any]) -> str:
    """Return what names a pin or a change, whoever took out others meanwhile."""
    told = json.dumps(thing, sort_keys=True).encode()
    return hashlib.sha256(told).hexdigest()[:16]


def _must_be_written(session: Session, drawing: Drawing, requirement: int) -> None:
    found = session.scalar(
        select(Requirement.id).where(
            Requirement.consultation_id == drawing.consultation_id,
            Requirement.number == requirement,
            Requirement.draft.is_(False),
        )
    )
    if found is None:
        raise Refused("There is no requirement R%(n)s.", n=requirement)


# What changed


def note_change(session: Session, drawing: Drawing, what: str, because: str) -> None:
    """Note what changed since the version before, and because of which ideas or requirements."""
    what = text.clean(what, 300)
    if not what:
        raise Refused("Write what changed.")
    consultation = session.get_one(Consultation, drawing.consultation_id)
    refs = references(session, consultation, because)
    if not refs:
        raise Refused("Write because of what: numbers such as R3 or an idea’s.")
    if len(drawing.changes) >= MOST_CHANGES:
        raise Refused("At most %(n)s rows.", n=MOST_CHANGES)
    drawing.changes = [*drawing.changes, {"what": what, "because": refs}]
    _note(session, drawing, "noted a change of", ", ".join(refs))


def drop_change(session: Session, drawing: Drawing, stamp: str) -> None:
    """Take a change out again, by its stamp; one that is gone already is no fault."""
    gone = next((each for each in drawing.changes if stamp_of(each) == stamp), None)
    if gone is None:
        return
    drawing.changes = [each for each in drawing.changes if each is not gone]
    _note(session, drawing, "took out a change of")


# Scores


def score(
    session: Session,
    drawing: Drawing,
    given: Mapping[str, str],
    was: Mapping[str, str] | None = None,
) -> None:
    """Say of requirements by number whether they are met; "" takes a score back.

    `was` is what the page showed: what somebody else scored meanwhile is kept.
    """
    now = {number: drawing.scores.get(number, "") for number in given}
    wanted = merged(drawing.title, now, given, was or {})
    scores = {int(number): value for number, value in wanted.items() if value != now[number]}
    for number, value in scores.items():
        if value not in ("", *SCORES):
            raise Refused("Choose one of the words offered.")
        _must_be_written(session, drawing, number)
    wanted = {**drawing.scores, **{str(number): value for number, value in scores.items()}}
    kept = {number: wanted[number] for number in sorted(wanted, key=int) if wanted[number]}
    if kept != drawing.scores:
        drawing.scores = kept
        _note(session, drawing, "scored")


def tally(drawing: DrawingFacts, requirements: Iterable[RequirementFacts]) -> Tally:
    """Count what a drawing meets; what nobody scored is told apart."""
    asked = tuple(requirements)
    found = [drawing.scores.get(str(each.number), "") for each in asked]
    return Tally(
        met=found.count("met"),
        partly=found.count("partly"),
        unmet=found.count("not"),
        unscored=found.count(""),
        missed=tuple(
            each.number
            for each, value in zip(asked, found, strict=True)
            if (each.weight == "must" or each.right) and value in ("partly", "not")
        ),
    )


# For the findings and the archive


def facts_of(session: Session, consultation: Consultation) -> tuple[DrawingFacts, ...]:
    """Return the drawings as the findings hold them."""
    return tuple(
        DrawingFacts(
            number=each.number,
            title=each.title,
            variant=each.variant,
            drawn_on=days.told(each.drawn_on),
            by=each.by,
            pages=tuple(each.pages),
            pins=tuple(each.pins),
            changes=tuple(each.changes),
            scores=dict(each.scores),
        )
        for each in all_of(session, consultation)
    )


def files_of(rows: Iterable[Mapping[str, Any]]) -> set[str]:
    """Return the SHA-256 of every page of some drawings, as rows."""
    named = {str(page.get("sha256", "")) for row in rows for page in row["pages"]}
    return {sha256 for sha256 in named if _SHA256.fullmatch(sha256)}
