"""So many at once, then so many a second: what one phone, or all strangers together, may do."""

import time
from collections import OrderedDict
from collections.abc import Callable

#: So many are remembered; whoever is forgotten then has long been free to ask again.
MOST = 20_000
#: Sums of pauses are not exact.
A_HAIR_S = 1e-6


class Allowance:
    """A bucket for each who asks, of which nothing is kept but when it will be full again.

    The generic cell rate algorithm (ITU-T I.371, annex A): one number each, no timer, no lock.
    """

    __slots__ = ("full_at", "most", "now", "pause_s", "slack_s")

    def __init__(
        self,
        at_once: int,
        per_s: float,
        now: Callable[[], float] = time.monotonic,
        most: int = MOST,
    ) -> None:
        self.pause_s = 1 / per_s
        self.slack_s = (at_once - 1) / per_s + A_HAIR_S
        self.now = now
        self.most = most
        self.full_at: OrderedDict[str, float] = OrderedDict()

    def take(self, who: str = "") -> float:
        """Use one and return 0; or return the seconds to wait for the next, using none."""
        now = self.now()
        full_at = max(self.full_at.get(who, now), now)
        late_s = full_at - now - self.slack_s
        if late_s > 0:
            return late_s
        self.full_at[who] = full_at + self.pause_s
        self.full_at.move_to_end(who)
        if len(self.full_at) > self.most:
            self.full_at.popitem(last=False)
        return 0.0

    def wait(self, who: str = "") -> float:
        """Return the seconds to wait for the next; 0 when it may be used now."""
        full_at = self.full_at.get(who)
        return 0.0 if full_at is None else max(0.0, full_at - self.now() - self.slack_s)
