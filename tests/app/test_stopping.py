"""Stopping: who waits is answered, nobody new is let in."""

import http.client
import re
import signal
import subprocess
import threading
from pathlib import Path

import gevent
import pytest

from app import stopping
from app.bench.server import start
from app.stopping import InFlight


def answered(application) -> list[bytes]:
    """Ask an application and read its answer to the end, as a server does."""
    body = application({}, lambda *_: None)
    try:
        return list(body)
    finally:
        if hasattr(body, "close"):
            body.close()


def test_with_nobody_waiting_there_is_nothing_to_finish():
    assert InFlight(lambda _environ, _start: [b"all"]).finish(30)


def test_an_answer_is_waited_for_to_its_last_byte():
    def slow(_environ, _start):
        gevent.sleep(0.05)
        yield b"half"
        gevent.sleep(0.05)
        yield b"whole"

    asked = InFlight(slow)
    asking = [gevent.spawn(answered, asked) for _ in range(3)]
    gevent.sleep(0)
    assert not asked.finish(0)
    assert asked.finish(30)
    assert [each.get() for each in asking] == [[b"half", b"whole"]] * 3


def test_who_comes_at_the_last_moment_is_answered_too():
    def slow(_environ, _start):
        gevent.sleep(0.05)
        yield b"whole"

    asked = InFlight(slow)
    late = gevent.spawn_later(stopping.MOMENT_S / 2, answered, asked)
    assert asked.finish(30)
    assert late.get(block=False) == [b"whole"]


def test_a_fault_leaves_nobody_waiting():
    asked = InFlight(lambda _environ, _start: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        answered(asked)
    assert asked.finish(30)


def test_a_socket_is_not_waited_for():
    asked = InFlight(lambda _environ, _start: [asked.finish(30)])
    assert list(asked({"wsgi.websocket": object()}, lambda *_: None)) == [True]


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_server_that_is_told_to_stop_ends_well_with_pages_and_sockets_open(tmp_path: Path, how):
    child = start(tmp_path / "instance", "--demo")
    welcome = read_until(child, "Stop with Ctrl-C")
    port = int(re.search(r"running at http://[^:]+:(\d+)", welcome)[1])
    code = re.search(r" code (\w+)$", welcome, re.MULTILINE)[1]
    page, line = (http.client.HTTPConnection("127.0.0.1", port, timeout=30) for _ in range(2))
    page.request("GET", f"/w/{code}/")
    assert page.getresponse().read()
    line.request("GET", "/socket.io/?EIO=4&transport=polling")
    sid = re.search(rb'"sid":"([^"]+)"', line.getresponse().read())[1].decode()
    threading.Timer(0.5, child.send_signal, [how]).start()
    line.request("GET", f"/socket.io/?EIO=4&transport=polling&sid={sid}")
    assert line.getresponse().status in (200, 400)  # what waits is told, not cut off
    assert child.wait(30) == 0
    child.stdout.close()
    page.close()
    line.close()


def read_until(child: subprocess.Popen[str], words: str) -> str:
    said = ""
    for line in child.stdout:
        said += line
        if words in line:
            break
    return said
