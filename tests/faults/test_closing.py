"""Closing time: what was on its way is taken for two seconds; shown is what was told."""

import asyncio
import random
import re
import time
from dataclasses import dataclass
from itertools import count

from tests.faults.room import Room, furnish
from tests.faults.torg import Torg
from tests.faults.voters import Phone, Told, run
from workshops.stage import GRACE

PEOPLE, CLOSES_S, LAST_S, PAUSE_S = 200, 0.4, 3.4, 0.3
CLOSED = "Closed. Your words are kept on this phone, the door can take them."


@dataclass(frozen=True)
class Vote:
    """When a vote was sent and answered, and how."""

    who: int
    dots: int
    sent_at: float
    told_at: float
    told: Told


@dataclass(frozen=True)
class Closing:
    """The votes of a room round the moment it closed: between `asked_at` and `done_at`."""

    votes: list[Vote]
    asked_at: float
    done_at: float

    def within(self, start: float, end: float) -> list[Told]:
        """What those were told who sent and heard the answer within that time."""
        return [v.told for v in self.votes if v.sent_at >= start and v.told_at <= end]


async def close_in_the_middle(torg: Torg, room: Room) -> Closing:
    """Let everybody vote again and again while the desk closes the vote."""
    votes: list[Vote] = []
    until = time.monotonic() + LAST_S

    async def go_on(phone: Phone) -> None:
        for n in count(1):
            await asyncio.sleep(random.uniform(0, PAUSE_S))
            sent_at, dots = time.monotonic(), 1 + n % 3
            told = await phone.vote(torg.port, room.vote, f"k{n}", {"1": dots})
            votes.append(Vote(phone.attendee, dots, sent_at, time.monotonic(), told))
            if sent_at > until:
                return

    async def close() -> tuple[float, float]:
        await asyncio.sleep(CLOSES_S)
        asked_at = time.monotonic()
        assert (await step(torg, room, "close")).status == 303
        return asked_at, time.monotonic()

    (asked_at, done_at), *_ = await asyncio.gather(close(), *map(go_on, room.phones))
    return Closing(votes, asked_at, done_at)


async def step(torg: Torg, room: Room, verb: str) -> Told:
    fields = {"verb": verb, "activity": str(room.vote)}
    return await room.desk.post(torg.port, f"/desk/w/{room.code}/stage", fields)


async def voted_on_screen(torg: Torg, room: Room) -> int:
    """Show the result and read from the projector how many voted."""
    assert (await step(torg, room, "show")).status == 303
    scene = (await room.desk.get(torg.port, f"/s/{room.screen}/scene")).body
    return int(re.search(rb'head-figure"><b>(\d+)</b>', scene)[1])


def test_each_vote_round_closing_time_counts_or_is_told_that_it_is_too_late(torg: Torg):
    room = furnish(torg.instance, PEOPLE)
    closing = run(close_in_the_middle(torg, room))
    taken = {each.who: {"1": each.dots} for each in closing.votes if each.told.acknowledged}
    late = [each.told for each in closing.votes if not each.told.acknowledged]
    assert {(told.status, told.refused) for told in late} == {(409, CLOSED)}
    assert room.ballots() == taken
    assert run(voted_on_screen(torg, room)) == len(taken)
    grace = GRACE.total_seconds()
    in_time = closing.within(0, closing.asked_at + grace)
    too_late = closing.within(closing.done_at + grace, closing.done_at + 60)
    assert all(told.acknowledged for told in in_time)
    assert not any(told.acknowledged for told in too_late)
    assert in_time
    assert too_late


def test_a_vote_that_was_taken_is_told_so_again_after_closing(torg: Torg, room: Room):
    """Its acknowledgement was lost; the phone sends it until it hears one."""

    async def again_after_closing() -> tuple[Told, Told, Told]:
        phone, other = room.phones[:2]
        first = await phone.vote(torg.port, room.vote, "k", {"1": 2})
        await step(torg, room, "close")
        await asyncio.sleep(GRACE.total_seconds() + 0.2)
        again = await phone.vote(torg.port, room.vote, "k", {"1": 2})
        late = await other.vote(torg.port, room.vote, "k", {"1": 2})
        return first, again, late

    first, again, late = run(again_after_closing())
    assert again == first
    assert late.refused == CLOSED
    assert len(room.ballots()) == 1
