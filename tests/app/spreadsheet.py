"""As much of a spreadsheet as docs/recount.md needs: formulas over sheets of cells."""

import re
from collections.abc import Callable, Iterator
from typing import Any

Cell = str | float
Sheets = dict[str, list[list[Cell]]]
Column = list[Cell]
TOKEN = re.compile(
    r"""(?P<text>"[^"]*")|(?:(?P<quoted>'[^']+'|[A-Za-z]+)!)?(?P<first>\$?[A-Z]{1,2}):(?P<last>[A-Z]{1,2})(?!\d)
    |(?P<from>[A-Z]{1,2})(?P<fromrow>\d+):(?P<to>[A-Z]{1,2})\d+|(?P<cell>[A-Z]{1,2})2\b
    |(?P<name>[A-Z]+)\(|(?P<number>\d+(?:\.\d+)?)|(?P<sign><>|>=|<=|[-+*/=<>(),&])""",
    re.VERBOSE,
)
SIGNS = {"<>": "!=", "=": "=="}


class Text(str):
    """A text that & joins to what follows."""

    __slots__ = ()

    def __and__(self, other: object) -> str:
        return f"{self}{other}"


def place(letters: str) -> int:
    """A is 0, AB is 27."""
    n = 0
    for letter in letters:
        n = 26 * n + ord(letter) - ord("A") + 1
    return n - 1


def value(formula: str, sheets: Sheets, row: list[Cell]) -> Any:
    """What a formula comes to beside this row."""
    names = FUNCTIONS | {
        "Text": Text,
        "column": lambda sheet, at: [r[at] for r in sheets[sheet][1:]],
        "row": row,
    }
    code = "".join(_code(formula))
    return eval(code, {"__builtins__": {}}, names)


def _code(formula: str) -> Iterator[str]:
    at = 0
    while at < len(formula):
        found = TOKEN.match(formula, at)
        assert found, formula[at:]
        at = found.end()
        yield _one(found)


def _one(found: re.Match[str]) -> str:
    if found["text"]:
        return f"Text({found['text'].strip(chr(34))!r})"
    if found["first"]:
        return f"column({found['quoted'].strip(chr(39))!r}, {place(found['first'])})"
    if found["from"]:
        return f"row[{place(found['from'])}:{place(found['to'])} + 1]"
    if found["cell"]:
        return f"row[{place(found['cell'])}]"
    if found["name"]:
        return f"{found['name']}("
    return found["number"] or SIGNS.get(found["sign"], found["sign"])


def _fits(cell: Cell, wanted: Cell) -> bool:
    """Whether a cell meets a criterion: itself, or a sign and a figure."""
    if isinstance(wanted, str) and wanted[:1] in ("<", ">"):
        least = float(wanted[1:])
        return isinstance(cell, float) and (cell > least if wanted[0] == ">" else cell < least)
    return cell == wanted


def _rows(pairs: tuple[Any, ...]) -> list[int]:
    columns = list(zip(pairs[::2], pairs[1::2], strict=True))
    return [
        n
        for n in range(len(pairs[0]))
        if all(_fits(column[n], wanted) for column, wanted in columns)
    ]


def _summed(column: Column, *pairs: Any) -> float:
    return sum(n for n in (column[at] for at in _rows(pairs)) if isinstance(n, float))


def _half_up(n: float, places: int) -> float:
    return int(abs(n) * 10**places + 0.5 + 1e-9) / 10**places * (1 if n >= 0 else -1)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "SUMIFS": _summed,
    "COUNTIFS": lambda *pairs: float(len(_rows(pairs))),
    "COUNTIF": lambda *pairs: float(len(_rows(pairs))),
    "MAXIFS": lambda column, *pairs: max([column[at] for at in _rows(pairs)], default=0.0),
    "MAX": max,
    "MIN": min,
    "IF": lambda condition, then, otherwise: then if condition else otherwise,
    "AND": lambda *conditions: all(conditions),
    "ISNUMBER": lambda cell: isinstance(cell, float),
    "ROUND": _half_up,
    "LEN": lambda cell: float(len(words(cell))),
    "SUBSTITUTE": lambda cell, old, new: words(cell).replace(old, new),
    "LEFT": lambda cell, n: words(cell)[: int(n)],
    "FIND": lambda wanted, cell: words(cell).index(wanted) + 1,
    "VALUE": float,
    "MATCH": lambda wanted, column, _: column.index(wanted),
    "INDEX": lambda column, at: column[at],
}


def words(cell: Cell) -> str:
    """A cell as text: a figure without its nought."""
    return f"{cell:g}" if isinstance(cell, float) else cell
