"""The demo: Karl-Marx-Platz, Berlin. The square is real; people, ideas and votes are made up.

Two evenings: one that is over, with results, so that a brief can be printed, and one tonight
with its doors open. Everything goes through the same verbs as in a real room.
"""

import gzip
import math
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.demo import planned, words
from app.demo.design import design, require
from app.extensions import db
from workshops import answers, clock, moderation, planning, stage
from workshops.activities.result import HEART
from workshops.basemap import Frame, build
from workshops.methods.zones import cut
from workshops.models import Activity, Attendee, Consultation, Contribution, Workshop
from workshops.osm import read_osm

SLUG = "karl-marx-platz"
EXTRACT = Path(__file__).parent / "karl-marx-platz.osm.gz"
PEOPLE = {"phone": 41, "table": 12, "paper": 11}


def load_demo(*, designed: bool = True) -> Workshop:
    """Load the demo unless it is there; return the evening whose doors are open.

    Unless it is `designed`, planners have written their requirements and nothing more.
    """
    session = db.session()
    found = session.scalar(select(Consultation).where(Consultation.slug == SLUG))
    if found is None:
        found = _consultation()
        _past(found)
        if designed:
            design(found)
        _tonight(found)
    return found.workshops[-1]


def _consultation() -> Consultation:
    session = db.session()
    made = planning.new_consultation(session, "Karl-Marx-Platz", town="Berlin")
    made.prefix = "KMP"
    made.is_example, made.time_zone = True, "Europe/Berlin"
    made.goal = "People stay on Karl-Marx-Platz in every season, not only on market days."
    made.promise = "Your concerns are worked into the drawings, or you are told why not."
    made.influence = "involve"
    made.is_open = "Seats, light, water, play, planting, how the market stands."
    made.is_fixed = "The bus stop, the trees, access for the fire service, 1.2 million euros."
    made.decided_by, made.decision = (
        "The district council",
        ("Adopt the requirements as the brief for the design of Karl-Marx-Platz."),
    )
    today = clock.now().date()
    made.decide_on, made.answer_by = today + timedelta(days=120), today + timedelta(days=90)
    made.delete_on = today + timedelta(days=365)
    made.conflicts, made.not_settled = list(words.CONFLICTS), list(words.NOT_SETTLED)
    made.next_steps = list(words.NEXT_STEPS)
    _draw_square(made)
    session.flush()
    return made


def _draw_square(made: Consultation) -> None:
    """Take outline and base map from the real extract, and cut the outline into three zones."""
    extract = read_osm(BytesIO(gzip.decompress(EXTRACT.read_bytes())))
    mapped = next(each for each in extract.squares() if each.name == "Karl-Marx-Platz")
    square = made.square
    outline = dict(mapped.outline)
    square.outline, square.basemap = outline, build(extract, outline)
    square.zones = [
        {"letter": letter, "name": name, "polygon": polygon}
        for letter, name, polygon in zip(
            "ABC", ("West", "Fountain and market", "East"), cut(outline, 3), strict=True
        )
    ]
    frame = _frame(made)
    square.landmarks = [
        {"name": name, "lon": lon, "lat": lat}
        for name, (lon, lat) in (
            ("Fountain", frame.to_lonlat(85.7, 83.5)),
            ("Market", frame.to_lonlat(97.9, 80.4)),
            ("Bus stop", frame.to_lonlat(45.4, 37.3)),
        )
    ]


def _frame(made: Consultation) -> Frame:
    return Frame.from_json((made.square.basemap or {})["frame"])


def _past(made: Consultation) -> None:
    """The evening that is over: ideas with hearts, notes on the plan, a vote, requirements."""
    session = db.session()
    evening = planning.new_workshop(
        session,
        made,
        "Opening evening",
        starts_at=_at(-14, 17),
        minutes=150,
        place="The library on the square",
    )
    evening.announced = "Posters on the square, the school’s newsletter, the market stalls."
    people = {channel: _join(evening, channel, n) for channel, n in PEOPLE.items()}
    evening.present = 71
    ideas = planning.add_activity(
        session,
        evening,
        "ideas",
        "20 ideas in 20 minutes",
        question="What would bring you here on a dark January evening?",
        minutes=20,
    )
    notes = planning.add_activity(
        session,
        evening,
        "map_notes",
        "Where should it happen?",
        question="Where should it happen?",
        minutes=25,
    )
    vote = planning.add_activity(
        session,
        evening,
        "dot_vote",
        "What matters most in winter?",
        question="What matters most on the square in winter?",
        minutes=15,
        settings={
            "options": [
                {"key": str(n), "label": label} for n, label in enumerate(words.OPTIONS, start=1)
            ]
        },
    )
    about = planning.add_activity(
        session,
        evening,
        "about_you",
        "About you",
        minutes=5,
        settings={"relation": False, "district": False},
    )
    _say_ideas(ideas, people)
    _put_notes(notes, people)
    _vote(vote, people)
    _tell_about(about, people)
    stage.end(session, evening, "demo")
    evening.ended_at = evening.starts_at + timedelta(minutes=150)
    require(made, vote)


def _at(days: int, hour: int) -> datetime:
    day = clock.now() + timedelta(days=days)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


