"""A glance: all that a phone's part depends on, read in a few small queries.

A whole room looks at once when the stage changes. So the part is made only for a glance that
nobody had before: who sees the same is sent the same bytes. And phones that look at the same
time are read together.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select
from sqlalchemy.orm import Session

from app.alongside import Groups, Together, groups_in
from app.kept import kept, kept_a_while
from workshops import joining, slips, tokens, turnout
from workshops.activities import kind_of
from workshops.became import Became, became_of
from workshops.models import Activity, Attendee, Ballot, Consultation, Contribution, Workshop
from workshops.reactions import SLOT, number_of, said_in

#: How old the number of people who answered may be on a phone.
LAG_S = 1.0

STAGE = (
    select(
        Workshop.id,
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
    )
    .join(Consultation, Consultation.id == Workshop.consultation_id)
    .outerjoin(Activity, Activity.id == Workshop.current_id)
    .where(Workshop.code == bindparam("code"))
)
WHO = select(Attendee.token_hash, Attendee.id).where(
    Attendee.token_hash.in_(bindparam("hashes", expanding=True))
)
SAID = (
    select(
        Contribution.attendee_id,
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
        Contribution.merged_into_id,
    )
    .where(Contribution.attendee_id.in_(bindparam("attendees", expanding=True)))
    .order_by(Contribution.number)
)
SAID_HERE = SAID.where(Contribution.activity_id == bindparam("activity"))
CAST = (
    select(Ballot.attendee_id, Ballot.slot, Ballot.payload)
    .where(
        Ballot.activity_id == bindparam("activity"),
        Ballot.attendee_id.in_(bindparam("attendees", expanding=True)),
    )
    .order_by(Ballot.received_at, Ballot.id)
)

Columns = Row[*tuple[Any, ...]]
#: Slots and payloads of one attendee.
Ballots = Sequence[tuple[str, Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Asked:
    """Who looks, by the secret of the phone, or as whom; at the workshop with this code.

    `arrived_at` is the activity that was on when the phone came in: until the next one it is
    welcomed before being asked anything.
    """

    code: str
    device: str
    arrived_at: int = 0
    attendee_id: int = 0


@dataclass(frozen=True)
class Glance:
    """What is on the stage, and what this phone left there.

    `view` names what is shown: "joined" (You are in), "activity", "lookup", "ended". `said` are
    the phone's contributions as far as the view shows them, `votes` its ballots in what is on,
    `reactions` what it said of others', by number; `answered` and `present` are people. `slip`
    says of a vote that asks for slips whether this phone's is "held" or "needed"; else it is "".
    `became` tells after the workshop what came of each contribution, by its id; `together` with
    what it stands.
    """

    view: str
    version: str
    language: str
    said: tuple[Columns, ...]
    votes: tuple[Mapping[str, Any], ...]
    reactions: Mapping[int, str]
    answered: int
    present: int
    slip: str = ""
    became: Mapping[int, Became] = field(default_factory=dict)
    together: Mapping[int, Together] = field(default_factory=dict)


@dataclass(frozen=True)
class Shared:
    """What is read once for all who look at a stage together.

    `people` are how many answered and how many joined, `groups` what was merged.
    """

    people: tuple[int, int]
    held: Collection[int]
    became: Mapping[int, Became]
    groups: Groups


@dataclass(frozen=True)
class Look:
    """Who looks at a stage, and what they are shown of it."""

    attendee_id: int
    view: str


def glances(connection: Connection, asked: Sequence[Asked]) -> list[Glance | None]:
    """Return what each should see; None where there is no such workshop or who asks is not in."""
    who = _who(connection, asked)
    seen: dict[int, Glance] = {}
    for code in {each.code for each in asked}:
        stage = connection.execute(STAGE, {"code": tokens.as_typed(code)}).first()
        if stage is not None:
            theirs = [n for n, each in enumerate(asked) if each.code == code and who[n]]
            looks = [_look(stage, who[n], asked[n].arrived_at) for n in theirs]
            seen |= zip(theirs, _glances(connection, stage, looks), strict=True)
    return [seen.get(n) for n in range(len(asked))]


def _who(connection: Connection, asked: Sequence[Asked]) -> list[int]:
    """Return the attendees who ask; 0 for a device that has not joined."""
    hashes = [tokens.hashed(each.device, tokens.as_typed(each.code)) for each in asked]
    rows = connection.execute(WHO, {"hashes": sorted(set(hashes))})
    known = {row.token_hash: row.id for row in rows}
    return [
        each.attendee_id or known.get(token_hash, 0)
        for each, token_hash in zip(asked, hashes, strict=True)
    ]


def _look(stage: Columns, attendee_id: int, arrived_at: int) -> Look:
    on = _on(stage)
    view = _view(stage, on)
    return Look(attendee_id, "joined" if view == "activity" and arrived_at == on else view)


def _on(stage: Columns) -> int:
    """Return the id of the activity that is on, or 0."""
    return stage.activity_id if stage.scene == "activity" and stage.activity_id else 0


def _view(stage: Columns, on: int) -> str:
    """Name what phones show."""
    if stage.ended_at is not None:
        return "ended"
    if not on:
        return "joined"
    asks = kind_of(stage.kind).collects != "nothing"
    return "activity" if asks and stage.state == "open" else "lookup"


def _glances(connection: Connection, stage: Columns, looks: Sequence[Look]) -> Sequence[Glance]:
    """Return what each sees of one stage."""
    on = _on(stage)
    collects = kind_of(stage.kind).collects if on else ""
    said = _said(connection, on, collects, looks)
    ballots = _ballots(connection, on, looks)
    session = Session(connection)
    people = kept_a_while(LAG_S, (stage.id, on), lambda: _people(session, stage.id, on))
    shared = Shared(
        people=people,
        held=_held(session, stage, looks),
        became=_became(session, stage, said.values()),
        groups=_groups(connection, stage, collects, said.values()),
    )
    return [
        _glance(stage, look, said[look.attendee_id], ballots[look.attendee_id], shared)
        for look in looks
    ]


def _groups(
    connection: Connection, stage: Columns, collects: str, said: Iterable[Sequence[Columns]]
) -> Groups:
    """Return what was merged of what they see; of what is on, once for each of its versions."""
    if stage.ended_at is not None:
        activities = {row.activity_id for rows in said for row in rows}
        return groups_in(connection, activities) if activities else Groups()
    on = _on(stage)
    if not on or collects != "contribution":
        return Groups()
    return kept(("groups", on, stage.told), lambda: groups_in(connection, (on,)))


def _said_of(ballots: Ballots) -> list[tuple[int, str]]:
    """Return what somebody said of others' contributions, by number, the newest last."""
    return [(number_of(slot), said_in(vote)) for slot, vote in ballots if slot.startswith(SLOT)]


