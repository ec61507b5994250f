"""Small cells: which figures stay unsaid, so that none below five is told or can be worked out.

A group of fewer than five is hidden, and its neighbour with it, until what is hidden adds up to
five at least: so that sum may be told. Whether a hidden figure can be worked out from the sums of
its row and its column is a question of flows (Lawrence H. Cox, Network models for complementary
cell suppression, Journal of the American Statistical Association 90, 1995): it cannot, as long as
some other whole numbers, none below zero, have the same sums.
"""

from collections.abc import Collection, Iterator, Sequence

FEWEST = 5
Cell = tuple[int, int]
Table = Sequence[Sequence[int]]


def hidden(row: Sequence[int], fewest: int = FEWEST) -> frozenset[int]:
    """Return the places of a row that stay unsaid when its sum is told.

    The neighbour is taken by its place, never by its figure, so that knowing this rule does not
    help to guess. Zero is a small figure too. A row of fewer people than that is hidden whole.
    """
    small = {place for place, people in enumerate(row) if people < fewest}
    while small and (len(small) < 2 or sum(row[place] for place in small) < fewest):
        partner = _neighbour(small, len(row))
        if partner is None:
            break
        small.add(partner)
    return frozenset(small)


def _neighbour(small: Collection[int], places: int) -> int | None:
    """Return the next place after the last hidden one, or else the nearest before it."""
    last = max(small)
    if last + 1 < places:
        return last + 1
    return next((place for place in range(last, -1, -1) if place not in small), None)


def sums_told(table: Table, unsaid: Collection[Cell], fewest: int = FEWEST) -> frozenset[int]:
    """Return the columns whose sums may be told beside the sums of all rows and what is not unsaid.

    Taken in order, as long as no hidden figure can be worked out, and what is hidden in a column
    adds up to as many as may be told.
    """
    told: set[int] = set()
    known = exposed(table, unsaid, ())  # in a row of nobody all is known beforehand
    for column in range(len(table[0]) if table else 0):
        within = [table[r][c] for r, c in unsaid if c == column]
        if within and sum(within) < fewest:
            continue
        if exposed(table, unsaid, told | {column}) <= known:
            told.add(column)
    return frozenset(_without_a_small_rest(table, unsaid, told, fewest))


def _without_a_small_rest(
    table: Table, unsaid: Collection[Cell], told: set[int], fewest: int
) -> Iterator[int]:
    """What is left of the whole is a sum too: take back sums until it is large enough."""
    kept = set(told)
    for column in sorted(told):
        rest = {c for _, c in unsaid} - kept
        people = sum(table[r][c] for r, c in unsaid if c in rest)
        if rest and (len(rest) < 2 or people < fewest) and any(c == column for _, c in unsaid):
            kept.discard(column)
    yield from kept


def exposed(
    table: Table, unsaid: Collection[Cell], columns_told: Collection[int]
) -> frozenset[Cell]:
    """Return the unsaid cells that follow from the sums of all rows and of those columns."""
    return frozenset(
        cell for cell in unsaid if not _may_differ(table, frozenset(unsaid), cell, columns_told)
    )


def _may_differ(
    table: Table, unsaid: frozenset[Cell], cell: Cell, columns_told: Collection[int]
) -> bool:
    """Whether another figure in this cell has the same sums: a way round through other cells.

    From a row to a column a figure grows, back again another one shrinks, if there is something
    left of it. Columns whose sums are not told make up for each other.
    """
    row, column = ("row", cell[0]), ("column", cell[1])
    others = unsaid - {cell}
    grows = _reaches(table, others, columns_told, column, row)
    return grows or (
        table[cell[0]][cell[1]] > 0 and _reaches(table, others, columns_told, row, column)
    )


def _reaches(
    table: Table,
    cells: frozenset[Cell],
    columns_told: Collection[int],
    start: tuple[str, int],
    goal: tuple[str, int],
) -> bool:
    seen, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        if here == goal:
            return True
        for there in _steps(table, cells, columns_told, here):
            if there not in seen:
                seen.add(there)
                waiting.append(there)
    return False


def _steps(
    table: Table,
    cells: frozenset[Cell],
    columns_told: Collection[int],
    here: tuple[str, int],
) -> Iterator[tuple[str, int]]:
    side, n = here
    if side == "row":
        yield from (("column", c) for r, c in cells if r == n)
    elif side == "column":
        yield from (("row", r) for r, c in cells if c == n and table[r][c] > 0)
        if n not in columns_told:
            yield ("free", 0)
    else:
        columns = range(len(table[0]))
        yield from (("column", c) for c in columns if c not in columns_told)
