"""What is read off from outside: a process's memory and time, the disk's sync, the machine."""

import http.client
import os
import platform
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SYNCS = 100
TICKS = os.sysconf("SC_CLK_TCK")


def memory_kib(pid: int) -> int:
    """Return the resident memory of a process."""
    words = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()
    return int(words[1]) * os.sysconf("SC_PAGE_SIZE") // 1024


def processor_s(pid: int) -> float:
    """Return the processor time that a process has taken, its children's left out."""
    words = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / TICKS


def sync_ms() -> float:
    """Return the median time the disk takes to make four kilobytes lasting."""
    times = []
    with tempfile.TemporaryFile(prefix="torg-bench-") as file:
        for _ in range(SYNCS):
            file.write(bytes(4096))
            file.flush()
            began = time.perf_counter()
            os.fsync(file.fileno())
            times.append(1000 * (time.perf_counter() - began))
    return round(statistics.median(times), 3)


def machine() -> dict[str, Any]:
    """Say on what all this was measured."""
    return {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "fsync_ms": sync_ms(),
        # Beyond our own two processes, others were at work.
        "load": round(os.getloadavg()[0], 1),
    }


@dataclass
class Probe:
    """Asks the do-nothing address all the time, to see when a server stands still."""

    port: int
    times: list[float] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    @property
    def slowest_ms(self) -> float:
        """The longest that anybody had to wait."""
        return round(1000 * max(self.times, default=0.0), 1)

    def ask_on(self) -> None:
        """Ask every ten milliseconds until it is enough."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        while not self.ended.wait(0.01):
            began = time.perf_counter()
            line.request("GET", "/healthz")
            line.getresponse().read()
            self.times.append(time.perf_counter() - began)
        line.close()


@contextmanager
def probing(port: int) -> Iterator[Probe]:
    """Probe a server while something happens to it."""
    probe = Probe(port)
    thread = threading.Thread(target=probe.ask_on, daemon=True)
    thread.start()
    try:
        yield probe
    finally:
        probe.ended.set()
        thread.join(60)
