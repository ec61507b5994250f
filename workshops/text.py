"""People's words made safe to keep and show, without changing what they say."""

import re
import unicodedata
from html.parser import HTMLParser

#: More marks on one letter than any writing system needs; 5,000 of them paint over the page.
MOST_MARKS = 8
MOST_HTML = 100_000
#: No mark, joiner or sign of direction comes before it.
FIRST_MARK = "\u0300"

_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
#: Controls, halves of characters, fillers that look empty, invisible joiners and operators,
#: deprecated format characters, annotations, noncharacters, language tags.
_NEVER = re.compile(
    "(\U0001f3f4[\U000e0020-\U000e007e]{1,12}\U000e007f)"  # the flags of Scotland and Wales stay
    "|[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u034f\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000)
    )
    + "]"
)
_JOINERS = re.compile(
    "([\u200c\u200d])[\u200c\u200d]+|(?<![^\\s])[\u200c\u200d]+|[\u200c\u200d]+(?!\\S)"
)
_DIRECTION_MARKS = re.compile("([\u061c\u200e\u200f])[\u061c\u200e\u200f]+")
_OPENS = "\u202a\u202b\u202d\u202e"
_ISOLATES = "\u2066\u2067\u2068"
_OVERRIDES = "\u202d\u202e"
_POP, _POP_ISOLATE = "\u202c", "\u2069"
_DIRECTION = re.compile(f"[{_OPENS}{_ISOLATES}{_POP}{_POP_ISOLATE}]")
_SPACES = re.compile(r"[^\S\n]{2,}|[^\S\n\xa0\u202f\u2009]")
_BLANK_LINES = re.compile(r"\n{3,}")
_HEADER_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
#: A "<" that no ">" closes: the library would look for it again and again, to the end.
_LOOSE = re.compile(r"<(?=[^<>]*(?:<|\Z))")
_ODD_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ł": "l", "ı": "i"})


def clean(text: str, limit: int | None = None, *, lines: bool = False) -> str:
    """Return the words as they may be kept: NFC, trimmed, nothing that harms a page or a file.

    Goes: controls, lone surrogates, invisible fillers, marks beyond eight on a letter, overrides
    of the writing direction, and isolates or embeddings that are not closed in their line.
    Stays: every script, emoji and their joined sequences. Spaces become one; breaks too, unless
    `lines`, which keeps them with at most one empty line between. Doing it twice changes nothing.
    """
    kept = _made_safe(text, lines=lines)
    if limit is not None and len(kept) > limit:
        kept = _made_safe(_cut(kept, limit), lines=lines)
    return kept


def _made_safe(text: str, *, lines: bool) -> str:
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    text = _BREAKS.sub("\n", text)
    text = _NEVER.sub(lambda found: found[1] or "", text)
    text = _spaced(text, lines=lines)
    text = "\n".join(_balanced(line) for line in text.split("\n"))
    text = _without_loose_marks(unicodedata.normalize("NFC", text))
    text = _spaced(text, lines=lines)
    return text if any(map(_is_seen, text)) else ""


def _spaced(text: str, *, lines: bool) -> str:
    text = _SPACES.sub(" ", text if lines else text.replace("\n", " "))
    text = "\n".join(line.strip() for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", text).strip()


def _balanced(line: str) -> str:
    """Drop overrides, and whatever is opened and not closed or closed and not opened."""
    if not _DIRECTION.search(line):
        return line
    kept, opened = list(line), []
    for at, character in enumerate(line):
        if character in _OPENS + _ISOLATES:
            opened.append(at)
        elif character in {_POP, _POP_ISOLATE}:
            family = _OPENS if character == _POP else _ISOLATES
            start = opened[-1] if opened and line[opened[-1]] in family else None
            if start is None:
                kept[at] = ""
                continue
            opened.pop()
            if line[start] in _OVERRIDES:
                kept[start] = kept[at] = ""
    for at in opened:
        kept[at] = ""
    return "".join(kept)


def _without_loose_marks(text: str) -> str:
    """Limit marks on a letter; drop joiners that join nothing and repeated direction marks."""
    if max(text, default="") < FIRST_MARK:
        return text
    kept, run = [], 0
    for character in text:
        run = run + 1 if unicodedata.category(character).startswith("M") else 0
        if run <= MOST_MARKS:
            kept.append(character)
    text = _DIRECTION_MARKS.sub(r"\1", "".join(kept))
    return _JOINERS.sub(lambda found: found[1] or "", text)


def _is_seen(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNPS" or unicodedata.category(character) in {
        "Co",
        "Cn",
    }


def _cut(text: str, limit: int) -> str:
    """Cut without taking a mark from its letter or an emoji apart."""
    while limit and (_hangs_on(text[limit]) or text[limit - 1] == "\u200d"):
        limit -= 1
    return text[:limit]


def _hangs_on(character: str) -> bool:
    is_skin = "\U0001f3fb" <= character <= "\U0001f3ff"
    is_tag = "\U000e0020" <= character <= "\U000e007f"
    return (
        is_skin
        or is_tag
        or character == "\u200d"
        or bool(unicodedata.combining(character))
        or (unicodedata.category(character).startswith("M"))
    )


def whole(written: str) -> int | None:
    """Return a whole number of at most nine figures; None for what is none.

    Python refuses to read thousands of figures.
    """
    number = written.strip()
    return int(number) if number.isdecimal() and len(number) <= 9 else None


def fold(text: str) -> str:
    """Return a header as it is compared: "numSupports" and "Núm. suports" become plain words."""
    words = _HEADER_WORD.sub(" ", text).casefold().translate(_ODD_LETTERS)
    letters = unicodedata.normalize("NFKD", words)
    letters = "".join(c if c.isalnum() else " " for c in letters if not unicodedata.combining(c))
    return " ".join(letters.split())


def plain(html: str) -> str:
    """Return the words of a piece of HTML: tags gone, entities read, blocks on lines of their own.

    Scripts and styles go with what they hold. Only the first 100,000 characters are read.
    """
    reader = _Words()
    reader.feed(_LOOSE.sub("&lt;", _without_comments(html[:MOST_HTML])))
    reader.close()
    return clean(re.sub(r"\s*\n\s*", "\n", "".join(reader.said)), lines=True)


def _without_comments(html: str) -> str:
    before, *parts = html.split("<!--")
    return before + "".join(part.partition("-->")[2] if "-->" in part else part for part in parts)


class _Words(HTMLParser):
    BLOCKS = re.compile(
        "address|article|aside|blockquote|br|d[dlt]|div|fig(ure|caption)|footer|form|h[1-6r]|header|"
        "li|main|nav|ol|p|pre|section|table|tr|ul"
    )
    SILENT = frozenset(["script", "style", "template", "title"])

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        """Break the line before a block, the cell from the next; stop listening to a script."""
        self.silent += tag in self.SILENT
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        """Break the line after a block; listen again after a script."""
        self.silent = max(0, self.silent - (tag in self.SILENT))
        self._break(tag)

    def handle_data(self, data: str) -> None:
        """Take the words; a break in the source is only a space."""
        if not self.silent:
            self.said.append(re.sub(r"\s+", " ", data))

    def parse_marked_section(self, i: int, _report: bool = True) -> int:  # noqa: FBT001, FBT002
        """Skip "<![if …]>" of word processors, on which the library gives up."""
        end = self.rawdata.find(">", i)
        return -1 if end < 0 else end + 1

    def _break(self, tag: str) -> None:
        if self.BLOCKS.fullmatch(tag):
            self.said.append("\n")
        elif tag in {"td", "th"}:
            self.said.append(" ")
