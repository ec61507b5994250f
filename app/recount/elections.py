"""An election counted under every rule that its ballots fit."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from app.recount.report import Outcome, Report, Row, listed
from workshops.methods import condorcet, ranking
from workshops.methods.budgeting import plain
from workshops.preflib import Election

BRAMS = "S. J. Brams and P. C. Fishburn, 1978, Approval voting"
BORDA = "J.-C. de Borda, 1781, Mémoire sur les élections au scrutin"
HARE = "T. Hare, 1859, A treatise on the election of representatives"
CONDORCET = "Condorcet, 1785, Essai sur l’application de l’analyse"
SCHULZE = (
    "M. Schulze, 2011, A new monotonic, clone-independent, reversal symmetric, and "
    "Condorcet-consistent single-winner election method"
)


def recount(election: Election, file: str) -> Report:
    """Return the outcome under each rule that fits, and whether they agree."""
    election = _named(election)
    outcomes = _approval(election) if election.is_approval else _ranked(election)
    told = (f"{election.n:,} ballots, {len(election.options)} options.", *_unclear(election))
    return Report(file, election.title, told, tuple(outcomes), verdict=_verdict(outcomes))


def _unclear(election: Election) -> tuple[str, ...]:
    """Say how ballots that are not clear are read."""
    if election.is_approval:
        return ()
    equal = sum(each.n for each in election.ballots if any(len(rank) > 1 for rank in each.ranks))
    skips = election.rules.skips
    passed = "Skipped places are passed over"
    if skips is not None:
        passed = f"At most {skips} skipped place in a row is passed over"
    return (f"{passed}. {equal:,} ballots put several in one place: the run-off ends them there.",)


def _approval(election: Election) -> list[Outcome]:
    ballots = [(each.ranks[0] if each.ranks else (), each.n) for each in election.ballots]
    return [_scored("Approval", BRAMS, ranking.approval(list(election.options), ballots))]


def _ranked(election: Election) -> list[Outcome]:
    keys, ballots = list(election.options), election.ballots
    first = _scored("First places", "", ranking.plurality(keys, ballots))
    points = _scored("Borda", BORDA, ranking.borda(keys, ballots))
    return [first, _run_off(election), points, *_pairwise(election)]


def _scored(rule: str, source: str, scores: ranking.Scores) -> Outcome:
    order = sorted(scores.points.items(), key=lambda each: (-each[1], each[0]))
    return Outcome(
        rule,
        source,
        scores.winners,
        _ties([scores.winners]),
        tuple({"option": option, "got": plain(got)} for option, got in order),
        tuple(str(step) for step in scores.steps),
    )


def _run_off(election: Election) -> Outcome:
    found = ranking.instant_run_off(list(election.options), election.ballots, election.rules)
    ties = [each.last for each in found.rounds if each.out and len(each.last) > 1]
    if len(found.winners) > 1:
        ties.append(found.winners)
    return Outcome(
        "Instant run-off",
        HARE,
        found.winners,
        tuple(ties),
        tuple(_round(number, each) for number, each in enumerate(found.rounds, start=1)),
        tuple(str(step).strip() for step in found.steps),
        _open(found),
    )


def _round(number: int, each: ranking.Round) -> Row:
    tally = dict(sorted(each.tally.items(), key=lambda item: (-item[1], item[0])))
    return {"round": number, "tally": tally, "exhausted": each.exhausted, "out": each.out}


def _open(found: ranking.RunOff) -> str:
    if all(each.broken_by != "open" for each in found.rounds):
        return ""
    if len(found.winners) == 1:
        return "A tie for last was followed in all ways: the winner is the same in each."
    return "A tie for last decides who wins, and the file does not say how the lot fell."


def _pairwise(election: Election) -> list[Outcome]:
    found = condorcet.compare(list(election.options), election.ballots)
    rows = tuple(
        {"option": a, "over": {b: found.matrix[a, b] for b in election.options if b != a}}
        for a in election.options
    )
    winner = (found.condorcet,) if found.condorcet else ()
    steps = tuple(str(step) for step in found.steps)
    tiers = enumerate(found.tiers, start=1)
    order = tuple({"place": n, "options": list(tier)} for n, tier in tiers)
    return [
        Outcome("Condorcet", CONDORCET, winner, (), rows, steps),
        Outcome("Schulze", SCHULZE, found.tiers[0], _ties(found.tiers), order),
    ]


def _ties(sets: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(each) for each in sets if len(each) > 1)


def _named(election: Election) -> Election:
    """Return the election with names in the place of keys; a name that comes twice has its key."""
    often = Counter(election.options.values())
    names = {
        key: name if often[name] == 1 else f"{name} ({key})"
        for key, name in election.options.items()
    }
    ballots = tuple(
        ranking.Ranking(tuple(tuple(names[key] for key in rank) for rank in each.ranks), each.n)
        for each in election.ballots
    )
    first_out = frozenset(names[key] for key in election.rules.first_out)
    return replace(
        election,
        options={name: name for name in names.values()},
        ballots=ballots,
        rules=replace(election.rules, first_out=first_out),
    )


def _verdict(outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    """Say whether the rules agree, and if not, who wins by which."""
    by_winner: dict[tuple[str, ...], list[str]] = {}
    for each in outcomes:
        if each.winners:
            by_winner.setdefault(tuple(sorted(each.winners)), []).append(each.rule)
    if not by_winner:
        return ("Nobody voted for anything.",)
    if len(by_winner) == 1:
        return (f"{listed(next(iter(by_winner)))} under every rule.",)
    told = [f"{listed(who)} by {', '.join(rules)}" for who, rules in by_winner.items()]
    return (f"The rules disagree, {len(by_winner)} outcomes: {'; '.join(told)}.",)
