"""Bytes to text: which encoding a stranger's file is in, and which files are no text at all."""

import codecs
import re
from dataclasses import dataclass

from workshops.refusal import Refused
from workshops.words import Sentence, count, mark, say

MOST_BYTES = 64_000_000

#: How files begin that people choose by mistake, and what to tell them.
NOT_TEXT = (
    (
        b"PK\x03\x04",
        mark("“%(name)s” is a workbook or a ZIP archive. Save the table as CSV (UTF-8)."),
    ),
    (b"\xd0\xcf\x11\xe0", mark("“%(name)s” is an Office document. Save the table as CSV (UTF-8).")),
    (b"%PDF", mark("“%(name)s” is a PDF. Ask for the table behind it, as CSV.")),
    (b"{\\rtf", mark("“%(name)s” is a text document. Save the table as CSV (UTF-8).")),
    (b"\x89PNG", mark("“%(name)s” is a picture. Ideas come from a table: CSV or GeoJSON.")),
    (b"\xff\xd8\xff", mark("“%(name)s” is a picture. Ideas come from a table: CSV or GeoJSON.")),
    (b"GIF8", mark("“%(name)s” is a picture. Ideas come from a table: CSV or GeoJSON.")),
    (b"\x1f\x8b", mark("“%(name)s” is packed. Unpack it first.")),
    (b"BZh", mark("“%(name)s” is packed. Unpack it first.")),
    (b"7z\xbc\xaf", mark("“%(name)s” is packed. Unpack it first.")),
)
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
ONE_BYTE = ("cp1252", "mac-roman")
#: What stands for a letter in the wrong encoding: a capital after a small letter, a sign in a word.
_FITS = re.compile("[àáâãäåæçèéêëìíîïñòóôõöøœßùúûüýÿ]|\\b[ÀÁÂÄÅÆÇÈÉÊËÍÎÑÓÔÖØŒÚÜ]|[’“”«»–—…€°]")
_MISFITS = re.compile(
    "[^\\W\\d_][^\\x00-\\x7f\\w’–—…»”)]|[a-z][À-ÞŒŠŽŸ]|[\\x80-\\x9f]|[a-z][šžƒ‰†‡]"
)


@dataclass(frozen=True)
class Decoded:
    """A file's text without its byte order mark, and what the reader should know."""

    text: str
    encoding: str
    warnings: tuple[Sentence, ...] = ()


def decode(data: bytes, name: str) -> Decoded:
    """Return the text of a file: by its mark, else UTF-8, else the old encoding that fits best."""
    _refuse_what_is_no_text(data, name)
    for mark_, encoding in BOMS:
        if data.startswith(mark_):
            return _strictly(data[len(mark_) :], encoding, name)
    if encoding := _unmarked_utf_16(data):
        return _strictly(data, encoding, name)
    if b"\x00" in data:
        raise Refused(
            "“%(name)s” holds bytes that are no text. Save the table as CSV (UTF-8).", name=name
        )
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _mostly_utf_8(data) or _one_byte(data)


def _refuse_what_is_no_text(data: bytes, name: str) -> None:
    if not data.strip(b"\x00\t\n\r \xef\xbb\xbf\xff\xfe"):
        raise Refused("“%(name)s” is empty.", name=name)
    if len(data) > MOST_BYTES:
        raise Refused(
            "“%(name)s” is larger than %(most)s MB. Import it in parts.",
            name=name,
            most=MOST_BYTES // 1_000_000,
        )
    for start, sentence in NOT_TEXT:
        if data.startswith(start):
            raise Refused(sentence, name=name)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        raise Refused(
            "“%(name)s” is a picture. Ideas come from a table: CSV or GeoJSON.", name=name
        )


def _strictly(data: bytes, encoding: str, name: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError as fault:
        raise Refused(
            "“%(name)s” says it is %(encoding)s, but is not from byte %(at)s on. Save it again.",
            name=name,
            encoding=encoding.upper(),
            at=fault.start,
        ) from fault


def _unmarked_utf_16(data: bytes) -> str:
    """Name UTF-16 without a mark: every other byte of western text is zero."""
    head = data[:4000]
    if len(head) < 4 or len(head) % 2:
        head = head[: len(head) // 2 * 2]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > len(head) * 0.2 and even < odd / 10:
        return "utf-16-le"
    return "utf-16-be" if even > len(head) * 0.2 and odd < even / 10 else ""


def _mostly_utf_8(data: bytes) -> Decoded | None:
    """Read UTF-8 with a few broken bytes, such as a file that was cut off."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if broken * 2 > _non_ascii(text) - broken:
        return None
    return Decoded(
        text,
        "utf-8",
        (
            count(
                "%(n)s character is broken and reads “\ufffd”.",
                "%(n)s characters are broken and read “\ufffd”.",
                broken,
            ),
        ),
    )


def _non_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def _one_byte(data: bytes) -> Decoded:
    """Take Windows-1252 or Mac Roman, whichever makes words; the first when both do."""
    readings = {each: data.decode(each, "replace") for each in ONE_BYTE}
    # Five bytes mean nothing in Windows-1252; Latin-1 has (invisible) controls there.
    if "\ufffd" in readings["cp1252"]:
        readings["cp1252"] = data.decode("latin-1")
    encoding = max(readings, key=lambda each: _sense(readings[each]))
    shown = {"cp1252": "Windows-1252", "mac-roman": "Mac Roman"}[encoding]
    guess = say("Read as %(encoding)s. Look whether the accents are right.", encoding=shown)
    return Decoded(readings[encoding], encoding, (guess,))


def _sense(text: str) -> int:
    return len(_FITS.findall(text)) - len(_MISFITS.findall(text))
