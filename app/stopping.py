"""Stopping without losing anything: who waits for an answer gets it, nobody new is let in."""

import signal
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import gevent
from gevent.event import Event
from werkzeug.wsgi import ClosingIterator

from app.extensions import socketio

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


#: So long nobody may have come for all to be answered.
MOMENT_S = 0.2


def told_to_stop() -> Event:
    """Return what is set by the first Ctrl-C or SIGTERM; a second one ends at once."""
    told = Event()

    def stop() -> None:
        for each in watching:
            each.cancel()
        told.set()

    watching = [gevent.signal_handler(each, stop) for each in (signal.SIGTERM, signal.SIGINT)]
    return told


def hang_up(seconds: float) -> None:
    """Close all sockets, each by itself, so that no slow one holds up the others."""
    server: Any = socketio.server  # type: ignore[attr-defined]  # set when it is bound
    lines = list(server.eio.sockets.values())
    gevent.joinall([gevent.spawn(each.close) for each in lines], timeout=seconds)


class Nobody:
    """Hears when a line closes; without it, gevent-websocket makes a class for each line."""

    def on_close(self, *_given: object) -> None:
        """Do nothing."""


class InFlight:
    """Knows whether somebody waits for an answer. Sockets do not: they wait for ever."""

    current_app = Nobody()

    def __init__(self, application: "WSGIApplication") -> None:
        self.application = application
        self.n = self.came = 0
        self.nobody = Event()
        self.nobody.set()

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Let a request through and count it until its answer is on its way."""
        if "wsgi.websocket" in environ:
            return self.application(environ, start_response)
        self.n += 1
        self.came += 1
        self.nobody.clear()
        try:
            return ClosingIterator(self.application(environ, start_response), self._end)
        except BaseException:
            self._end()
            raise

    def finish(self, seconds: float) -> bool:
        """Wait until nobody waits, but not for ever; return whether all were answered.

        Whoever was let in at the last moment has not been read yet: they have one more moment.
        """
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if self.nobody.wait(left) and self._is_quiet():
                return True
        return False

    def _is_quiet(self) -> bool:
        """Whether nobody comes for a moment."""
        before = self.came
        gevent.sleep(MOMENT_S)
        return self.n == 0 and self.came == before

    def _end(self) -> None:
        self.n -= 1
        if self.n == 0:
            self.nobody.set()
