"""Sharing a pot among priced measures: ballots as baskets, and the rule “most support first”.

Costs, points and shares are exact (`Fraction`). A tie is broken by a lot that is given as an
order, else by name; it is always named. The order of measures and ballots plays no part.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from workshops.words import Sentence, named, say

Costs = Mapping[str, Fraction]


@dataclass(frozen=True)
class Basket:
    """What a voter, or `n` who voted alike, gets from each measure: its cost when they chose it."""

    worth: Mapping[str, Fraction]
    n: int = 1


@dataclass(frozen=True)
class Outcome:
    """What is funded, in the order in which it was, what that costs, and which ties there were.

    A tie is a set of equals of which not all could be funded. `shares` is what each person's
    share came to, 0 where a rule knows none.
    """

    funded: tuple[str, ...]
    spent: Fraction
    ties: tuple[tuple[str, ...], ...]
    steps: tuple[Sentence, ...]
    shares: Fraction = Fraction(0)


def totals(keys: Iterable[str], baskets: Iterable[Basket]) -> dict[str, Fraction]:
    """Return the sum of what the voters give each measure."""
    found = dict.fromkeys(keys, Fraction(0))
    for basket in baskets:
        for key, worth in basket.worth.items():
            found[key] += worth * basket.n
    return found


def approving(costs: Costs, ballots: Iterable[tuple[Iterable[str], int]]) -> list[Basket]:
    """Return approval ballots (measures chosen, how many chose so) as baskets worth their cost."""
    return [Basket({key: costs[key] for key in set(chosen)}, n) for chosen, n in ballots]


def left_with_nothing(baskets: Iterable[Basket], funded: Sequence[str]) -> int:
    """Return how many people voted for something and see none of it funded."""
    there = set(funded)
    return sum(
        basket.n
        for basket in baskets
        if any(basket.worth.values()) and not any(basket.worth.get(key) for key in there)
    )


# Most support first


def greedy(
    costs: Costs, support: Mapping[str, Fraction], pot: Fraction, lot: Sequence[str] = ()
) -> Outcome:
    """Fund by support, most first; what no longer fits is passed over, and so is what has none.

    The rule most towns use; “greedy” in the rules of Pabulib (D. Stolicki, S. Szufa and
    N. Talmon, 2020, *Pabulib: a participatory budgeting library*).
    """
    return _by_support(costs, support, pot, lot, stops=False)


def greedy_until_full(
    costs: Costs, support: Mapping[str, Fraction], pot: Fraction, lot: Sequence[str] = ()
) -> Outcome:
    """Fund by support, most first; stop at the first that does not fit."""
    return _by_support(costs, support, pot, lot, stops=True)


def _by_support(
    costs: Costs,
    support: Mapping[str, Fraction],
    pot: Fraction,
    lot: Sequence[str],
    *,
    stops: bool,
) -> Outcome:
    funded: list[str] = []
    ties, steps = [], []
    left, is_over = pot, False
    for value in sorted({n for n in support.values() if n > 0}, reverse=True):
        equals = [key for key, n in support.items() if n == value and key in costs]
        fitting = sorted(key for key in equals if costs[key] <= left)
        if not is_over and len(equals) > 1 and fitting and sum(costs[k] for k in equals) > left:
            ties.append(tuple(sorted(equals)))
        for key in drawn(equals, lot):
            if is_over:
                break
            if costs[key] <= left:
                funded.append(key)
                left -= costs[key]
                steps.append(_funded(key, value, costs[key], left))
            else:
                steps.append(_too_dear(key, value, costs[key], left))
                is_over = stops
    return Outcome(tuple(funded), pot - left, tuple(ties), tuple(steps))


def drawn(keys: Iterable[str], lot: Sequence[str]) -> list[str]:
    """Equals in the order of the lot, what is not in it by name."""
    place = {key: n for n, key in enumerate(lot)}
    return sorted(keys, key=lambda key: (place.get(key, len(place)), key))


def _funded(key: str, support: Fraction, cost: Fraction, left: Fraction) -> Sentence:
    return say(
        "“%(option)s” (support %(n)s) costs %(cost)s: funded, %(left)s is left.",
        option=named(key),
        n=plain(support),
        cost=plain(cost),
        left=plain(left),
    )


def _too_dear(key: str, support: Fraction, cost: Fraction, left: Fraction) -> Sentence:
    return say(
        "“%(option)s” (support %(n)s) costs %(cost)s: it does not fit in %(left)s.",
        option=named(key),
        n=plain(support),
        cost=plain(cost),
        left=plain(left),
    )


def then_greedy(
    found: Outcome,
    costs: Costs,
    support: Mapping[str, Fraction],
    pot: Fraction,
    lot: Sequence[str] = (),
) -> Outcome:
    """Spend what an outcome leaves by support, most first."""
    rest = {key: cost for key, cost in costs.items() if key not in found.funded}
    more = greedy(rest, support, pot - found.spent, lot)
    return Outcome(
        (*found.funded, *more.funded),
        found.spent + more.spent,
        (*found.ties, *more.ties),
        (*found.steps, *more.steps),
        found.shares,
    )


def plain(amount: Fraction) -> str:
    """Return an amount with at most two decimals; whole ones without."""
    return f"{amount.numerator}" if amount.denominator == 1 else f"{float(amount):.2f}"
