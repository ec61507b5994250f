"""An evening that is under way: said, released and voted with the same verbs as in a room."""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from app.databases import prepare, to_write
from app.demo import words
from workshops import answers, clock, ground_picture, joining, moderation, stage
from workshops.activities import kind_of
from workshops.basemap import Frame
from workshops.models import Activity, Attendee, Contribution, Workshop
from workshops.news import settle

ROOM = {"phone": 41, "table": 12, "paper": 11}
#: Every third idea is still waiting at the desk.
WAITING = (9, 10, 11)


@contextmanager
def hand_on(folder: Path, url: str = "") -> Iterator[Session]:
    """Work on a data folder beside its server, as a command does; one transaction."""
    engine = create_engine(url or f"sqlite:///{folder / 'torg.db'}")
    prepare(engine)
    with Session(engine.execution_options(**to_write(engine)), expire_on_commit=False) as session:
        yield session
        settle(session)
        session.commit()
    engine.dispose()


def tonight(session: Session) -> Workshop:
    """The workshop whose doors are open."""
    return session.scalars(select(Workshop).order_by(Workshop.id.desc()).limit(1)).one()


def of_kind(workshop: Workshop, kind: str) -> Activity:
    """The first activity of a kind on its agenda."""
    return next(each for each in workshop.activities if each.kind == kind)


def put_on(folder: Path, kind: str, *, state: str = "open", shown: bool = False) -> None:
    """Put one activity on the stage, whatever was there."""
    with hand_on(folder) as session:
        workshop = tonight(session)
        activity = of_kind(workshop, kind)
        workshop.ended_at = None
        stage.open_activity(session, activity)
        if state == "closed":
            stage.close(session, activity)
        if shown:
            stage.show(session, activity)


def put_notes(folder: Path, **asked: object) -> None:
    """Open the notes on the plan with the settings of a new one and these; 50 notes each."""
    with hand_on(folder) as session:
        notes = of_kind(tonight(session), "map_notes")
        notes.settings = kind_of("map_notes").defaults() | {"notes": 50} | asked
    put_on(folder, "map_notes")


def put_vote(folder: Path) -> None:
    """Open the vote on two written lines."""
    with hand_on(folder) as session:
        vote = of_kind(tonight(session), "dot_vote")
        lines = [{"key": "1", "label": "A fire"}, {"key": "2", "label": "Warm seats"}]
        vote.settings = vote.settings | {"source": None, "options": lines}
        stage.open_activity(session, vote)


def close_long_ago(folder: Path) -> None:
    """Close what is open, and let the grace for answers on their way pass."""
    with hand_on(folder) as session:
        activity = tonight(session).current
        stage.close(session, activity)
        activity.closed_at = clock.now() - 2 * stage.GRACE


def put_long_lines(folder: Path) -> None:
    """Show the vote with the longest lines that people write."""
    put_on(folder, "dot_vote", state="closed", shown=True)
    with hand_on(folder) as session:
        vote = of_kind(tonight(session), "dot_vote")
        texts = sorted((text for text, *_ in words.IDEAS), key=len, reverse=True)
        vote.settings = vote.settings | {
            "options": [
                option | {"label": text}
                for option, text in zip(vote.settings["options"], texts, strict=False)
            ]
        }


def put_short_lines(folder: Path) -> None:
    """Show the vote with lines as the demo has them."""
    put_on(folder, "dot_vote", state="closed", shown=True)
    with hand_on(folder) as session:
        vote = of_kind(tonight(session), "dot_vote")
        lines = [*words.OPTIONS, "Keep it as it is"]
        vote.settings = vote.settings | {
            "options": [
                option | {"label": text}
                for option, text in zip(vote.settings["options"], lines, strict=True)
            ]
        }


def put_scene(folder: Path, scene: str) -> None:
    """Put doors, thanks or the activity on the screen."""
    with hand_on(folder) as session:
        workshop = tonight(session)
        workshop.ended_at = None
        stage.set_scene(session, workshop, scene)


def put_light(folder: Path, *, dark: bool) -> None:
    """Make the room dark or light."""
    with hand_on(folder) as session:
        stage.set_dark(session, tonight(session), dark=dark)


def put_stops(folder: Path) -> None:
    """Give the square two stops and a route."""
    with hand_on(folder) as session:
        square = tonight(session).consultation.square
        frame = Frame.from_json(square.basemap["frame"])
        fountain, market, end = (frame.to_lonlat(x, y) for x, y in ((86, 84), (98, 80), (120, 70)))
        square.stops = [
            {"key": "s1", "name": "Fountain", "lon": fountain[0], "lat": fountain[1]},
            {"key": "s2", "name": "By the market", "lon": market[0], "lat": market[1]},
        ]
        square.routes = [{"key": "r1", "name": "East", "line": [*map(list, (fountain, end))]}]


