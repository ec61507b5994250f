"""Small cells: nothing below five is told, and nothing hidden can be worked out."""

from collections.abc import Collection, Iterator, Sequence
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from workshops.methods.suppression import FEWEST, exposed, hidden, sums_told

rows = st.lists(st.integers(0, 40), min_size=2, max_size=9)
small_tables = st.integers(2, 4).flatmap(
    lambda wide: st.lists(
        st.lists(st.integers(0, 7), min_size=wide, max_size=wide), min_size=1, max_size=3
    )
)


def unsaid_in(table: Sequence[Sequence[int]]) -> set[tuple[int, int]]:
    return {(r, c) for r, row in enumerate(table) for c in hidden(row)}


def fillings(total: int, places: int) -> Iterator[tuple[int, ...]]:
    """All ways to write a total as so many whole numbers from zero."""
    if places == 0:
        if total == 0:
            yield ()
        return
    for first in range(total + 1):
        for rest in fillings(total - first, places - 1):
            yield (first, *rest)


def by_trying(
    table: Sequence[Sequence[int]], unsaid: Collection[tuple[int, int]], told: Collection[int]
) -> set[tuple[int, int]]:
    """The cells that are the same in every table somebody could think of."""
    ways = []
    for r, row in enumerate(table):
        places = sorted(c for rr, c in unsaid if rr == r)
        rest = sum(row[c] for c in places)
        ways.append([dict(zip(places, way, strict=True)) for way in fillings(rest, len(places))])
    seen: dict[tuple[int, int], set[int]] = {cell: set() for cell in unsaid}
    for choice in product(*ways):
        guess = [
            [choice[r].get(c, value) for c, value in enumerate(row)] for r, row in enumerate(table)
        ]
        if all(sum(row[c] for row in guess) == sum(row[c] for row in table) for c in told):
            for r, c in unsaid:
                seen[r, c].add(guess[r][c])
    return {cell for cell, values in seen.items() if len(values) == 1}


def test_a_row_of_large_groups_is_told_whole():
    assert hidden([12, 5, 31]) == frozenset()


def test_a_small_group_takes_the_next_one_with_it():
    assert hidden([12, 3, 31, 40]) == {1, 2}


def test_the_last_group_takes_the_one_before_it():
    assert hidden([12, 31, 0]) == {1, 2}


def test_two_small_groups_of_five_in_all_hide_each_other():
    assert hidden([2, 12, 3, 20]) == {0, 2}


def test_more_is_hidden_until_five_people_are_together():
    assert hidden([20, 1, 0, 9, 30]) == {1, 2, 3}


def test_so_few_people_are_hidden_whole():
    assert hidden([1, 2, 0]) == {0, 1, 2}


def test_the_figure_of_the_partner_does_not_choose_it():
    """Who knows the rule learns nothing of the figures: 4 + 5 and 0 + 9 hide the same places."""
    assert hidden([4, 5, 5]) == hidden([0, 9, 5]) == {0, 1}


@given(rows)
def test_nothing_below_five_is_told_and_nothing_follows_from_the_sum(row: list[int]):
    unsaid = hidden(row)
    assert all(people >= FEWEST for place, people in enumerate(row) if place not in unsaid)
    together = sum(row[place] for place in unsaid)
    assert not unsaid or together >= FEWEST or sum(row) < FEWEST
    if sum(row):
        assert exposed([row], {(0, place) for place in unsaid}, ()) == frozenset()


@settings(max_examples=120, deadline=None)
@given(small_tables, st.sets(st.integers(0, 3)))
def test_what_can_be_worked_out_is_what_all_possible_tables_share(table, asked):
    unsaid = unsaid_in(table)
    if sum(sum(row[c] for rr, c in unsaid if rr == r) for r, row in enumerate(table)) > 24:
        return
    told = {column for column in asked if column < len(table[0])}
    assert exposed(table, unsaid, told) == by_trying(table, unsaid, told)


@settings(max_examples=120, deadline=None)
@given(small_tables)
def test_no_hidden_figure_follows_from_the_sums_that_are_told(table):
    unsaid = unsaid_in(table)
    told = sums_told(table, unsaid)
    of_nobody = {(r, c) for r, c in unsaid if not sum(table[r])}
    assert exposed(table, unsaid, told) == of_nobody
    for column in told:
        within = [table[r][c] for r, c in unsaid if c == column]
        assert not within or sum(within) >= FEWEST
    rest = {c for _, c in unsaid} - told
    people = sum(table[r][c] for r, c in unsaid if c in rest)
    assert not rest or (len(rest) > 1 and people >= FEWEST) or not told & {c for _, c in unsaid}


def test_a_sum_that_would_give_one_group_away_is_not_told():
    table = [[12, 3, 9, 20], [10, 11, 12, 13]]
    unsaid = unsaid_in(table)
    assert unsaid == {(0, 1), (0, 2)}
    assert sums_told(table, unsaid) == {0, 3}


def test_sums_over_two_evenings_are_told_when_each_hides_the_other():
    table = [[12, 3, 9, 20], [10, 2, 12, 13]]
    unsaid = unsaid_in(table)
    assert unsaid == {(0, 1), (0, 2), (1, 1), (1, 2)}
    assert sums_told(table, unsaid) == {0, 1, 2, 3}
