"""The letters a brief is printed with: our own fonts alone, rare ones only where a text needs them.

What none of them has is named in brackets and counted: an empty box would say nothing, and
PDF/A-3a forbids it. Imported only where one is printed, since it reads fonts.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from exports.assets import STATIC
from exports.letters import Face, Letters

FONTS = STATIC / "fonts"
ALWAYS = ("public-sans-400.ttf", "noto-sans-400.ttf", "vazirmatn-400.ttf")
#: Tried in this order: symbols last but for Chinese and Japanese, which take longest to read.
RARE = (
    Face("Noto Sans Arabic", "noto-sans-arabic-400.ttf"),
    Face("Noto Emoji", "noto-emoji-400.ttf"),
    Face("Noto Sans Hebrew", "noto-sans-hebrew-400.ttf"),
    Face("Noto Sans Ethiopic", "noto-sans-ethiopic-400.ttf"),
    Face("Noto Sans Tamil", "noto-sans-tamil-400.ttf"),
    Face("Noto Sans Thai", "noto-sans-thai-400.ttf"),
    Face("Noto Sans Bengali", "noto-sans-bengali-400.ttf"),
    Face("Noto Sans Gurmukhi", "noto-sans-gurmukhi-400.ttf"),
    Face("Noto Sans Georgian", "noto-sans-georgian-400.ttf"),
    Face("Noto Sans Armenian", "noto-sans-armenian-400.ttf"),
    Face("DejaVu Sans", "dejavu-sans-400.ttf"),
    Face("Droid Sans Fallback", "droid-sans-fallback-400.ttf"),
)
_UNSEEN = ("Cc", "Cf", "Cs", "Zs", "Zl", "Zp")
_VARIANTS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef\u034f]")


def letters_of(thing: Any) -> Letters:
    """Return which rare fonts the texts in it need, and which signs no font of ours has."""
    left = {each for each in _signs(thing) if not _is_unseen(each)}
    for name in ALWAYS:
        left -= _covered(name) if left else frozenset()
    faces = []
    for face in RARE:
        if left and left & _covered(face.file):
            faces.append(face)
            left -= _covered(face.file)
    times = _times(thing, left) if left else 0
    return Letters(tuple(faces), {each: _plain(each) for each in left}, times)


def _signs(thing: Any) -> set[str]:
    found: set[str] = set()
    for text in _texts(thing):
        found.update(text)
    return found


def _times(thing: Any, signs: set[str]) -> int:
    return sum(each in signs for text in _texts(thing) for each in text)


def _texts(thing: Any) -> Iterator[str]:
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, list | tuple):
        for each in thing:
            yield from _texts(each)
    elif isinstance(thing, dict):
        yield from _texts(list(thing.values()))
    elif is_dataclass(thing) and not isinstance(thing, type):
        for field in fields(thing):
            yield from _texts(getattr(thing, field.name))


def _plain(sign: str) -> str:
    """The same in plain letters, as "T" for a bold or a circled one; "" where there are none."""
    plain = unicodedata.normalize("NFKC", sign)
    return plain if all(any(each in _covered(name) for name in ALWAYS) for each in plain) else ""


def _is_unseen(sign: str) -> bool:
    return unicodedata.category(sign) in _UNSEEN or _VARIANTS.match(sign) is not None


@cache
def _covered(name: str) -> frozenset[str]:
    """Every sign but those for private use: what they mean is known to no reader."""
    with TTFont(FONTS / name, lazy=True) as font:
        signs = map(chr, font.getBestCmap())
        return frozenset(each for each in signs if unicodedata.category(each) != "Co")
