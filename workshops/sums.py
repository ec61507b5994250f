"""What the notes of an activity add up to, from what is stored. Only what is released counts."""

import json
import re
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshops.activities import kind_of
from workshops.activities.result import Answer, all_said
from workshops.basemap import Frame
from workshops.methods.drawings import middle_of
from workshops.methods.spatial import grid_of, inside, places_of
from workshops.models import Activity, Contribution, Square
from workshops.results import answers_of
from workshops.sum_facts import Sums
from workshops.summing_ground import Note, ground_of
from workshops.summing_notes import sum_up
from workshops.summing_plan import Pair

#: The settings of an activity that its sums heed: pairs of categories, and a day.
OPPOSED, SPLIT_ON = "opposed", "split_on"
#: "zone B" is said, "B, C4" worked out; both name the zone B.
ZONE = re.compile(r"(?:zone )?([A-Z])(?:, .*)?")


def sums_of(session: Session, activity: Activity) -> Sums | None:
    """Return the sums; None for what is no contribution, or where nobody named a place."""
    if kind_of(activity.kind).collects != "contribution":
        return None
    square, asked = activity.workshop.consultation.square, activity.settings
    opposed = tuple((one, other) for one, other in asked.get(OPPOSED) or ())
    day = asked.get(SPLIT_ON) or ""
    early = _numbers_before(session, activity, date.fromisoformat(day)) if day else frozenset()
    return sums_on(square, answers_of(session, activity), opposed, day, early)


def _numbers_before(session: Session, activity: Activity, day: date) -> frozenset[int]:
    """Return the numbers of what was received before that day, which begins at local midnight."""
    zone = ZoneInfo(activity.workshop.consultation.time_zone)
    midnight = datetime.combine(day, time(), zone).astimezone(UTC)
    found = session.scalars(
        select(Contribution.number).where(
            Contribution.activity_id == activity.id, Contribution.received_at < midnight
        )
    )
    return frozenset(found)


def sums_on(
    square: Square,
    answers: Sequence[Answer],
    opposed: Sequence[Pair] = (),
    day: str = "",
    early: Collection[int] = (),
) -> Sums | None:
    """Return the sums of answers on a square."""
    frame = Frame.from_json(square.basemap["frame"]) if square.basemap else None
    where = _Where(square, frame)
    notes = [_note(each, where, early) for each in all_said(answers)]
    if not any(each.spot or each.zone for each in notes):
        return None
    stored = square.basemap["frame"] if square.basemap else None
    ground = [square.outline, square.zones, square.landmarks, stored]
    # Note by note: in one piece nobody else in this process would get a turn.
    rows = tuple(json.dumps(vars(each)) for each in notes)
    return _summed(json.dumps([ground, opposed, day]), rows)


@lru_cache(maxsize=16)
def _summed(asked: str, rows: tuple[str, ...]) -> Sums | None:
    """Add up, once for each state of the notes and the square: it takes a second for thousands."""
    (outline, zones, landmarks, stored), opposed, day = json.loads(asked)
    frame = Frame.from_json(stored) if stored else None
    told = [json.loads(row) for row in rows]
    notes = [Note(**row | {"spot": row["spot"] and tuple(row["spot"])}) for row in told]
    ground = ground_of(outline, zones, landmarks, frame, notes)
    pairs = [(one, other) for one, other in opposed]
    return sum_up(notes, ground, pairs, day) if ground else None


def _note(answer: Answer, where: "_Where", early: Collection[int]) -> Note:
    said, is_part = answer.payload, answer.state == "merged"
    geometry = said.get("geometry")
    return Note(
        person=answer.attendee,
        people=answer.people,
        number=answer.number,
        channel=answer.channel,
        category=said.get("category", ""),
        feeling=said.get("feeling", ""),
        geometry=geometry,
        spot=middle_of(geometry) if geometry else None,
        zone=where.zone(said.get("place", "")),
        inside=said.get("inside"),
        set_aside=bool(said.get("set_aside")),
        agree=0 if is_part else answer.agree,  # its lead has it
        disagree=0 if is_part else answer.disagree,
        early=answer.number in early,
    )


class _Where:
    """The zone that words for a place lie in, each worked out once."""

    def __init__(self, square: Square, frame: Frame | None) -> None:
        self.zones = square.zones
        self.letters = {each["letter"] for each in square.zones}
        self.known: dict[str, str] = {}
        for each in square.landmarks:
            self.known[each["name"]] = self._at(each["lon"], each["lat"])
        if frame is not None and square.outline is not None and next(places_of(square.outline), 0):
            grid = grid_of(frame, square.outline)
            self.squares = {name: frame.to_lonlat(*grid.centre(name)) for name in grid.squares}
        else:
            self.squares = {}

    def zone(self, place: str) -> str:
        """Return a zone's letter for "zone B", "B, C4", "C4" or a landmark; "" for none."""
        if place not in self.known:
            self.known[place] = self._named(place)
        return self.known[place]

    def _named(self, place: str) -> str:
        found = ZONE.fullmatch(place)
        if found and found[1] in self.letters:
            return found[1]
        return self._at(*self.squares[place]) if place in self.squares else ""

    def _at(self, lon: float, lat: float) -> str:
        return next((_letter(z) for z in self.zones if inside(lon, lat, z["polygon"])), "")


def _letter(zone: Mapping[str, Any]) -> str:
    return str(zone["letter"])
