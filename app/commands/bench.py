"""`torg bench`: measure the room, the pages and the brief; print a table or JSON."""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from app.bench import (
    archive,
    basemap,
    briefs,
    evening,
    files,
    maps,
    pages,
    rendering,
    soak,
    sums,
    votes,
    workers,
)
from app.bench.bars import missed, rows
from app.bench.brief import brief_of
from app.bench.crowd import Stuck
from app.bench.gauges import machine
from app.bench.medians import middle
from app.bench.room import furnish
from app.bench.setting import Figure, Readings, Setting, Size
from workshops.refusal import Refused

FULL, SMALL = 5000, 200
FIGURES: dict[str, Figure] = {
    "throughput": votes.throughput,
    "commit": votes.commits,
    "hall": votes.at_once,
    "room": evening.measure,
    "brief": rendering.measure,
    "briefs": briefs.measure,
    "basemap": basemap.measure,
    "pages": pages.measure,
    "maps": maps.measure,
    "files": files.measure,
    "archive": archive.measure,
    "sums": sums.measure,
    "workers": workers.measure,
    "soak": soak.measure,
}
#: Too long to be measured unless it is asked for.
ON_REQUEST = frozenset({"soak", "briefs"})
NAMES = (*FIGURES, *evening.STEPS)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--phones", type=int, metavar="N", help=f"the room’s size ({FULL})")
    parser.add_argument("--runs", type=int, default=3, help="the median of so many is told (3)")
    parser.add_argument("--only", metavar="NAME,…", help=f"some of: {', '.join(NAMES)}")
    parser.add_argument("--ideas", type=Path, help="a file of ideas to import and print a brief of")
    parser.add_argument("--quick", action="store_true", help="one short run, to see that it works")
    parser.add_argument("--json", action="store_true", help="JSON instead of a table")


def run(options: argparse.Namespace) -> None:
    """Measure what is wanted, each in turn, and tell the median."""
    size, runs = _size(options), 1 if options.quick else options.runs
    with tempfile.TemporaryDirectory(prefix="torg-bench-") as folder:
        room = furnish(Path(folder) / "instance", size.phones)
        setting = Setting(size, room, wanted(options.only))
        found = middle([_one_run(setting, n, runs) for n in range(1, runs + 1)])
    if options.ideas:
        found |= brief_of(options.ideas)
    found |= {"phones": size.phones, "runs": runs, "machine": machine(), "missed": missed(found)}
    print(json.dumps(found, indent=1) if options.json else "\n".join(table(found)))


def _size(options: argparse.Namespace) -> Size:
    if options.runs < 1 or (options.phones is not None and options.phones < 1):
        raise Refused("A bench needs at least one phone and one run.")
    if options.quick:
        return Size(options.phones or SMALL, steady_s=2, pace_s=1, quiet_s=1)
    return Size(options.phones or FULL)


def wanted(only: str | None) -> frozenset[str]:
    """Return the names asked for; the room stands for all its steps."""
    asked = frozenset(only.split(",")) if only else frozenset(FIGURES) - ON_REQUEST
    if unknown := asked - frozenset(NAMES):
        raise Refused("There is no %(name)s to measure.", name=", ".join(sorted(unknown)))
    steps = frozenset(evening.STEPS)
    if "room" in asked:
        return asked | steps
    return asked | {"room"} if asked & steps else asked


def _one_run(setting: Setting, n: int, runs: int) -> Readings:
    found: Readings = {}
    for name, figure in FIGURES.items():
        if name not in setting.wanted:
            continue
        print(f"{name}, run {n} of {runs} …", file=sys.stderr, flush=True)
        try:
            found |= figure(setting)
        except (Stuck, Refused, OSError) as fault:
            print(f"{name}: {fault}", file=sys.stderr, flush=True)
    return found


def table(found: dict[str, Any]) -> Iterable[str]:
    """Return the figures as lines for people."""
    lines = [("", "median", "bar", "reached"), *rows(found)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        yield "  ".join(
            word.ljust(width) for word, width in zip(line, widths, strict=True)
        ).rstrip()
    told = found["machine"]
    yield ""
    yield (
        f"{found['phones']:,} phones, median of {found['runs']}; {told['cores']} cores, "
        f"Python {told['python']}, {told['system']}, a sync of the disk {told['fsync_ms']} ms, "
        f"load {told['load']}."
    )
