"""The templates as exports use them: strict, escaped, in one language."""

import unicodedata
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from exports.summary import anchor, shortened
from exports.words import Words

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"


def environment(words: Words) -> Environment:
    """Return an environment whose `_()`, filters and dates speak that language."""
    pages = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]
    pages.filters |= {
        "say": words.say,
        "word": words.word,
        "number": words.number,
        "day": words.day,
        "ref": lambda number, prefix: f"{prefix}-{number:04}",
        "short": shortened,
        "side": side,
        "anchor": anchor,
        "in_fours": in_fours,
    }
    pages.globals["static_url"] = lambda path: f"torg:{path}"
    return pages


def side(text: str) -> str:
    """Which way a text begins: "rtl" when its first letter is Arabic or Hebrew, else "ltr"."""
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in ("L", "R", "AL"):
            return "ltr" if kind == "L" else "rtl"
    return "ltr"


def in_fours(digits: str) -> str:
    """Return 4f3a9c21e07b as 4f3a 9c21 e07b."""
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))
