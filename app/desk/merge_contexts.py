"""What the pages that merge are given."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.desk.contexts import Bar, Item


@dataclass(frozen=True)
class Same:
    """Something that may be merged with the one at hand.

    `pieces` are its words in order, each with whether they are shared; `why` are those words.
    """

    item: Item
    pieces: Sequence[tuple[str, bool]]
    why: Sequence[str] = ()
    ticked: bool = False
    leads: bool = False  # rather than the one at hand, as far as can be told


@dataclass(frozen=True)
class MergePage:
    """`desk/merge.html`: one thing said, what may say the same, and all others.

    `asked` is what was looked for, `hidden` how many more there are than are listed.
    """

    bar: Bar
    item: Item
    likely: Sequence[Same]
    others: Sequence[Same]
    asked: str
    hidden: int
    state: str
    go: int
