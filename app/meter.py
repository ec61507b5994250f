"""What the room does, counted as it happens: for the desk's page, for /metrics, for a bench.

No person, no answer and no activity is in it. All of it is called from the one thread that
serves: nothing here needs a lock.
"""

import time
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

#: Bounds of the histograms: what is at most the bound falls under it.
COMMIT_S = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
REQUEST_S = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
BATCH = (1, 2, 5, 10, 20, 50, 100, 200, 500)
#: Too much came at once, or the disk is busy: no fault of ours, and nothing is lost.
ASKED_TO_WAIT = 503
#: So many seconds are remembered one by one.
REMEMBERED_S = 300
#: What a request is counted as: by its view, else by the view's blueprint. Behind those of
#: `ANSWER` somebody waits for "Sent".
ANSWER = "answer"
SURFACES = {
    "attendee.answer": ANSWER,
    "attendee.heart": ANSWER,
    "attendee.withdraw": ANSWER,
    "attendee.revise": ANSWER,
    "attendee": "phone",
    "screen": "screen",
    "desk": "desk",
    "planner": "planner",
    "static_file": "files",
    "files": "files",
}


class Histogram:
    """How often a figure was how large; `counts` has one more than `bounds`, for the rest."""

    __slots__ = ("bounds", "counts", "total")

    def __init__(self, bounds: Sequence[float]) -> None:
        self.bounds = bounds
        self.counts = [0] * (len(bounds) + 1)
        self.total = 0.0

    def note(self, figure: float) -> None:
        """Count one more."""
        self.counts[bisect_left(self.bounds, figure)] += 1
        self.total += figure


class Seconds:
    """A figure for each of the last seconds, in a ring: a sum or the largest of what is noted."""

    __slots__ = ("now", "peak", "slots", "stamps")

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self.now = now
        self.slots = [0.0] * REMEMBERED_S
        self.stamps = [-REMEMBERED_S] * REMEMBERED_S
        self.peak = 0.0

    def add(self, figure: float) -> None:
        """Add to this second."""
        slot = self._slot()
        self.slots[slot] += figure
        self.peak = max(self.peak, self.slots[slot])

    def reach(self, figure: float) -> None:
        """Raise this second to the figure, if it is not as high."""
        slot = self._slot()
        self.slots[slot] = max(self.slots[slot], figure)
        self.peak = max(self.peak, figure)

    def last(self, seconds: int) -> list[float]:
        """Return the figures of the last whole seconds and of the one that is running."""
        second = int(self.now())
        wanted = range(second - seconds, second + 1)
        return [
            self.slots[each % REMEMBERED_S] if self.stamps[each % REMEMBERED_S] == each else 0.0
            for each in wanted
        ]

    def _slot(self) -> int:
        second = int(self.now())
        slot = second % REMEMBERED_S
        if self.stamps[slot] != second:
            self.stamps[slot], self.slots[slot] = second, 0.0
        return slot


@dataclass
class Surface:
    """The requests of one surface by status class (index 2 is 2xx), and how long they took."""

    is_answer: bool = False
    by_status: list[int] = field(default_factory=lambda: [0] * 6)
    seconds: Histogram = field(default_factory=lambda: Histogram(REQUEST_S))


@dataclass
class Meter:
    """Counts since the start of this process; `acknowledged` and `refused` are writes."""

    acknowledged: int = 0
    refused: int = 0
    commits: int = 0
    slowest_commit_s: float = 0.0
    messages: int = 0
    commit_s: Histogram = field(default_factory=lambda: Histogram(COMMIT_S))
    batches: Histogram = field(default_factory=lambda: Histogram(BATCH))
    answers: Seconds = field(default_factory=Seconds)
    slowest_s: Seconds = field(default_factory=Seconds)
    commits_s: Seconds = field(default_factory=Seconds)
    faults: Seconds = field(default_factory=Seconds)
    lag_s: Seconds = field(default_factory=Seconds)
    surfaces: dict[str, Surface] = field(default_factory=dict)
    phones: defaultdict[int, Seconds] = field(default_factory=lambda: defaultdict(Seconds))
    _by_endpoint: dict[str | None, Surface] = field(default_factory=dict)

    def committed(self, answers: int, refused: int, seconds: float) -> None:
        """Note one commit: how many answers it made lasting, and how long it took."""
        self.commits += 1
        self.acknowledged += answers
        self.refused += refused
        self.slowest_commit_s = max(self.slowest_commit_s, seconds)
        self.commit_s.note(seconds)
        self.batches.note(answers + refused)
        self.commits_s.reach(seconds)

    def requested(self, endpoint: str | None, status: int, seconds: float) -> None:
        """Note one request: which view answered, with what, after how long."""
        surface = self._by_endpoint.get(endpoint) or self._surface(endpoint)
        surface.by_status[status // 100] += 1
        surface.seconds.note(seconds)
        if surface.is_answer:
            self.slowest_s.reach(seconds)
            if status < 400:
                self.answers.add(1)
        if status >= 500 and status != ASKED_TO_WAIT:
            self.faults.add(1)

    def _surface(self, endpoint: str | None) -> Surface:
        """Return where requests of this endpoint are counted; there are as many as views."""
        view = endpoint or ""
        name = SURFACES.get(view) or SURFACES.get(view.partition(".")[0], "other")
        surface = self.surfaces.setdefault(name, Surface(is_answer=name == ANSWER))
        self._by_endpoint[endpoint] = surface
        return surface

    def beat(self, late_s: float) -> None:
        """Note by how much the loop woke too late."""
        self.lag_s.reach(late_s)

    def saw(self, pages: Mapping[tuple[str, int], int]) -> None:
        """Note how many phones there are now, by workshop."""
        for role, workshop_id in pages:
            if role == "phone":
                self.phones[workshop_id].reach(pages[role, workshop_id])


meter = Meter()
