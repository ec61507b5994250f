"""The one way out: what an activity came to, as its kind counts it."""

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshops.activities import kind_of
from workshops.activities.result import AGREE, DISAGREE, HEART, Answer, Result
from workshops.answers import payload_of
from workshops.basemap import Frame
from workshops.leads import PUBLIC
from workshops.methods.drawings import middle_of
from workshops.methods.spatial import grid_of, inside, places_of
from workshops.models import Activity, Attendee, Ballot, Contribution
from workshops.reactions import reactions_of

#: What a kind is given of a contribution: columns, since thousands of objects take long to make.
SAID = (
    Contribution.id,
    Contribution.merged_into_id,
    Contribution.attendee_id,
    Contribution.number,
    Contribution.channel,
    Contribution.state,
    Contribution.text,
    Contribution.category,
    Contribution.place,
    Contribution.geometry,
    Contribution.details,
    Attendee.people,
)


def result_of(session: Session, activity: Activity) -> Result:
    """Count an activity. Contributions count when released; nothing held is in a result."""
    kind = kind_of(activity.kind)
    return kind.tally(activity.settings, answers_of(session, activity))


def public_result(session: Session, activity: Activity) -> Result | None:
    """Return the result if the room may see it: what is shown, and of words what is released."""
    return result_of(session, activity) if activity.shown else None


def is_out(activity: Activity) -> bool:
    """Whether files may hold it: closed, and a vote was shown or its workshop has ended."""
    collects = kind_of(activity.kind).collects
    if activity.state != "closed" or collects == "nothing":
        return False
    return collects == "contribution" or activity.shown or activity.workshop.ended_at is not None


def is_secret(activity: Activity) -> bool:
    """Whether this is a vote that nobody may see yet."""
    return kind_of(activity.kind).collects == "ballot" and not is_out(activity)


def answers_of(session: Session, activity: Activity) -> list[Answer]:
    """Return the answers of an activity as its kind sees them."""
    if kind_of(activity.kind).collects == "ballot":
        return _ballots(session, activity)
    return _contributions(session, activity)


def _ballots(session: Session, activity: Activity) -> list[Answer]:
    rows = session.execute(
        select(Ballot.attendee_id, Ballot.channel, Ballot.payload, Attendee.people)
        .join(Attendee, Attendee.id == Ballot.attendee_id)
        .where(Ballot.activity_id == activity.id)
        .order_by(Ballot.id)
    )
    return [
        Answer(attendee, channel, payload, people) for attendee, channel, payload, people in rows
    ]


def _contributions(session: Session, activity: Activity) -> list[Answer]:
    """Return released contributions with what others say of them and where they are, in words.

    What was merged is in its lead.
    """
    rows = session.execute(
        select(*SAID)
        .join(Attendee, Attendee.id == Contribution.attendee_id)
        .where(Contribution.activity_id == activity.id, Contribution.state.in_(PUBLIC))
        .order_by(Contribution.number)
    ).all()
    reactions = reactions_of(session, activity.id)
    surroundings = Surroundings(activity)
    found = {
        each.id: Answer(
            attendee=each.attendee_id,
            channel=each.channel,
            payload=surroundings.enrich(payload_of(each)),
            people=each.people,
            number=each.number,
            state=each.state,
            hearts=reactions[each.number][HEART],
            agree=reactions[each.number][AGREE],
            disagree=reactions[each.number][DISAGREE],
        )
        for each in rows
    }
    return _under_leads(found, {each.id: each.merged_into_id for each in rows})


def _under_leads(found: Mapping[int, Answer], into: Mapping[int, int | None]) -> list[Answer]:
    """Put what was merged into its lead, both by id and in the order given."""
    same: dict[int, list[Answer]] = {}
    for key, lead in into.items():
        if lead is not None:
            same.setdefault(lead, []).append(found[key])
    return [
        replace(each, same=tuple(same[key])) if key in same else each
        for key, each in found.items()
        if into[key] is None
    ]


class Surroundings:
    """What turns a stored place into words: categories, outline, zones and grid."""

    def __init__(self, activity: Activity) -> None:
        consultation = activity.workshop.consultation
        square = consultation.square
        self.categories = {each["key"]: each["name"] for each in consultation.categories}
        frame = square.basemap["frame"] if square.basemap else None
        self.places = _places_on(json.dumps([square.outline, square.zones, frame]))

    def enrich(self, payload: Mapping[str, Any]) -> dict[str, Any]:
        """Add the category's name, whether the place is inside, and the place in words."""
        found = dict(payload)
        found["category_name"] = self.categories.get(found.get("category", ""), "")
        if next(places_of(found.get("geometry")), None) is None:
            return found
        is_inside, where = self.places.around(found["geometry"])
        if is_inside is not None:
            found["inside"] = is_inside
        if not found.get("place"):
            found["place"] = where
        return found


@lru_cache(maxsize=16)
def _places_on(square: str) -> "Places":
    return Places(*json.loads(square))


class Places:
    """Where points lie on a square. Each is worked out once: results are counted often."""

    def __init__(self, outline: Any, zones: Any, frame: Any) -> None:
        self.outline, self.zones = outline, zones
        self.frame = Frame.from_json(frame) if frame else None
        self.grid = None
        if self.frame is not None and outline is not None:
            self.grid = grid_of(self.frame, outline)
        self.of = lru_cache(maxsize=20_000)(self._of)

    def around(self, geometry: Mapping[str, Any]) -> tuple[bool | None, str]:
        """Return the same for a line or an area: within if any corner is, where its middle is."""
        is_inside, where = self.of(*middle_of(geometry))
        if is_inside is False:
            is_inside = any(self.of(lon, lat)[0] for lon, lat in places_of(geometry))
        return is_inside, where

    def _of(self, lon: float, lat: float) -> tuple[bool | None, str]:
        """Return whether the point is within the outline, if there is one, and where in words."""
        is_inside = inside(lon, lat, self.outline) if self.outline is not None else None
        return is_inside, self._where(lon, lat)

    def _where(self, lon: float, lat: float) -> str:
        """Return "B, C4": the zone's letter and the grid square, as far as there are any."""
        zone = next((z["letter"] for z in self.zones if inside(lon, lat, z["polygon"])), "")
        square = ""
        if self.grid is not None and self.frame is not None:
            square = self.grid.square_at(*self.frame.to_xy(lon, lat))
        return ", ".join(word for word in (zone, square) if word)
