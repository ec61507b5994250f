"""Sentences that the web and the exports translate when they show them.

The domain knows no language: it marks text with `mark` and hands out `Sentence`s whose
English text is the key of the translation.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

#: Between the sources of one plan, each of which is translated by itself.
AND = " · "


def mark(text: str) -> str:
    """Mark a literal for translation and give it back unchanged."""
    return text


def pair(one: str, many: str) -> tuple[str, str]:
    """Mark the two forms of a count, kept for later: `count(*pair, n)`."""
    return one, many


@dataclass(frozen=True)
class Sentence:
    """An untranslated sentence: `%(name)s` places in `text`, values in `details`.

    With `plural` set, `n` picks between the two and fills `%(n)s`. A detail may itself be a
    `Sentence`; whoever speaks it translates the inner one first.
    """

    text: str
    plural: str = ""
    n: int | None = None
    details: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """The English sentence."""
        return speak(self, str, lambda one, many, n: one if n == 1 else many)


def speak(
    sentence: Sentence,
    gettext: Callable[[str], str],
    ngettext: Callable[[str, str, int], str],
) -> str:
    """Return the sentence in the language of the two functions, details filled in.

    A sentence without details is left as it is, per cent signs and all: people's words may
    travel as one.
    """
    details = {
        name: speak(value, gettext, ngettext) if isinstance(value, Sentence) else str(value)
        for name, value in sentence.details.items()
    }
    if sentence.plural and sentence.n is not None:
        text = ngettext(sentence.text, sentence.plural, sentence.n)
        details["n"] = f"{sentence.n}"
    else:
        text = gettext(sentence.text) if sentence.text else ""
    return text % details if details else text


def say(text: str, **details: object) -> Sentence:
    """`Sentence` with its details written as arguments."""
    return Sentence(text, details=details)


def count(one: str, many: str, n: int, **details: object) -> Sentence:
    """A `Sentence` about n things: `count("%(n)s idea", "%(n)s ideas", 3)`."""
    return Sentence(one, many, n, details)


def named(words: str) -> Sentence:
    """People's words, or a name of ours that has a translation, as a detail of a sentence."""
    return Sentence(words)
