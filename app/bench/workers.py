"""One server and two, on one PostgreSQL and one Redis: what a second one adds.

Two workshops vote at once: first both at the same server, then each at its own, as a balancer
brings them there by their code. Servers, database and phones share the machine's processors, so
that on two cores the second server has little left to take.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from app.bench.cluster import Cluster, cluster
from app.bench.crowd import Crowd, crowd
from app.bench.room import Room, furnish, furnish_beside
from app.bench.server import Running, running
from app.bench.setting import Readings, Setting, Size

TURNS = 5
#: More would tell nothing more of the servers, and take long to let in.
MOST_PHONES = 600


def measure(setting: Setting) -> Readings:
    """Let two workshops vote at one server and at two, in turns."""
    size = Size(min(setting.size.phones, MOST_PHONES), pace_s=setting.size.pace_s)
    with ExitStack() as stack:
        found = stack.enter_context(cluster())
        folder = stack.enter_context(TemporaryDirectory(prefix="torg-bench-"))
        one, beside = _rooms(Path(folder) / "instance", size, found)
        first, second = (_server(stack, one) for _ in range(2))
        here = [_phones(stack, first, one), _phones(stack, first, beside)]
        apart = [here[0], _phones(stack, second, beside)]
        return _compared(size, here, apart)


def _rooms(instance: Path, size: Size, found: Cluster) -> tuple[Room, Room]:
    settings = {"TORG_DATABASE_URL": found.database_url, "TORG_REDIS_URL": found.redis_url}
    room = furnish(instance, size.phones, settings)
    return room, furnish_beside(room, size.phones)


def _server(stack: ExitStack, room: Room) -> Running:
    return stack.enter_context(running(room.instance, settings=room.settings))


def _phones(stack: ExitStack, server: Running, room: Room) -> Crowd:
    return stack.enter_context(crowd(server, room))


def _compared(size: Size, here: Sequence[Crowd], apart: Sequence[Crowd]) -> Readings:
    _votes(size, here)  # warms up
    _votes(size, apart)
    one = two = 0.0
    for _ in range(TURNS):
        one += _votes(size, here) / TURNS
        two += _votes(size, apart) / TURNS
    return {
        "one_worker_votes_per_s": round(one),
        "two_workers_votes_per_s": round(two),
        "workers_ratio": two / max(one, 0.1),
    }


def _votes(size: Size, crowds: Sequence[Crowd]) -> float:
    """Let both vote at the same time; return the votes a second of both together."""

    def pace(phones: Crowd) -> dict[str, Any]:
        each = max(size.in_flight // 2, 1)
        return phones.ask("pace", seconds=size.pace_s / TURNS, in_flight=each)

    with ThreadPoolExecutor(len(crowds)) as pool:
        turns = list(pool.map(pace, crowds))
    return sum(float(each["done"]) / each["seconds"] for each in turns)
