"""What a page weighs over the wire: the page and all it loads, headers included, gzip on."""

import gzip
import http.client
import re

from app.bench.room import Room, open_notes
from app.bench.server import Running

LOADED = re.compile(r'(?:src|href)="(/(?:static|plans|photos)/[^"]+)"')


def weigh(running: Running, room: Room) -> dict[str, float]:
    """Return kB of the voting page and of the map page, as a phone first loads them."""
    voting = page_kb(running.port, f"/w/{room.code}/?in=1")
    open_notes(running, room)
    return {"voting_kb": voting, "map_kb": page_kb(running.port, f"/w/{room.code}/?in=1")}


def page_kb(port: int, path: str) -> float:
    """Return the kB (1,000 bytes) of a page and of everything it names, each once."""
    size, page = _get(port, path)
    total = size
    for address in sorted(set(LOADED.findall(page))):
        total += _get(port, address)[0]
    return round(total / 1000, 1)


def _get(port: int, path: str) -> tuple[int, str]:
    """Return the bytes of an answer, head and body, and the body as text."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    line.request("GET", path, headers={"Accept-Encoding": "gzip"})
    answer = line.getresponse()
    body = answer.read()
    head = sum(len(name) + len(value) + 4 for name, value in answer.getheaders()) + 17
    text = _plain(body, answer.getheader("Content-Encoding"))
    return head + len(body), text


def _plain(body: bytes, encoding: str | None) -> str:
    return (gzip.decompress(body) if encoding == "gzip" else body).decode("utf-8", "replace")
