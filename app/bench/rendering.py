"""Votes while a brief of a hundred pages is made, as the planner's button starts it."""

import csv
import http.client
import itertools
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pikepdf
from sqlalchemy import select

from app.bench.crowd import Crowd, crowd
from app.bench.room import Room, at_home
from app.bench.server import Running, only, running
from app.bench.setting import Readings, Setting
from app.extensions import db
from config import ROOT
from workshops.models import Job

NAME, SLUG = "Bench", "bench"
#: Enough for a hundred pages.
IDEAS = 2550
VOTE_S = 10.0
LONGEST_S = 300.0
THINGS = ("A bench", "A fire", "Light in the trees", "A roof", "A stage", "Ice", "A tap", "Swings")
WHERE = ("by the wall", "at the stop", "in the middle", "on the north side", "at the gate")
WHY = (
    "so that people who wait can sit out of the wind, also when the market is there",
    "because children have nowhere to be when it gets dark in the afternoon",
    "since the way across is empty from October on and nobody meets anybody",
    "for those who come by wheelchair and now have to go all the way round",
)


def measure(setting: Setting) -> Readings:
    """Vote in calm, begin the brief, vote again while it is being made; count its pages."""
    import_ideas(setting.room)
    with running(setting.room.instance) as server, crowd(server, setting.room) as phones:
        room = setting.room.moved(server.instance)
        phones.ask("watch", upto=setting.size.few)
        phones.ask("call", upto=setting.size.few)
        phones.ask("vote", n=setting.size.few, over=1, among=setting.size.few)  # warms up
        calm = _votes(setting, phones)
        ask_for_brief(server, room)
        time.sleep(1)
        busy = _votes(setting, phones)
        is_going = _job(room).state == "running"
        pages = _pages_once(setting.room, room)
    return {
        "calm_p99_ms": calm["ms"]["p99"],
        "brief_p99_ms": busy["ms"]["p99"],
        "brief_to_calm": busy["ms"]["p99"] / max(calm["ms"]["p99"], 0.1),
        "planner_pages": pages,
        "brief_outlasted_votes": int(is_going),
        "unanswered": calm["failed"] + busy["failed"],
    }


def _votes(setting: Setting, phones: Crowd) -> dict[str, Any]:
    """A quarter of the steady pace, from a tenth of the room."""
    n = round(setting.size.per_s / 4 * VOTE_S)
    return phones.ask("vote", n=max(n, 1), over=VOTE_S, among=setting.size.few)


def import_ideas(room: Room) -> None:
    """Give the room's folder a second consultation of many ideas, unless it has it."""
    file = room.instance / "ideas.csv"
    if file.exists():
        return
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([("idea",), *((idea,) for idea in made_up(IDEAS))])
    subprocess.run(
        [sys.executable, "-m", "app.cli", "import", "ideas", str(file), "--new", NAME],
        cwd=ROOT,
        env=only(room.instance),
        check=True,
        stdout=subprocess.DEVNULL,
        timeout=LONGEST_S,
    )


def made_up(n: int) -> list[str]:
    """Return so many ideas, each of its own."""
    all_there_are = itertools.product(range(1, n), WHY, WHERE, THINGS)
    return [
        f"{thing} {where}, {why}. In {round_} years at the latest."
        for round_, why, where, thing in itertools.islice(all_there_are, n)
    ]


def ask_for_brief(server: Running, room: Room) -> None:
    """Press the planner's button."""
    form = urlencode({"export": "brief", "csrf_token": room.desk.token})
    head = {"Cookie": room.desk.cookie, "Content-Type": "application/x-www-form-urlencoded"}
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    line.request("POST", f"/planner/{SLUG}/downloads", form, head)
    status = line.getresponse().status
    line.close()
    if status != 303:
        raise OSError(f"the planner's page answered {status}")


def _pages_once(furnished: Room, room: Room) -> int:
    """Return how many pages that brief has; the first run waits for it, the others know."""
    file = furnished.instance / "pages"
    if not file.exists():
        file.write_text(str(_pages(room)), encoding="ascii")
    return int(file.read_text(encoding="ascii"))


def _pages(room: Room) -> int:
    """Wait for the brief; return its pages, 0 if it failed."""
    until = time.monotonic() + LONGEST_S
    while (job := _job(room)).state in ("waiting", "running") and time.monotonic() < until:
        time.sleep(1)
    file: Path = room.instance / "files" / job.file
    if not file.is_file():
        return 0
    with pikepdf.open(file) as opened:
        return len(opened.pages)


def _job(room: Room) -> Job:
    with at_home(room.instance):
        return db.session.scalars(select(Job).order_by(Job.id.desc()).limit(1)).one()
