"""`kill -9` at any moment: what was acknowledged is there, and what is sent again counts once."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.room import Room, furnish
from tests.faults.torg import Torg, start
from tests.faults.voters import Phone, Told, run

KILLS, WRITERS, VOTERS = 5, 8, 24
AGAIN_S = 0.05
MOST_IDEAS = 45


@dataclass
class Evening:
    """Phones that send the same until it is acknowledged, and a server that is killed."""

    room: Room
    torg: Torg
    ideas: list[str] = field(default_factory=list)
    votes: dict[int, str] = field(default_factory=dict)
    broken: int = 0
    heard: asyncio.Event = field(default_factory=asyncio.Event)
    is_over: bool = False

    async def pass_by(self) -> None:
        """Let all send until the server was killed and started again so many times."""
        writers, voters = self.room.phones[:WRITERS], self.room.phones[WRITERS:]
        people = [self.write(each) for each in writers] + [self.vote(each) for each in voters]
        await asyncio.gather(self.kill_and_start(), *people)

    async def write(self, phone: Phone) -> None:
        for n in range(MOST_IDEAS):
            if not self.is_over:
                key = f"{phone.attendee}-idea-{n}"
                await self.until_told(phone.say, self.room.ideas, key, key)
                self.ideas.append(key)

    async def vote(self, phone: Phone) -> None:
        n = 0
        while not self.is_over:
            n += 1
            key, dots = f"{phone.attendee}-vote-{n}", dots_of(n)
            await self.until_told(phone.vote, self.room.vote, key, dots)
            self.votes[phone.attendee] = key

    async def until_told(self, send: Callable[..., Awaitable[Told]], *what: object) -> None:
        """Send until it is acknowledged; nothing is refused, the line only breaks."""
        while not (told := await send(self.torg.port, *what)).acknowledged:
            assert told == Told()
            self.broken += 1
            await asyncio.sleep(AGAIN_S)
        self.heard.set()

    async def kill_and_start(self) -> None:
        for _ in range(KILLS):
            self.heard.clear()
            await self.heard.wait()
            await asyncio.sleep(random.uniform(0.05, 0.5))
            self.torg.kill()
            await asyncio.sleep(AGAIN_S)  # An acknowledgement may still be on its way.
            assert self.lacking() == []
            self.torg = await asyncio.to_thread(start, self.torg.instance, port=self.torg.port)
        self.is_over = True

    def lacking(self) -> list[str]:
        """Return what was acknowledged and is not stored once; of votes, the last one stands."""
        stored = self.room.keys()
        return [key for key in (*self.ideas, *self.votes.values()) if stored[key] != 1]


def dots_of(n: int) -> dict[str, int]:
    return {"1": n % 4, "2": 1}


def test_a_server_killed_five_times_has_all_it_acknowledged_once(instance: Path):
    room = furnish(instance, WRITERS + VOTERS)
    evening = Evening(room, start(instance))
    try:
        run(evening.pass_by())
    finally:
        evening.torg.stop()
    assert evening.broken >= KILLS
    stored = {key: n for key, n in room.keys().items() if "idea" in key}
    assert stored == Counter(evening.ideas)
    votes = {who: dots_of(int(key.split("-")[2])) for who, key in evening.votes.items()}
    assert {who: {"1": 0, "2": 0} | dots for who, dots in room.ballots().items()} == votes
    assert evening.torg.complained() == []
