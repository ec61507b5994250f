"""People's texts made to fit: cut at a word, or shown by their title sentence."""

import re

LONG = 140
FEWEST_LETTERS = 60
#: "Article 15." says nothing alone.
SHORT_TITLE = 14
#: How many letters of a size fill the line of a title.
SIZES = {"large": 30, "middle": 41}

# A title ends where a sentence, or the line, ends; "St." and "No. 5" are too short to be one.
_TITLE = re.compile(r"[^\n]{8,100}?(?:[.!?:…]+(?=\s)|(?=\n))")
_GAPS = re.compile(r"[^\S\n]*\n\s*")


def shortened(text: str, letters: int) -> str:
    """The text, cut at a word with "…" when it is longer."""
    if len(text) <= letters:
        return text
    cut = text[:letters]
    at = cut.rfind(" ")
    return (cut[:at] if at > letters // 2 else cut).rstrip(" ,.;:–-") + " …"


def headed(text: str, letters: int) -> tuple[str, str]:
    """The title sentence of a long text and the rest of it, cut; a short text has no title."""
    found = _TITLE.match(text) if len(text) > LONG else None
    if found is None:
        return "", shortened(text, letters)
    rest = text[found.end() :].strip()
    return found[0], shortened(rest, max(letters - len(found[0]), FEWEST_LETTERS))


def heading(text: str, letters: int) -> str:
    """The title sentence alone, where a text has one that tells something; else the text, cut."""
    title, rest = headed(text, letters)
    if title and len(title) < SHORT_TITLE:
        return shortened(text, letters)
    return shortened(title.rstrip(".:…"), letters) if title else rest


def without_gaps(text: str) -> str:
    """The text with every line of it and none of its empty lines."""
    return _GAPS.sub("\n", text.strip())


def title_size(title: str) -> str:
    """How large a title is set so that it takes one line, or two small ones."""
    return next((size for size, most in SIZES.items() if len(title) <= most), "small")
