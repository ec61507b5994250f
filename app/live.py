"""The socket: it says "look again", never what was said.

Three kinds of watchers, a room each: `phones` hear of the stage only; `screens` and `desks`
also of answers and of people who join. At most five messages a second go to a room.
"""

from typing import Any

import gevent
from flask import current_app, session
from flask_login import current_user
from flask_socketio import join_room
from sqlalchemy import select

from app.extensions import db, socketio
from app.meter import meter
from app.shared_lines import SharedLines
from app.watchers import lines_in
from workshops import joining
from workshops.models import Workshop
from workshops.news import News
from workshops.refusal import Refused

PAUSE_S = 0.2
AT_THE_DESK = ("owner", "facilitator", "helper")
_pending: dict[str, dict[str, Any]] = {}
_sleeping: set[str] = set()


def tell(news: tuple[News, ...]) -> None:
    """Pass the news on to all who may hear it; called after the commit."""
    for each in news:
        if each.topic == "writer":
            _announce(f"attendee:{each.attendee_id}", each)
            continue
        rooms = ("phones", "screens", "desks") if each.topic == "stage" else ("screens", "desks")
        for kind in rooms:
            _announce(f"{kind}:{each.workshop_id}", each)


def _announce(room: str, news: News) -> None:
    """Send at once when the room was quiet, else with the next message, 0.2 s later."""
    _pending[room] = {"topic": news.topic}
    if room not in _sleeping:
        _sleeping.add(room)
        _flush(room)
        gevent.spawn_later(PAUSE_S, _wake, room)


def _flush(room: str) -> None:
    message = _pending.pop(room, None)
    if message is not None:
        meter.messages += lines_in(room)
        # Writing to a full room takes a while, with turns for others: nobody waits for it here.
        gevent.spawn(socketio.emit, "changed", message, to=room)


def _wake(room: str) -> None:
    if room in _pending:
        _flush(room)
        gevent.spawn_later(PAUSE_S, _wake, room)
    else:
        _sleeping.discard(room)


def look_again(lines: SharedLines, *, everybody: bool) -> None:
    """Ask the screens and desks of this server, or also its phones, to look what they missed."""
    kinds = ("screens:", "desks:", "phones:") if everybody else ("screens:", "desks:")
    for room in [each for each in lines.rooms_here() if each.startswith(kinds)]:
        gevent.spawn(lines.tell_here, room, "changed", {"topic": "stage"})


@socketio.on("watch")
def watch(asked: object) -> dict[str, Any]:
    """Let a page into the room it may watch: {"as": "phone"|"screen"|"desk", "of": ...}."""
    role, of = _read(asked)
    workshop = _allowed(role, of)
    attendee = _attendee(workshop) if workshop is not None and role == "phone" else None
    db.session.remove()
    if workshop is None:
        return {"watching": False}
    join_room(f"{role}s:{workshop.id}")
    if attendee is not None:
        join_room(f"attendee:{attendee}")
    return {"watching": True}


def _read(asked: object) -> tuple[str, str]:
    if not isinstance(asked, dict):
        return "", ""
    of = str(asked.get("of", ""))[:64]
    return str(asked.get("as", "")), of if of.isascii() and of.isprintable() else ""


def _allowed(role: str, of: str) -> Workshop | None:
    """Return the workshop that the asker may watch in that role; None when they may not."""
    database = db.session()
    if role == "screen":
        return database.scalar(select(Workshop).where(Workshop.screen_token == of))
    try:
        workshop = joining.find_workshop(database, of)
    except Refused:
        return None
    if role == "desk":
        return workshop if getattr(current_user, "role", "") in AT_THE_DESK else None
    return workshop if role == "phone" and _attendee(workshop) is not None else None


def _attendee(workshop: Workshop) -> int | None:
    """Return who this phone is in the workshop, if it has joined."""
    return joining.attendee_of(db.session(), workshop.code, session.get("device", ""))


@socketio.on_error_default
def failed(fault: BaseException) -> None:
    """Write it down; a socket has nobody to tell."""
    current_app.logger.error("socket event failed", exc_info=fault)
