"""Pings, spread over time: a room that came in together is not asked together.

Engine.IO asks each line after the same pause. Five thousand phones that came back in the same
seconds would be asked in the same seconds from then on, and no vote gets through meanwhile.
"""

import random
from typing import Any

#: Of the pause between two pings, so much is the least.
LEAST = 0.5


def spread(server: Any) -> None:
    """Let each line of this Socket.IO server be asked after a pause of its own."""
    engine = server.eio
    sleep = engine.sleep

    def wait(seconds: float = 0) -> None:
        if seconds == engine.ping_interval:
            seconds *= random.uniform(LEAST, 1)  # noqa: S311 - it guards nothing
        sleep(seconds)

    engine.sleep = wait
