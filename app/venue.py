"""The venue test, as the phones do it: fetch what a vote would bring, and say how long it took.

A test lives in memory and is gone with the server. It holds seconds and a yes or no for each
phone that joined: nothing about the person, nothing about the place.
"""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Blueprint, Response, abort, request, session
from flask.typing import ResponseReturnValue

from app.contexts import VenueCall
from app.extensions import db
from app.static_files import static_url
from workshops import joining
from workshops.models import Workshop
from workshops.refusal import Refused

bp = Blueprint("venue", __name__, url_prefix="/w/<code>/venue")

#: A test that nobody stops ends by itself.
LASTS_S = 900
#: Longer than this a phone gave up.
LONGEST_MS = 120_000
MOST_BYTES = 2_000_000


@dataclass(frozen=True)
class Tried:
    """What one phone saw: seconds to the page, its bytes a second, whether a websocket opens."""

    page_s: float
    kbit_s: float
    websocket: bool


@dataclass
class Trial:
    """A test that is on, or was: what each phone (by its place in the database) saw."""

    number: int
    sample: bytes
    began: float
    ended: float | None = None
    tried: dict[int, Tried] = field(default_factory=dict)


@dataclass
class Trials:
    """The last test of each workshop."""

    now: Callable[[], float] = time.monotonic
    last: dict[int, Trial] = field(default_factory=dict)
    numbers: int = 0

    def begin(self, workshop_id: int, page_bytes: int) -> Trial:
        """Begin anew; phones fetch so many bytes that nothing can make smaller on the way."""
        self.numbers += 1
        sample = os.urandom(min(page_bytes, MOST_BYTES))
        self.last[workshop_id] = Trial(self.numbers, sample, self.now())
        return self.last[workshop_id]

    def end(self, workshop_id: int) -> None:
        """Let phones that join from now on alone."""
        test = self.last.get(workshop_id)
        if test is not None and test.ended is None:
            test.ended = self.now()

    def on(self, workshop_id: int) -> Trial | None:
        """Return the test that phones should do now."""
        test = self.last.get(workshop_id)
        is_on = test is not None and test.ended is None and self.now() - test.began < LASTS_S
        return test if is_on else None


trials = Trials()


def call_of(workshop: Workshop) -> VenueCall | None:
    """Return what a phone that waits for the doors is asked to do, if anything."""
    test = trials.on(workshop.id)
    if test is None:
        return None
    script = static_url("js/venue.js")
    return VenueCall(test.number, f"/w/{workshop.code}/venue", script)


@bp.get("/page")
def page(code: str) -> Response:
    """Answer with as many bytes as a voting page has."""
    test, _ = _test(code)
    response = Response(test.sample, mimetype="application/octet-stream")
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.post("")
def report(code: str) -> ResponseReturnValue:
    """Note what a phone saw; a second word replaces its first."""
    test, attendee_id = _test(code)
    form = request.form
    page_ms = form.get("page_ms", 0.0, float)
    part_ms = form.get("part_ms", 0.0, float)
    if form.get("number", type=int) != test.number or not _is_likely(page_ms, part_ms):
        abort(409)
    test.tried[attendee_id] = Tried(
        page_s=round((page_ms + part_ms) / 1000, 2),
        kbit_s=round(len(test.sample) * 8 / page_ms, 1),
        websocket=form.get("websocket") == "1",
    )
    return "", 204


def _is_likely(page_ms: float, part_ms: float) -> bool:
    return 1 <= page_ms <= LONGEST_MS and 0 <= part_ms <= LONGEST_MS


def _test(code: str) -> tuple[Trial, int]:
    """Return the test that is on and who asks; nothing is here for those who did not join."""
    try:
        workshop = joining.find_workshop(db.session(), code)
    except Refused:
        abort(404)
    test = trials.on(workshop.id)
    device = session.get("device", "")
    attendee = joining.find_attendee(db.session(), workshop, device) if device else None
    if test is None or attendee is None:
        abort(404)
    return test, attendee.id
