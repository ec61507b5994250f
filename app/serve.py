"""The embedded server: gevent's own, on a listener that answers at once.

`socketio.run` leaves Nagle's algorithm on, which costs 40 ms a reply, and a short backlog.
"""

import gc
import socket
import sys
from collections.abc import Callable

from flask import Flask
from gevent.pywsgi import WSGIServer

from app.frames import Handler
from app.stopping import InFlight, hang_up, told_to_stop
from workshops.refusal import Refused

try:
    import resource
except ImportError:  # Windows has no such limit
    resource = None  # type: ignore[assignment]

BACKLOG = 4096
#: So long answers on their way, and sockets that are being closed, are waited for at the end.
PATIENCE_S = 4.0
OPEN_FILES = 65536


def listener(host: str, port: int) -> socket.socket:
    """Return a listening socket without delay; refuses a port that is taken."""
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        made.bind((host, port))
    except OSError as fault:
        made.close()
        raise Refused(
            "Port %(port)s is taken. Is Torg running already? Else set TORG_PORT.", port=port
        ) from fault
    made.listen(BACKLOG)
    made.setblocking(False)
    return made


def serve(app: Flask, host: str, port: int, ready: Callable[[int], None]) -> None:
    """Serve until stopped; `ready` is told the port once phones can come.

    Told to stop, it takes nothing new and answers whom it let in: a vote is acknowledged once it
    is on disk, or not at all, and then its phone sends it again, here or to another server.
    """
    _tune()
    listening = listener(host, port)
    asked = InFlight(app)
    server = WSGIServer(listening, asked, handler_class=Handler, log=None)
    told = told_to_stop()
    server.start()
    ready(listening.getsockname()[1])
    told.wait()
    server.close()
    hang_up(PATIENCE_S)
    asked.finish(PATIENCE_S)


def _tune() -> None:
    """Allow many sockets, and keep the collector from stopping a full room."""
    if resource is not None:
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = OPEN_FILES if most == resource.RLIM_INFINITY else min(OPEN_FILES, most)
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
    # The writer's thread gets its turn sooner than after the usual 5 ms.
    sys.setswitchinterval(0.001)
    # A full collection over 5,000 sockets takes 0.3 s: let it be rare.
    gc.freeze()
    gc.enable()
    gc.set_threshold(700, 10, 1000)
