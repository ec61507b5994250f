"""Lines that break, flood or stand still: nobody else notices, and no answer is taken by half."""

import asyncio

import pytest

from tests.faults.room import Room, furnish
from tests.faults.sockets import CHANGED, Socket, frame, watch
from tests.faults.torg import Torg
from tests.faults.voters import Phone, Told, call, run

IDLE, AT_ONCE, VOTERS = 2000, 100, 40
MEGABYTE = 2**20


async def close_vote(torg: Torg, room: Room) -> None:
    fields = {"verb": "close", "activity": str(room.vote)}
    told = await room.desk.post(torg.port, f"/desk/w/{room.code}/stage", fields)
    assert told.status == 303


async def all_vote(torg: Torg, room: Room) -> list[Told]:
    votes = (each.vote(torg.port, room.vote, "k", {"1": 1}) for each in room.phones[:VOTERS])
    return list(await asyncio.gather(*votes))


async def watching(torg: Torg, phones: list[Phone]) -> list[Socket]:
    """Let these phones watch; so many at once as a room opens them."""
    sockets: list[Socket] = []
    for n in range(0, len(phones), AT_ONCE):
        some = phones[n : n + AT_ONCE]
        sockets += await asyncio.gather(*(watch(each, torg.port) for each in some))
    return sockets


def test_half_a_vote_is_no_vote(torg: Torg, room: Room):
    """Some phones go in the middle of a request: at each fifth of its bytes."""

    async def half(phone: Phone, fifths: int) -> None:
        fields = {"key": "k", "dots-1": "1", "dots-2": "2"}
        whole = phone.posting(f"/w/{room.code}/answers/{room.vote}", fields)
        _, writer = await call(torg.port)
        writer.write(whole[: len(whole) * fifths // 5] if fifths else whole[:-4])
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    async def come_and_go() -> list[Told]:
        await asyncio.gather(*(half(phone, n % 5) for n, phone in enumerate(room.phones)))
        await asyncio.sleep(0.5)
        assert room.ballots() == {}
        return await all_vote(torg, room)

    assert all(told.acknowledged for told in run(come_and_go()))
    assert room.ballots() == {phone.attendee: {"1": 1} for phone in room.phones}


def test_a_vote_whose_answer_nobody_read_counts_once_when_sent_again(torg: Torg, room: Room):
    async def send_and_go(phone: Phone) -> None:
        path = f"/w/{room.code}/answers/{room.vote}"
        _, writer = await call(torg.port)
        writer.write(phone.posting(path, {"key": "k", "dots-1": "1"}))
        await writer.drain()
        writer.transport.abort()

    async def twice() -> list[Told]:
        await asyncio.gather(*map(send_and_go, room.phones))
        return await all_vote(torg, room)

    assert all(told.acknowledged for told in run(twice()))
    assert room.keys() == {"k": len(room.phones)}


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(frame(b"4" * MEGABYTE), id="a megabyte"),
        pytest.param(frame(b"4" * 1000, size=2**30), id="a gigabyte, they say"),
        pytest.param(frame(b"\xff\xfe"), id="no text"),
        pytest.param(frame(b"3") * 1000, id="a thousand at once"),
    ],
)
def test_a_frame_that_no_page_sends_ends_its_line_and_no_other(torg: Torg, room: Room, sent: bytes):
    async def meanwhile() -> None:
        bad, *others = await watching(torg, room.phones[:3])
        bad.writer.write(sent)
        assert await bad.hear_of(CHANGED) == ""
        assert all(told.acknowledged for told in await all_vote(torg, room))
        await close_vote(torg, room)
        assert all(await asyncio.gather(*(each.hear_of(CHANGED) for each in others)))

    run(meanwhile())


def test_readers_that_stand_still_hold_up_nobody(torg: Torg, room: Room):
    """They ask for fifty megabytes and read none of it, until no more fits between the two."""

    async def meanwhile() -> None:
        fonts = b"GET /static/0/fonts/noto-sans-400.ttf HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
        for _ in range(5):
            _, writer = await call(torg.port)
            writer.transport.pause_reading()
            writer.write(fonts * 100)
        watcher = await watch(room.phones[0], torg.port)
        assert all(told.acknowledged for told in await all_vote(torg, room))
        await close_vote(torg, room)
        assert await watcher.hear_of(CHANGED)

    run(meanwhile())


def test_two_thousand_who_only_watch_leave_room_for_votes_and_hear_of_the_closing(torg: Torg):
    room = furnish(torg.instance, IDLE)

    async def evening() -> list[str]:
        sockets = await watching(torg, room.phones)
        told = await all_vote(torg, room)
        assert all(each.acknowledged for each in told)
        await close_vote(torg, room)
        return await asyncio.gather(*(each.hear_of(CHANGED) for each in sockets))

    assert all(run(evening()))
