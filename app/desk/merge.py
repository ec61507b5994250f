"""Merging at the desk: one thing said, what may say the same, and which of them leads."""

from collections.abc import Collection, Mapping, Sequence

from flask import abort, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.access import moderators_only
from app.desk.blueprint import bar_of, bp, lead_to, show, workshop_of
from app.desk.contexts import Item
from app.desk.items import items_of
from app.desk.merge_contexts import MergePage, Same
from app.desk.moderate import STATES
from app.desk.verbs import SAME, numbered
from app.edge import beside_the_room
from app.extensions import db
from workshops import text
from workshops.merging import MERGEABLE
from workshops.methods.likeness import Alike, alike
from workshops.models import Contribution, Workshop

#: So many others are listed at once; the rest is found by its words.
LISTED = 60


@bp.get("/w/<code>/merge")
@moderators_only
def merge(code: str) -> ResponseReturnValue:
    """Show what may be merged with one thing said, the likeliest first.

    What somebody else merged or hid meanwhile is shown as it stands now.
    """
    workshop = workshop_of(code)
    row = numbered(workshop, db.session(), request.args.get("no", ""))
    if row.state not in MERGEABLE:
        state = next((tab for tab, each in STATES.items() if each == row.state), None)
        return lead_to("desk.moderate", code=code, state=state, no=row.number)
    return show("desk/merge.html", _page(workshop, row))


@bp.get("/w/<code>/alike")
@moderators_only
def alike_part(code: str) -> ResponseReturnValue:
    """Answer with what may say the same: asked for once somebody looks at one thing."""
    workshop = workshop_of(code)
    row = numbered(workshop, db.session(), request.args.get("no", ""))
    if row.state not in MERGEABLE:
        abort(404)
    others = _others(row)
    likely = _likely(row, others)
    shown = items_of(workshop, [row, *(others[each.key] for each in likely)])
    page = MergePage(
        bar=bar_of(workshop, "moderate"),
        item=shown[0],
        likely=_as_same(shown[0], shown[1:], likely),
        others=(),
        asked="",
        hidden=0,
        state=request.args.get("state", ""),
        go=request.args.get("go", 0, type=int),
    )
    return show("desk/_alike.html", page)


def _page(workshop: Workshop, row: Contribution) -> MergePage:
    others, asked = _others(row), request.args.get("q", "").strip()
    likely = _likely(row, others)
    found = {each.key for each in likely}
    ticked = {text.whole(n[len(SAME) :]) or 0 for n in request.args}
    rest = [each for key, each in others.items() if key not in found and _matches(each, asked)]
    rest.sort(key=lambda each: (each.number not in ticked, -each.number))
    listed = items_of(workshop, [row, *(others[each.key] for each in likely), *rest[:LISTED]])
    item, shown = listed[0], listed[1:]
    return MergePage(
        bar=bar_of(workshop, "moderate"),
        item=item,
        likely=_as_same(item, shown[: len(likely)], likely, ticked),
        others=[
            Same(each, ((each.text, False),), ticked=each.number in ticked)
            for each in shown[len(likely) :]
        ],
        asked=asked,
        hidden=max(0, len(rest) - LISTED),
        state=request.args.get("state", ""),
        go=request.args.get("go", 0, type=int),
    )


def _others(row: Contribution) -> Mapping[int, Contribution]:
    """Return the other answers to the same question that may be merged, by id."""
    rows = db.session.scalars(
        select(Contribution)
        .where(
            Contribution.activity_id == row.activity_id,
            Contribution.state.in_(MERGEABLE),
            Contribution.id != row.id,
        )
        .order_by(Contribution.number)
    )
    return {each.id: each for each in rows}


def _likely(row: Contribution, others: Mapping[int, Contribution]) -> list[Alike]:
    """Return what may say the same, worked out beside the room."""
    text, texts = row.text, {key: each.text for key, each in others.items() if each.text}
    return beside_the_room(lambda: alike(text, texts)) if text and texts else []


def _as_same(
    item: Item, items: Sequence[Item], likely: Sequence[Alike], ticked: Collection[int] = ()
) -> list[Same]:
    return [
        Same(
            other,
            each.pieces,
            each.shared[:3],
            ticked=other.number in ticked,
            leads=_standing(other) < _standing(item),
        )
        for other, each in zip(items, likely, strict=True)
    ]


def _standing(item: Item) -> tuple[bool, bool, int]:
    """Sort what leads already before what is shown, before what waits, the older first."""
    return (not item.parts, item.state != "released", item.number)


def _matches(row: Contribution, asked: str) -> bool:
    """Whether all the words, or the number, are in there, whatever their case."""
    where = f"{row.number} {row.text}".casefold()
    return all(word in where for word in asked.casefold().split())
