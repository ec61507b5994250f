"""The method of equal shares: everybody has the same part of the pot to spend.

D. Peters, G. Pierczyński and P. Skowron, 2021, *Proportional participatory budgeting with
additive utilities*. Paid for a measure is rho times what it is worth to a voter, or all that the
voter has left; the measure with the smallest rho comes next. Exact, as budgeting.py is.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from workshops.methods.budgeting import Basket, Costs, Outcome, drawn, plain
from workshops.words import Sentence, named, say


def equal_shares(
    costs: Costs, baskets: Sequence[Basket], share: Fraction, lot: Sequence[str] = ()
) -> Outcome:
    """Give everybody the same share; fund what its supporters can pay, the best value first."""
    purses = [share] * len(baskets)
    behind = {
        key: [n for n, each in enumerate(baskets) if each.worth.get(key, 0) > 0] for key in costs
    }
    least: dict[str, Fraction] = {key: Fraction(0) for key in costs}
    funded, ties, steps = [], [], []
    while True:
        best, equals = _next(costs, baskets, behind, purses, least)
        if best is None:
            break
        if len(equals) > 1 and _part_the_ways(equals, behind):
            ties.append(tuple(sorted(equals)))
        key = drawn(equals, lot)[0]
        paid = _pay(baskets, behind[key], purses, key, best)
        funded.append(key)
        del least[key]
        steps.append(_shared(key, sum(baskets[n].n for n in behind[key]), paid))
    spent = sum((costs[key] for key in funded), Fraction(0))
    return Outcome(tuple(funded), spent, tuple(ties), tuple(steps), share)


def _next(
    costs: Costs,
    baskets: Sequence[Basket],
    behind: Mapping[str, Sequence[int]],
    purses: Sequence[Fraction],
    least: dict[str, Fraction],
) -> tuple[Fraction | None, list[str]]:
    """The smallest rho and all that have it; what nobody can pay any more is taken out.

    Purses only get emptier, so that rho only grows: what it was is where to stop looking.
    """
    best: Fraction | None = None
    equals: list[str] = []
    for key in sorted(least, key=lambda key: least[key]):
        if best is not None and least[key] > best:
            break
        rho = _rho(costs[key], key, baskets, behind[key], purses)
        if rho is None:
            del least[key]
            continue
        least[key] = rho
        if best is None or rho < best:
            best, equals = rho, [key]
        elif rho == best:
            equals.append(key)
    return best, equals


def _rho(
    cost: Fraction,
    key: str,
    baskets: Sequence[Basket],
    behind: Sequence[int],
    purses: Sequence[Fraction],
) -> Fraction | None:
    """The smallest rho at which the supporters pay the cost; None when they cannot."""
    weight = sum((baskets[n].worth[key] * baskets[n].n for n in behind), Fraction(0))
    if not weight:
        return None
    alike = cost / weight
    if all(purses[n] >= alike * baskets[n].worth[key] for n in behind):
        return alike
    if sum((purses[n] * baskets[n].n for n in behind), Fraction(0)) < cost:
        return None
    ways = sorted((purses[n] / baskets[n].worth[key], n) for n in behind)
    left = cost
    for empties_at, n in ways:
        if empties_at * weight >= left:
            return left / weight
        left -= purses[n] * baskets[n].n
        weight -= baskets[n].worth[key] * baskets[n].n
    return ways[-1][0]  # all give all they have, and that is the cost


def _pay(
    baskets: Sequence[Basket],
    behind: Sequence[int],
    purses: list[Fraction],
    key: str,
    rho: Fraction,
) -> Fraction:
    """Take the payments; return the largest."""
    most = Fraction(0)
    for n in behind:
        paid = min(purses[n], rho * baskets[n].worth[key])
        purses[n] -= paid
        most = max(most, paid)
    return most


def _part_the_ways(equals: Sequence[str], behind: Mapping[str, Sequence[int]]) -> bool:
    """Whether it matters which comes first: some purse pays for two of them."""
    seen: set[int] = set()
    for key in equals:
        if seen & set(behind[key]):
            return True
        seen |= set(behind[key])
    return False


def _shared(key: str, people: int, paid: Fraction) -> Sentence:
    return say(
        "“%(option)s”: its %(n)s supporters pay it, none more than %(paid)s.",
        option=named(key),
        n=people,
        paid=plain(paid),
    )


def add_one(
    costs: Costs,
    baskets: Sequence[Basket],
    pot: Fraction,
    lot: Sequence[str] = (),
    step: Fraction = Fraction(1),
) -> Outcome:
    """Equal shares, with one unit more for everybody again and again, while the pot is kept.

    The completion "add one" of the same authors. It begins at the whole units of pot / people
    and ends when nothing more would fit, or before the first share at which the pot is overspent.
    """
    people = sum(each.n for each in baskets)
    share = pot / people // step * step if people else Fraction(0)
    found = equal_shares(costs, baskets, share, lot)
    wanted = {key for each in baskets for key, worth in each.worth.items() if worth > 0}
    while people and _has_room(costs, wanted, found, pot):
        share += step
        more = equal_shares(costs, baskets, share, lot)
        if more.spent > pot:
            break
        found = more
    told = say(
        "Everybody has the same share of the pot; raised step by step, it comes to %(share)s.",
        share=plain(found.shares),
    )
    return Outcome(found.funded, found.spent, found.ties, (told, *found.steps), found.shares)


def _has_room(costs: Costs, wanted: set[str], found: Outcome, pot: Fraction) -> bool:
    """Whether something that anybody wants still fits."""
    left = pot - found.spent
    return any(key not in found.funded and costs[key] <= left for key in wanted)
