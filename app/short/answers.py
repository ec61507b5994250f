"""The short way of an answer: a form of words that our own script sends for a phone."""

import re
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl

from flask import Flask, jsonify
from flask_babel import force_locale, gettext
from werkzeug.datastructures import MultiDict

from app.arriving import arrival, key_in
from app.extensions import csrf
from app.short.way import Reply, Session, Way
from app.writequeue import WriteQueue
from workshops.arrivals import Arrival, take

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

ADDRESS = re.compile(r"/w/([^/]{1,40})/answers/([0-9]{1,9})")
FORM = "application/x-www-form-urlencoded"
#: Whatever is longer goes the long way.
MOST_BYTES = 16 * 1024


class Plain(NamedTuple):
    """An answer, and the session of who sent it."""

    arrival: Arrival
    session: Session


class Answers(Way[Plain]):
    """Takes an answer; "Sent" is said when it is on disk."""

    method, endpoint = "POST", "attendee.answer"
    rule = "/w/<code>/answers/<int:activity_id>"

    def __init__(self, app: Flask) -> None:
        super().__init__(app)
        self.queue: WriteQueue = app.extensions["torg_writes"]

    def plain(self, environ: "WSGIEnvironment") -> Plain | None:
        """Return the answer that was sent, unless there is something to it."""
        found = ADDRESS.fullmatch(environ["PATH_INFO"])
        if found is None or not _is_short_form(environ):
            return None
        session = self.session_of(environ)
        if session is None or not csrf.is_of(session, environ.get("HTTP_X_CSRFTOKEN", "")):
            return None
        fields = _fields(environ)
        key = key_in(fields)
        if not key:
            return None
        return Plain(arrival(found[1], int(found[2]), session["device"], fields, key), session)

    def reply(self, environ: "WSGIEnvironment", asked: Plain) -> Reply:
        """Wait until it is on disk; a no is raised."""
        self.limits.may(self.endpoint, asked.session["device"])
        receipt = self.queue.together(take, asked.arrival)
        words = receipt.question.kind.receipt
        language = self.language(environ, asked.session, receipt.question.language)
        sent = self.dressed.get((words, language), lambda: self._translated(words, language))
        headers = self.dress(environ, language, language, jsonify)
        return Reply(200, headers, self._body(sent, receipt.number))

    def _translated(self, words: str, language: str) -> str:
        with self.app.app_context(), force_locale(language):
            return gettext(words)

    def _body(self, words: str, number: int) -> bytes:
        """Return the answer as the view would."""
        sent = words % {"number": number} if number else words
        said = {"number": number, "sent": sent}
        return f"{self.app.json.dumps(said, separators=(',', ':'))}\n".encode()


def _is_short_form(environ: "WSGIEnvironment") -> bool:
    """Whether our script sends a form with words only."""
    # Over https the library looks at where the page came from, too.
    return (
        environ["wsgi.url_scheme"] == "http"
        and environ.get("HTTP_ACCEPT", "").startswith("application/json")
        and environ.get("CONTENT_TYPE", "").startswith(FORM)
        and 0 < int(environ.get("CONTENT_LENGTH") or 0) <= MOST_BYTES
    )


def _fields(environ: "WSGIEnvironment") -> MultiDict[str, str]:
    """Read the form as Werkzeug does, and leave it for Flask to read again."""
    try:
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    except OSError:  # Half a form: the line broke. Flask finds too little, and says so.
        body = b""
    environ["wsgi.input"] = BytesIO(body)
    text = body.decode("ascii", "replace")
    said = parse_qsl(text, keep_blank_values=True, errors="werkzeug.url_quote")
    return MultiDict(said if body.isascii() else ())
