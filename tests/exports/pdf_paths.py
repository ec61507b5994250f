"""What a PDF really draws: its lines in millimetres on the page, read from the content streams."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import pikepdf

MM_A_POINT = 25.4 / 72
Matrix = tuple[float, float, float, float, float, float]
ONE: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
COLOURS = frozenset({"RG", "G", "SC", "SCN"})
STROKES = frozenset({"S", "s", "B", "B*", "b", "b*"})
ENDS = STROKES | {"f", "f*", "F", "n"}


@dataclass(frozen=True)
class Line:
    """A line that was drawn: its corners in millimetres from the lower left, and its colour."""

    corners: tuple[tuple[float, float], ...]
    colour: tuple[float, ...]


@dataclass(frozen=True)
class State:
    matrix: Matrix = ONE
    colour: tuple[float, ...] = ()


@dataclass
class Reader:
    """Walks the operators of a stream, and of the forms within it."""

    state: State
    stack: list[State] = field(default_factory=list)
    path: list[list[tuple[float, float]]] = field(default_factory=list)

    def lines(self, stream: pikepdf.Object, resources: pikepdf.Object) -> Iterator[Line]:
        for operands, operator in pikepdf.parse_content_stream(stream):
            name = str(operator)
            if name == "Do":
                yield from self._form(resources.XObject[operands[0]])
            elif name in ENDS:
                if name in STROKES:
                    yield from (Line(tuple(each), self.state.colour) for each in self.path)
                self.path = []
            else:
                self._take(name, operands)

    def _form(self, form: pikepdf.Object) -> Iterator[Line]:
        if form.get("/Subtype") == "/Form":
            matrix = tuple(float(n) for n in form.get("/Matrix", ONE))
            inner = replace(self.state, matrix=times(matrix, self.state.matrix))
            yield from Reader(inner).lines(form, form.get("/Resources"))

    def _take(self, name: str, operands: Sequence) -> None:
        if name == "q":
            self.stack.append(self.state)
        elif name == "Q":
            self.state = self.stack.pop()
        elif name == "cm":
            matrix = times(tuple(map(float, operands)), self.state.matrix)
            self.state = replace(self.state, matrix=matrix)
        elif name in COLOURS:
            self.state = replace(self.state, colour=tuple(map(float, operands)))
        else:
            self._draw(name, operands)

    def _draw(self, name: str, operands: Sequence) -> None:
        if name == "m":
            self.path.append([self._at(*operands)])
        elif name in ("l", "c"):
            self.path[-1].append(self._at(*operands[-2:]))
        elif name == "h" and self.path:
            self.path[-1].append(self.path[-1][0])
        elif name == "re":
            x, y, w, h = map(float, operands)
            ring = ((x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y))
            self.path.append([self._at(*corner) for corner in ring])

    def _at(self, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = self.state.matrix
        x, y = float(x), float(y)
        return (a * x + c * y + e) * MM_A_POINT, (b * x + d * y + f) * MM_A_POINT


def lines_of(page: pikepdf.Page) -> list[Line]:
    """Every line that a page draws."""
    return list(Reader(State()).lines(page.obj, page.resources))


def times(one: Sequence[float], other: Sequence[float]) -> Matrix:
    """First the one, then the other."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )
