"""Try the room: before the doors open, each phone says how fast a page comes to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from app.access import desk_only
from app.desk.blueprint import bar_of, bp, lead_to, show, workshop_of
from app.desk.contexts import Bar
from app.desk.health import seconds_in_words
from app.edge import save
from app.extensions import db
from app.parts import part
from app.venue import Tried, trials
from app.watchers import pages_of
from app.weights import Weight, Weights, weigh
from workshops import joining, news
from workshops.models import Workshop
from workshops.words import Sentence, count, mark, say

#: A thin line: what a crowded Wi-Fi leaves to each.
THIN_KBIT_S = 100
#: A phone that needs longer for the page of a vote is slow.
SLOW_S = 3.0
#: After so long a phone that has not answered will not.
PATIENCE_S = 25
FEW = 2
_weights: dict[int, Weights] = {}


@dataclass(frozen=True)
class Seen:
    """What all phones together saw."""

    phones: int
    median_s: float
    slowest_s: float
    median_kbit_s: float
    slowest_kbit_s: float
    websockets: int
    slow: int


@dataclass(frozen=True)
class Verdict:
    """What that means; `kind` is open, wait or late."""

    kind: str
    words: Sentence
    what_to_do: Sentence


@dataclass(frozen=True)
class PageRow:
    """A page of the agenda, and how long it takes to a phone."""

    name: str
    title: str
    kb: float
    thin: Sentence
    median: Sentence | None
    slowest: Sentence | None


@dataclass(frozen=True)
class VenuePage:
    """`desk/venue.html` and its part."""

    bar: Bar
    joined: int
    is_on: bool
    seen: Seen | None
    verdict: Verdict
    median: Sentence | None
    slowest: Sentence | None
    rows: Sequence[PageRow]
    is_late: bool  # a question is open, and phones that answer are left in peace
    part_url: str
    version: str


@bp.get("/w/<code>/venue")
@desk_only
def venue(code: str) -> ResponseReturnValue:
    """Show the test; the pages are weighed anew."""
    workshop = workshop_of(code)
    _weights[workshop.id] = weigh(workshop)
    return show("desk/venue.html", _page(workshop))


@bp.get("/w/<code>/venue/part")
@desk_only
def venue_part(code: str) -> Response:
    """Answer with what the phones have said so far."""
    page = _page(workshop_of(code))
    return part("desk/_venue.html", page.version, page=page)


@bp.post("/w/<code>/venue")
@desk_only
def try_venue(code: str) -> ResponseReturnValue:
    """Begin a test, or end it; the phones hear of it as of everything on the stage."""
    workshop = workshop_of(code)
    if request.form.get("verb") == "end":
        trials.end(workshop.id)
    else:
        _weights[workshop.id] = weigh(workshop)
        trials.begin(workshop.id, _weights[workshop.id].to_try)
    news.tell(db.session(), workshop.id, "stage")
    save()
    return lead_to("desk.venue", code=code)


def _page(workshop: Workshop) -> VenuePage:
    test = trials.last.get(workshop.id)
    seen = seen_by(list(test.tried.values())) if test else None
    phones = joining.joined(db.session(), workshop.id).get("phone", 0)
    connected = max(pages_of("phone", workshop.id), seen.phones if seen else 0)
    waited = trials.now() - test.began if test else 0.0
    verdict = verdict_of(seen, phones, connected, waited if test else None)
    rows = _rows(_weights.get(workshop.id), seen)
    is_on = trials.on(workshop.id) is not None
    is_late = workshop.scene == "activity" and workshop.current is not None
    return VenuePage(
        bar=bar_of(workshop, "prepare"),
        joined=phones,
        is_on=is_on,
        seen=seen,
        verdict=verdict,
        median=seconds_in_words(seen.median_s) if seen else None,
        slowest=seconds_in_words(seen.slowest_s) if seen else None,
        rows=rows,
        is_late=is_late,
        part_url=url_for("desk.venue_part", code=workshop.code),
        version=repr((phones, is_on, seen, verdict, rows, is_late)),
    )


def seen_by(tried: Sequence[Tried]) -> Seen | None:
    """Return what they saw together; nothing when nobody has answered."""
    if not tried:
        return None
    return Seen(
        phones=len(tried),
        median_s=median(each.page_s for each in tried),
        slowest_s=max(each.page_s for each in tried),
        median_kbit_s=median(each.kbit_s for each in tried),
        slowest_kbit_s=min(each.kbit_s for each in tried),
        websockets=sum(each.websocket for each in tried),
        slow=sum(each.page_s > SLOW_S for each in tried),
    )


def verdict_of(seen: Seen | None, joined: int, connected: int, waited_s: float | None) -> Verdict:
    """Return one sentence about the room and one about what to do.

    `waited_s` is how long ago the phones were asked, None before the first time.
    """
    if seen is None or waited_s is None:
        return _before(joined, waited_s)
    missing = connected - seen.phones
    if missing > 0 and waited_s < PATIENCE_S:
        words = say("%(n)s of %(all)s phones have answered.", n=seen.phones, all=connected)
        return Verdict("wait", words, say("Wait a moment."))
    if seen.slow:
        return _slow(seen)
    if seen.websockets * FEW < seen.phones:
        return Verdict(
            "late",
            say("This Wi-Fi holds up what should be heard at once."),
            say(
                "Phones will follow up to five seconds late. It works; with a Wi-Fi router of"
                " your own they follow at once."
            ),
        )
    return _missing(missing) if missing > 0 else _well(seen)


def _before(joined: int, waited_s: float | None) -> Verdict:
    if not joined:
        return Verdict(
            "wait",
            say("No phone has joined yet."),
            say("Join with two or three phones, and lay them in the far corners of the room."),
        )
    words = count("%(n)s phone has joined.", "%(n)s phones have joined.", joined)
    if waited_s is None:
        return Verdict("wait", words, say("Press “Test now”. Nobody needs to touch a phone."))
    if waited_s < PATIENCE_S:
        return Verdict("wait", words, say("The phones are trying. Wait a moment."))
    return Verdict(
        "late",
        say("No phone has answered."),
        say("Wake the phones and look that they say “You are in”. Then test again."),
    )


def _slow(seen: Seen) -> Verdict:
    words = count(
        "%(n)s of %(all)s phones is slow.",
        "%(n)s of %(all)s phones are slow.",
        seen.slow,
        all=seen.phones,
    )
    if seen.slow * FEW > seen.phones:
        return Verdict(
            "late",
            words,
            say(
                "The Wi-Fi is too weak for the room: use a router of your own, or a second one,"
                " and switch off what else uses it."
            ),
        )
    return Verdict(
        "late",
        words,
        say("Move the router up high and towards the slow corner, then test again."),
    )


def _missing(missing: int) -> Verdict:
    return Verdict(
        "wait",
        count(
            "%(n)s phone did not answer; the others are quick enough.",
            "%(n)s phones did not answer; the others are quick enough.",
            missing,
        ),
        say("They sleep, or are out of reach. Wake one of them where it lies, and test again."),
    )


def _well(seen: Seen) -> Verdict:
    words = count("The phone is quick enough.", "All %(n)s phones are quick enough.", seen.phones)
    return Verdict("open", words, say("The room is ready. Test once more when it is full."))


def _rows(weights: Weights | None, seen: Seen | None) -> tuple[PageRow, ...]:
    if weights is None:
        return ()
    named = ((mark("Vote"), weights.voting), (mark("Map"), weights.map))
    return tuple(_row(name, weight, seen) for name, weight in named if weight)


def _row(name: str, weight: Weight, seen: Seen | None) -> PageRow:
    return PageRow(
        name=name,
        title=weight.title,
        kb=ceil(weight.kb),
        thin=seconds_in_words(weight.seconds_at(THIN_KBIT_S)),
        median=seconds_in_words(weight.seconds_at(seen.median_kbit_s)) if seen else None,
        slowest=seconds_in_words(weight.seconds_at(seen.slowest_kbit_s)) if seen else None,
    )
