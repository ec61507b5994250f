"""The templates as exports use them: strict, escaped, in one language."""

import sys
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from importlib.util import cache_from_source
from pathlib import Path

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket

from exports.shortening import headed, shortened, title_size, without_gaps
from exports.sum_words import signed
from exports.summary import anchor
from exports.words import Words
from workshops.activities import kind_of
from workshops.activities.map_notes import FEELINGS
from workshops.departments import ANSWERS
from workshops.describing import TYPES
from workshops.ledger import STATES
from workshops.requirement_fields import SEASONS, STATUSES, TIMES

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
COMPILED = Path(cache_from_source(str(TEMPLATES / "brief.html"))).parent


@lru_cache(maxsize=4)
def environment(words: Words) -> Environment:
    """Return an environment whose `_()`, filters and dates speak that language.

    One for all pieces of a document: reading the templates takes longer than filling them in.
    """
    pages = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_Kept(str(COMPILED)),
    )
    pages.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]
    pages.filters |= {
        "say": words.say,
        "word": words.word,
        "credit": words.credit,
        "event": lambda key: words.word(_name_of(key, TYPES)),
        "feeling": lambda key: words.word(_name_of(key, dict(FEELINGS))),
        "number": words.number,
        "day": words.day,
        "ref": lambda number, prefix: f"{prefix}-{number:04}",
        "short": shortened,
        "headed": headed,
        "title_size": title_size,
        "without_gaps": without_gaps,
        "side": side,
        "signed": signed,
        "anchor": anchor,
        "kind_title": lambda kind: words.word(kind_of(kind).title),
        "told_nowhere": lambda kind: not kind_of(kind).part_of_brief(),
        "season": lambda key: words.word(_name_of(key, SEASONS)),
        "answer": lambda key: words.word(_name_of(key, ANSWERS)),
        "ledger_state": lambda key: words.word(_name_of(key, STATES)),
        "status": lambda key: words.word(_name_of(key, STATUSES)),
        "time_of_day": lambda key: words.word(_name_of(key, TIMES)),
        "in_fours": in_fours,
    }
    pages.globals["static_url"] = lambda path: f"torg:{path}"
    return pages


class _Kept(FileSystemBytecodeCache):
    """Compiled templates, kept where Python keeps compiled modules; where it may not, nowhere."""

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        if sys.dont_write_bytecode:
            return
        with suppress(OSError):
            Path(self.directory).mkdir(parents=True, exist_ok=True)
            super().dump_bytecode(bucket)


def _name_of(key: str, names: Mapping[str, str]) -> str:
    return names.get(key, key)


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
