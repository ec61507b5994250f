"""A room on a data folder: its workshop, its open questions, its phones; and what is stored."""

import json
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

from tests.browser.staging import hand_on
from tests.faults.voters import Phone
from workshops import clock, joining, planning, stage
from workshops.models import Member

OPTIONS = [{"key": "1", "label": "A fire"}, {"key": "2", "label": "Seats"}]


@dataclass
class Room:
    """What the tests need to know of one workshop."""

    instance: Path
    code: str
    screen: str
    vote: int
    ideas: int
    phones: list[Phone] = field(default_factory=list)
    desk: Phone | None = None

    def ballots(self, instance: Path | None = None) -> dict[int, dict[str, int]]:
        """Return the stored dots by attendee; fails when somebody has two ballots."""
        rows = self._read("SELECT attendee_id, payload FROM ballot WHERE activity_id = ?", instance)
        assert len(rows) == len({who for who, _ in rows})
        return {who: json.loads(payload)["dots"] for who, payload in rows}

    def keys(self, instance: Path | None = None) -> Counter[str]:
        """Return how often each key of a vote or an idea of this room is stored."""
        votes = self._read("SELECT key, 0 FROM ballot WHERE activity_id = ?", instance)
        said = self._read(
            "SELECT key, 0 FROM contribution WHERE activity_id = ?", instance, self.ideas
        )
        return Counter(key for row, _ in votes + said for key in row.split("\n"))

    def photos(self, instance: Path | None = None) -> set[str]:
        """Return the names of the photos that ideas of this room came with."""
        joined = "photo JOIN contribution ON contribution.photo_id = photo.id"
        query = f"SELECT sha256 FROM {joined} WHERE activity_id = ?"
        return {name for (name,) in self._read(query, instance, self.ideas)}

    def _read(self, query: str, instance: Path | None, activity: int = 0) -> list[tuple]:
        with closing(sqlite3.connect((instance or self.instance) / "torg.db")) as database:
            assert database.execute("PRAGMA quick_check").fetchone() == ("ok",)
            return database.execute(query, (activity or self.vote,)).fetchall()


def furnish(instance: Path, people: int, url: str = "") -> Room:
    """Make a workshop with an open vote and open ideas, and let so many people join."""
    with hand_on(instance, url) as session:
        consultation = planning.new_consultation(session, "Stortorget")
        workshop = planning.new_workshop(session, consultation, "Evening")
        ideas = planning.add_activity(session, workshop, "ideas", "Ideas")
        vote = planning.add_activity(session, workshop, "dot_vote", settings={"options": OPTIONS})
        stage.open_activity(session, ideas)
        stage.open_activity(session, vote)
        ideas.state, ideas.closed_at = "open", None
        session.flush()
        room = Room(instance, workshop.code, workshop.screen_token, vote.id, ideas.id)
        for n in range(people):
            device = f"{workshop.code} {n}"
            who = joining.join(session, workshop.id, workshop.code, device)
            room.phones.append(Phone(room.code, *cookie(instance, device=device), who))
        owner = Member(role="owner", created_at=clock.now())
        session.add(owner)
        session.flush()
        keys = cookie(instance, _user_id=str(owner.id), _fresh=True)
        room.desk = Phone(room.code, *keys, 0)
    return room


def cookie(instance: Path, **contents: object) -> tuple[str, str]:
    """Return a cookie as the server of that folder would sign it, and the token to its forms."""
    sessions, tokens = _signers((instance / "secret.key").read_text())
    held = {"csrf_token": "c" * 40, "_permanent": True, **contents}
    return sessions.dumps(held), tokens.dumps(held["csrf_token"])


@cache
def _signers(secret: str) -> tuple[URLSafeTimedSerializer, URLSafeTimedSerializer]:
    app = Flask("a room")
    app.secret_key = secret
    sessions = SecureCookieSessionInterface().get_signing_serializer(app)
    return sessions, URLSafeTimedSerializer(secret, salt="wtf-csrf-token")
