"""People's words made fit to print: nothing invisible, nothing that breaks a file or a line.

Only for what is shown: tables and map data keep every character that was sent.
"""

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

Thing = TypeVar("Thing")
KEPT = ("hash", "frozen_at", "photo", "ref")

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]+")
# Overrides and embeddings turn the rest of a line round; isolates come from our own mark-up.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]")
_BROKEN = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_ACCENT = r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
_PILES = re.compile(rf"({_ACCENT}{{4}}){_ACCENT}+")
# A line breaker tries every letter of a long word: 12 s for one of 20,000 letters.
_LONG = re.compile(r"\S{41}")
_BREAK = "\u200b"
# The name of a file: broken, it would not be found.
_SHA256 = re.compile("[0-9a-f]{64}")


def clean(text: str) -> str:
    """Return the text as it can be shown: four accents a letter, a break every 41 letters."""
    text = _CONTROLS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _PILES.sub(r"\1", _BROKEN.sub("\ufffd", _TURNS.sub("", text)))
    return _LONG.sub(lambda word: word[0] + _BREAK, text)


def cleaned(thing: Thing) -> Thing:
    """Return the findings, or any part of them, with every text in it clean."""
    return rewritten(thing, clean)


def rewritten(thing: Thing, how: Callable[[str], str]) -> Thing:
    """Return the findings, or any part of them, with every text rewritten but names of files."""
    return _rewritten(thing, how)  # type: ignore[no-any-return]


def _rewritten(thing: Any, how: Callable[[str], str]) -> Any:
    if isinstance(thing, str):
        return thing if _SHA256.fullmatch(thing) else how(thing)
    if isinstance(thing, list | tuple):
        return type(thing)(_rewritten(each, how) for each in thing)
    if isinstance(thing, dict):
        return {_rewritten(key, how): _rewritten(value, how) for key, value in thing.items()}
    if is_dataclass(thing) and not isinstance(thing, type):
        names = [field.name for field in fields(thing) if field.name not in KEPT]
        return replace(thing, **{name: _rewritten(getattr(thing, name), how) for name in names})
    return thing
