"""What a page weighs over the wire, and how long a click takes to the screen in a browser."""

import gzip
import http.client
import re
from urllib.parse import urlencode

from app.bench.room import Room, at_home
from app.bench.screen import click_to_screen
from app.bench.server import Running, running
from app.bench.setting import Readings, Setting
from app.extensions import db
from workshops import joining

LOADED = re.compile(r'(?:src|href)="(/(?:static|plans|photos)/[^"]+)"')


def measure(setting: Setting) -> Readings:
    """Weigh what a phone first loads, with the vote open and then the plan; click in between."""
    with running(setting.room.instance) as server:
        first = f"/w/{setting.room.code}/?in=1"
        found: Readings = {"voting_kb": page_kb(server.port, first)}
        screen = click_to_screen(server, setting.room)
        if screen:
            found |= {"click_to_screen_ms": screen["median_ms"]}
        open_notes(server, setting.room.moved(server.instance))
        return found | {"map_kb": page_kb(server.port, first)}


def open_notes(running: Running, room: Room) -> None:
    """Open the notes on the plan, by the button of the desk."""
    with at_home(room.instance):
        workshop = joining.find_workshop(db.session(), room.code)
        notes = next(each.id for each in workshop.activities if each.kind == "map_notes")
    form = urlencode({"verb": "open", "activity": notes, "csrf_token": room.desk.token})
    head = {"Cookie": room.desk.cookie, "Content-Type": "application/x-www-form-urlencoded"}
    line = http.client.HTTPConnection("127.0.0.1", running.port, timeout=30)
    line.request("POST", f"/desk/w/{room.code}/stage", form, head)
    status = line.getresponse().status
    line.close()
    if status != 303:
        raise OSError(f"the desk answered {status}")


def page_kb(port: int, path: str, cookie: str = "") -> float:
    """Return the kB (1,000 bytes) of a page and of everything it names, each once."""
    size, page = _get(port, path, cookie)
    total = size
    for address in sorted(set(LOADED.findall(page))):
        total += _get(port, address)[0]
    return round(total / 1000, 1)


def _get(port: int, path: str, cookie: str = "") -> tuple[int, str]:
    """Return the bytes of an answer, head and body, and the body as text."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    head = {"Accept-Encoding": "gzip"} | ({"Cookie": cookie} if cookie else {})
    line.request("GET", path, headers=head)
    answer = line.getresponse()
    body = answer.read()
    line.close()
    first = sum(len(name) + len(value) + 4 for name, value in answer.getheaders()) + 17
    return first + len(body), _plain(body, answer.getheader("Content-Encoding"))


def _plain(body: bytes, encoding: str | None) -> str:
    return (gzip.decompress(body) if encoding == "gzip" else body).decode("utf-8", "replace")
