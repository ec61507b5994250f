"""What moderators see of what was said, and of what was done with it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.contexts import Category
from app.desk.contexts import Item, LogLine
from app.extensions import db
from app.views import categories_of
from workshops import leads, merging, moderation, undoing
from workshops.activities import kind_of
from workshops.activities.map_notes import FEELINGS
from workshops.models import Activity, Attendee, Contribution, LogEntry, Photo, Workshop
from workshops.words import Sentence, mark, say

#: What a flag means, by key.
FLAGS = {"number": mark("a number"), "address": mark("an address")}

#: Verbs of the log, as they are said of a contribution or a workshop.
VERBS = {
    "released": mark("released"),
    "returned": mark("returned"),
    "hidden": mark("hidden"),
    "held": mark("held back"),
    "sorted": mark("sorted"),
    "undid": mark("undone"),
    "opened": mark("opened"),
    "closed": mark("closed"),
    "shown": mark("shown"),
    "taken off": mark("taken off the screen"),
    "viewed": mark("shown in another view"),
    "put on the screen": mark("put on the screen"),
    "blanked": mark("blanked"),
    "unblanked": mark("brought back"),
    "ended": mark("ended"),
    "planned": mark("planned"),
}
SLIPS = {
    "asked for no slips": mark("votes ask for no slips"),
    "asked for slips": mark("votes ask for slips"),
    "freed a slip": mark("slip %(numbers)s freed"),
    "issued slips": mark("slips %(numbers)s issued"),
    "spoiled slips": mark("slips %(numbers)s spoiled"),
}
SCENES = {
    "doors": mark("the doors"),
    "activity": mark("the activity"),
    "thanks": mark("the thanks"),
}


def items_in(workshop: Workshop, state: str) -> list[Item]:
    """Return what is in a state, oldest first."""
    return items_of(workshop, moderation.in_state(db.session(), workshop, state))


def items_of(workshop: Workshop, rows: Sequence[Contribution]) -> list[Item]:
    """Return these as moderators see them, leads with all that was merged into them."""
    found = _plain(workshop, rows)
    parts = leads.parts_by_lead(db.session(), {row.activity_id for row in rows if _leads(row)})
    below = {part.id: part for some in parts.values() for part in some}
    shown = {each.id: each for each in _plain(workshop, list(below.values()))}
    people = _people([*rows, *below.values()]) if below else {}
    over = _leads_of(rows)
    merges = {each.id: kind_of(each.kind).merges for each in workshop.activities}
    return [
        replace(
            each,
            merges=merges[row.activity_id] and row.state in merging.MERGEABLE,
            parts=[shown[part.id] for part in parts.get(row.id, ())],
            said_by=_said_by((row, *parts[row.id]), people) if row.id in parts else 1,
            lead=over.get(row.merged_into_id or 0, 0),
        )
        for each, row in zip(found, rows, strict=True)
    ]


def _leads(row: Contribution) -> bool:
    return row.state == "released"


def _people(rows: Sequence[Contribution]) -> Mapping[int, int]:
    """Return who wrote these, each with how many sit at the device."""
    ids = {row.attendee_id for row in rows}
    found = db.session.execute(select(Attendee.id, Attendee.people).where(Attendee.id.in_(ids)))
    return dict(found.all())


def _said_by(rows: Sequence[Contribution], people: Mapping[int, int]) -> int:
    """Return how many different people wrote these."""
    return sum(people[writer] for writer in {row.attendee_id for row in rows})


def _leads_of(rows: Sequence[Contribution]) -> Mapping[int, int]:
    """Return the numbers of what these were merged into, by id."""
    ids = {row.merged_into_id for row in rows if row.merged_into_id}
    found = select(Contribution.id, Contribution.number).where(Contribution.id.in_(ids))
    return dict(db.session.execute(found).all()) if ids else {}


def _plain(workshop: Workshop, rows: Sequence[Contribution]) -> list[Item]:
    titles = {each.id: each.title for each in workshop.activities}
    symbols = {each.key: each for each in categories_of(workshop.consultation)}
    photos = _photos([row.photo_id for row in rows if row.photo_id])
    zone = ZoneInfo(workshop.consultation.time_zone)
    return [_item(row, titles, symbols, photos, zone) for row in rows]


def _photos(ids: list[int]) -> dict[int, str]:
    found = db.session.execute(select(Photo.id, Photo.sha256).where(Photo.id.in_(ids)))
    return {row.id: row.sha256 for row in found} if ids else {}


def _item(
    row: Contribution,
    titles: Mapping[int, str],
    symbols: Mapping[str, Category],
    photos: Mapping[int, str],
    zone: ZoneInfo,
) -> Item:
    return Item(
        id=row.id,
        number=row.number,
        text=row.text,
        channel=row.channel,
        at=row.received_at.astimezone(zone),
        flags=[FLAGS[flag] for flag in moderation.flags(row.text)],
        state=row.state,
        reason=row.reason,
        place=row.place,
        photo=photos.get(row.photo_id or 0, ""),
        activity=titles.get(row.activity_id, ""),
        category=symbols.get(row.category),
        feeling=dict(FEELINGS).get(row.details.get("feeling", ""), ""),
    )


def said_in(activity: Activity) -> Mapping[str, int]:
    """Return how many contributions of one activity are in each state."""
    rows = db.session.scalars(
        select(Contribution.state).where(Contribution.activity_id == activity.id)
    )
    counted: dict[str, int] = {}
    for state in rows:
        counted[state] = counted.get(state, 0) + 1
    return counted


def log_of(workshop: Workshop, most: int = 12) -> list[LogLine]:
    """Return the last lines of the log about a workshop, the newest first."""
    zone = ZoneInfo(workshop.consultation.time_zone)
    entries = undoing.entries(db.session(), workshop, most)
    return [LogLine(entry.at.astimezone(zone), line_of(entry)) for entry in entries]


def line_of(entry: LogEntry) -> Sentence:
    """Say what was done: "no. 143 released", "“Soup break” opened"."""
    return _step(entry) if undoing.is_step(entry) else _fate(entry)


TOGETHER = {
    merging.MERGED: mark("no. %(parts)s merged into no. %(n)s"),
    merging.APART: mark("no. %(parts)s taken out of no. %(n)s again"),
    merging.HANDED_ON: mark("no. %(n)s leads, since its lead was taken back"),
}


def _fate(entry: LogEntry) -> Sentence:
    if entry.verb in TOGETHER:
        parts = entry.details.get("reason", "")
        return say(TOGETHER[entry.verb], n=entry.subject, parts=parts)
    verb = say(VERBS.get(entry.verb, entry.verb))
    if entry.details.get("reason"):
        reason = say(entry.details["reason"])
        return say("no. %(n)s %(verb)s: %(reason)s", n=entry.subject, verb=verb, reason=reason)
    return say("no. %(n)s %(verb)s", n=entry.subject, verb=verb)


def _step(entry: LogEntry) -> Sentence:
    verb, details = say(VERBS.get(entry.verb, entry.verb)), entry.details
    if entry.verb == "undid":
        return say("last step undone")
    if entry.verb in SLIPS:
        return say(SLIPS[entry.verb], numbers=details.get("reason", ""))
    if details.get("title"):
        return say("“%(title)s” %(verb)s", title=details["title"], verb=verb)
    if details.get("scene") in SCENES:
        return say("%(scene)s %(verb)s", scene=say(SCENES[details["scene"]]), verb=verb)
    if entry.verb in ("blanked", "unblanked"):
        return say("screen %(verb)s", verb=verb)
    return say("workshop %(verb)s", verb=verb)