def put_plan(folder: Path) -> None:
    """Upload a plan that lies nowhere yet: nothing that others see changes."""
    out = BytesIO()
    Image.new("RGB", (400, 300), "white").save(out, "JPEG")
    sha256 = hashlib.sha256(out.getvalue()).hexdigest()
    (folder / "photos").mkdir(exist_ok=True)
    (folder / "photos" / f"{sha256}.jpg").write_bytes(out.getvalue())
    with hand_on(folder) as session:
        ground_picture.take(
            session,
            tonight(session).consultation,
            sha256=sha256,
            size=(400, 300),
            name="plan.jpg",
            source="Hamar kommune",
            licence="CC BY 4.0",
        )


def put_end(folder: Path) -> None:
    """End the evening; any other of these verbs takes that back."""
    with hand_on(folder) as session:
        stage.end(session, tonight(session))


def return_last(folder: Path) -> None:
    """Give the newest contribution back to its writer, with a reason."""
    with hand_on(folder) as session:
        newest = select(Contribution).order_by(Contribution.id.desc()).limit(1)
        moderation.decide(session, session.scalars(newest).one(), "returned", reason="name")


def seed(folder: Path) -> None:
    """Fill the evening: 64 people, ideas, notes on the plan, a vote with written lines."""
    with hand_on(folder) as session:
        workshop = tonight(session)
        people = {channel: _join(session, workshop, channel, n) for channel, n in ROOM.items()}
        joining.count_heads(session, workshop, sum(ROOM.values()))
        _say(session, of_kind(workshop, "ideas"), people)
        _note(session, of_kind(workshop, "map_notes"), people)
        _vote(session, of_kind(workshop, "dot_vote"), people)


def release_last(folder: Path) -> None:
    """Release the newest contribution."""
    with hand_on(folder) as session:
        newest = select(Contribution).order_by(Contribution.id.desc()).limit(1)
        moderation.decide(session, session.scalars(newest).one(), "released")


def _join(session: Session, workshop: Workshop, channel: str, n: int) -> list[int]:
    made = [
        Attendee(workshop_id=workshop.id, channel=channel, joined_at=clock.now()) for _ in range(n)
    ]
    session.add_all(made)
    session.flush()
    return [each.id for each in made]


def _send(session: Session, activity: Activity, person: int, payload: dict) -> Contribution | None:
    receipt = answers.submit(session, activity.id, person, payload, secrets.token_hex(8))
    return session.scalar(
        select(Contribution).where(
            Contribution.activity_id == activity.id, Contribution.number == receipt.number
        )
    )


def _say(session: Session, activity: Activity, people: dict[str, list[int]]) -> None:
    stage.open_activity(session, activity)
    for nth, (text, category, channel, _hearts) in enumerate(words.IDEAS[:12]):
        person = people[channel][nth % len(people[channel])]
        said = _send(session, activity, person, {"text": text, "category": category, "place": ""})
        if nth not in WAITING:
            moderation.decide(session, said, "released")


def _note(session: Session, activity: Activity, people: dict[str, list[int]]) -> None:
    stage.open_activity(session, activity)
    frame = Frame.from_json(activity.workshop.consultation.square.basemap["frame"])
    everybody = [person for ids in people.values() for person in ids]
    for nth, (category, x, y, n, spread, text) in enumerate(words.NOTES):
        for k in range(min(n, 3)):
            lon, lat = frame.to_lonlat(x + spread * (k - 1), y + spread * (k - 1) / 2)
            place = {"lon": lon, "lat": lat, "place": ""}
            payload = {"text": text, "category": category} | place
            said = _send(session, activity, everybody[(nth * 3 + k) % 64], payload)
            moderation.decide(session, said, "released")


def _vote(session: Session, activity: Activity, people: dict[str, list[int]]) -> None:
    lines = [{"key": str(n), "label": label} for n, label in enumerate(words.OPTIONS, start=1)]
    activity.settings = activity.settings | {"source": None, "options": lines}
    stage.open_activity(session, activity)
    voters = {channel: iter(ids) for channel, ids in people.items()}
    for channel, n, dots in words.BALLOTS:
        chosen = {("keep" if key == 7 else str(key)): put for key, put in dots.items()}
        for _ in range(n):
            _send(session, activity, next(voters[channel]), {"dots": chosen})
