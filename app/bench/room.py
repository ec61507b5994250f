"""A room to measure in: the demo with its vote open, read straight from its own database."""

import sqlite3
from dataclasses import dataclass
from json import dumps

from app.bench.server import Running
from app.demo import words


@dataclass(frozen=True)
class Room:
    """Where phones, screen and desk find what is open."""

    code: str
    screen_token: str
    vote: int
    notes: int


def open_vote(running: Running) -> Room:
    """Open the vote of the evening, with written options, as the desk would."""
    with sqlite3.connect(running.instance / "torg.db") as database:
        room = _room(database)
        options = [{"key": str(n), "label": label} for n, label in enumerate(words.OPTIONS, 1)]
        database.execute(
            "UPDATE activity SET state = 'open', settings = json_set(settings, '$.source', NULL,"
            " '$.options', json(?)) WHERE id = ?",
            (dumps(options), room.vote),
        )
        _put_on_stage(database, room.vote, room.code)
    return room


def open_notes(running: Running, room: Room) -> None:
    """Open the notes on the plan instead."""
    with sqlite3.connect(running.instance / "torg.db") as database:
        database.execute("UPDATE activity SET state = 'open' WHERE id = ?", (room.notes,))
        _put_on_stage(database, room.notes, room.code)


def counted(running: Running, activity: int) -> int:
    """Return how many ballots of an activity are on disk."""
    with sqlite3.connect(running.instance / "torg.db") as database:
        found = database.execute("SELECT count(*) FROM ballot WHERE activity_id = ?", (activity,))
        return int(found.fetchone()[0])


def _room(database: sqlite3.Connection) -> Room:
    code, token, workshop = database.execute(
        "SELECT code, screen_token, id FROM workshop ORDER BY id DESC LIMIT 1"
    ).fetchone()
    by_kind = dict(
        database.execute("SELECT kind, id FROM activity WHERE workshop_id = ?", (workshop,))
    )
    return Room(code, token, by_kind["dot_vote"], by_kind["map_notes"])


def _put_on_stage(database: sqlite3.Connection, activity: int, code: str) -> None:
    database.execute(
        "UPDATE workshop SET current_id = ?, scene = 'activity', version = version + 1"
        " WHERE code = ?",
        (activity, code),
    )
