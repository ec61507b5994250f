"""The recipe's nginx: what belongs together goes to one server, and another stands in for it."""

import http.client
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.scale.town import nginx


class Named(BaseHTTPRequestHandler):
    """Answers with the port of its server, and what it was asked."""

    def do_GET(self) -> None:
        words = f"{self.server.server_port} {self.headers['Host']} {self.headers['Upgrade']}"
        self.send_response(200)
        self.send_header("Content-Length", str(len(words)))
        self.end_headers()
        self.wfile.write(words.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def servers() -> Iterator[list[ThreadingHTTPServer]]:
    """Three servers that say who they are."""
    made = [ThreadingHTTPServer(("127.0.0.1", 0), Named) for _ in range(3)]
    for each in made:
        threading.Thread(target=each.serve_forever, daemon=True).start()
    yield made
    for each in made:
        each.shutdown()
        each.server_close()


@pytest.fixture
def port(servers: list[ThreadingHTTPServer], tmp_path: Path) -> Iterator[int]:
    with nginx(tmp_path, [each.server_port for each in servers]) as found:
        yield found


def told(port: int, address: str, **headers: str) -> list[str]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    line.request("GET", address, headers=headers)
    answer = line.getresponse()
    words = answer.read().decode().split()
    line.close()
    assert answer.status == 200
    return words


def who(port: int, address: str) -> str:
    return told(port, address)[0]


CODES = [f"K{n}QF" for n in range(40)]


def test_a_workshop_has_one_server_for_its_phones_its_desk_and_their_sockets(port: int):
    for code in CODES:
        addresses = [
            f"/w/{code}/",
            f"/w/{code}/now?arriving=1",
            f"/desk/w/{code}/run",
            f"/socket.io/?EIO=4&transport=websocket&of={code}",
        ]
        assert len({who(port, each) for each in addresses}) == 1


def test_a_screen_has_one_server_for_its_page_and_its_socket(port: int):
    pairs = [(f"/s/{code}/scene", f"/socket.io/?of={code}&EIO=4") for code in CODES]
    assert all(who(port, page) == who(port, socket) for page, socket in pairs)


@pytest.mark.parametrize("address", ["/w/{}/", "/s/{}/", "/desk/{}/", "/planner/{}/downloads"])
def test_many_workshops_are_shared_out_among_the_servers(port: int, address: str):
    assert len({who(port, address.format(code)) for code in CODES}) == 3


def test_what_belongs_to_no_workshop_goes_anywhere(port: int):
    assert len({who(port, "/static/a/base.css") for _ in CODES}) == 3


def test_a_server_that_is_gone_has_its_workshops_taken_over_and_gets_them_back(port, servers):
    before = {code: who(port, f"/w/{code}/") for code in CODES}
    gone = servers[0]
    gone.shutdown()
    gone.server_close()
    meanwhile = {code: who(port, f"/w/{code}/") for code in CODES}
    assert str(gone.server_port) not in meanwhile.values()
    stayed = [code for code in CODES if before[code] != str(gone.server_port)]
    assert stayed
    assert all(before[code] == meanwhile[code] for code in stayed)


def test_a_server_is_told_which_address_was_asked_and_that_a_socket_is_wanted(port: int):
    host = f"127.0.0.1:{port}"
    assert told(port, "/", Host=host)[1:] == [host, "None"]
    socket = told(port, "/socket.io/", Host=host, Upgrade="websocket", Connection="Upgrade")
    assert socket[1:] == [host, "websocket"]


def test_nobody_s_address_is_written_down(port, servers, tmp_path: Path):
    for each in servers:
        each.shutdown()
        each.server_close()
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    line.request("GET", "/w/K7QF/")
    assert line.getresponse().status == 502
    line.close()
    assert "client" not in (tmp_path / "error.log").read_text()
    assert not list(tmp_path.glob("access*"))
