"""What the room shows: the findings as they stand, and what each requirement weighs."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import abort, request
from sqlalchemy import select

from app.extensions import db
from app.planner.pane import TABS, Wanted
from workshops import requirements as verbs
from workshops import resting
from workshops.findings import Findings
from workshops.freezing import counted_in, freeze
from workshops.models import Consultation, Requirement
from workshops.resting import Rest
from workshops.weighing import Counted, Weighed, weigh_all
from workshops.words import Sentence


@dataclass(frozen=True)
class Room:
    """The findings, what stands beside people's voices, and what weighs how much, by number."""

    findings: Findings
    counted: list[Counted]
    offered: Mapping[Rest, Sentence]
    weighed: Mapping[int, Weighed]


def room_of(consultation: Consultation) -> Room:
    """Return all of it as it stands now."""
    session = db.session()
    counted = counted_in(session, consultation)
    asked = verbs.of(session, consultation)
    return Room(
        findings=freeze(session, consultation, counted),
        counted=counted,
        offered=resting.rests_in(session, consultation, counted),
        weighed={
            each.number: power
            for each, power in zip(asked, weigh_all(session, asked, counted), strict=True)
        },
    )


def requirement_of(consultation: Consultation, number: int) -> Requirement:
    """Return the requirement or draft of that number, or 404."""
    found = db.session.scalar(
        select(Requirement).where(
            Requirement.consultation_id == consultation.id, Requirement.number == number
        )
    )
    return found or abort(404)


def wanted_of(consultation: Consultation) -> Wanted:
    """Read what is asked for from the address; the first requirement is open unless another is."""
    known = db.session.scalars(
        select(Requirement.number)
        .where(Requirement.consultation_id == consultation.id, Requirement.draft.is_(False))
        .order_by(Requirement.number)
    ).all()
    asked = request.args.get("r", type=int)
    tab = request.args.get("tab", "all")
    return Wanted(
        asked=request.args.get("q", "").strip()[:120],
        tab=tab if tab in TABS else "all",
        open=asked if asked in known else next(iter(known), None),
        zone=request.args.get("zone", "")[:1],
        category=request.args.get("category", "")[:40],
        page=max(1, request.args.get("page", 1, type=int)),
    )
