"""Languages: which there are, which one this page is in, how numbers and days are said."""

from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal
from flask import Flask, g, request, session
from flask_babel import get_locale, get_translations, gettext
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from app.contexts import Language
from app.extensions import babel
from workshops.words import Sentence, speak

#: In their own names. Only complete translations are offered.
LANGUAGES = (
    Language("en", "English", "ltr"),
    Language("nb", "Bokmål", "ltr"),
)
CODES = tuple(language.code for language in LANGUAGES)
CATALOGUES = Path(__file__).parent / "translations"


def init(app: Flask) -> None:
    """Bind Babel and the filters that pages use."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(CATALOGUES)
    babel.init_app(app, locale_selector=choose)
    filters = {
        "say": say,
        "number": number,
        "clock": clock,
        "day": day,
        "ref": ref,
        "word": word,
    }
    app.jinja_env.filters.update(filters)


def choose() -> str:
    """Return the language of this page."""
    own, accepted = g.get("page_language"), request.headers.get("Accept-Language", "")
    return chosen(session.get("language"), own, accepted)


def chosen(on_device: object, own: object, accepted: str) -> str:
    """Return the language asked for: chosen on the device, the page's own, the browser's."""
    for code in (on_device, own):
        if code in CODES:
            return str(code)
    return wanted(accepted)


@lru_cache(maxsize=512)
def wanted(accepted: str) -> str:
    """Return the first of ours that a browser accepts."""
    tags = parse_accept_header(accepted, LanguageAccept).values()
    ours = [_norwegian(tag.split("-")[0].lower()) for tag in tags]
    return next((code for code in ours if code in CODES), CODES[0])


def _norwegian(code: str) -> str:
    """Browsers send "no"; without a nynorsk catalogue, bokmål is nearer than English."""
    return "nb" if code in ("no", "nn", "nb") else code


def language() -> Language:
    """Return the language of this page."""
    code = str(get_locale() or "en").split("_")[0]
    return next((each for each in LANGUAGES if each.code == code), LANGUAGES[0])


def say(sentence: Sentence | str | None) -> str:
    """Say a sentence in the language of the page."""
    if sentence is None:
        return ""
    if isinstance(sentence, str):
        return sentence
    return speak(sentence, gettext, _plural)


def _plural(one: str, many: str, n: int) -> str:
    """Pick and translate; Flask-Babel's own would fill in `num` and nothing else."""
    return str(get_translations().ungettext(one, many, n))


def word(text: str) -> str:
    """Translate a name of ours; people's words come back as they are."""
    return gettext(text) if text else ""


def number(value: float) -> str:
    """1146 as 1,146 or 1 146."""
    return format_decimal(value, locale=get_locale())


def clock(moment: datetime) -> str:
    """18:47: the same in every language."""
    return moment.strftime("%H:%M")


@lru_cache(maxsize=512)
def _day(value: date, locale: str) -> str:
    return f"{format_date(value, 'EEEE', locale=locale)} {_date(value, locale)}"


def _date(value: date, locale: str) -> str:
    # en_GB: 5 February, not February 5.
    return format_skeleton("MMMMd", value, locale="en_GB" if locale == "en" else locale)


def day(moment: datetime | date) -> str:
    """Thursday 5 February."""
    value = moment.date() if isinstance(moment, datetime) else moment
    return _day(value, str(get_locale() or "en"))


def short_day(value: date) -> str:
    """5 February, or 5. februar."""
    return _date(value, str(get_locale() or "en"))


def ref(value: int, prefix: str = "") -> str:
    """147 as HAM-0147; without a prefix as 147."""
    return f"{prefix}-{value:04d}" if prefix else str(value)
