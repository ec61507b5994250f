"""How often one phone may ask, and all strangers together; never counted by address.

A whole room, or a school, comes from one address. So a phone is known by the secret in its
cookie; whoever comes without one is a newcomer, and newcomers have one limit together, so that
a fresh cookie for each request leads nowhere.

It is kept in memory. With several servers the phones of a workshop are led to one of them, which
so counts all of what a phone does; that of a server that was lost begins anew at the next.
"""

import random
import time
from collections.abc import Callable
from math import ceil

from flask import Flask, current_app
from flask.globals import request_ctx

from app.allowance import Allowance
from app.meter import Seconds
from config import Config
from workshops.words import mark

#: Whoever has to wait comes back after at least so long, and not all in the same second.
LEAST_S, SPREAD_S = 2, 6
CROWDED = mark("Many are coming in.")
OFTEN = mark("That was a lot at once.")
GUESSED = mark("Many wrong codes were tried.")
WAITING = mark("Many are sending.")
#: In the environment of a request that was checked on the short way: why it is not taken, or None.
SAID = "torg.said"


class Busy(Exception):
    """Too much at once: what was asked for is not done now, and may be asked again.

    `status` is 429 where the asker alone was too quick, 503 where all together were.
    """

    def __init__(self, words: str, wait_s: float = 0.0, status: int = 503) -> None:
        super().__init__(words)
        self.words = words
        self.status = status
        self.wait_s = ceil(max(wait_s, LEAST_S))

    def spread_s(self) -> int:
        """Return after how many seconds to come back, so that a full room does not at once."""
        return self.wait_s + random.randint(0, SPREAD_S)  # noqa: S311 - it guards nothing


class Limits:
    """What each phone has left, and what all newcomers have."""

    def __init__(self, config: Config, now: Callable[[], float] = time.monotonic) -> None:
        answers = Allowance(10 * config.answers_s, config.answers_s, now)
        hearts = Allowance(30, 5, now)
        pages = Allowance(20, 4, now)
        self.codes = Allowance(10, 0.2, now)
        self.by_view = {
            "attendee.answer": answers,
            "attendee.heart": hearts,
            "attendee.now": pages,
            "attendee.phone": pages,
            "attendee.revise": answers,
            "attendee.withdraw": answers,
            "doors.join": pages,
            "slip.scan": pages,
            "slip.use": self.codes,
            "slip.write": pages,
            "venue.page": Allowance(10, 0.2, now),
            "venue.report": pages,
        }
        self.newcomers = Allowance(10 * config.newcomers_s, config.newcomers_s, now)
        self.wrong_codes = Allowance(50, 5, now)
        self.guesses = Seconds(now)
        self.photos = Allowance(8, 1 / 30, now)
        self.all_photos = Allowance(60, 4, now)

    def check(self) -> None:
        """Let this request pass, or say how long to wait."""
        # Looked up once: each use of Flask's own names would cost as much as all the rest.
        here = request_ctx._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
        said = here.request.environ.get(SAID)
        if isinstance(said, Busy):
            raise said
        if SAID not in here.request.environ:
            self.may(here.request.endpoint, here.session.get("device"))

    def may(self, endpoint: str | None, device: str | None) -> None:
        """Let a device, None for a newcomer, ask this view, or say how long to wait."""
        allowance = self.by_view.get(endpoint or "")
        if allowance is None:
            return
        if device is None:
            if wait_s := self.newcomers.take():
                raise Busy(CROWDED, wait_s)
        elif wait_s := self.codes.wait(device):
            raise Busy(GUESSED, wait_s, 429)
        elif wait_s := allowance.take(device):
            raise Busy(OFTEN, wait_s, 429)

    def guessed(self, device: str) -> None:
        """Note a wrong code; whoever tries many waits, with whatever they ask next."""
        self.guesses.add(1)
        wait_s = self.codes.take(device) or self.wrong_codes.take()
        if wait_s:
            raise Busy(GUESSED, wait_s, 429)

    def sends_photo(self, device: str) -> None:
        """Let a phone send a photo, which takes the laptop a moment to read."""
        if wait_s := self.photos.wait(device):
            raise Busy(OFTEN, wait_s, 429)
        if wait_s := self.all_photos.take():
            raise Busy(WAITING, wait_s)
        self.photos.take(device)


def init(app: Flask) -> None:
    """Ask before each request whether it may pass."""
    limits = app.extensions["torg_limits"] = Limits(app.config["TORG"])
    app.before_request(limits.check)


def limits() -> Limits:
    """Return those of this application."""
    found: Limits = current_app.extensions["torg_limits"]
    return found
