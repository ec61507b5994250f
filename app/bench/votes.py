"""How many votes a second: beside doing nothing, beside a commit each, beside a bare loop."""

from collections.abc import Sequence

from app.bench.crowd import crowd
from app.bench.server import TORG, running
from app.bench.setting import Readings, Setting

VARIANT = "app.bench.variants"
SLOW = ("--sync-ms", "5")


def throughput(setting: Setting) -> Readings:
    """Votes and do-nothing requests of one server in turns, as many in flight."""
    size = setting.size
    with running(setting.room.instance) as server, crowd(server, setting.room) as phones:
        half = {"seconds": size.pace_s / 2, "in_flight": size.in_flight}
        phones.ask("pace", seconds=size.pace_s / 5, in_flight=size.in_flight)  # warms up
        hellos = [phones.ask("hello", **half)["per_s"]]
        votes = phones.ask("pace", seconds=size.pace_s, in_flight=size.in_flight)
        hellos.append(phones.ask("hello", **half)["per_s"])
    hello = sum(hellos) / 2
    return {
        "votes_per_s": round(votes["per_s"]),
        "hello_per_s": round(hello),
        "votes_to_hello": votes["per_s"] / hello,
        "unanswered": votes["failed"],
    }


def commits(setting: Setting) -> Readings:
    """Group commit and one commit a vote, on this disk and on one that takes 5 ms a sync."""
    group = _votes_per_s(setting, TORG)
    one = _votes_per_s(setting, (VARIANT, "--one"))
    slow_group = _votes_per_s(setting, (VARIANT, *SLOW))
    slow_one = _votes_per_s(setting, (VARIANT, "--one", *SLOW))
    return {
        "group_to_one": group / one,
        "group_to_one_5ms": slow_group / slow_one,
        "one_commit_votes_per_s": round(one),
        "group_5ms_votes_per_s": round(slow_group),
        "one_commit_5ms_votes_per_s": round(slow_one),
    }


def _votes_per_s(setting: Setting, program: Sequence[str]) -> float:
    size = setting.size
    with running(setting.room.instance, program) as server, crowd(server, setting.room) as phones:
        phones.ask("pace", seconds=size.pace_s / 5, in_flight=size.in_flight)
        votes = phones.ask("pace", seconds=size.pace_s, in_flight=size.in_flight)
    return max(float(votes["per_s"]), 0.1)


def at_once(setting: Setting) -> Readings:
    """A full hall votes in one instant: here, and at a loop that only counts in memory."""
    n = setting.size.at_once
    with running(setting.room.instance) as server, crowd(server, setting.room) as phones:
        phones.ask("watch", upto=n)
        phones.ask("call", upto=n)
        here = phones.ask("vote", n=n, over=0, among=n)
    with running(setting.room.instance, ("app.bench.bare",)) as server, crowd(server) as phones:
        bare = phones.ask("emit", n=n)
    return {
        "hall": n,
        "hall_p95_ms": here["ms"]["p95"],
        "bare_p95_ms": bare["ms"]["p95"],
        "hall_to_bare": here["ms"]["p95"] / max(bare["ms"]["p95"], 0.1),
        "unanswered": here["failed"] + n - bare["acknowledged"],
    }
