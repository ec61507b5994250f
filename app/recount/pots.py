"""A participatory budget counted by the rules towns use, beside what its file says was funded."""

from collections.abc import Sequence
from fractions import Fraction

from app.recount.report import Check, Outcome, Report, listed
from workshops.methods.budgeting import (
    Basket,
    approving,
    greedy,
    greedy_until_full,
    left_with_nothing,
    plain,
    then_greedy,
    totals,
)
from workshops.methods.budgeting import Outcome as Funded
from workshops.methods.equal_shares import add_one
from workshops.pabulib import Pot, Vote

PABULIB = "D. Stolicki, S. Szufa and N. Talmon, 2020, Pabulib"
PETERS = "D. Peters, G. Pierczyński and P. Skowron, 2021, Proportional participatory budgeting"
#: Beyond so many shares of one unit, they are raised by ten units at a time, or by hundreds.
MOST_UNITS = 100_000
NEEDS_POINTS = ("cumulative", "scoring")


def recount(pot: Pot, file: str) -> Report:
    """Return what each rule funds, and which of them gives what the file says was funded."""
    support = totals(pot.costs, _supported(pot))
    outcomes = _outcomes(pot, support)
    return Report(
        file,
        pot.title,
        _facts(pot),
        tuple(outcomes),
        tuple(_told(pot, support)),
        tuple(_verdict(pot, outcomes)),
    )


def _facts(pot: Pot) -> tuple[str, ...]:
    votes = f"{len(pot.ballots):,} ballots ({pot.form}), {len(pot.costs)} measures"
    facts = [f"{votes}, a pot of {_money(pot.pot, pot)}."]
    if pot.least:
        facts.append(f"A measure needs {plain(pot.least)} at least; what has less falls out first.")
    if pot.form == "ordinal":
        facts.append(f"The first place gets {pot.most} points, each place after it one less.")
    return tuple(facts)


def _money(amount: Fraction, pot: Pot) -> str:
    return f"{float(amount):,.0f} {pot.currency}".strip()


# Ballots


def _supported(pot: Pot) -> list[Basket]:
    """Return ballots as what each adds to the support of a measure."""
    return [Basket(_points(each, pot)) for each in pot.ballots]


def _points(ballot: Vote, pot: Pot) -> dict[str, Fraction]:
    if pot.form == "ordinal":
        return {key: Fraction(pot.most - n) for n, key in enumerate(ballot.chosen)}
    if pot.form in NEEDS_POINTS and ballot.points:
        return dict(zip(ballot.chosen, ballot.points, strict=True))
    return dict.fromkeys(ballot.chosen, Fraction(1))


def _worth(pot: Pot) -> list[Basket]:
    """Return ballots as what a measure is worth to each: its cost, or the points it got."""
    if pot.form in ("approval", "choose-1"):
        alike: dict[tuple[str, ...], int] = {}
        for each in pot.ballots:
            key = tuple(sorted(set(each.chosen)))
            alike[key] = alike.get(key, 0) + 1
        return approving(pot.costs, alike.items())
    points: dict[tuple[tuple[str, Fraction], ...], int] = {}
    for each in pot.ballots:
        told = tuple(sorted(_points(each, pot).items()))
        points[told] = points.get(told, 0) + 1
    return [Basket(dict(told), n) for told, n in points.items()]


# Rules


