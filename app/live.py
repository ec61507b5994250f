"""The socket: it says "look again", never what was said.

Three kinds of watchers, a room each: `phones` hear of the stage only; `screens` and `desks`
also of answers and of people who join. At most five messages a second go to a room.
"""

from typing import Any, NoReturn

import gevent
from flask import Blueprint, current_app, request, session
from flask_login import current_user
from flask_socketio import disconnect, join_room
from sqlalchemy import Connection, bindparam, select
from werkzeug.exceptions import NotFound

from app.allowance import Allowance
from app.extensions import db, socketio
from app.meter import meter
from app.shared_lines import SharedLines
from app.watchers import lines_in
from workshops import tokens
from workshops.models import Attendee, Workshop
from workshops.news import News

PAUSE_S = 0.2
bp = Blueprint("socket", __name__)
AT_THE_DESK = ("owner", "facilitator", "helper")
#: Pages of one phone that are told of changes; the others ask every few seconds.
MOST_LINES = 10
#: What a line says: it asks to watch, and once more when it has doubts.
events = Allowance(at_once=10, per_s=1)
SCREEN = select(Workshop.id).where(Workshop.screen_token == bindparam("token"))
PLACE = (
    select(Workshop.id, Attendee.id.label("attendee_id"))
    .outerjoin(Attendee, Attendee.token_hash == bindparam("token_hash"))
    .where(Workshop.code == bindparam("code"))
)
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


@bp.route("/socket.io/", websocket=True)
@bp.get("/socket.io/")
def line() -> NoReturn:
    """Never be asked: the socket answers here itself, and only has its address looked up."""
    raise NotFound


@socketio.on("watch")
def watch(asked: object) -> dict[str, Any]:
    """Let a page into the room it may watch: {"as": "phone"|"screen"|"desk", "of": ...}."""
    if _is_flood():
        return {"watching": False}
    role, of = _read(asked)
    with db.engine.connect() as connection:
        rooms = _rooms_for(connection, role, of)
    for room in rooms:
        join_room(room)
    return {"watching": bool(rooms)}


@socketio.on("*")
def nonsense(*_said: object) -> None:
    """Hear nothing else; whoever goes on saying it is cut off."""
    _is_flood()


def _is_flood() -> bool:
    """Whether this line says too much; then it is closed."""
    line = request.sid  # type: ignore[attr-defined]  # set by Flask-SocketIO
    if not events.take(line):
        return False
    disconnect()
    return True


def _read(asked: object) -> tuple[str, str]:
    if not isinstance(asked, dict):
        return "", ""
    of = str(asked.get("of", ""))[:64]
    return str(asked.get("as", "")), of if of.isascii() and of.isprintable() else ""


def _rooms_for(connection: Connection, role: str, of: str) -> list[str]:
    """Return the rooms that the asker may watch in that role; none when they may not."""
    if role == "screen":
        shown = connection.scalar(SCREEN, {"token": of})
        return [f"screens:{shown}"] if shown else []
    code = tokens.as_typed(of)
    device = tokens.hashed(session.get("device", ""), code)
    found = connection.execute(PLACE, {"code": code, "token_hash": device}).first()
    if found is None:
        return []
    if role == "desk" and getattr(current_user, "role", "") in AT_THE_DESK:
        return [f"desks:{found.id}"]
    if role == "phone" and found.attendee_id is not None:
        return _of_phone(found.id, f"attendee:{found.attendee_id}")
    return []


def _of_phone(workshop_id: int, own: str) -> list[str]:
    """Return the rooms of a phone, unless it is in them with many pages already."""
    return [f"phones:{workshop_id}", own] if lines_in(own) < MOST_LINES else []


@socketio.on_error_default
def failed(fault: BaseException) -> None:
    """Write it down; a socket has nobody to tell."""
    current_app.logger.error("socket event failed", exc_info=fault)
