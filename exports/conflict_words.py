"""Open conflicts in one line each, in the order and under the numbers of their own part."""

from collections.abc import Iterator, Mapping
from typing import Any

from exports.words import Words
from workshops.findings import Findings
from workshops.words import say


def conflict_lines(findings: Findings, words: Words) -> tuple[str, ...]:
    """The opposing pairs first, then those that were written as a sentence: K1, K2 and so on."""
    pairs = findings.vision.opposed if findings.vision else ()
    return (*(" ".join(_pair(each, words)) for each in pairs), *findings.conflicts)


def _pair(pair: Mapping[str, Any], words: Words) -> Iterator[str]:
    yield f"{pair['one']} / {pair['other']}."
    one, other = pair["accept_one"], pair["accept_other"]
    if one and one == other:
        yield words.say(say("Both would accept %(what)s.", what=one))
    elif one and other:
        yield words.say(say("They would accept: %(one)s; %(other)s.", one=one, other=other))
    elif one or other:
        yield words.say(say("One side would accept %(what)s.", what=one or other))
