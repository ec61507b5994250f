"""A file's categories as a consultation's: readable names, eight shapes, letters from J to Z."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from workshops import tokens
from workshops.text import clean, fold
from workshops.words import mark

SHAPES = (
    *("square", "triangle-up", "hexagon", "circle"),
    *("diamond", "house", "triangle-down", "dome"),
)
#: Letters A to I name zones and columns of the grid.
LETTERS = "JKLMNOPQRSTUVWXYZ"
OTHER: Mapping[str, Any] = {
    "key": "other",
    "name": mark("Other"),
    "shape": "other",
    "letter": "",
}

_JOINT = re.compile(r"(?<=[^\W\d_])_+(?=\w)|(?<=[a-zà-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])")


def humanised(name: str) -> str:
    """Return a program's name as people write it: "SafeStreets" becomes "Safe streets"."""
    name = clean(name)
    if " " not in name and _JOINT.search(name):
        parts = _JOINT.sub(" ", name).split()
        name = " ".join(
            part if part.isupper() and len(part) > 1 else part.lower() for part in parts
        )
    return name[:1].upper() + name[1:]


def categories_of(names: Iterable[str]) -> list[dict[str, Any]]:
    """Return the categories for the names ideas were given: the eight most frequent, then Other.

    Ties go to the name that comes first.
    """
    frequent = Counter(humanised(name) for name in names if name).most_common()
    found: list[dict[str, Any]] = []
    letters = list(LETTERS)
    for (name, _), shape in zip(frequent, SHAPES, strict=False):
        letter = next(_fitting(name, letters))
        letters.remove(letter)
        found.append({"key": _key(name, found), "name": name, "shape": shape, "letter": letter})
    return [*found, dict(OTHER)] if len(frequent) > len(SHAPES) else found


def _fitting(name: str, letters: Sequence[str]) -> Iterator[str]:
    """Yield free letters: initials of the name, then its other letters, then any."""
    words = fold(name).upper().split()
    wanted = [word[0] for word in words] + list("".join(words)) + list(letters)
    return (letter for letter in wanted if letter in letters)


def _key(name: str, found: Sequence[Mapping[str, Any]]) -> str:
    key = tokens.slug_of(name)
    taken = {each["key"] for each in found} | {OTHER["key"], ""}
    return f"category-{len(found) + 1}" if key in taken else key


def keys_by_name(categories: Sequence[Mapping[str, Any]]) -> Mapping[str, str]:
    """Return the key of a category by its folded name and by its key."""
    by_key = {fold(each["key"]): each["key"] for each in categories}
    return by_key | {fold(each["name"]) or each["name"]: each["key"] for each in categories}


def key_for(name: str, keys: Mapping[str, str]) -> str:
    """Return the key for the name an idea was given: "" without one, "other" when not known."""
    if not name:
        return ""
    shown = humanised(name)
    return keys.get(fold(shown) or shown, OTHER["key"])
