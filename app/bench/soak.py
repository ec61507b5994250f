"""Ten minutes of a room that votes, and whose phones leave and come back; memory must be flat."""

import statistics
import time

from app.bench.evening import Evening, go_through, ready_to_vote
from app.bench.gauges import memory_kib, processor_s
from app.bench.setting import Readings, Setting

MINUTES, MINUTE_S = 10, 60.0
#: Pools and caches fill first.
WARM = 3


def measure(setting: Setting) -> Readings:
    """Fill a room, and let it vote for ten minutes."""
    return go_through(setting, {"soak": soak})


def soak(evening: Evening) -> Readings:
    """Vote at a fiftieth of the room a second; each minute all phones leave and come back."""
    size, pid = evening.size, evening.server.pid
    ready_to_vote(evening)
    per_s = max(size.phones // 50, 1)
    memory, slowest, unanswered = [memory_kib(pid)], 0.0, 0
    began, used = time.monotonic(), processor_s(pid)
    for _ in range(MINUTES):
        done = evening.phones.ask("vote", n=round(per_s * MINUTE_S), over=MINUTE_S)
        slowest, unanswered = max(slowest, done["ms"]["p99"]), unanswered + done["failed"]
        evening.phones.ask("leave")
        evening.phones.ask("watch", upto=size.phones)
        memory.append(memory_kib(pid))
    later = memory[WARM:]
    slope = statistics.linear_regression(range(len(later)), later).slope
    return {
        "soak_per_s": per_s,
        "soak_memory_kib": memory,
        "soak_kib_a_minute": round(slope, 1),
        "soak_p99_ms": slowest,
        "soak_unanswered": unanswered,
        "soak_processor": round((processor_s(pid) - used) / (time.monotonic() - began), 2),
    }
