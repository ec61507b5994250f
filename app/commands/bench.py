"""`torg bench`: measure pages, votes, the way to the screen and the brief; print a table."""

import argparse
import json
import statistics
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.bench.brief import brief_of
from app.bench.pages import weigh
from app.bench.room import Room, counted, open_vote
from app.bench.screen import click_to_screen
from app.bench.server import Running, running
from config import ROOT

RUNS = 3


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--phones", type=int, default=200, help="phones that vote at once")
    parser.add_argument("--ideas", type=Path, help="a file of ideas to import and print a brief of")
    parser.add_argument("--json", action="store_true", help="JSON instead of a table")


def run(options: argparse.Namespace) -> None:
    """Measure everything, votes three times with the median told."""
    figures = _votes(options.phones)
    with running("--demo") as server:
        room = open_vote(server)
        screen = click_to_screen(server, room)
        figures |= {"click_to_screen_ms": screen} | weigh(server, room)
    if options.ideas:
        figures["brief"] = brief_of(options.ideas)
    print(json.dumps(figures, indent=1) if options.json else _table(figures))


def _votes(phones: int) -> dict[str, Any]:
    """Return the run with the median p95, with what is on disk counted in every run."""
    runs = [_one_run(phones) for _ in range(RUNS)]
    middle = statistics.median_low(each["ack_ms"]["p95"] for each in runs)
    chosen = next(each for each in runs if each["ack_ms"]["p95"] == middle)
    return chosen | {"lost": sum(each["lost"] for each in runs), "runs": RUNS}


def _one_run(phones: int) -> dict[str, Any]:
    with running("--demo") as server:
        room = open_vote(server)
        figures = _load(server, room, phones)
        on_disk = counted(server, room.vote)
    lost = max(figures["acknowledged"] - on_disk, 0)
    return figures | {"counted": on_disk, "lost": lost}


def _load(server: Running, room: Room, phones: int) -> dict[str, Any]:
    """Let the phones vote from a process of their own."""
    done = subprocess.run(
        [sys.executable, "-m", "app.bench.phones"]
        + [str(each) for each in (server.port, room.code, room.vote, phones)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def _table(figures: Mapping[str, Any]) -> str:
    """Return the figures as lines for people."""
    screen, brief = figures["click_to_screen_ms"], figures.get("brief")
    ratio = figures["votes_per_s"] / figures["hello_per_s"]
    lost = f"{figures['lost']} of them lost in {figures['runs']} runs"
    rows = {
        "Voting page over the wire": f"{figures['voting_kb']} kB",
        "Map page over the wire": f"{figures['map_kb']} kB",
        f"{figures['phones']} phones at once": f"{figures['acknowledged']} acknowledged, {lost}",
        "Acknowledged within (p95)": f"{figures['ack_ms']['p95']} ms",
        "Votes a second ÷ do-nothing requests a second": f"{ratio:.2f}",
        "Click to screen, median": f"{screen['median_ms']} ms" if screen else "no browser",
    }
    if brief:
        rows["Import"] = f"{brief['import_s']} s"
        rows["Brief of the import"] = (
            f"{brief['brief_s']} s, {brief['pages']} pages, {brief['peak_mb']} MB at most"
        )
    width = max(map(len, rows))
    return "\n".join(f"{name:{width}}  {value}" for name, value in rows.items())
