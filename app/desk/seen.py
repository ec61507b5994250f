"""Pages that are behind: a button does nothing that was meant for another moment.

Several desks and remotes are open at once. Each sends with a button what it saw; if somebody has
moved on since, it is told so instead. A button pressed twice is the same case. What sends
nothing of the kind, as a script may, is not asked.
"""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from app.desk.items import line_of
from app.extensions import db
from workshops import stage, undoing
from workshops.models import LogEntry, Workshop
from workshops.refusal import Refused
from workshops.words import Sentence, say


def stage_seen(workshop: Workshop) -> str:
    """Return the moment of the stage: its last step that stands."""
    entry = stage.last_step(db.session(), workshop)
    return str(entry.id) if entry else "0"


def must_see_stage(session: Session, workshop: Workshop, fields: Mapping[str, str]) -> None:
    """Refuse a step from a page that shows another stage than there is now."""
    now = stage_seen(workshop)
    if fields.get("seen", now) == now:
        return
    steps = filter(undoing.is_step, undoing.entries(session, workshop, undoing.MOST))
    raise Refused(
        "A moment ago, here or at another desk: %(done)s. This is what is on now.",
        done=_words(next(steps, None)),
    )


def must_see_last(session: Session, workshop: Workshop, fields: Mapping[str, str]) -> None:
    """Refuse to undo anything but what the page said was last."""
    last = undoing.last_done(session, workshop)
    if last is None or fields.get("last", str(last.id)) == str(last.id):
        return
    newest = next(iter(undoing.entries(session, workshop, 1)), None)
    raise Refused(
        "A moment ago, here or at another desk: %(done)s. Look, then undo.",
        done=_words(newest),
    )


def _words(entry: LogEntry | None) -> Sentence:
    """Say what was done."""
    return line_of(entry) if entry else say("something was done")
