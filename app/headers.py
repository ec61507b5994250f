"""The head of a request, read line by line.

gevent's server reads it as an e-mail, which takes longer than Flask takes to answer: a page of a
browser has fifteen lines of it. HTTP needs less, and is stricter: a line that two servers could
read in two ways is refused, so that nothing can be smuggled past a proxy.
"""

import re
from collections.abc import Iterator
from typing import IO

LONGEST_LINE = 65536
MOST_LINES = 100
#: A name as RFC 9110 has it, the colon right behind it, and a value without control characters.
LINE = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\x00-\x08\x0a-\x1f\x7f]*)")
#: Two of these with different values say two different things.
ONCE = ("content-length", "host", "transfer-encoding")


class Head(dict[str, str]):
    """The lines by their lower-case names, in the shape that gevent's server asks for."""

    status = ""

    @property
    def typeheader(self) -> str | None:
        """What the body is."""
        return self.get("content-type")

    @property
    def headers(self) -> Iterator[str]:
        """The lines as they came, but for upper case and spaces."""
        return (f"{name}: {value}\r\n" for name, value in self.items())

    def getheader(self, name: str, default: str | None = None) -> str | None:
        """Return one line's value."""
        return self.get(name.lower(), default)

    def get(self, name: str, default: str | None = None) -> str | None:  # type: ignore[override]
        """Return one line's value, whatever the case of its name."""
        return super().get(name.lower(), default)


def read_head(file: IO[bytes]) -> Head:
    """Read up to the empty line; `status` says what is wrong with it, if anything is."""
    head = Head()
    for _ in range(MOST_LINES):
        line = file.readline(LONGEST_LINE + 1)
        if line in (b"\r\n", b"\n", b""):
            return head
        found = LINE.fullmatch(line.rstrip(b"\r\n"))
        if found is None or len(line) > LONGEST_LINE:
            head.status = "A line is not as it should be"
            return head
        _put(head, found[1].decode("ascii").lower(), found[2].rstrip().decode("latin-1"))
        if head.status:
            return head
    head.status = "Too many lines"
    return head


def _put(head: Head, name: str, value: str) -> None:
    """Add a line; lists may come in several."""
    if name == "content-length" and not value.isdecimal():
        head.status = "The length is no number"
    elif name not in head:
        head[name] = value
    elif name not in ONCE:
        head[name] += ("; " if name == "cookie" else ",") + value
    elif head[name] != value:
        head.status = "A line comes twice"
