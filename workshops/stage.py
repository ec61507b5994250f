"""The stage: what is open, what is shown, what the screen says. Every step can be undone."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshops import clock, log, news, planning, slips
from workshops.activities import kind_of
from workshops.activities.kind import Released
from workshops.models import Activity, Contribution, LogEntry, Workshop
from workshops.reactions import hearts_of
from workshops.refusal import Refused
from workshops.sources import VIEW
from workshops.words import Sentence, say

#: Answers that were on their way when an activity closed are still taken.
GRACE = timedelta(seconds=2)


@dataclass(frozen=True)
class Step:
    """The one obvious next thing, and what its button says."""

    verb: str
    activity: Activity | None
    words: Sentence


def next_step(workshop: Workshop) -> Step | None:
    """Return what to do now; None when the workshop has ended."""
    if workshop.ended_at:
        return None
    current, following = workshop.current, _following(workshop)
    secret = current is not None and kind_of(current.kind).collects == "ballot"
    if current is not None and secret and current.state == "open":
        return Step("close", current, say("Close the vote"))
    if current is not None and secret and not current.shown and current.state == "closed":
        return Step("show", current, say("Show the result"))
    if following is None:
        return Step("end", None, say("End the workshop"))
    if current is not None and current.state == "open" and _asks(current):
        words = say("Close, and start “%(next)s”", next=following.title)
    else:
        words = say("Start “%(next)s”", next=following.title)
    return Step("open", following, words)


def _asks(activity: Activity) -> bool:
    return kind_of(activity.kind).collects != "nothing"


def _following(workshop: Workshop) -> Activity | None:
    """Return the first activity behind the current one that is still a draft."""
    behind = workshop.current.position if workshop.current else 0
    drafts = [each for each in workshop.activities if each.state == "draft"]
    later = [each for each in drafts if each.position > behind]
    return next(iter(later), None)


def open_activity(session: Session, activity: Activity, who: str = "desk") -> None:
    """Open an activity, or open it again; what was open before it closes."""
    workshop = activity.workshop
    if workshop.ended_at:
        raise Refused("This workshop has ended.")
    kind = kind_of(activity.kind)
    settings = activity.settings
    if activity.state == "draft":
        settings = kind.placed(settings, planning.around(activity))
        settings = kind.prepare(settings, _released(session, kind.source(settings)))
    before = _state(workshop)
    for other in workshop.activities:
        if other.state == "open" and other is not activity:
            other.state, other.closed_at = "closed", clock.now()
    activity.settings, activity.asks_slips = settings, slips.asked_by(session, activity)
    activity.state, activity.shown = "open", kind.collects == "contribution"
    activity.opened_at, activity.closed_at = activity.opened_at or clock.now(), None
    workshop.current, workshop.scene, workshop.blank = activity, "activity", False
    _record(session, workshop, who, "opened", activity, before)


def _released(session: Session, activity_id: int | None) -> list[Released]:
    """Return the released contributions of an activity, most hearts first."""
    if activity_id is None:
        return []
    rows = session.scalars(
        select(Contribution)
        .where(Contribution.activity_id == activity_id, Contribution.state == "released")
        .order_by(Contribution.number)
    ).all()
    hearts = hearts_of(session, activity_id)
    taken = [Released(row.number, row.text, hearts.get(row.number, 0)) for row in rows]
    return sorted(taken, key=lambda each: (-each.hearts, each.number))


def close(session: Session, activity: Activity, who: str = "desk") -> None:
    """Close an activity; answers on their way are taken for two seconds more."""
    before = _state(activity.workshop)
    if activity.state != "open":
        raise Refused("“%(title)s” is not open.", title=activity.title)
    activity.state, activity.closed_at = "closed", clock.now()
    _record(session, activity.workshop, who, "closed", activity, before)


def show(session: Session, activity: Activity, who: str = "desk") -> None:
    """Show a result on the screen: votes once closed, released words at any time."""
    secret = kind_of(activity.kind).collects == "ballot"
    if activity.state == "draft" or (secret and activity.state == "open"):
        raise Refused("Close “%(title)s” first, then show it.", title=activity.title)
    workshop = activity.workshop
    before = _state(workshop)
    activity.shown = True
    workshop.current, workshop.scene, workshop.blank = activity, "activity", False
    _record(session, workshop, who, "shown", activity, before)


def set_view(session: Session, activity: Activity, view: str, who: str = "desk") -> None:
    """Choose which view of a result the screen shows."""
    if view not in dict(kind_of(activity.kind).views(activity.settings)):
        raise ValueError(view)
    before = _state(activity.workshop)
    activity.settings = {**activity.settings, VIEW: view}
    _record(session, activity.workshop, who, "viewed", activity, before, view=view)


def hide(session: Session, activity: Activity, who: str = "desk") -> None:
    """Take a result off the screen again."""
    before = _state(activity.workshop)
    activity.shown = False
    _record(session, activity.workshop, who, "taken off", activity, before)


def set_scene(session: Session, workshop: Workshop, scene: str, who: str = "desk") -> None:
    """Put doors, the current activity, or the thanks on the screen."""
    if scene not in ("doors", "activity", "thanks"):
        raise ValueError(scene)
    before = _state(workshop)
    workshop.scene, workshop.blank = scene, False
    _record(session, workshop, who, "put on the screen", None, before, scene=scene)


def set_blank(session: Session, workshop: Workshop, *, blank: bool, who: str = "desk") -> None:
    """Blank the screen, or bring it back. Nothing closes."""
    before = _state(workshop)
    workshop.blank = blank
    _record(session, workshop, who, "blanked" if blank else "unblanked", None, before)


def set_dark(session: Session, workshop: Workshop, *, dark: bool) -> None:
    """Choose the colours by the light in the room."""
    workshop.dark = dark
    news.tell(session, workshop.id, "stage")


def end(session: Session, workshop: Workshop, who: str = "desk") -> None:
    """End the workshop: all that is open closes, the screen says thanks."""
    before = _state(workshop)
    for activity in workshop.activities:
        if activity.state == "open":
            activity.state, activity.closed_at = "closed", clock.now()
    workshop.ended_at, workshop.scene, workshop.blank = clock.now(), "thanks", False
    _record(session, workshop, who, "ended", None, before)


def add_minutes(session: Session, activity: Activity, minutes: int) -> None:
    """Give the open activity more time."""
    activity.minutes = min(activity.minutes + minutes, 24 * 60)
    news.tell(session, activity.workshop_id, "stage", activity.id)


def advance(session: Session, workshop: Workshop, who: str = "desk") -> None:
    """Take the next step, whatever it is."""
    step = next_step(workshop)
    if step is None:
        raise Refused("This workshop has ended.")
    if step.activity is None:
        end(session, workshop, who)
    else:
        {"open": open_activity, "close": close, "show": show}[step.verb](
            session, step.activity, who
        )


def last_step(session: Session, workshop: Workshop) -> LogEntry | None:
    """Return the last step on the stage that can still be undone."""
    entries = session.scalars(
        select(LogEntry)
        .where(
            LogEntry.consultation_id == workshop.consultation_id,
            LogEntry.subject == _subject(workshop),
            LogEntry.id > log.arrived(session, workshop.consultation_id),
        )
        .order_by(LogEntry.id.desc())
        .limit(100)
    ).all()
    undone = {entry.details.get("undid") for entry in entries}
    return next(
        (entry for entry in entries if "before" in entry.details and entry.id not in undone), None
    )


def undo(session: Session, workshop: Workshop, who: str = "desk") -> None:
    """Put the stage back to where it was before the last step. No answer is lost."""
    entry = last_step(session, workshop)
    if entry is None:
        raise Refused("There is nothing to undo.")
    before = entry.details["before"]
    by_id = {each.id: each for each in workshop.activities}
    for saved in before["activities"]:
        activity = by_id.get(saved["id"])
        if activity is not None:
            activity.state, activity.shown = saved["state"], saved["shown"]
            if activity.settings.get(VIEW, "") != saved.get(VIEW, ""):
                activity.settings = {**activity.settings, VIEW: saved.get(VIEW, "")}
            is_closed = activity.state == "closed"
            activity.closed_at = (activity.closed_at or clock.now()) if is_closed else None
    workshop.current = by_id.get(before["current"])
    workshop.scene, workshop.blank = before["scene"], before["blank"]
    if not before["ended"]:
        workshop.ended_at = None
    log.note(session, workshop.consultation_id, who, "undid", _subject(workshop), undid=entry.id)
    news.tell(session, workshop.id, "stage")


def _state(workshop: Workshop) -> dict[str, Any]:
    """Return all that a step may change, as JSON."""
    return {
        "current": workshop.current.id if workshop.current else None,
        "scene": workshop.scene,
        "blank": workshop.blank,
        "ended": workshop.ended_at is not None,
        "activities": [
            {
                "id": each.id,
                "state": each.state,
                "shown": each.shown,
                VIEW: each.settings.get(VIEW, ""),
            }
            for each in workshop.activities
        ],
    }


def _record(
    session: Session,
    workshop: Workshop,
    who: str,
    verb: str,
    activity: Activity | None,
    before: dict[str, Any],
    **details: Any,
) -> None:
    """Write the step into the log and tell the room."""
    title = activity.title if activity else ""
    log.note(
        session,
        workshop.consultation_id,
        who,
        verb,
        _subject(workshop),
        title=title,
        before=before,
        **details,
    )
    news.tell(session, workshop.id, "stage", activity.id if activity else 0)


def _subject(workshop: Workshop) -> str:
    return f"workshop {workshop.number}"
