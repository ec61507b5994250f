"""Counting ranked and approval ballots: first places, approval, Borda, instant run-off.

A ballot is a row of ranks, best first. A rank names the options put there: none where a rank was
skipped, two where somebody named two (an over-vote). Every outcome names ties as sets, says how
it came about step by step, and is the same whatever order ballots and options are given in.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from workshops.words import Sentence, count, named, say

Rank = tuple[str, ...]
Points = Mapping[str, Fraction]


@dataclass(frozen=True)
class Ranking:
    """A ranked ballot that `n` people cast alike."""

    ranks: tuple[Rank, ...]
    n: int = 1


@dataclass(frozen=True)
class Scores:
    """What every option got; `winners` is more than one in a tie, none when nobody voted."""

    points: Points
    winners: tuple[str, ...]
    steps: tuple[Sentence, ...]


def plurality(options: Sequence[str], ballots: Iterable[Ranking]) -> Scores:
    """Count first places. A ballot that names two in its first rank counts for neither."""
    found = dict.fromkeys(options, 0)
    unclear = 0
    for ballot in ballots:
        first = next((rank for rank in ballot.ranks if rank), ())
        if len(first) == 1:
            found[first[0]] += ballot.n
        else:
            unclear += ballot.n
    steps = [say("Only the first place of each ballot counts.")]
    if unclear:
        steps.append(
            count(
                "%(n)s ballot has no clear first place.",
                "%(n)s ballots have no clear first place.",
                unclear,
            )
        )
    return _scores({key: Fraction(n) for key, n in found.items()}, steps)


def approval(options: Sequence[str], ballots: Iterable[tuple[Iterable[str], int]]) -> Scores:
    """Count the ballots that name each option, from (options named, how many cast it so).

    S. J. Brams and P. C. Fishburn, 1978, *Approval voting*.
    """
    found = dict.fromkeys(options, Fraction(0))
    for chosen, n in ballots:
        for key in set(chosen):
            found[key] += n
    return _scores(found, [say("Every option on a ballot gets one point.")])


def borda(options: Sequence[str], ballots: Iterable[Ranking]) -> Scores:
    """Give m - 1 points to the first of m options, one less to each that follows.

    Options in one rank, and all that are not ranked, share the mean of the points left for them.
    J.-C. de Borda, 1781, *Mémoire sur les élections au scrutin*; shared points as in
    M. Dummett, 1997, *Principles of electoral reform*.
    """
    found = dict.fromkeys(options, Fraction(0))
    for ballot in ballots:
        for key, points in _points(options, ballot.ranks).items():
            found[key] += points * ballot.n
    most = len(options) - 1
    steps = [
        say("The first place gets %(n)s points, each place after it one less.", n=most),
        say("Options in one place, and those not ranked, share the points left for them."),
    ]
    return _scores(found, steps)


def _points(options: Sequence[str], ranks: Sequence[Rank]) -> dict[str, Fraction]:
    """What one ballot gives each option."""
    named_already: set[str] = set()
    tiers = []
    for rank in ranks:
        tier = set(rank) - named_already
        tiers.append(tier)
        named_already |= tier
    tiers.append(set(options) - named_already)
    points: dict[str, Fraction] = {}
    left = len(options)
    for tier in tiers:
        mean = Fraction(2 * left - len(tier) - 1, 2)
        points |= dict.fromkeys(tier, mean)
        left -= len(tier)
    return points


def _scores(found: Mapping[str, Fraction], steps: Sequence[Sentence]) -> Scores:
    best = max(found.values(), default=Fraction(0))
    first = tuple(key for key, points in found.items() if points == best and best > 0)
    return Scores(found, tuple(sorted(first)), tuple(steps))


# Instant run-off


@dataclass(frozen=True)
class Rules:
    """What becomes of a ballot that is not clear, and how a tie for elimination is broken.

    `overvote` is "end" (the ballot ends at two in one rank) or "skip" (that rank is passed over).
    `skips` is how many skipped ranks in a row are passed over before the ballot ends, None for
    any number. `lot` is the order drawn by lot, first out first. `first_out` names options that
    nobody stands for, such as undeclared write-ins: they go before all others.
    """

    overvote: str = "end"
    skips: int | None = None
    lot: tuple[str, ...] = ()
    first_out: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Round:
    """One round: ballots for each option still in, how many count for none any more.

    `last` are those with fewest, `out` who goes; `broken_by` says how a tie for last was broken:
    "", "round" (an earlier round told them apart), "lot", or "open" (no lot is known).
    """

    tally: Mapping[str, int]
    exhausted: int
    last: tuple[str, ...] = ()
    out: str = ""
    broken_by: str = ""


@dataclass(frozen=True)
class RunOff:
    """The rounds of one way to break open ties, and every option that wins in some way."""

    rounds: tuple[Round, ...]
    winners: tuple[str, ...]
    steps: tuple[Sentence, ...]


#: An open tie is followed in all its ways, up to so many: a room has far fewer.
MOST_WAYS = 2_000
#: A ballot as those options it names at clear ranks, in order.
Clear = Mapping[tuple[str, ...], int]


def instant_run_off(
    options: Sequence[str], ballots: Iterable[Ranking], rules: Rules | None = None
) -> RunOff:
    """Take out the last option round by round until one has more than half of what is left.

    T. Hare's single vote for one seat; rounds and exhausted ballots as election offices print
    them (RCTab). A tie for last: out goes who had fewer in the latest earlier round in which
    they differed; else who the lot names first; with no lot known all ways are followed.
    """
    rules = rules or Rules()
    clear: dict[tuple[str, ...], int] = {}
    for ballot in ballots:
        order = _clear(ballot.ranks, rules)
        clear[order] = clear.get(order, 0) + ballot.n
    ways = _Ways(clear, rules)
    rounds = ways.follow(frozenset(options), ())
    winners = tuple(sorted(ways.winners))
    return RunOff(rounds, winners, tuple(_told(rounds, winners)))


def _clear(ranks: Sequence[Rank], rules: Rules) -> tuple[str, ...]:
    """The options of a ballot in order, as far as it is clear."""
    order: list[str] = []
    skipped = 0
    for rank in ranks:
        if not rank:
            skipped += 1
            if rules.skips is not None and skipped > rules.skips:
                break
            continue
        skipped = 0
        if len(set(rank)) > 1:
            if rules.overvote == "end":
                break
            continue
        if rank[0] not in order:
            order.append(rank[0])
    return tuple(order)


class _Ways:
    """Every way in which open ties can be broken; the first one is kept as rounds."""

    def __init__(self, ballots: Clear, rules: Rules) -> None:
        self.ballots, self.rules = ballots, rules
        self.winners: set[str] = set()
        self.n = 0

    def follow(self, left: frozenset[str], before: tuple[Round, ...]) -> tuple[Round, ...]:
        """Return the rounds from here on, in the first way; note who wins in all."""
        now = self._round(left)
        most = max(now.tally.values(), default=0)
        if len(left) < 2 or 2 * most > sum(now.tally.values()) or not most:
            self.n += 1
            self.winners |= {key for key, n in now.tally.items() if n == most and most}
            return (*before, now)
        last, chosen, how = self._out(now, before)
        kept: tuple[Round, ...] = ()
        for out in chosen:
            done = Round(now.tally, now.exhausted, last, out, how)
            if not kept or self.n < MOST_WAYS:
                found = self.follow(left - {out}, (*before, done))
                kept = kept or found
        return kept

    def _round(self, left: frozenset[str]) -> Round:
        tally = dict.fromkeys(sorted(left), 0)
        exhausted = 0
        for order, n in self.ballots.items():
            top = next((key for key in order if key in left), None)
            if top is None:
                exhausted += n
            else:
                tally[top] += n
        return Round(tally, exhausted)

    def _out(
        self, now: Round, before: tuple[Round, ...]
    ) -> tuple[tuple[str, ...], tuple[str, ...], str]:
        """Who is last, who may go for it (several in an open tie), and how a tie was broken."""
        among = {key: n for key, n in now.tally.items() if key in self.rules.first_out}
        among = among or dict(now.tally)
        last = lowest(among)
        if len(last) == 1:
            return last, last, ""
        tied = last
        for earlier in reversed(before):
            tied = lowest({key: earlier.tally[key] for key in tied})
        if len(tied) == 1:
            return last, tied, "round"
        drawn = [key for key in self.rules.lot if key in tied]
        if drawn:
            return last, (drawn[0],), "lot"
        rest = [n for key, n in now.tally.items() if key not in last]
        if rest and sum(now.tally[key] for key in last) < min(rest):
            return last, tied[:1], "open"  # all of them go in turn: the order plays no part
        return last, tied, "open"


def lowest(tally: Mapping[str, int]) -> tuple[str, ...]:
    """Return the options with fewest, by name."""
    least = min(tally.values())
    return tuple(sorted(key for key, n in tally.items() if n == least))


def _told(rounds: Sequence[Round], winners: Sequence[str]) -> Iterable[Sentence]:
    """Say what happened, a sentence a round."""
    for number, each in enumerate(rounds, start=1):
        if each.out:
            yield say(
                "Round %(number)s: “%(option)s” has fewest (%(n)s) and goes out. %(tie)s",
                number=number,
                option=named(each.out),
                n=each.tally[each.out],
                tie=_broken(each),
            )
    if not winners:
        yield say("Nobody put anything in order.")
    elif len(winners) > 1:
        yield say("A tie that only a lot can break: %(n)s options can win.", n=len(winners))
    else:
        last = rounds[-1]
        yield say(
            "Round %(number)s: “%(option)s” has %(n)s of the %(all)s ballots left: more than half.",
            number=len(rounds),
            option=named(winners[0]),
            n=last.tally.get(winners[0], 0),
            all=sum(last.tally.values()),
        )


def _broken(each: Round) -> Sentence:
    """How a tie for last was broken, in words."""
    if each.broken_by == "round":
        return say("Equal with others now, it had fewer in an earlier round.")
    if each.broken_by == "lot":
        return say("Equal with others, it was drawn by lot.")
    if each.broken_by == "open":
        return say("Equal with others, and no lot is known: every way was followed.")
    return say("")
