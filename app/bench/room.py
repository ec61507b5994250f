"""A room to measure in: the demo's evening with its vote open, and phones that are in already.

Made in a folder of its own by the verbs of the house, before a server is started on it. To let
5,000 phones in one page each would take longer than all the measuring; so each is joined by
`joining.join`, and its cookie signed as Flask signs it.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from flask import Flask, session
from flask.sessions import SecureCookieSessionInterface
from flask_login import login_user
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select

from app.access import Visitor
from app.bench.ballots import LINES, Dots
from app.bench.server import only
from app.demo import load_demo, words
from app.edge import save
from app.extensions import db
from app.factory import create_app
from app.migrating import bring_up_to_date
from config import load
from workshops import joining, keys, planning, stage, tokens
from workshops.models import Activity, Ballot, Workshop
from workshops.results import result_of


@dataclass(frozen=True)
class Key:
    """What opens a door: a cookie, and the token that forms carry."""

    cookie: str
    token: str
    attendee: int = 0


@dataclass(frozen=True)
class Room:
    """Where phones, screen and desk find what is open."""

    instance: Path
    slug: str
    code: str
    screen_token: str
    vote: int
    desk: Key
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def phones(self) -> Path:
        """The keys of the phones, for those who play them."""
        return self.instance / f"phones-{self.code}.json"

    def moved(self, instance: Path) -> "Room":
        """Return the same room in a copy of its folder."""
        return replace(self, instance=instance)


@contextmanager
def at_home(instance: Path, settings: Mapping[str, str] | None = None) -> Iterator[Flask]:
    """Open the application on that folder, beside the server that may run on it."""
    app = create_app(load(only(instance) | dict(settings or {})))
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()
            app.extensions["torg_writes"].stop()


def furnish(instance: Path, phones: int, settings: Mapping[str, str] | None = None) -> Room:
    """Load the demo, open its vote with written options, let the phones in."""
    with at_home(instance, settings) as app:
        bring_up_to_date(app)
        workshop = load_demo()
        vote = next(each for each in workshop.activities if each.kind == "dot_vote")
        vote.settings = {**vote.settings, "source": None, "options": _options()}
        return _opened(app, instance, vote, phones, dict(settings or {}))


def furnish_beside(room: Room, phones: int) -> Room:
    """Open a second vote, in a workshop of its own, with phones of its own."""
    with at_home(room.instance, room.settings) as app:
        session = db.session()
        consultation = joining.find_workshop(session, room.code).consultation
        workshop = planning.new_workshop(session, consultation, "The room beside")
        settings = {"options": _options()}
        vote = planning.add_activity(session, workshop, "dot_vote", "Vote", settings=settings)
        return _opened(app, room.instance, vote, phones, room.settings)


def _options() -> list[dict[str, str]]:
    lines = enumerate(words.OPTIONS[:LINES], start=1)
    return [{"key": str(n), "label": label} for n, label in lines]


def _opened(
    app: Flask, instance: Path, vote: Activity, phones: int, settings: dict[str, str]
) -> Room:
    """Open the vote and let the phones in; commits."""
    workshop = vote.workshop
    stage.open_activity(db.session(), vote)
    room = Room(
        instance=instance,
        slug=workshop.consultation.slug,
        code=workshop.code,
        screen_token=workshop.screen_token,
        vote=vote.id,
        desk=_desk(app),
        settings=settings,
    )
    everybody = [asdict(_phone(app, workshop)) for _ in range(phones)]
    save()
    room.phones.write_text(json.dumps(everybody), encoding="utf-8")
    return room


@contextmanager
def _visit(app: Flask) -> Iterator[None]:
    """Stand where a request stands; with a context of its own, since tokens are kept in it."""
    with app.app_context(), app.test_request_context():
        yield


def _phone(app: Flask, workshop: Workshop) -> Key:
    device = tokens.secret()
    attendee = joining.join(db.session(), workshop.id, workshop.code, device)
    with _visit(app):
        session["device"], session.permanent = device, True
        return _key(app, attendee)


def _desk(app: Flask) -> Key:
    """Return the key of an owner, as the one-time link gives it."""
    member = keys.use_link(db.session(), keys.new_link(db.session(), "owner"))
    with _visit(app):
        login_user(Visitor(member))
        return _key(app, 0)


def _key(app: Flask, attendee: int) -> Key:
    """Return the cookie of the session at hand."""
    token = generate_csrf()
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    if signer is None:
        raise RuntimeError("no secret key")
    return Key(f"torg={signer.dumps(dict(session))}", token, attendee)


@dataclass(frozen=True)
class Counted:
    """What the database and the tally hold of a vote, beside what was acknowledged."""

    ballots: int
    lost: int
    wrong: int


def compare(room: Room, acknowledged: Mapping[int, Dots]) -> Counted:
    """Compare the ballots on disk, and their tally, with what each phone was told is in."""
    with at_home(room.instance, room.settings):
        rows = db.session.execute(
            select(Ballot.attendee_id, Ballot.payload).where(Ballot.activity_id == room.vote)
        )
        stored: dict[int, Any] = {attendee: payload["dots"] for attendee, payload in rows}
        tallied = result_of(db.session(), db.session.get_one(Activity, room.vote))
        sums = {bar.key: bar.value for bar in tallied.bars if bar.value}
    lost = sum(attendee not in stored for attendee in acknowledged)
    wrong = sum(stored.get(who, dots) != dots for who, dots in acknowledged.items())
    expected: Counter[str] = Counter()
    for dots in stored.values():
        expected.update(dots)
    return Counted(len(stored), lost, wrong + (sums != dict(expected)))
