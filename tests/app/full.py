"""The demo with all that can be counted besides: merges, taps, a walk, trials, drawings, steps."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshops import (
    answers,
    design_versions,
    joining,
    ledger,
    merging,
    planning,
    reference,
    stage,
    trials,
    visions,
)
from workshops.activities import kind_of
from workshops.models import Consultation, Contribution, Requirement, Workshop

TOWN = "under 18; 20; SSB\n18 to 29; 20\n30 to 44; 20\n45 to 66; 20\n67 to 79; 15\n80 or older; 5"


def fill(session: Session, consultation: Consultation) -> None:
    """Hold one more evening, and plan what came of it."""
    spot = consultation.square.landmarks[0]
    lon, lat = spot["lon"], spot["lat"]
    consultation.square.stops = [{"key": "1", "name": "=A1 “fish”", "lon": lon, "lat": lat}]
    line = [[lon, lat], [lon + 0.0003, lat + 0.0002]]
    consultation.square.routes = [{"key": "R1", "name": "Round", "line": line}]
    reference.change(session, consultation, "age", {"figures": TOWN, "done": "Asked at school."})
    _merge(session, consultation)
    _evening(session, planning.new_workshop(session, consultation, "Counting evening"))
    _plan(session, consultation, f"{lat}, {lon}")


def _merge(session: Session, consultation: Consultation) -> None:
    """Let ideas with hearts and evidence, and notes on the plan, stand under one of them."""
    said = {each.number: each for each in session.scalars(select(Contribution))}
    for lead, *parts in ((2, 6, 10), (25, 32, 38)):
        merging.merge(session, said[lead], [said[part] for part in parts])


def _evening(session: Session, evening: Workshop) -> None:
    for kind in ("about_you", "counting", "walk", "dot_vote"):
        options = [{"key": "1", "label": "A fire"}, {"key": "2", "label": "Seats"}]
        asked = planning.add_activity(
            session, evening, kind, settings={"options": options} if kind == "dot_vote" else {}
        )
        stage.open_activity(session, asked)
        for n, said in enumerate(kind_of(kind).samples(asked.settings, 40)):
            person = joining.join(session, evening.id, evening.code, f"phone {n}")
            answers.submit(session, asked.id, person, said, f"{kind} {n}")
        stage.close(session, asked)
        stage.show(session, asked)
    held = session.scalars(select(Contribution).where(Contribution.state == "held"))
    for each in held:
        each.state = "released"
    joining.count_heads(session, evening, 37)
    joining.count_heads(session, evening, 52)
    stage.end(session, evening)


def _plan(session: Session, consultation: Consultation, corner: str) -> None:
    tried = trials.write(session, consultation, "Ice rink")
    written = {"counts": "People sitting; 4; 21; 9", "place_as": "point", "place": corner}
    trials.change(session, tried, trials.values_of(tried) | written)
    visions.change(session, consultation, "vision", {"vision": "Light in the dark"})
    row = {"use": "Skating", "season": "winter", "zone": "A, B", "refs": "R1"}
    visions.add(session, consultation, "programme", row)
    page = design_versions.Page("a" * 64, 400, 300)
    drawn = design_versions.new_drawing(session, consultation, [page], title="Winter plan")
    design_versions.pin(session, drawn, 1, 1, 0.25, 0.5)
    design_versions.score(session, drawn, {1: "met"})
    first = session.scalars(
        select(Requirement).where(Requirement.consultation_id == consultation.id)
    ).first()
    if first is not None:
        ledger.record(session, first, "in_design", by="Parks")
