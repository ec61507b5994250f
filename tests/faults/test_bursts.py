"""A whole room in one breath: every acknowledged vote is in the result, each once."""

import asyncio
from dataclasses import replace

import pytest

from tests.faults.room import Room, furnish
from tests.faults.torg import Torg
from tests.faults.voters import Told, run


async def at_once(torg: Torg, room: Room, key: str, dots: dict[str, int]) -> list[Told]:
    """Let all vote in the same instant."""
    votes = (phone.vote(torg.port, room.vote, key, dots) for phone in room.phones)
    return list(await asyncio.gather(*votes))


@pytest.mark.parametrize("people", [2000, 5000])
def test_every_vote_of_a_burst_is_acknowledged_and_counted(torg: Torg, people: int):
    room = furnish(torg.instance, people)
    told = run(at_once(torg, room, "k", {"1": 1}))
    assert [each for each in told if not each.acknowledged] == []
    assert room.ballots() == {phone.attendee: {"1": 1} for phone in room.phones}


def test_six_hundred_vote_and_change_their_minds_at_once(torg: Torg):
    """The second time on lines that are open already."""
    room = furnish(torg.instance, 600)

    async def twice() -> list[Told]:
        told = await at_once(torg, room, "first", {"1": 1})
        return told + await at_once(torg, room, "second", {"2": 3})

    told = run(twice())
    assert [each for each in told if not each.acknowledged] == []
    assert room.ballots() == {phone.attendee: {"2": 3} for phone in room.phones}


def test_the_same_vote_ten_times_at_once_is_one(torg: Torg, room: Room):
    """Each copy on a line of its own, as a phone that lost its Wi-Fi sends it."""

    async def copies() -> list[Told]:
        phones = [replace(phone, line=None) for phone in room.phones for _ in range(10)]
        votes = (each.vote(torg.port, room.vote, "k", {"1": 1}) for each in phones)
        return await asyncio.gather(*votes)

    assert all(each.acknowledged for each in run(copies()))
    assert len(room.ballots()) == len(room.phones)
    assert set(room.keys().values()) == {len(room.phones)}


def test_the_same_idea_ten_times_at_once_has_one_number(torg: Torg, room: Room):
    async def copies() -> list[Told]:
        phones = [replace(room.phones[0], line=None) for _ in range(10)]
        return await asyncio.gather(*(p.say(torg.port, room.ideas, "k", "A fire") for p in phones))

    told = run(copies())
    assert {each.json["number"] for each in told} == {1}
    assert room.keys() == {"k": 1}


def test_a_late_copy_of_an_earlier_vote_does_not_undo_a_newer_one(torg: Torg, room: Room):
    async def change_and_repeat() -> Told:
        phone = room.phones[0]
        await phone.vote(torg.port, room.vote, "first", {"1": 1})
        await phone.vote(torg.port, room.vote, "second", {"2": 2})
        return await phone.vote(torg.port, room.vote, "first", {"1": 1})

    assert run(change_and_repeat()).acknowledged
    assert room.ballots() == {room.phones[0].attendee: {"2": 2}}
