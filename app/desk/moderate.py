"""Moderation: one thing said at a time, large; release, return, hide; the log beside it."""

from collections.abc import Sequence

from flask import Response, abort, request, url_for
from flask.typing import ResponseReturnValue

from app.access import moderators_only, who
from app.desk import verbs
from app.desk.blueprint import bar_of, bp, lead_to, show, workshop_of
from app.desk.contexts import Item, ModeratePage
from app.desk.items import items_in, log_of
from app.desk.runsheet import last_of, version_of
from app.edge import save
from app.extensions import db
from app.parts import part
from app.views import categories_of
from workshops import moderation
from workshops.models import Workshop

#: The tabs: what is in which state.
STATES = {
    "waiting": "held",
    "returned": "returned",
    "shown": "released",
    "merged": "merged",
    "hidden": "hidden",
}


@bp.get("/w/<code>/moderate")
@moderators_only
def moderate(code: str) -> ResponseReturnValue:
    """Show the queue."""
    return show("desk/moderate.html", _page(workshop_of(code)))


@bp.get("/w/<code>/moderate/part")
@moderators_only
def moderate_part(code: str) -> Response:
    """Answer with what changes in the queue."""
    page = _page(workshop_of(code))
    return part("desk/_moderate.html", page.version, page=page)


@bp.post("/w/<code>/moderate")
@moderators_only
def decide(code: str) -> ResponseReturnValue:
    """Give something its fate or its category, then lead to the next one."""
    workshop, verb = workshop_of(code), request.form.get("verb", "")
    if verb == "undo":
        verbs.undo(db.session(), workshop, request.form, who())
    elif verb in verbs.MODERATION:
        verbs.do(db.session(), workshop, request.form, who())
    else:
        abort(400)
    save()
    state, number = request.form.get("state", ""), request.form.get("go", "")
    return lead_to("desk.moderate", code=code, state=state or None, no=number or None)


def _page(workshop: Workshop) -> ModeratePage:
    tab = request.args.get("state", "")
    tab = tab if tab in STATES else "waiting"
    queue = items_in(workshop, STATES[tab])
    if tab == "shown":
        queue = queue[::-1]
    item = _chosen(queue, request.args.get("no", 0, type=int))
    counts = moderation.counts(db.session(), workshop)
    waiting = queue if tab == "waiting" else items_in(workshop, "held")
    place = queue.index(item) if item else 0
    return ModeratePage(
        bar=bar_of(workshop, "moderate"),
        state=tab,
        counts={name: counts.get(state, 0) for name, state in STATES.items()},
        queue=queue,
        returned=items_in(workshop, "returned") if tab == "waiting" else (),
        item=item,
        before=_number(queue, place - 1),
        after=_number(queue, place + 1),
        categories=categories_of(workshop.consultation),
        reasons=moderation.REASONS,
        free=sum(not each.flags for each in waiting),
        newest=max((each.number for each in waiting), default=0),
        log=log_of(workshop),
        last=last_of(workshop),
        part_url=url_for(
            "desk.moderate_part", code=workshop.code, state=tab, no=item.number if item else None
        ),
        version=f"{version_of(workshop)}|{tab}|{item.number if item else 0}",
    )


def _chosen(queue: Sequence[Item], number: int) -> Item | None:
    """Return the item with that number, else the first of the queue."""
    return next((each for each in queue if each.number == number), queue[0] if queue else None)


def _number(queue: Sequence[Item], place: int) -> int:
    """Return the public number at a place of the queue; 0 beyond its ends."""
    return queue[place].number if 0 <= place < len(queue) else 0
