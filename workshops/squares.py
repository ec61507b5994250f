"""How a square changes: one way in, undo and redo, and nobody's change lost to another's."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from workshops import log, news
from workshops.models import Consultation, Square
from workshops.refusal import Refused
from workshops.words import Sentence, say

#: What can be undone; the base map is drawn anew from the outline.
PARTS = ("outline", "zones", "landmarks", "stops", "routes")
#: By what a thing is known among the others of its part.
KEYS = {"zones": "letter", "landmarks": "name", "stops": "key", "routes": "key"}
MOST_STEPS = 20
AHEAD = "ahead"

Snapshot = dict[str, Any]
Redraw = Callable[[dict[str, Any]], dict[str, Any]]


def change(
    session: Session, consultation: Consultation, verb: str, subject: str, **parts: Any
) -> None:
    """Give the square new parts, keep what it was, log it, and tell every workshop."""
    square = consultation.square
    before = _snapshot(square)
    for name, value in parts.items():
        setattr(square, name, value)
    if before != _snapshot(square):
        square.before = [*_behind(square), before][-MOST_STEPS:]
    _tell(session, consultation, verb, subject)


def version_of(square: Square, part: str = "", key: str = "") -> str:
    """Return what changes when a part, one thing of it, or with neither the square, changes."""
    value: Any = _snapshot(square)
    if part:
        value = value[part]
    if key:
        value = find(square, part, key)
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:12]


def expect(session: Session, square: Square, version: str, part: str = "", key: str = "") -> None:
    """Refuse a change of what is not any more what the person saw; an empty version saw all.

    The square is held until the end of the transaction, so that nobody comes between.
    """
    session.refresh(square, PARTS, with_for_update=True)
    if not version or version == version_of(square, part, key):
        return
    if not part:
        raise Refused(
            "Somebody else changed the square meanwhile. Look how it is now, then press once more."
        )
    raise Refused(
        "Somebody else changed this meanwhile. Look how it is now: what you drew is "
        "still here, press once more to keep it."
    )


def find(square: Square, part: str, key: str) -> dict[str, Any]:
    """Return one thing of a part by its key. Refuses what is not there any more."""
    things: Sequence[dict[str, Any]] = getattr(square, part)
    found = next((each for each in things if each[KEYS[part]] == key), None)
    if found is None:
        raise Refused("That is not there any more: somebody took it away.")
    return found


def replaced(square: Square, part: str, key: str, thing: Mapping[str, Any]) -> list[Any]:
    """Return a part with one of its things put in place of what was there."""
    find(square, part, key)
    return [thing if each[KEYS[part]] == key else each for each in getattr(square, part)]


def without(square: Square, part: str, key: str) -> list[Any]:
    """Return a part without one of its things."""
    gone = find(square, part, key)
    return [each for each in getattr(square, part) if each is not gone]


def moved(square: Square, part: str, key: str, by: int) -> list[Any]:
    """Return a part with one of its things so many places further down; it stops at the ends."""
    thing = find(square, part, key)
    at = getattr(square, part).index(thing)
    rest = without(square, part, key)
    to = max(0, min(at + by, len(rest)))
    return [*rest[:to], thing, *rest[to:]]


# Undo and redo


def steps_back(square: Square) -> int:
    """Return how many changes can be undone."""
    return len(_behind(square))


def steps_ahead(square: Square) -> int:
    """Return how many undone changes can be done again."""
    return len(square.before) - len(_behind(square))


def undo(session: Session, consultation: Consultation, redraw: Redraw) -> Sentence:
    """Take back the last change; returns what that brought about."""
    square = consultation.square
    if not steps_back(square):
        raise Refused("There is nothing to undo.")
    return _swap(session, consultation, steps_back(square) - 1, "undid", redraw)


def redo(session: Session, consultation: Consultation, redraw: Redraw) -> Sentence:
    """Do again what was undone last; returns what that brought about."""
    square = consultation.square
    if not steps_ahead(square):
        raise Refused("There is nothing to do again.")
    return _swap(session, consultation, steps_back(square), "redid", redraw)


def _swap(
    session: Session, consultation: Consultation, nth: int, verb: str, redraw: Redraw
) -> Sentence:
    """Exchange the square for one of its snapshots."""
    square = consultation.square
    now, then = _snapshot(square), square.before[nth]
    now |= {AHEAD: True} if verb == "undid" else {}
    square.before = [*square.before[:nth], now, *square.before[nth + 1 :]]
    if then["outline"] != square.outline:
        square.basemap = redraw(then["outline"]) if then["outline"] else None
    for part in PARTS:
        setattr(square, part, then[part])
    _tell(session, consultation, verb, "square")
    return told(now, then)


def _snapshot(square: Square) -> Snapshot:
    return {part: getattr(square, part) for part in PARTS}


def _behind(square: Square) -> list[Snapshot]:
    return [each for each in square.before if AHEAD not in each]


def told(now: Mapping[str, Any], then: Mapping[str, Any]) -> Sentence:
    """Say in one sentence what changes when a square becomes what it was."""
    changed = [part for part in PARTS if now[part] != then[part]]
    if "outline" in changed:
        return ALL["outline"] if then["outline"] else say("The outline is gone again.")
    if len(changed) != 1:
        return say("The square is as it was.")
    return _told_of_things(changed[0], now[changed[0]], then[changed[0]])


def _told_of_things(part: str, now: Sequence[Any], then: Sequence[Any]) -> Sentence:
    was, shall = ({each[KEYS[part]]: each for each in things} for things in (now, then))
    back, gone = shall.keys() - was.keys(), was.keys() - shall.keys()
    other = {key for key in was.keys() & shall.keys() if was[key] != shall[key]}
    if len(back) == 1 and not gone | other:
        return say("%(thing)s is back.", thing=_called(part, shall[back.pop()]))
    if len(gone) == 1 and not back | other:
        return say("%(thing)s is gone again.", thing=_called(part, was[gone.pop()]))
    if len(other) == 1 and not back | gone:
        return say("%(thing)s is as it was.", thing=_called(part, shall[other.pop()]))
    return ALL[part]


ALL = {
    "outline": say("The outline is as it was."),
    "zones": say("The zones are as they were."),
    "landmarks": say("The landmarks are as they were."),
    "stops": say("The stops are as they were."),
    "routes": say("The routes are as they were."),
}


def _called(part: str, thing: Mapping[str, Any]) -> Sentence:
    if part == "zones":
        return say("Zone %(letter)s", letter=thing["letter"])
    return say("“%(name)s”", name=thing["name"])


def _tell(session: Session, consultation: Consultation, verb: str, subject: str) -> None:
    """Write it into the log; the plan of every workshop has changed."""
    log.note(session, consultation.id, "desk", verb, subject)
    for workshop in consultation.workshops:
        news.tell(session, workshop.id, "stage")
