"""How many votes a second: beside doing nothing, beside a commit each, beside a bare loop."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from app.bench.crowd import Crowd, crowd
from app.bench.gauges import processor_s
from app.bench.server import TORG, running
from app.bench.setting import Readings, Setting

VARIANT, ONE, SLOW = "app.bench.variants", "--one", ("--sync-ms", "5")
PROGRAMS = (TORG, (VARIANT, ONE), (VARIANT, *SLOW), (VARIANT, ONE, *SLOW))
TURNS = 5


def throughput(setting: Setting) -> Readings:
    """Votes and do-nothing requests of one server in turns, as many in flight."""
    with running(setting.room.instance) as server, crowd(server, setting.room) as phones:
        votes, hellos = Tally(phones, "pace", server.pid), Tally(phones, "hello", server.pid)
        in_turns(setting, [votes, hellos])
    return {
        "votes_per_s": round(votes.per_s),
        "hello_per_s": round(hellos.per_s),
        "votes_to_hello": votes.per_s / hellos.per_s,
        "vote_cpu_ms": votes.cpu_ms,
        "hello_cpu_ms": hellos.cpu_ms,
        "unanswered": votes.failed + hellos.failed,
    }


def commits(setting: Setting) -> Readings:
    """Group commit and one commit a vote, on this disk and on one that takes 5 ms a sync."""
    with ExitStack() as stack:
        group, one, slow_group, slow_one = tallies = [
            _tally(stack, setting, program) for program in PROGRAMS
        ]
        in_turns(setting, tallies)
    return {
        "group_to_one": group.per_s / one.per_s,
        "group_to_one_5ms": slow_group.per_s / slow_one.per_s,
        "one_commit_votes_per_s": round(one.per_s),
        "group_5ms_votes_per_s": round(slow_group.per_s),
        "one_commit_5ms_votes_per_s": round(slow_one.per_s),
    }


def _tally(stack: ExitStack, setting: Setting, program: Sequence[str]) -> "Tally":
    server = stack.enter_context(running(setting.room.instance, program))
    return Tally(stack.enter_context(crowd(server, setting.room)), "pace", server.pid)


@dataclass
class Tally:
    """What phones came to with one verb, over several turns."""

    phones: Crowd
    verb: str
    pid: int
    done: int = 0
    failed: int = 0
    seconds: float = 0.0
    cpu_s: float = 0.0

    @property
    def per_s(self) -> float:
        """How many a second; never nothing, so that it can be divided by."""
        return max(self.done, 1) / max(self.seconds, 0.001)

    @property
    def cpu_ms(self) -> float:
        """What one of them takes of the server's processor, however busy the machine is."""
        return 1000 * self.cpu_s / max(self.done, 1)

    def take_turn(self, seconds: float, in_flight: int) -> None:
        """Go on for so long."""
        before = processor_s(self.pid)
        found = self.phones.ask(self.verb, seconds=seconds, in_flight=in_flight)
        self.cpu_s += processor_s(self.pid) - before
        self.done += found["done"]
        self.failed += found["failed"]
        self.seconds += found["seconds"]


def in_turns(setting: Setting, tallies: Sequence[Tally]) -> None:
    """Let each have its turns, one after the other, so that the machine's moods meet all alike."""
    seconds = setting.size.pace_s / TURNS
    for tally in tallies:
        tally.phones.ask(tally.verb, seconds=seconds, in_flight=setting.size.in_flight)
    for _ in range(TURNS):
        for tally in tallies:
            tally.take_turn(seconds, setting.size.in_flight)


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
