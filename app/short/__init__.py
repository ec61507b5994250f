"""The short way: what a full room asks for all at once is met before Flask is asked.

A thousand answers a second come in, and five thousand phones look again within two seconds;
Flask's contexts, hooks and routing cost several times what either does. So the plain cases are
met here. Who it is, and how often they may ask, is said by the same objects as on the long way;
and whatever is not plain, and every no, goes through Flask.
"""

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask

from app import logs
from app.limits import SAID
from app.short.answers import Answers
from app.short.looks import Looks
from app.short.way import Way

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class ShortWay:
    """Stands before Flask, and lets everything through that is not plain."""

    def __init__(self, app: Flask) -> None:
        self.long_way: WSGIApplication = app.wsgi_app
        self.ways: dict[str, Way[Any]] = {each.method: each(app) for each in (Answers, Looks)}

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer what is plain; have Flask answer all else."""
        started = time.perf_counter()
        way = self.ways.get(environ["REQUEST_METHOD"])
        asked = way.plain(environ) if way else None
        if way is None or asked is None:
            return self.long_way(environ, start_response)
        try:
            reply = way.reply(environ, asked)
        except Exception as fault:  # noqa: BLE001 - raised again where Flask says it
            environ[SAID] = fault
            return self.long_way(environ, start_response)
        if reply is None:
            environ[SAID] = None
            return self.long_way(environ, start_response)
        logs.measured(
            way.endpoint, way.method, way.rule, reply.status, time.perf_counter() - started
        )
        return reply.send(start_response)


def init(app: Flask) -> None:
    """Put it before the application."""
    app.wsgi_app = ShortWay(app)  # type: ignore[method-assign]
