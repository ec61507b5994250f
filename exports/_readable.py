"""What a reader hears of each sign drawn, and words in drawings. Imported only where one prints.

The printer takes the words of a whole cluster for the first sign it draws of it: where a vowel
stands above a consonant, each later consonant without one would be read with that vowel. Here a
sign is what its own font says it is.

In drawings the printer sets letter by letter, so that Arabic and Hebrew stand apart and from left
to right. Here words are set whole, unless their letters have places of their own.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from io import BytesIO
from typing import Any

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from weasyprint import svg
from weasyprint.pdf import fonts

PLACES = ("x", "y", "dx", "dy", "rotate")
SPACED = ("letter-spacing", "textLength")


class Told(dict[int, str]):
    """The words of the signs of one font, by their numbers in it."""

    def __init__(self, font: Any) -> None:
        super().__init__()
        self._font = font

    def __setitem__(self, sign: int, words: str) -> None:
        super().__setitem__(sign, words if len(words) == 1 else self._own(sign, words))

    def _own(self, sign: int, words: str) -> str:
        """Its own letter, where that is part of the words or there are none; else the words."""
        own = self._letters.get(sign, ())
        return next((each for each in own if each in words or not words), words)

    @cached_property
    def _letters(self) -> Mapping[int, Sequence[str]]:
        letters: defaultdict[int, list[str]] = defaultdict(list)
        with TTFont(BytesIO(self._font.file_content), fontNumber=self._font.index) as font:
            for code, name in font.getBestCmap().items():
                letters[font.getGlyphID(name)].append(chr(code))
        return letters


printers_own = fonts.Font.__init__


def _begin(font: Any, *given: Any) -> None:
    printers_own(font, *given)
    font.to_unicode = Told(font)


fonts.Font.__init__ = _begin


class _Whole(str):
    """Words that come as one piece to who asks for their letters."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        yield str(self)


letter_by_letter = svg.text


def _words(drawing: Any, node: Any, font_size: float) -> None:
    placed = any(len(node.get(name, "").split()) > 1 for name in PLACES)
    if node.text and not placed and not any(node.get(name) for name in SPACED):
        node._etree_node.text = _Whole(node.text)  # noqa: SLF001
    letter_by_letter(drawing, node, font_size)


svg.text = _words
svg.TAGS |= {name: _words for name, draw in svg.TAGS.items() if draw is letter_by_letter}
