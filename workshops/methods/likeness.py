"""Which texts may say the same, by the rarer words they share: plain enough to read out. Pure.

A word counts the more the fewer texts hold it (K. Spärck Jones, *A statistical interpretation of
term specificity*, 1972); the likeness of two texts is the cosine of what they hold. Words count
as one when they begin alike, so that "bench" and "benches" do. Of scripts that put no spaces
between words every two letters in a row are a word. One text is compared with all others in time
that grows with their length alone.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from workshops.methods.word_counts import LEAST_LETTERS, folded, is_common

#: Two texts less alike than this are not proposed.
LEAST = 0.34
#: So many letters at the start of two words are the same where the words may be.
START = 4
#: The share of the longer word that must be the same.
SHARE = 0.62
#: Longer texts are compared by their first letters.
MOST_LETTERS = 600
#: Thai, Lao, Burmese, Khmer, Japanese and Chinese put no spaces between words.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0002fa1f]+"
)


@dataclass(frozen=True)
class Alike:
    """A text that may say the same: how alike from 0 to 1, and where it says so.

    `pieces` are the text in order, each with whether it is shared; `shared` are those words.
    """

    key: int
    likeness: float
    shared: tuple[str, ...]
    pieces: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Word:
    """A word of a text: where it stands, folded."""

    start: int
    end: int
    word: str


def alike(text: str, others: Mapping[int, str], most: int = 4) -> list[Alike]:
    """Return the texts most alike to one, by key; equals in the order of their keys.

    `others` may hold the text itself under a key of its own: it is then proposed too.
    """
    mine = _starts(text)
    held = {key: _starts(other) for key, other in others.items()}
    known = Counter(start for starts in held.values() for start in starts)
    weigh = {start: math.log(1 + (len(held) + 1) / (n + 1)) for start, n in known.items()}
    rare = math.log(1 + len(held) + 1)
    found = []
    for key, theirs in held.items():
        shared = [start for start in mine if start in theirs and _is_same(mine, theirs, start)]
        if not shared or (len(shared) == 1 and min(len(mine), len(theirs)) > 2):
            continue
        both = sum(weigh[start] ** 2 for start in shared)
        size = _size(mine, weigh, rare) * _size(theirs, weigh, rare)
        if both / size >= LEAST:
            found.append((-both / size, key, shared))
    return [
        _told(key, others[key], round(-likeness, 3), _telling(shared, weigh))
        for likeness, key, shared in sorted(found)[:most]
    ]


def _telling(shared: Sequence[str], weigh: Mapping[str, float]) -> set[str]:
    """Return what of the shared words says why: those that are not much commoner than the rest."""
    rarest = max(weigh[start] for start in shared)
    return {start for start in shared if weigh[start] >= rarest / 2}


def _size(starts: Mapping[str, str], weigh: Mapping[str, float], rare: float) -> float:
    return math.sqrt(sum(weigh.get(start, rare) ** 2 for start in starts))


def _is_same(mine: Mapping[str, str], theirs: Mapping[str, str], start: str) -> bool:
    """Whether two words that begin alike go on alike for most of the longer one."""
    one, other = mine[start], theirs[start]
    same = next((n for n, pair in enumerate(zip(one, other, strict=False)) if len(set(pair)) > 1),
                min(len(one), len(other)))  # fmt: skip
    return same >= SHARE * max(len(one), len(other))


def _told(key: int, text: str, likeness: float, shared: Collection[str]) -> Alike:
    pieces: list[tuple[str, bool]] = []
    at = 0
    for each in words_of(text):
        if each.word[:START] in shared and each.end > at:
            start = max(each.start, at)
            pieces += [(text[at:start], False), (text[start : each.end], True)]
            at = each.end
    pieces.append((text[at:], False))
    told = tuple(piece for piece in _joined(pieces) if piece[0])
    words = dict.fromkeys(words for words, is_shared in told if is_shared)
    return Alike(key, likeness, tuple(words), told)


def _joined(pieces: Iterable[tuple[str, bool]]) -> Iterable[tuple[str, bool]]:
    """Put shared words together that have nothing between them, as in scripts without spaces."""
    held = ""
    for words, is_shared in pieces:
        if is_shared:
            held += words
        elif words:
            yield held, True
            yield words, False
            held = ""
    yield held, True


@lru_cache(maxsize=8_000)
def _starts(text: str) -> Mapping[str, str]:
    """Return the words of a text by how they begin; of two that begin alike, the first."""
    found: dict[str, str] = {}
    for each in words_of(text):
        found.setdefault(each.word[:START], each.word)
    return found


def words_of(text: str) -> list[Word]:
    """Return the words that say something, where they stand; the usual small words are none."""
    found = []
    for start, end in _runs(text[:MOST_LETTERS]):
        run = text[start:end]
        if _UNSPACED.match(run):
            found += _pairs(run, start)
        elif len(word := folded(run)) >= LEAST_LETTERS and not is_common(word):
            found.append(Word(start, end, word))
    return found


def _pairs(run: str, start: int) -> list[Word]:
    last = max(1, len(run) - 1)
    return [Word(start + n, start + n + len(run[n : n + 2]), run[n : n + 2]) for n in range(last)]


def _runs(text: str) -> Iterable[tuple[int, int]]:
    """Yield from where to where letters with their marks stand, scripts without spaces apart."""
    start = None
    was_unspaced = False
    for at, letter in enumerate(text):
        is_letter = letter.isalpha() or (
            not letter.isascii() and unicodedata.category(letter)[0] == "M"
        )
        is_unspaced = not letter.isascii() and _UNSPACED.match(letter) is not None
        if start is not None and (not is_letter or is_unspaced != was_unspaced):
            yield start, at
            start = None
        if is_letter and start is None:
            start, was_unspaced = at, is_unspaced
    if start is not None:
        yield start, len(text)
