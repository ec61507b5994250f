"""What the short ways share: who asks, and how Flask would dress an answer to them."""

from collections.abc import Callable, Hashable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NamedTuple, TypeVar

from flask import Flask, Response, g

from app.cookies import Sessions
from app.kept import Kept
from app.languages import chosen
from app.limits import Limits

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

Session = Mapping[str, Any]
Headers = list[tuple[str, str]]
T = TypeVar("T")
#: Of these each answer has its own.
OWN = ("content-length", "etag")
REASONS = {200: "200 OK", 304: "304 Not Modified"}


class Reply(NamedTuple):
    """An answer, ready to be sent."""

    status: int
    headers: Headers
    body: bytes = b""

    def send(self, start_response: "StartResponse") -> list[bytes]:
        """Send it."""
        length = [] if self.status == 304 else [("Content-Length", str(len(self.body)))]
        start_response(REASONS[self.status], [*self.headers, *length])
        return [self.body]


class Way(Generic[T]):
    """One address that a full room asks for; `endpoint` is the view on the long way."""

    method: ClassVar[str]
    endpoint: ClassVar[str]
    rule: ClassVar[str]

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.limits: Limits = app.extensions["torg_limits"]
        self.sessions: Sessions = app.session_interface  # type: ignore[assignment]
        self.dressed = Kept()

    def plain(self, environ: "WSGIEnvironment") -> T | None:
        """Return what is asked, if there is nothing to it."""
        raise NotImplementedError

    def reply(self, environ: "WSGIEnvironment", asked: T) -> Reply | None:
        """Return the answer; None when Flask has to make it."""
        raise NotImplementedError

    def session_of(self, environ: "WSGIEnvironment") -> Session | None:
        """Return the session of a phone that is known and speaks for itself."""
        session = self.sessions.read(environ.get("HTTP_COOKIE", ""))
        return session if "device" in session and "standing_in" not in session else None

    def language(self, environ: "WSGIEnvironment", session: Session, own: str) -> str:
        """Return the language in which this phone is spoken to, on a page in its own."""
        return chosen(session.get("language"), own, environ.get("HTTP_ACCEPT_LANGUAGE", ""))

    def dress(
        self,
        environ: "WSGIEnvironment",
        key: Hashable,
        language: str,
        make: Callable[[], Response],
    ) -> Headers:
        """Return the headers that Flask and all its hooks give an answer like this."""

        def by_flask() -> Headers:
            with self.app.request_context(environ):
                g.page_language = language
                answer = self.app.process_response(make())
                lines = answer.get_wsgi_headers(environ)
                return [(name, value) for name, value in lines if name.lower() not in OWN]

        return self.dressed.get(key, by_flask)
