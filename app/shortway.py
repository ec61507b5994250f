"""The short way of an answer: what a phone's script sends is taken before Flask is asked.

A full room sends a thousand answers a second, and Flask's contexts and hooks cost several times
what an answer does. So the plain case is met here: a phone that is known, a token that is that of
its session, a form without a file. Who it is, and how often they may ask, is said by the same
objects as on the long way; and whatever is not plain, and every no, goes through Flask.
"""

import re
import time
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl

from flask import Flask, g, jsonify
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from app import logs
from app.arriving import arrival, key_in
from app.cookies import Sessions
from app.extensions import csrf
from app.kept import Kept
from app.limits import SAID, Limits
from app.writequeue import WriteQueue
from workshops.arrivals import Arrival, take
from workshops.questions import Receipt

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ADDRESS = re.compile(r"/w/([^/]{1,40})/answers/([0-9]{1,9})")
ENDPOINT, RULE = "attendee.answer", "/w/<code>/answers/<int:activity_id>"
FORM = "application/x-www-form-urlencoded"
#: Whatever is longer goes the long way.
MOST_BYTES = 16 * 1024

Headers = list[tuple[str, str]]


class Plain(NamedTuple):
    """An answer that can be taken here, and the session of who sent it."""

    arrival: Arrival
    session: Mapping[str, Any]


class ShortWay:
    """Stands before Flask, and lets everything through but plain answers."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.long_way: WSGIApplication = app.wsgi_app
        self.limits: Limits = app.extensions["torg_limits"]
        self.queue: WriteQueue = app.extensions["torg_writes"]
        self.sessions: Sessions = app.session_interface  # type: ignore[assignment]
        self.kept = Kept()

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Take a plain answer, and say "Sent" when it is on disk."""
        started = time.perf_counter()
        plain = self._plain(environ)
        if plain is None:
            return self.long_way(environ, start_response)
        try:
            self.limits.may(ENDPOINT, plain.session["device"])
            receipt = self.queue.together(take, plain.arrival)
        except Exception as fault:  # noqa: BLE001 - raised again where Flask says it
            environ[SAID] = fault
            return self.long_way(environ, start_response)
        words, headers = self._said(environ, plain.session, receipt)
        body = self._body(words, receipt.number)
        logs.measured(ENDPOINT, "POST", RULE, 200, time.perf_counter() - started)
        start_response("200 OK", [*headers, ("Content-Length", str(len(body)))])
        return [body]

    def _plain(self, environ: "WSGIEnvironment") -> Plain | None:
        """Return the answer that was sent, unless there is something to it."""
        found = ADDRESS.fullmatch(environ["PATH_INFO"])
        if found is None or not _is_short_form(environ):
            return None
        session = self.sessions.read(environ.get("HTTP_COOKIE", ""))
        token = environ.get("HTTP_X_CSRFTOKEN", "")
        if "device" not in session or "standing_in" in session:
            return None
        if not csrf.is_of(session, token):
            return None
        fields = _fields(environ)
        key = key_in(fields)
        if not key:
            return None
        return Plain(arrival(found[1], int(found[2]), session["device"], fields, key), session)

    def _said(
        self, environ: "WSGIEnvironment", session: Mapping[str, Any], receipt: Receipt
    ) -> tuple[str, Headers]:
        """Return how "Sent" is said to this phone, and the headers of all our answers."""
        words, language = receipt.question.kind.receipt, receipt.question.language
        accepted = environ.get("HTTP_ACCEPT_LANGUAGE", "")
        key = (words, language, session.get("language"), accepted)
        return self.kept.get(key, lambda: self._by_flask(environ, words, language))

    def _by_flask(
        self, environ: "WSGIEnvironment", words: str, language: str
    ) -> tuple[str, Headers]:
        """Have Flask say it once, with all that its hooks add."""
        with self.app.request_context(environ):
            g.page_language = language
            answer = self.app.process_response(jsonify())
            lines = [each for each in answer.headers if each[0] != "Content-Length"]
            return gettext(words), lines

    def _body(self, words: str, number: int) -> bytes:
        """Return the answer as the view would."""
        sent = words % {"number": number} if number else words
        said = {"number": number, "sent": sent}
        return f"{self.app.json.dumps(said, separators=(',', ':'))}\n".encode()


def _is_short_form(environ: "WSGIEnvironment") -> bool:
    """Whether our script sends a form with words only."""
    # Over https the library looks at where the page came from, too.
    return (
        environ["REQUEST_METHOD"] == "POST"
        and environ["wsgi.url_scheme"] == "http"
        and environ.get("HTTP_ACCEPT", "").startswith("application/json")
        and environ.get("CONTENT_TYPE", "").startswith(FORM)
        and 0 < int(environ.get("CONTENT_LENGTH") or 0) <= MOST_BYTES
    )


def _fields(environ: "WSGIEnvironment") -> MultiDict[str, str]:
    """Read the form as Werkzeug does, and leave it for Flask to read again."""
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    environ["wsgi.input"] = BytesIO(body)
    text = body.decode("ascii", "replace")
    said = parse_qsl(text, keep_blank_values=True, errors="werkzeug.url_quote")
    return MultiDict(said if body.isascii() else ())


def init(app: Flask) -> None:
    """Put it before the application."""
    app.wsgi_app = ShortWay(app)  # type: ignore[method-assign]
