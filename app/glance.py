"""A glance: all that a phone's part depends on, read in a few small queries.

A whole room looks at once when the stage changes. So the part is made only for a glance that
nobody had before; who sees the same is sent the same bytes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from app.extensions import db
from app.kept import kept_a_while
from workshops import joining, slips, tokens, turnout
from workshops.activities import kind_of
from workshops.models import Activity, Attendee, Ballot, Consultation, Contribution, Workshop
from workshops.reactions import SLOT, number_of, said_in

#: How old the number of people who answered may be on a phone.
LAG_S = 1.0

STAGE = (
    select(
        Workshop.id,
        Workshop.code,
        Workshop.version,
        Workshop.scene,
        Workshop.ended_at,
        Workshop.present,
        Consultation.language,
        Activity.id.label("activity_id"),
        Activity.kind,
        Activity.state,
        Activity.version.label("told"),
        Activity.asks_slips,
        Attendee.id.label("attendee_id"),
    )
    .join(Consultation, Consultation.id == Workshop.consultation_id)
    .outerjoin(Activity, Activity.id == Workshop.current_id)
    .outerjoin(Attendee, Attendee.token_hash == bindparam("token_hash"))
    .where(Workshop.code == bindparam("code"))
)
SAID = (
    select(
        Contribution.id,
        Contribution.activity_id,
        Contribution.number,
        Contribution.text,
        Contribution.state,
        Contribution.reason,
        Contribution.category,
        Contribution.place,
        Contribution.geometry,
        Contribution.details,
    )
    .where(Contribution.attendee_id == bindparam("attendee"))
    .order_by(Contribution.number)
)
SAID_HERE = SAID.where(Contribution.activity_id == bindparam("activity"))
CAST = (
    select(Ballot.slot, Ballot.payload)
    .where(Ballot.activity_id == bindparam("activity"), Ballot.attendee_id == bindparam("attendee"))
    .order_by(Ballot.slot)
)

Columns = Row[*tuple[Any, ...]]


@dataclass(frozen=True)
class Glance:
    """What is on the stage, and what this phone left there.

    `view` names what is shown: "joined" (You are in), "activity", "lookup", "ended". `said` are
    the phone's contributions as far as the view shows them, `votes` its ballots in what is on,
    `reactions` what it said of others', by number; `answered` and `present` are people. `slip`
    says of a vote that asks for slips whether this phone's is "held" or "needed"; else it is "".
    """

    view: str
    version: str
    said: tuple[Columns, ...]
    votes: tuple[Mapping[str, Any], ...]
    reactions: Mapping[int, str]
    answered: int
    present: int
    slip: str = ""


def stage_of(connection: Connection, code: str, device: str) -> Columns:
    """Return what is on the stage of the workshop with this code, and who the device is there.

    There must be such a workshop; `attendee_id` is None for a device that has not joined.
    """
    code = tokens.as_typed(code)
    wanted = {"code": code, "token_hash": tokens.hashed(device, code)}
    return connection.execute(STAGE, wanted).one()


def glance(connection: Connection, stage: Columns, attendee_id: int, arrived_at: int = 0) -> Glance:
    """Return what an attendee should see of the stage.

    `arrived_at` is the activity that was on when the phone came in: until the next one it is
    welcomed before being asked anything.
    """
    on = stage.activity_id if stage.scene == "activity" and stage.activity_id else 0
    view = _view(stage, on)
    if view == "activity" and arrived_at == on:
        view = "joined"
    collects = kind_of(stage.kind).collects if on else ""
    said = _said(connection, attendee_id, on, view, collects)
    ballots = _ballots(connection, attendee_id, on)
    votes = tuple(vote for slot, vote in ballots if not slot.startswith(SLOT))
    said_of = {number_of(slot): said_in(vote) for slot, vote in ballots if slot.startswith(SLOT)}
    answered, joined = kept_a_while(LAG_S, (stage.id, on), lambda: _people(stage.id, on))
    present = max(stage.present or 0, joined)
    told: tuple[object, ...] = (stage.told,)
    if collects == "ballot":
        told = (votes, answered, present) if votes or view != "activity" else ()
    slip = _slip(stage, attendee_id) if view == "activity" else ""
    mine = (sorted(said_of.items()), slip, *map(tuple, said))
    version = (stage.id, stage.version, on, view, told, *mine)
    return Glance(view, repr(version), said, votes, said_of, answered, present, slip)


def _view(stage: Columns, on: int) -> str:
    """Name what the phone shows."""
    if stage.ended_at is not None:
        return "ended"
    if not on:
        return "joined"
    asks = kind_of(stage.kind).collects != "nothing"
    return "activity" if asks and stage.state == "open" else "lookup"


def _said(
    connection: Connection, attendee_id: int, on: int, view: str, collects: str
) -> tuple[Columns, ...]:
    """Return the contributions that the view shows: of what is on, or all."""
    if view == "joined" or (view == "activity" and collects == "ballot"):
        return ()
    wanted, which = (SAID_HERE, {"activity": on}) if view == "activity" else (SAID, {})
    return tuple(connection.execute(wanted, {"attendee": attendee_id, **which}))


def _ballots(
    connection: Connection, attendee_id: int, on: int
) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the slots and payloads of this attendee in what is on, hearts among them."""
    if not on:
        return []
    rows = connection.execute(CAST, {"activity": on, "attendee": attendee_id})
    return [(slot, payload) for slot, payload in rows]


def _slip(stage: Columns, attendee_id: int) -> str:
    """Return whether this attendee's slip is in, where the activity asks for one."""
    if not stage.asks_slips:
        return ""
    return "held" if slips.admitted(db.session(), [attendee_id]) else "needed"


def _people(workshop_id: int, on: int) -> tuple[int, int]:
    """Return how many people answered what is on, and how many have joined."""
    session = db.session()
    answered = turnout.answered(session, [on])[on] if on else {}
    return sum(answered.values()), sum(joining.joined(session, workshop_id).values())
