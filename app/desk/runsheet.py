"""The run sheet: what was, what is on, what is next. The same for the desk and the remote."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask import url_for

from app.contexts import ActivityView
from app.desk.blueprint import bar_of
from app.desk.contexts import ChannelBar, Last, Now, RunPage, Step
from app.desk.health import trouble_of
from app.desk.items import items_in, line_of, said_in
from app.desk.seen import stage_seen
from app.extensions import db
from app.views import activity_view
from workshops import clock, joining, moderation, stage, turnout, undoing
from workshops.activities import kind_of
from workshops.activities.result import CHANNELS
from workshops.models import Activity, Workshop
from workshops.results import result_of
from workshops.viewing import view_of, views_of
from workshops.words import Sentence, count, say


def run_page(workshop: Workshop, tab: str) -> RunPage:
    """Return the run sheet of a workshop at this moment."""
    session = db.session()
    step = stage.next_step(workshop)
    answered = turnout.answered(session, [each.id for each in workshop.activities])
    joined = joining.joined(session, workshop.id)
    waiting = items_in(workshop, "held")
    free = [item for item in waiting if not item.flags]
    current = workshop.current
    now = _now(workshop, current, joined, answered) if current else None
    trouble = trouble_of(workshop)
    later = [each for each in workshop.activities if _is_later(workshop, each)]
    following = activity_view(later[0]) if later else None
    pace, late = _pace(workshop, now)
    return RunPage(
        bar=bar_of(workshop, tab),
        past=[
            _past(each, joined, answered)
            for each in workshop.activities
            if _is_past(workshop, each)
        ],
        now=now,
        later=[_later(each) for each in later],
        next_words=step.words if step else None,
        next_verb=step.verb if step else "",
        seen=stage_seen(workshop),
        following=following,
        scene=workshop.scene,
        joined=sum(joined.values()),
        heads=workshop.present,
        head_counts=_head_counts(workshop),
        waiting=waiting,
        waited=_waited(waiting[0].at) if waiting else None,
        target=free[0] if free else None,
        free=len(free),
        newest=max((item.number for item in waiting), default=0),
        last=last_of(workshop),
        pace=pace,
        late=late,
        next_at=_local(workshop, _ends(current)) if current and current.state == "open" else None,
        screen_url=f"/s/{workshop.screen_token}/",
        remote_url=url_for("desk.remote", code=workshop.code),
        part_url=url_for(f"desk.{tab}_part", code=workshop.code),
        version=f"{version_of(workshop)}|{trouble}",
        reasons=moderation.REASONS,
        trouble=trouble,
    )


def version_of(workshop: Workshop) -> str:
    """Return what the part depends on: the stage, the answers, who is in, the minute."""
    told = ",".join(str(each.version) for each in workshop.activities)
    people = joining.joined(db.session(), workshop.id), workshop.present, len(workshop.head_counts)
    return f"{workshop.version}|{told}|{people}|{int(clock.now().timestamp()) // 60}"


def _head_counts(workshop: Workshop) -> list[tuple[datetime, int]]:
    """Return the counts at the door, the earliest first."""
    return [
        (_local(workshop, datetime.fromisoformat(each["at"])), each["people"])
        for each in workshop.head_counts
    ]


def last_of(workshop: Workshop) -> Last | None:
    """Return the last thing done that can be undone."""
    entry = undoing.last_done(db.session(), workshop)
    return Last(entry.id, line_of(entry)) if entry else None


def _is_past(workshop: Workshop, activity: Activity) -> bool:
    if activity is workshop.current:
        return False
    return activity.state != "draft"


def _is_later(workshop: Workshop, activity: Activity) -> bool:
    return activity is not workshop.current and activity.state == "draft"


def _past(
    activity: Activity, joined: Mapping[str, int], answered: Mapping[int, Mapping[str, int]]
) -> Step:
    opened = activity.opened_at or activity.workshop.starts_at
    about = None
    if kind_of(activity.kind).collects != "nothing":
        n = sum(answered.get(activity.id, {}).values())
        about = say("%(n)s of %(all)s answered", n=n, all=max(n, sum(joined.values())))
    return Step(activity_view(activity), _local(activity.workshop, opened), about)


def _later(activity: Activity) -> Step:
    view = activity_view(activity)
    return Step(view, view.planned, about_of(view))


def about_of(view: ActivityView) -> Sentence:
    """Say what an activity is and how long: "Dot vote, secret until shown, 15 min"."""
    return say("%(kind)s, %(n)s min", kind=kind_of_words(view), n=view.minutes)


def kind_of_words(view: ActivityView) -> Sentence:
    """Say what an activity is in a few words: "Dot vote, secret until shown"."""
    kind = say(view.kind_title)
    if view.collects == "ballot":
        return say("%(kind)s, secret until shown", kind=kind)
    if view.collects == "contribution":
        return say("%(kind)s, hidden until released", kind=kind)
    return say("%(kind)s, phones say “Look up”", kind=kind)


def _now(
    workshop: Workshop,
    activity: Activity,
    joined: Mapping[str, int],
    answered: Mapping[int, Mapping[str, int]],
) -> Now:
    by_channel = answered.get(activity.id, {})
    said = said_in(activity)
    opened = activity.opened_at or clock.now()
    until = activity.closed_at or clock.now()
    seconds = max(0, int((until - opened).total_seconds()))
    over, way_out = _over(workshop, activity)
    return Now(
        activity=activity_view(activity),
        at=_local(workshop, opened),
        clock=f"{seconds // 60}:{seconds % 60:02}",
        seconds=seconds,
        over=over,
        way_out=way_out,
        answered=sum(by_channel.values()),
        said=sum(n for state, n in said.items() if state != "withdrawn"),
        shown=said.get("released", 0),
        bars=[
            ChannelBar(each, by_channel.get(each, 0), max(joined[each], by_channel.get(each, 0)))
            for each in CHANNELS
            if joined.get(each)
        ],
        secret=_secret(activity),
        views=_views(activity),
    )


def _views(activity: Activity) -> list[tuple[str, str, bool]]:
    """Return the views of a shown result, and which of them is on the screen."""
    views = views_of(activity) if activity.shown else ()
    return [(key, title, key == view_of(activity)) for key, title in views]


def _secret(activity: Activity) -> Sentence | None:
    """Return the result of a closed vote that is not shown: only the desk sees it."""
    secret = kind_of(activity.kind).collects == "ballot" and not activity.shown
    if not secret or activity.state != "closed":
        return None
    return result_of(db.session(), activity).headline


def _ends(activity: Activity) -> datetime:
    """Return when an activity should be over."""
    return (activity.opened_at or clock.now()) + timedelta(minutes=activity.minutes)


def _over(workshop: Workshop, activity: Activity) -> tuple[Sentence | None, Sentence | None]:
    """Say how far over an open activity is, and what still keeps to the time."""
    late = (clock.now() - _ends(activity)).total_seconds()
    if activity.state != "open" or late < 60:
        return None, None
    minutes = int(late // 60)
    over = count("%(n)s minute over.", "%(n)s minutes over.", minutes)
    following = next((each for each in workshop.activities if _is_later(workshop, each)), None)
    if following is None or following.minutes - minutes < 1:
        return over, None
    ends = _local(workshop, _ends(activity) + timedelta(minutes=following.minutes))
    way_out = say(
        "Close now, and “%(next)s” of %(n)s minutes still ends at %(time)s.",
        next=following.title,
        n=following.minutes - minutes,
        time=f"{ends:%H:%M}",
    )
    return over, way_out


def _pace(workshop: Workshop, now: Now | None) -> tuple[Sentence, bool]:
    """Say whether the evening keeps its time."""
    if workshop.ended_at is not None:
        return say("ended"), False
    if now is None:
        starts = _local(workshop, workshop.starts_at)
        return say("starts at %(time)s", time=f"{starts:%H:%M}"), False
    planned = now.activity.planned
    late = int((now.at - planned).total_seconds() // 60)
    if now.over is not None:
        return now.over, True
    if late >= 2:
        return count("%(n)s minute late", "%(n)s minutes late", late), True
    return say("on time"), False


def _waited(since: datetime) -> Sentence:
    """Say how long the oldest has waited."""
    seconds = int((clock.now() - since).total_seconds())
    if seconds < 60:
        return say("longest %(s)s s", s=max(0, seconds))
    return say("longest %(m)s min %(s)s s", m=seconds // 60, s=seconds % 60)


def _local(workshop: Workshop, moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(workshop.consultation.time_zone))
