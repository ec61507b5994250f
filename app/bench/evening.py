"""A full room through an evening: it fills, votes in three ways, sees the next step, leaves."""

import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass

from app.bench.crowd import Crowd, Stuck, crowd
from app.bench.gauges import memory_kib, probing, processor_s
from app.bench.room import Room, compare
from app.bench.server import Running, running
from app.bench.setting import Readings, Setting, Size

SETTLE_S = 1.0
BURST_S = 2.0


@dataclass(frozen=True)
class Evening:
    """The server, its room, and the phones in it."""

    size: Size
    room: Room
    server: Running
    phones: Crowd

    def all_watch(self) -> None:
        """See that every phone is connected."""
        self.phones.ask("watch", upto=self.size.phones)


Step = Callable[[Evening], Readings]


def measure(setting: Setting) -> Readings:
    """Go through those steps of the evening that are wanted, on one server."""
    return go_through(setting, STEPS)


def go_through(setting: Setting, known: Mapping[str, Step]) -> Readings:
    """Go through those of the known steps that are wanted."""
    steps = {name: step for name, step in known.items() if name in setting.wanted}
    found: Readings = {}
    with running(setting.room.instance) as server, crowd(server, setting.room) as phones:
        evening = Evening(setting.size, setting.room.moved(server.instance), server, phones)
        for name, step in steps.items():
            try:
                found |= step(evening)
            except Stuck:
                return found | {"stuck": name}
        return found | _compared(evening)


def memory(evening: Evening) -> Readings:
    """Fill the room, and see what each phone more costs the server."""
    size, pid = evening.size, evening.server.pid
    evening.phones.ask("watch", upto=size.few)
    time.sleep(SETTLE_S)
    before = memory_kib(pid)
    came = evening.phones.ask("watch", upto=size.phones)
    time.sleep(SETTLE_S)
    each = (memory_kib(pid) - before) / max(size.phones - size.few, 1)
    return {"kib_per_phone": round(each, 1), "filled_s": round(came["seconds"], 2)}


def burst(evening: Evening) -> Readings:
    """All vote within two seconds, and the screen follows."""
    ready_to_vote(evening)
    evening.phones.ask("show")
    done = evening.phones.ask("vote", n=evening.size.phones, over=BURST_S)
    return {
        "burst_p99_ms": done["ms"]["p99"],
        "on_screen_ms": done["on_screen_ms"],
        "burst_unanswered": done["failed"],
    }


def steady(evening: Evening) -> Readings:
    """Votes at an even pace while the screen follows."""
    ready_to_vote(evening)
    evening.phones.ask("show")
    votes = round(evening.size.per_s * evening.size.steady_s)
    done = evening.phones.ask("vote", n=votes, over=evening.size.steady_s)
    return {
        "steady_per_s": evening.size.per_s,
        "steady_p99_ms": done["ms"]["p99"],
        "steady_unanswered": done["failed"],
        "generator_late_p99_ms": done["generator_late_ms"]["p99"],
    }


def instant(evening: Evening) -> Readings:
    """All vote in the same instant."""
    ready_to_vote(evening)
    done = evening.phones.ask("vote", n=evening.size.phones, over=0)
    return {
        "acknowledged": done["acknowledged"],
        "ack_ms": done["ms"],
        "instant_s": done["seconds"],
        "instant_unanswered": done["failed"],
    }


def stage(evening: Evening) -> Readings:
    """The desk closes the vote; each phone waits up to two seconds and fetches its part."""
    evening.all_watch()
    evening.phones.ask("look")
    token, vote = evening.room.desk.token, evening.room.vote
    fields = f"csrf_token={token}&verb=close&activity={vote}"
    done = evening.phones.ask("stage", fields=fields)
    return {"stage_s": done["seconds"]}


def leave(evening: Evening) -> Readings:
    """All leave at once, and all come back at once, while somebody looks at the clock."""
    evening.all_watch()
    with probing(evening.server.port) as probe:
        evening.phones.ask("leave")
        time.sleep(3 * SETTLE_S)
    back = evening.phones.ask("come_back")
    return {
        "leaving_slowest_ms": probe.slowest_ms,
        "back_s": back["seconds"],
        "caught_up_s": back["caught_up"],
    }


def processor(evening: Evening) -> Readings:
    """What a vote costs the server in a full room and in a tenth of it."""
    evening.all_watch()
    full = _vote_cost_ms(evening)
    evening.phones.ask("leave")
    time.sleep(SETTLE_S)
    evening.phones.ask("watch", upto=evening.size.few)
    few = _vote_cost_ms(evening)
    return {"full_room_vote_cpu_ms": full, "vote_cpu_to_few": full / max(few, 0.001)}


def _vote_cost_ms(evening: Evening) -> float:
    """Return the processor time of a vote, less what the idle room takes in the same time."""
    size, pid = evening.size, evening.server.pid
    time.sleep(SETTLE_S)
    idle = processor_s(pid)
    time.sleep(size.quiet_s)
    idle = processor_s(pid) - idle
    votes = round(size.few * size.quiet_s)
    evening.phones.ask("vote", n=size.few, over=1, among=size.few)  # warms up
    before = processor_s(pid)
    done = evening.phones.ask("vote", n=votes, over=size.quiet_s, among=size.few)
    taken = processor_s(pid) - before - idle * done["seconds"] / size.quiet_s
    return 1000 * taken / max(done["acknowledged"], 1)


def ready_to_vote(evening: Evening) -> None:
    """Every phone is connected, and holds the line its page came by."""
    evening.all_watch()
    evening.phones.ask("call", upto=evening.size.phones)


def _compared(evening: Evening) -> Readings:
    """Compare what is on disk with what the phones were told."""
    told = {int(who): dots for who, dots in evening.phones.ask("told").items()}
    counted = compare(evening.room, told)
    return asdict(counted) | {"counted": counted.ballots}


STEPS: dict[str, Step] = {
    "memory": memory,
    "burst": burst,
    "steady": steady,
    "instant": instant,
    "processor": processor,
    "stage": stage,
    "leave": leave,
}