def _outcomes(pot: Pot, support: dict[str, Fraction]) -> list[Outcome]:
    """Count by every rule; a tie is broken as the file says it was, where it says so."""
    lot = pot.official or ()
    standing = {key: n for key, n in support.items() if n >= pot.least}
    costs = {key: pot.costs[key] for key in standing}
    baskets = _worth(pot)
    step = _step(pot)
    kept = [Basket({k: v for k, v in each.worth.items() if k in costs}, each.n) for each in baskets]
    shared = add_one(costs, kept, pot.pot, lot, step)
    by_tens = f"The shares were raised by {plain(step)} at a time." if step > 1 else ""
    filled = then_greedy(shared, costs, standing, pot.pot, lot)
    first = greedy(costs, standing, pot.pot, lot)
    until = greedy_until_full(costs, standing, pot.pot, lot)
    return [
        _outcome("Most support first", PABULIB, first, kept, pot),
        _outcome("Most support first, until one does not fit", PABULIB, until, kept, pot),
        _outcome("Equal shares, add one", PETERS, shared, kept, pot, by_tens),
        _outcome("Equal shares, add one, then most support", PETERS, filled, kept, pot, by_tens),
    ]


def _step(pot: Pot) -> Fraction:
    """One unit of money, or ten, a hundred… where single units would take hours."""
    step = Fraction(1)
    while pot.pot / step > MOST_UNITS:
        step *= 10
    return step


def _outcome(
    rule: str, source: str, found: Funded, baskets: Sequence[Basket], pot: Pot, note: str = ""
) -> Outcome:
    nothing = left_with_nothing(baskets, found.funded)
    told = (
        f"{len(found.funded)} measures for {_money(found.spent, pot)}, "
        f"{_money(pot.pot - found.spent, pot)} left over. "
        f"{nothing} of {len(pot.ballots)} people see nothing of what they chose."
    )
    return Outcome(
        rule,
        source,
        tuple(_label(key, pot) for key in found.funded),
        tuple(tuple(_label(key, pot) for key in tie) for tie in found.ties),
        tuple(
            {"measure": _label(key, pot), "costs": plain(pot.costs[key])} for key in found.funded
        ),
        tuple(_named(str(step), pot) for step in found.steps),
        f"{told} {note}".strip(),
    )


def _label(key: str, pot: Pot) -> str:
    return f"{key} {pot.names[key]}"


def _named(step: str, pot: Pot) -> str:
    """Put the name beside the number of a measure that a step begins with."""
    key = step.partition("“")[2].partition("”")[0]
    return step.replace(f"“{key}”", f"“{_label(key, pot)}”", 1) if key in pot.names else step


# What the file says


def _told(pot: Pot, support: dict[str, Fraction]) -> list[Check]:
    """Compare what the file says each measure got with its ballots."""
    return [
        Check(f"support of {_label(key, pot)}", plain(told), plain(support[key]))
        for key, told in pot.told.items()
    ]


def _verdict(pot: Pot, outcomes: Sequence[Outcome]) -> list[str]:
    """Say which rules give what was funded; if none does, that the file cannot be reproduced."""
    if pot.official is None:
        return ["The file does not say what was funded, so there is nothing to compare with."]
    wanted = {_label(key, pot) for key in pot.official}
    alike = [each for each in outcomes if set(each.winners) == wanted]
    if alike:
        rules = ", ".join(each.rule for each in alike)
        told = [f"The official outcome ({len(wanted)} measures) is that of: {rules}."]
        others = [each.rule for each in outcomes if each not in alike]
        return [*told, f"It is not that of: {', '.join(others)}."] if others else told
    cannot = (
        f"The official outcome ({len(wanted)} measures) cannot be reproduced: no rule here gives "
        "it from the ballots in this file. Votes that are not in the file, on paper for "
        "instance, may have decided it. Nothing may be claimed from this file about who won."
    )
    return [
        cannot,
        *_nearest(outcomes, wanted),
        *([f"The file says of itself: {pot.comment}"] if pot.comment else []),
    ]


def _nearest(outcomes: Sequence[Outcome], wanted: set[str]) -> list[str]:
    """Name what the nearest rule funds otherwise."""
    near = min(outcomes, key=lambda each: len(wanted ^ set(each.winners)))
    more = sorted(set(near.winners) - wanted)
    less = sorted(wanted - set(near.winners))
    return [
        f"Nearest is “{near.rule}”: it also funds {listed(more)} and does not fund {listed(less)}."
    ]