def _join(workshop: Workshop, channel: str, n: int) -> list[int]:
    """Let n made-up attendees in."""
    made = [
        Attendee(
            workshop_id=workshop.id,
            channel=channel,
            slip=f"{channel}-{i}" if channel != "phone" else None,
            joined_at=clock.now(),
        )
        for i in range(n)
    ]
    db.session.add_all(made)
    db.session.flush()
    return [attendee.id for attendee in made]


def _send(activity: Activity, attendee: int, payload: dict[str, Any]) -> int:
    return answers.submit(db.session(), activity.id, attendee, payload, secrets.token_hex(8)).number


def _say_ideas(activity: Activity, people: dict[str, list[int]]) -> None:
    session = db.session()
    stage.open_activity(session, activity, "demo")
    everybody = [each for channel in people.values() for each in channel]
    for i, (text, category, channel, hearts) in enumerate(words.IDEAS):
        writer = people[channel][i % len(people[channel])]
        number = _send(activity, writer, {"text": text, "category": category, "place": ""})
        moderation.decide(session, _said(activity, number), "released", who="demo")
        for k in range(hearts):
            fan = everybody[(i * 5 + k * 3) % len(everybody)]
            answers.react(session, activity.id, fan, number, HEART, f"{number} {k}")
    stage.close(session, activity, "demo")


def _said(activity: Activity, number: int) -> Contribution:
    return db.session.scalars(
        select(Contribution).where(
            Contribution.activity_id == activity.id, Contribution.number == number
        )
    ).one()


def _put_notes(activity: Activity, people: dict[str, list[int]]) -> None:
    """Put notes round the places where they gather, on a sunflower spiral."""
    session = db.session()
    stage.open_activity(session, activity, "demo")
    everybody = [each for channel in people.values() for each in channel]
    frame = _frame(activity.workshop.consultation)
    for i, (category, x, y, text) in enumerate(_spots()):
        lon, lat = frame.to_lonlat(x, y)
        payload = {"text": text, "category": category, "lon": lon, "lat": lat, "place": ""}
        number = _send(activity, everybody[i % 52], payload)
        moderation.decide(session, _said(activity, number), "released", who="demo")
    for k, text in enumerate(words.NO_PLACE):
        number = _send(activity, everybody[-1 - k], {"text": text, "category": "", "place": "none"})
        moderation.decide(session, _said(activity, number), "released", who="demo")
    stage.close(session, activity, "demo")


def _spots() -> Iterator[tuple[str, float, float, str]]:
    for category, x, y, n, spread, text in words.NOTES:
        for k in range(n):
            far, turn = spread * math.sqrt(k / n), k * 2.4
            yield (
                category,
                x + far * math.cos(turn) * 1.3,
                y + far * math.sin(turn) * 0.8,
                (text if k == 0 else ""),
            )
    text, x, y = words.OUTSIDE
    yield "routes", x, y, text


def _vote(activity: Activity, people: dict[str, list[int]]) -> None:
    session = db.session()
    stage.open_activity(session, activity, "demo")
    voters = {channel: iter(ids) for channel, ids in people.items()}
    for channel, n, dots in words.BALLOTS:
        chosen = {("keep" if key == 7 else str(key)): put for key, put in dots.items()}
        for _ in range(n):
            _send(activity, next(voters[channel]), {"dots": chosen})
    stage.close(session, activity, "demo")
    stage.show(session, activity, "demo")


def _tell_about(activity: Activity, people: dict[str, list[int]]) -> None:
    """Let all but two tell their age; where they live stays unknown."""
    session = db.session()
    stage.open_activity(session, activity, "demo")
    everybody = iter([each for channel in people.values() for each in channel])
    for band, n in enumerate(planned.AGES, start=1):
        for _ in range(n):
            _send(activity, next(everybody), {"age": str(band)})
    stage.close(session, activity, "demo")


def _tonight(made: Consultation) -> None:
    """The evening whose doors are open, its agenda ready."""
    session = db.session()
    soon = clock.now().replace(second=0, microsecond=0) + timedelta(minutes=10)
    evening = planning.new_workshop(
        session,
        made,
        "Theme evening: Seasons",
        starts_at=soon,
        minutes=150,
        place="The library on the square",
    )
    evening.wifi_name, evening.wifi_password = "Torg", "felles-bord"
    add = planning.add_activity
    add(
        session,
        evening,
        "slide",
        "Welcome, promise, what is fixed",
        minutes=10,
        settings={
            "words": "Your concerns are worked into the drawings, or you are told why not.",
            "look_up": "We begin together.",
        },
    )
    ideas = add(
        session,
        evening,
        "ideas",
        "20 ideas in 20 minutes",
        minutes=20,
        question="What would bring you here on a dark January evening?",
    )
    add(
        session,
        evening,
        "slide",
        "Soup break",
        minutes=20,
        settings={
            "words": "Soup is served.",
            "look_up": "Soup is served.",
            "minutes": 20,
        },
    )
    add(
        session,
        evening,
        "map_notes",
        "Where should it happen?",
        minutes=25,
        question="Where should it happen?",
    )
    add(
        session,
        evening,
        "dot_vote",
        "What matters most in winter?",
        minutes=15,
        question="What matters most on the square in winter?",
        settings={"source": ideas.id},
    )
    add(
        session,
        evening,
        "slide",
        "What happens next",
        minutes=10,
        settings={
            "words": "The parks office answers every requirement by 15 January.",
            "look_up": "Thank you for today.",
        },
    )
