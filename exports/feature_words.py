"""Where the words and figures of a drawing stand: in their disc, else beside it, off the others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

#: How wide a letter is and how far words stand off, in heights of the type.
LETTER, GAP, HIGH = 0.6, 0.35, 0.36
#: Beyond this nobody could read them anyway, and looking for room takes long.
MOST_WORDS = 200
Box = tuple[float, float, float, float]


class Marked(Protocol):
    """A thing on a drawing that may have a value and a label."""

    @property
    def way(self) -> str: ...
    @property
    def x(self) -> float: ...
    @property
    def y(self) -> float: ...
    @property
    def size(self) -> float: ...
    @property
    def value(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def shape(self) -> str: ...


@dataclass(frozen=True)
class Words:
    """Words at a spot; `anchor` is start, middle or end; `on` the shape whose fill they lie on.

    `within` says that they stand in a disc and need no halo.
    """

    text: str
    x: float
    y: float
    anchor: str
    within: bool
    on: str


def placed_words(marked: Sequence[Marked], letters: float, box: Box) -> tuple[Words, ...]:
    """Values and labels, none over another or over a disc as long as there is room.

    Beside to the right, then left, above, below; what has no room is left of its thing or right
    of it all the same, within the drawing: nothing is left out.
    """
    taken = [_round(each) for each in marked if each.way in ("disc", "point")]
    found: list[Words] = []
    for each in sorted(marked, key=lambda one: (one.way == "line", -one.size, one.x, one.y)):
        inner = each.value if each.way == "disc" and _fits(each, letters) else ""
        if inner:
            found.append(_word(inner, (each.x, each.y), "middle", letters, each.shape, within=True))
        beside = " ".join(word for word in (each.label, "" if inner else each.value) if word)
        if beside:
            found.append(_beside(each, beside, letters, box, taken))
            taken.append(_box_of(found[-1], letters))
    return tuple(found)


def _fits(each: Marked, letters: float) -> bool:
    return each.size >= letters * (0.3 + LETTER / 2 * len(each.value))


def _beside(each: Marked, text: str, letters: float, box: Box, taken: Sequence[Box]) -> Words:
    choices = list(_choices(each, text, letters))
    held = [one for one in choices if _holds(box, _box_of(one, letters))] or choices[:2]
    own = _round(each)
    if len(taken) > MOST_WORDS:
        return held[0]
    return min(held, key=lambda one: _crowding(_box_of(one, letters), taken, own))


def _choices(each: Marked, text: str, letters: float) -> Iterator[Words]:
    """Places round a thing, the nearest and most usual first."""
    for further in (0.0, 1.2, 2.4):
        reach = (0.0 if each.way == "line" else each.size) + (GAP + further) * letters
        up = reach + 0.4 * letters
        for dx, dy, anchor in (
            *((reach, 0, "start"), (-reach, 0, "end"), (0, -up, "middle"), (0, up, "middle")),
            *((reach, -up, "start"), (reach, up, "start"), (-reach, -up, "end")),
            (-reach, up, "end"),
        ):
            yield _word(text, (each.x + dx, each.y + dy), anchor, letters, "")


def _word(
    text: str,
    at: tuple[float, float],
    anchor: str,
    letters: float,
    on: str,
    *,
    within: bool = False,
) -> Words:
    """Words whose middle lies at that height."""
    return Words(text, round(at[0], 2), round(at[1] + HIGH * letters, 2), anchor, within, on)


def _round(each: Marked) -> Box:
    return each.x - each.size, each.y - each.size, each.x + each.size, each.y + each.size


def _box_of(word: Words, letters: float) -> Box:
    wide = LETTER * letters * len(word.text)
    left = word.x - wide * {"start": 0.0, "middle": 0.5, "end": 1.0}[word.anchor]
    return left, word.y - 0.8 * letters, left + wide, word.y + 0.25 * letters


def _holds(box: Box, inner: Box) -> bool:
    return inner[0] >= box[0] and inner[1] >= box[1] and inner[2] <= box[2] and inner[3] <= box[3]


def _crowding(box: Box, taken: Sequence[Box], own: Box) -> float:
    """How much of what is taken it would cover."""
    return sum(_common(box, other) for other in _others(taken, own))


def _others(taken: Sequence[Box], own: Box) -> Iterator[Box]:
    return (each for each in taken if each != own)


def _common(a: Box, b: Box) -> float:
    wide = min(a[2], b[2]) - max(a[0], b[0])
    high = min(a[3], b[3]) - max(a[1], b[1])
    return wide * high if wide > 0 and high > 0 else 0.0
