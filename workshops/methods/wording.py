"""Reading a question for the traps of asking: leaning, two things at once, too long, not.

The traps are those of S. L. Payne, *The Art of Asking Questions* (1951), and F. J. Fowler,
*Improving Survey Questions* (1995). English and bokmål. It quotes, it never blocks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from workshops.words import Sentence, say

MOST_WORDS = 22

_LEADS = re.compile(
    r"\b(?:"
    r"(?:do|does|would|should|is|are|was|have|has|can|could|wo|did)n[’']t (?:you agree|you think"
    r"|you want|you feel|we all|it|we|they|this|you)"
    r"|(?:do|would) you (?:also |not )?agree that"
    r"|do you not (?:agree|think)"
    r"|(?:surely|obviously|clearly|of course|everybody knows|everyone knows|we all know)"
    r"|er du (?:ikke )?enig i at"
    r"|(?:synes|mener|tror|ønsker|vil) du ikke"
    r"|(?:bør|burde|skal|skulle|kan|må) vi ikke"
    r"|er det ikke"
    r"|(?:selvsagt|selvfølgelig|åpenbart|alle vet)"
    r")(?!\w)",
    re.IGNORECASE,
)
_CLOSED = re.compile(
    r"\b(?:do|does|did|should|would|could|can|is|are|was|will|have|has|need|needs|agree|important"
    r"|satisfied|happy|er|bør|burde|skal|vil|kan|må|synes|trenger|ønsker|mener|enig|viktig"
    r"|fornøyd)\b",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\s*(?:what|which|where|who|when|why|how(?! (?:satisfied|happy|important|much|safe))"
    r"|hva|hvilke\w*|hvem|hvor(?! (?:fornøyd|viktig|mye|trygt?))|når|hvorfor)\b",
    re.IGNORECASE,
)
_PAIR = re.compile(
    r"(?:(?:\b(?:more|better|fewer|less|safer|flere|mer|bedre|færre|tryggere)\s+)?\b[\w’'-]+)"
    r"\s+(?:and/or|and|as well as|og/eller|og|samt)\s+"
    r"(?:(?:more|better|fewer|less|safer|the|a|an|flere|mer|bedre|færre|tryggere|en|et)\s+)?"
    r"[\w’'-]+",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\b(?:(?:should|must|can|could|would)(?:\s+\w+){0,4}\s+not|never|no longer"
    r"|(?:bør|skal|må|kan)(?:\s+\w+){0,4}\s+ikke|aldri)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Remark:
    """One doubt about a question: the words it means (from, to), what and why."""

    quote: str
    start: int
    end: int
    title: Sentence
    why: Sentence


def remarks(question: str) -> tuple[Remark, ...]:
    """Return the doubts about a question in the order of the words; none if it is a good one."""
    found = sorted((*_leaning(question), *_double(question), *_long(question)), key=_start)
    leads = [(each.start, each.end) for each in found]
    denied = [each for each in _negative(question) if not _overlaps(each, leads)]
    return tuple(sorted((*found, *denied), key=_start))


def _start(remark: Remark) -> int:
    return remark.start


def _overlaps(remark: Remark, others: list[tuple[int, int]]) -> bool:
    return any(remark.start < end and start < remark.end for start, end in others)


def _leaning(question: str) -> Iterator[Remark]:
    for match in _LEADS.finditer(question):
        yield _remark(
            match,
            say("It leans towards yes."),
            say("People who disagree have to argue with you first. Ask openly: what, where, how."),
        )


def _double(question: str) -> Iterator[Remark]:
    """Two things joined in a question that wants one answer; lists in open questions are fine."""
    if _OPEN.match(question) or not _CLOSED.search(question):
        return
    for match in _PAIR.finditer(question):
        yield _remark(
            match,
            say("It asks two things at once."),
            say("Somebody who wants one and not the other cannot answer. Make them two questions."),
        )


def _negative(question: str) -> Iterator[Remark]:
    for match in _NOT.finditer(question):
        yield _remark(
            match,
            say("It asks with a “not”."),
            say("A yes then means no, and many get it wrong. Ask for what there should be."),
        )


def _long(question: str) -> Iterator[Remark]:
    words = list(re.finditer(r"\S+", question))
    if len(words) > MOST_WORDS:
        rest = question[words[MOST_WORDS].start() :].rstrip()
        yield Remark(
            rest,
            words[MOST_WORDS].start(),
            words[MOST_WORDS].start() + len(rest),
            say("It is long: %(n)s words.", n=len(words)),
            say("On the screen and in a noisy room, %(most)s words are plenty.", most=MOST_WORDS),
        )


def _remark(match: re.Match[str], title: Sentence, why: Sentence) -> Remark:
    return Remark(match.group(), match.start(), match.end(), title, why)
