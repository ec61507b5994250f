"""The short way of a look: a phone that is in fetches the part that changes."""

import re
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from flask import Flask, Response

from app.extensions import db
from app.glance import Asked, Glance, glances
from app.kept import shelf_of
from app.parts import etag_of, headed
from app.phonepage import NOW
from app.short.way import Reply, Session, Way
from app.together import Together

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

ADDRESS = re.compile(r"/w/([^/]{1,40})/now")
ARRIVING = re.compile(r"(?:arriving=([0-9]{1,9}))?")

#: A part as it is and compressed, for who has it.
NOTHING = (b"", b"")


class Plain(NamedTuple):
    """A look, and the session of who looks."""

    asked: Asked
    session: Session


class Looks(Way[Plain]):
    """Answers with a part that was made before; all who look at the same time are read together."""

    method, endpoint = "GET", "attendee.now"
    rule = "/w/<code>/now"

    def __init__(self, app: Flask) -> None:
        super().__init__(app)
        self.parts = shelf_of(app)
        self.together = Together(self._read)

    def plain(self, environ: "WSGIEnvironment") -> Plain | None:
        """Return who looks, unless there is something to it."""
        found = ADDRESS.fullmatch(environ["PATH_INFO"])
        arriving = ARRIVING.fullmatch(environ.get("QUERY_STRING", ""))
        if found is None or arriving is None:
            return None
        session = self.session_of(environ)
        if session is None:
            return None
        return Plain(Asked(found[1], session["device"], int(arriving[1] or 0)), session)

    def reply(self, environ: "WSGIEnvironment", asked: Plain) -> Reply | None:
        """Return the part, or that the phone has it; None while it is to be made."""
        self.limits.may(self.endpoint, asked.session["device"])
        look = self.together.ask(asked.asked)
        if look is None:
            return None
        language = self.language(environ, asked.session, look.language)
        etag = etag_of(NOW, look.version, language)
        zips = "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "")
        is_seen = etag in environ.get("HTTP_IF_NONE_MATCH", "")
        part = NOTHING if is_seen else self.parts.peek(etag)
        if part is None:
            return None
        body = part[zips]
        status = 200 if body else 304
        like = partial(_like, status, zips=zips)
        headers = self.dress(environ, (status, zips, language), language, like)
        return Reply(status, [*headers, ("ETag", f'"{etag}"')], body)

    def _read(self, asked: Sequence[Asked]) -> list[Glance | None]:
        with self.app.app_context(), db.engine.connect() as connection:
            return glances(connection, asked)


def _like(status: int, *, zips: bool) -> Response:
    """Return what the view would answer, but for the part."""
    response = Response("", status, mimetype="text/html")
    if zips and status == 200:
        response.headers["Content-Encoding"] = "gzip"
    return headed(response, "")
