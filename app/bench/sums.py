"""What notes add up to: hot spots, clusters, all sums, and the screen with 5,000 notes."""

import random
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.bench.room import Room, at_home
from app.bench.setting import Readings, Setting
from app.edge import save
from app.extensions import db
from workshops import answers, joining, stage
from workshops.methods.clusters import clusters
from workshops.methods.gathering import hot_spots, shares
from workshops.methods.geodesy import Point
from workshops.methods.spatial import bounds_of
from workshops.models import Activity, Attendee
from workshops.sums import sums_of

NOTES, MANY = 5000, 50_000
RADIUS_M = 8.0
WIDE_M, HIGH_M = 100.0, 60.0
SEED = 20_120_601
FEELINGS = ("like", "dislike", "idea", "")


def measure(setting: Setting) -> Readings:
    """Measure the processor's seconds: the methods alone, then in a room with 5,000 notes."""
    some, many = crowd(NOTES), crowd(MANY)
    weights = shares([n % (NOTES // 5) for n in range(NOTES)])
    found: Readings = {
        "spots_s": _processor_s(lambda: hot_spots(some, RADIUS_M, weights=weights)),
        "clusters_s": _processor_s(lambda: clusters(some, RADIUS_M)),
        "clusters_many_s": _processor_s(lambda: clusters(many, RADIUS_M)),
    }
    with TemporaryDirectory(prefix="torg-bench-") as name:
        folder = Path(name) / "instance"
        shutil.copytree(setting.room.instance, folder)
        with at_home(folder) as app:
            return found | _in_the_room(app, setting.room)


def crowd(n: int) -> list[Point]:
    """Return places of which two thirds lie close together, the same each time."""
    chance = random.Random(SEED)  # noqa: S311 - made-up places, no secret
    spread = [(chance.uniform(0, WIDE_M), chance.uniform(0, HIGH_M)) for _ in range(n)]
    close = [(chance.gauss(30, 6), chance.gauss(30, 6)) for _ in range(n)]
    return [close[i] if i % 3 else spread[i] for i in range(n)]


def _in_the_room(app: Flask, room: Room) -> Readings:
    session = db.session()
    notes = _notes(session, room)
    client, address = app.test_client(), f"/s/{notes.workshop.screen_token}/scene"
    client.get(address)
    activity = db.session.get_one(Activity, notes.id)
    return {
        "screen_notes_ms": 1000 * min(_processor_s(lambda: client.get(address)) for _ in range(3)),
        "sums_s": _processor_s(lambda: sums_of(db.session(), activity)),
    }


def _notes(session: Session, room: Room) -> Activity:
    """Put 5,000 notes of everybody in the room on the plan, released and shown."""
    workshop = joining.find_workshop(session, room.code)
    notes = next(each for each in workshop.activities if each.kind == "map_notes")
    stage.open_activity(session, notes)
    west, south, east, north = bounds_of(workshop.consultation.square.outline or {})
    people = session.scalars(select(Attendee.id).where(Attendee.workshop_id == workshop.id)).all()
    first = answers.next_number(session, workshop.consultation_id, NOTES)
    answers.take_contributions(
        session,
        [
            {
                "consultation_id": workshop.consultation_id,
                "activity_id": notes.id,
                "attendee_id": people[n % len(people)],
                "number": first + n,
                "text": "A bench out of the wind",
                "geometry": _point(west + x * (east - west), south + y * (north - south)),
                "details": {"feeling": FEELINGS[n % len(FEELINGS)]},
                "state": "released",
                "channel": "phone",
                "key": f"bench{n}",
                "received_at": notes.opened_at,
            }
            for n, (x, y) in enumerate((x / WIDE_M, y / HIGH_M) for x, y in crowd(NOTES))
        ],
    )
    save()
    return session.get_one(Activity, notes.id)


def _point(lon: float, lat: float) -> dict[str, object]:
    return {"type": "Point", "coordinates": [round(lon, 7), round(lat, 7)]}


def _processor_s(work: Callable[[], object]) -> float:
    """Return the processor's seconds that it takes, whatever else the machine does."""
    began = time.process_time()
    work()
    return round(time.process_time() - began, 3)
