"""The session's cookie and the token of its forms, whose signatures are checked once each.

A phone sends the same cookie and the same token with every vote. Both are read by the library
the first time; after that what they held is remembered for as long as the process lives.
"""

import hmac
from collections.abc import Mapping
from copy import deepcopy
from functools import lru_cache
from typing import Any

from flask import Flask, Request, g, request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_wtf import CSRFProtect
from itsdangerous import BadData, URLSafeTimedSerializer

#: A full room, and those who come back with a new cookie.
MOST = 10_000


class Sessions(SecureCookieSessionInterface):
    """Flask's own sessions, read once for each cookie."""

    def __init__(self, app: Flask) -> None:
        self.read = lru_cache(MOST)(self._read)
        self.app = app

    def open_session(self, _app: Flask, request: Request) -> SecureCookieSession | None:
        """Return what the cookie holds, in a dictionary of this request's own."""
        cookies = request.environ.get("HTTP_COOKIE", "")
        held = self.read(cookies) if cookies else {}
        return self.session_class({name: _own(value) for name, value in held.items()})

    def _read(self, cookies: str) -> dict[str, Any]:
        asked = Request({"HTTP_COOKIE": cookies, "REQUEST_METHOD": "GET"})
        return dict(super().open_session(self.app, asked) or {})


def _own(value: Any) -> Any:
    """Return a value that this request may change without the next one seeing it."""
    return deepcopy(value) if isinstance(value, list | dict) else value


class Tokens(CSRFProtect):
    """Flask-WTF's protection, with a short way for a token that was found to be good before."""

    def init_app(self, app: Flask) -> None:
        """Bind it, and prepare to read tokens as the library does."""
        super().init_app(app)
        signer = URLSafeTimedSerializer(str(app.secret_key), salt="wtf-csrf-token")
        self.read = lru_cache(MOST)(signer.loads)

    def protect(self, apply_exemptions: bool = False) -> None:  # noqa: FBT001, FBT002 - its name
        """Let a script's request pass whose token is that of the session; else ask the library."""
        token = request.headers.get("X-CSRFToken", "")
        if not request.is_secure and self.is_of(session, token):
            g.csrf_valid = True
        else:
            super().protect(apply_exemptions)

    def is_of(self, held: Mapping[str, Any], token: str) -> bool:
        """Whether a token is that of the session that holds this."""
        mine = held.get("csrf_token")
        if not token or not mine:
            return False
        try:
            return hmac.compare_digest(mine, self.read(token))
        except BadData:
            return False


def init(app: Flask) -> None:
    """Use these sessions."""
    app.session_interface = Sessions(app)
