"""The words of the exports in a language: gettext without the web."""

import gettext
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from workshops.findings import Findings
from workshops.words import AND, Sentence

DOMAIN = "messages"
RIGHT_TO_LEFT = ("ar", "fa", "he", "ur")


@dataclass(frozen=True)
class Words:
    """A language at work: its texts, its numbers, its dates."""

    language: str
    catalogue: gettext.NullTranslations

    @property
    def tag(self) -> str:
        """The language as HTML and PDF name it."""
        return self.language.replace("_", "-")

    @property
    def direction(self) -> str:
        """Which way it is written: ltr or rtl."""
        return "rtl" if self.language.split("_")[0] in RIGHT_TO_LEFT else "ltr"

    def gettext(self, text: str) -> str:
        return self.catalogue.gettext(text)

    def word(self, text: str) -> str:
        """Translate a name of ours; people's words come back as they are, as does ""."""
        return self.gettext(text) if text else ""

    def credit(self, text: str) -> str:
        """Translate whose a map is: of several, joined by dots, those that are ours to say."""
        return AND.join(self.word(each) for each in text.split(AND))

    def ngettext(self, one: str, many: str, n: int) -> str:
        return self.catalogue.ngettext(one, many, n)

    def say(self, sentence: Sentence | str, **more: object) -> str:
        """Return the sentence translated, the sentences inside it first."""
        if isinstance(sentence, str):
            sentence = Sentence(sentence, details=more)
        values = {name: self._detail(value) for name, value in sentence.details.items()}
        if not sentence.plural:
            # Without details it is left alone: people's words may have per cent signs.
            text = self.word(sentence.text)
            return text % values if values else text
        n = sentence.n or 0
        text = self.ngettext(sentence.text, sentence.plural, n)
        return text % (values | {"n": self.number(n)})

    def _detail(self, value: object) -> str:
        return self.say(value) if isinstance(value, Sentence) else str(value)

    def number(self, value: float) -> str:
        """Return 1146 as 1,146 or as the language writes it, in European digits."""
        return format_decimal(value, locale=self._locale)

    def day(self, moment: str | date) -> str:
        """Return a date, or the date of a moment, as 27 April 2026; "" for none."""
        if isinstance(moment, str) and not moment:
            return ""
        when = datetime.fromisoformat(moment).date() if isinstance(moment, str) else moment
        return format_date(when, "long", locale=self._locale)

    @property
    def _locale(self) -> Locale:
        # en_GB: a date is 27 April, not April 27.
        return Locale.parse("en_GB" if self.language == "en" else self.language)


def in_words(findings: Findings, words: Words) -> Findings:
    """Return the findings with the names of our own categories in the language."""
    categories = [replace(each, name=words.word(each.name)) for each in findings.categories]
    return replace(findings, categories=tuple(categories))


def translator(language: str, catalogues: Path | None = None) -> Words:
    """Return the words of a language, of "nb+en" the first; what is lacking stays English."""
    language = language.partition("+")[0]
    if catalogues is None:
        return Words(language, gettext.NullTranslations())
    found = gettext.translation(DOMAIN, catalogues, [language], fallback=True)
    return Words(language, found)


def translators(language: str, catalogues: Path | None = None) -> list[Words]:
    """Return the words of each language of "nb+en", in that order."""
    return [translator(each, catalogues) for each in dict.fromkeys(language.split("+"))]
