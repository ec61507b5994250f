"""The catalogues: complete, in step with the code, and safe to fill in."""

import ast
import importlib.util
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages import frontend
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from app.languages import CATALOGUES, LANGUAGES

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES_TO_TRANSLATE = [each.code for each in LANGUAGES if each.code != "en"]
PLACE = re.compile(r"%\((\w+)\)s|\{(\w+)\}")
#: A form for one may say "one" instead of its number.
COUNTS = {"n", "num"}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parametrize("language", LANGUAGES_TO_TRANSLATE),
]


@pytest.fixture
def catalogue(language) -> Catalog:
    with _file(language, "po").open("rb") as file:
        return read_po(file, locale=language)


@pytest.fixture(scope="module")
def marked() -> set[object]:
    """Every text that the code marks, as `./torg translate` finds them."""
    spec = importlib.util.spec_from_file_location("ci_check", ROOT / ".ci" / "check.py")
    checks = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(checks)
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    mappings = [
        (pattern, each["method"])
        for each in settings["babel"]["mappings"]
        for pattern in _patterns(each["pattern"])
    ]
    keywords = DEFAULT_KEYWORDS | frontend.parse_keywords(checks.KEYWORDS)
    ours = {"app", "exports", "templates", "workshops"}
    found = extract_from_dir(
        ROOT,
        mappings,
        keywords=keywords,
        directory_filter=lambda folder: bool(ours & set(Path(folder).parts)),
    )
    return {text for _, _, text, _, _ in found}


def test_everything_is_translated(catalogue):
    lacking = [m.id for m in _messages(catalogue) if m.fuzzy or not all(_strings(m))]
    assert lacking == []


def test_the_catalogue_has_just_what_the_code_marks(catalogue, marked):
    # Two texts may share their singular; the catalogue then keeps one entry for both.
    there = {_key(m.id) for m in _messages(catalogue)}
    assert there == {_key(text) for text in marked}


def test_babel_finds_what_python_reads(language, marked):
    found = {_key(text) for text in marked}
    missed = [text for text in _marked_in_python() if text not in found]
    assert missed == []


def test_a_translation_fills_the_places_of_its_text(catalogue):
    wrong = [m.id for m in _messages(catalogue) if not all(_fits(m, s) for s in _strings(m))]
    assert wrong == []


def test_a_translation_can_be_filled_in(catalogue):
    for message in _messages(catalogue):
        for text in filter(PLACE.search, _strings(message)):
            assert text % dict.fromkeys(_places(text), "x")


def test_what_is_compiled_is_what_is_written(language, catalogue):
    with _file(language, "mo").open("rb") as file:
        compiled = {_key(m.id): _strings(m) for m in _messages(read_mo(file))}
    assert compiled == {_key(m.id): _strings(m) for m in _messages(catalogue)}


def test_it_quotes_as_the_language_does_and_never_shouts(language, catalogue):
    english = "[“”!]" if language in ("nb", "nn", "fr", "es") else "[!]"
    texts = [text for m in _messages(catalogue) for text in _strings(m)]
    assert [text for text in texts if re.search(english, text)] == []


def _file(language: str, suffix: str) -> Path:
    return CATALOGUES / language / "LC_MESSAGES" / f"messages.{suffix}"


def _messages(catalogue: Catalog) -> list[Message]:
    """All but the header."""
    return [message for message in catalogue if message.id]


def _strings(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if message.pluralizable else (message.string,)


def _key(text: object) -> str:
    return text if isinstance(text, str) else text[0]


def _patterns(given: str | list[str]) -> list[str]:
    return [given] if isinstance(given, str) else given


def _places(text: str) -> set[str]:
    return {one or other for one, other in PLACE.findall(text)}


def _fits(message: Message, text: str) -> bool:
    """Whether it names what its text names; for a count, what one or many names."""
    if not message.pluralizable:
        return _places(text) == _places(message.id)
    one, many = (_places(each) for each in message.id)
    named = _places(text)
    return named <= one | many and named - COUNTS in (one - COUNTS, many - COUNTS)


def _marked_in_python() -> Iterator[str]:
    """The first text of every call that marks one, as the parser of Python sees it."""
    files = [file for top in ("app", "exports", "workshops") for file in (ROOT / top).rglob("*.py")]
    for file in files:
        if "bench" in file.parts:
            continue  # It speaks to those who work on Torg, in English.
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _marks(node):
                first = node.args[0]
                text = first.value if isinstance(first, ast.Constant) else ""
                if text and isinstance(text, str):
                    yield text


def _marks(call: ast.Call) -> bool:
    names = {"mark", "pair", "say", "count", "Refused", "gettext", "ngettext"}
    return isinstance(call.func, ast.Name) and call.func.id in names and bool(call.args)
