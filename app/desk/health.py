"""Is the room healthy? One page of large figures, and what to do when one is not well."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from flask import Response, current_app, url_for
from flask.typing import ResponseReturnValue

from app.access import desk_only
from app.desk.blueprint import bar_of, bp, show, workshop_of
from app.desk.contexts import Bar
from app.extensions import db
from app.languages import number
from app.meter import REMEMBERED_S, Meter, meter
from app.parts import part
from app.pictures import RESERVE
from app.verdict import Trouble, troubles
from app.vitals import Battery, Machine, Room, backup, read_machine, read_room
from workshops import joining
from workshops.models import Workshop
from workshops.words import Sentence, mark, say

#: A bar of the chart is so many seconds.
BAR_S = 5
BARS_A_MINUTE = 60 // BAR_S
MANY_PHOTOS = 100_000


@dataclass(frozen=True)
class Chart:
    """Answers a second in the last minutes; heights in per cent of the highest bar."""

    heights: Sequence[float]
    most: float
    minutes: Sequence[tuple[int, int]]  # minutes ago, answers


@dataclass(frozen=True)
class Row:
    """A line below the figures; `kind` picks shape and colour: open, wait, late or stop."""

    name: str
    kind: str
    words: Sentence


@dataclass(frozen=True)
class HealthPage:
    """`desk/health.html` and its part."""

    bar: Bar
    room: Room
    joined: int
    troubles: Sequence[Trouble]
    ill: Mapping[str, str]  # what is not well, and how badly
    slowest: Sentence | None
    chart: Chart
    rows: Sequence[Row]
    part_url: str
    version: str


@bp.get("/w/<code>/health")
@desk_only
def health(code: str) -> ResponseReturnValue:
    """Show how the room is."""
    return show("desk/health.html", _page(workshop_of(code)))


@bp.get("/w/<code>/health/part")
@desk_only
def health_part(code: str) -> Response:
    """Answer with the figures as they are now."""
    page = _page(workshop_of(code))
    return part("desk/_health.html", page.version, page=page)


def trouble_of(workshop: Workshop) -> Trouble | None:
    """Return the worst of what is not well, for the run sheet."""
    machine = read_machine(current_app.config["TORG"])
    return next(iter(troubles(read_room(workshop), machine, backup())), None)


def _page(workshop: Workshop) -> HealthPage:
    room, machine, report = read_room(workshop), read_machine(current_app.config["TORG"]), backup()
    joined = joining.joined(db.session(), workshop.id).get("phone", 0)
    found = troubles(room, machine, report)
    ill = {each.about: each.kind for each in reversed(found)}
    rows = (
        Row(mark("Disk"), ill.get("disk", "open"), disk_in_words(machine)),
        *([Row(mark("Backup"), report.kind, report.words)] if report else []),
        *([_power(machine.battery, ill)] if machine.battery else []),
    )
    chart = chart_of(meter)
    return HealthPage(
        bar=bar_of(workshop, "run"),
        room=room,
        joined=max(joined, room.phones),
        troubles=found,
        ill=ill,
        slowest=seconds_in_words(room.slowest_s) if room.slowest_s else None,
        chart=chart,
        rows=rows,
        part_url=url_for("desk.health_part", code=workshop.code),
        version=repr((room, joined, found, chart, rows)),
    )


def disk_in_words(machine: Machine) -> Sentence:
    """Say what still fits on the disk."""
    photos = rounded(max(0, machine.disk_left - RESERVE) // machine.photo)
    if photos > MANY_PHOTOS:
        return say("enough for more than %(n)s photos", n=number(MANY_PHOTOS))
    return say("enough for %(n)s more photos", n=number(photos))


def _power(battery: Battery, ill: Mapping[str, str]) -> Row:
    if battery.on_mains:
        return Row(mark("Power"), "open", say("plugged in, %(n)s %%", n=battery.left))
    kind = ill.get("power", "wait")
    return Row(mark("Power"), kind, say("on the battery, %(n)s %%", n=battery.left))


def seconds_in_words(seconds: float) -> Sentence:
    """Say a duration to a tenth, never as shorter than it was."""
    tenths = ceil(10 * seconds - 0.001) / 10
    return say("%(n)s s", n=number(tenths if tenths < 10 else ceil(tenths)))


def rounded(n: int) -> int:
    """Return a whole number with its first two digits only: 41,387 is 41,000."""
    step = 10 ** max(0, len(str(n)) - 2)
    return n // step * step


def chart_of(of: Meter) -> Chart:
    """Return the answers of the last minutes, a bar for each five whole seconds."""
    seconds = of.answers.last(REMEMBERED_S - 1)
    whole = seconds[: len(seconds) - int(of.answers.now()) % BAR_S - 1]
    whole = whole[len(whole) % BAR_S :]
    bars = [sum(whole[at : at + BAR_S]) / BAR_S for at in range(0, len(whole), BAR_S)]
    most = max(bars)
    ends = range(len(bars), 0, -BARS_A_MINUTE)
    minutes = [
        (ago, round(BAR_S * sum(bars[max(0, end - BARS_A_MINUTE) : end])))
        for ago, end in enumerate(ends)
    ]
    return Chart([round(100 * each / most, 1) if most else 0 for each in bars], most, minutes)
