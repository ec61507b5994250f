"""The drafts as the room shows them, each with what it rests on."""

from collections.abc import Sequence

from flask import request, url_for
from sqlalchemy import func, select

from app.extensions import db
from app.kept import kept_while
from app.planner.contexts import Draft, Link
from app.planner.pane import Wanted
from app.planner.room import Room
from workshops import drafting, resting
from workshops.models import Consultation, Evidence, Requirement
from workshops.requirement_facts import facts_of
from workshops.requirements import in_words
from workshops.weighing import Weighed, weigh_all
from workshops.words import say

MOST_LINKS = 4
Mark = tuple[int, ...]


def draft_rows(consultation: Consultation, room: Room, wanted: Wanted) -> Sequence[Draft]:
    """Return the drafts that wait, with their letter and who is behind them."""
    drafts = drafting.drafts_of(db.session(), consultation)
    weighed = _weighed(consultation, drafts, room)
    return [_row(each, power, room, wanted) for each, power in zip(drafts, weighed, strict=True)]


def _weighed(
    consultation: Consultation, drafts: Sequence[Requirement], room: Room
) -> Sequence[Weighed]:
    """Weigh each draft once: one may rest on thousands, and nobody changes it."""
    known: dict[Mark, Weighed] = kept_while(room.stamp, ("drafts", consultation.id), dict)
    marks = _marks([each.id for each in drafts])
    fresh = [each for each in drafts if marks[each.id] not in known]
    weighed = weigh_all(db.session(), fresh, room.counted, room.answers)
    known.update(zip((marks[each.id] for each in fresh), weighed, strict=True))
    return [known[marks[each.id]] for each in drafts]


def _marks(ids: Sequence[int]) -> dict[int, Mark]:
    """Return for each draft how much evidence it has, and the newest: another is weighed anew."""
    rows = db.session.execute(
        select(
            Evidence.requirement_id,
            func.count(),
            func.max(Evidence.id),
            func.count().filter(Evidence.against),
        )
        .where(Evidence.requirement_id.in_(ids))
        .group_by(Evidence.requirement_id)
    )
    return {each: (each,) for each in ids} | {row[0]: tuple(row) for row in rows}


def _row(draft: Requirement, weighed: Weighed, room: Room, wanted: Wanted) -> Draft:
    here = {"slug": room.findings.slug, "number": draft.number, **wanted.kept}
    refs = [each.contribution or each.activity for each in weighed.evidence]
    return Draft(
        facts=facts_of(draft, weighed, resting.facts_of(draft, room.offered)),
        why=drafting.why_of(draft),
        people=in_words(weighed.reach.people) if weighed.reach.people else say("none yet"),
        links=[Link(ref, _address(ref, room, wanted)) for ref in refs[:MOST_LINKS]],
        more=max(0, len(refs) - MOST_LINKS),
        take_url=url_for("planner.take_over", **here),
        throw_url=url_for("planner.throw_away", **here),
    )


def _address(ref: str, room: Room, wanted: Wanted) -> str:
    bare = {"tab": None, "zone": None, "category": None, "page": None}
    if "-" in ref:
        return wanted.address(room.findings.slug, q=ref, **bare)
    return wanted.address(room.findings.slug, q=None, **bare, _anchor=f"block-{ref}")


def thrown_url(consultation: Consultation, wanted: Wanted) -> str:
    """Return where the draft that was just thrown away is put back; "" when none was."""
    number = request.args.get("thrown", type=int)
    if number is None or number >= 0:
        return ""
    here = {"slug": consultation.slug, "r": wanted.open, **wanted.kept}
    return url_for("planner.put_back", number=number, **here)