def _glance(
    stage: Columns,
    look: Look,
    said: Sequence[Columns],
    ballots: Ballots,
    shared: Shared,
) -> Glance:
    on = _on(stage)
    collects = kind_of(stage.kind).collects if on else ""
    if look.view == "joined" or (look.view == "activity" and collects == "ballot"):
        said = ()
    by_slot = sorted(ballots, key=itemgetter(0))
    votes = tuple(vote for slot, vote in by_slot if not slot.startswith(SLOT))
    said_of = shared.groups.united(_said_of(ballots))
    answered, joined = shared.people
    present = max(stage.present or 0, joined)
    told: tuple[object, ...] = (stage.told,)
    if collects == "ballot":
        told = (votes, answered, present) if votes or look.view != "activity" else ()
    slip = ""
    if look.view == "activity" and stage.asks_slips:
        slip = "held" if look.attendee_id in shared.held else "needed"
    mine = (sorted(said_of.items()), slip, *map(tuple, said))
    mine_became = {row.id: shared.became[row.id] for row in said if row.id in shared.became}
    together = shared.groups.together(said)
    told = (*told, *mine_became.values(), *together.values())
    version = (stage.id, stage.version, on, look.view, told, *mine)
    return Glance(
        view=look.view,
        version=repr(version),
        language=stage.language,
        said=tuple(said),
        votes=votes,
        reactions=said_of,
        answered=answered,
        present=present,
        slip=slip,
        became=mine_became,
        together=together,
    )


def _said(
    connection: Connection, on: int, collects: str, looks: Iterable[Look]
) -> Mapping[int, Sequence[Columns]]:
    """Return by attendee the contributions that they are shown: to what is on, or all."""
    found: defaultdict[int, list[Columns]] = defaultdict(list)
    here = [each.attendee_id for each in looks if each.view == "activity"]
    ever = [each.attendee_id for each in looks if each.view in ("lookup", "ended")]
    rows: list[Columns] = []
    if here and collects == "contribution":
        rows += connection.execute(SAID_HERE, {"attendees": sorted(set(here)), "activity": on})
    if ever:
        rows += connection.execute(SAID, {"attendees": sorted(set(ever))})
    for row in rows:
        found[row.attendee_id].append(row)
    return found


def _ballots(
    connection: Connection, on: int, looks: Iterable[Look]
) -> Mapping[int, list[tuple[str, Mapping[str, Any]]]]:
    """Return by attendee the slots and payloads in what is on, reactions among them."""
    found: defaultdict[int, list[tuple[str, Mapping[str, Any]]]] = defaultdict(list)
    attendees = sorted({each.attendee_id for each in looks})
    if on and attendees:
        rows = connection.execute(CAST, {"activity": on, "attendees": attendees})
        for attendee_id, slot, payload in rows:
            found[attendee_id].append((slot, payload))
    return found


def _held(session: Session, stage: Columns, looks: Iterable[Look]) -> frozenset[int]:
    """Return whose slip is in, where the activity asks for one."""
    if not stage.asks_slips:
        return frozenset()
    return slips.admitted(session, {each.attendee_id for each in looks})


def _became(
    session: Session, stage: Columns, said: Iterable[Sequence[Columns]]
) -> Mapping[int, Became]:
    """Return what came of contributions, by id; nothing is asked while the workshop is on."""
    if stage.ended_at is None:
        return {}
    return became_of(session, [row.id for rows in said for row in rows])


def _people(session: Session, workshop_id: int, on: int) -> tuple[int, int]:
    """Return how many people answered what is on, and how many have joined."""
    answered = turnout.answered(session, [on])[on] if on else {}
    return sum(answered.values()), sum(joining.joined(session, workshop_id).values())
