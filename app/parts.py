"""Parts: the piece of a page that changes, with an ETag, born and refreshed from one partial."""

import gzip
import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, make_response, render_template, request
from flask_babel import get_locale

from app.kept import kept


def part(template: str, version: str, **context: Any) -> Response:
    """Answer with the rendered partial, or with 304 when the asker has this version.

    `version` holds everything the partial depends on besides the language.
    """
    etag = etag_of(template, version)
    if etag in request.if_none_match:
        return headed(make_response("", 304), etag)
    return headed(make_response(render_template(template, **context)), etag)


def shared_part(template: str, version: str, context: Callable[[], Mapping[str, Any]]) -> Response:
    """Answer as `part` does, with a partial that is rendered once for all who ask.

    A form in it has no token: the page's script puts in the one that the page was born with.
    """
    etag = etag_of(template, version)
    if etag in request.if_none_match:
        return headed(make_response("", 304), etag)

    def render() -> tuple[bytes, bytes]:
        page = render_template(template, **context(), csrf_token=lambda: "").encode()
        return page, gzip.compress(page, 6, mtime=0)

    plain, zipped = kept(etag, render)
    if "gzip" not in request.headers.get("Accept-Encoding", ""):
        return headed(make_response(plain), etag)
    response = make_response(zipped)
    response.headers["Content-Encoding"] = "gzip"
    return headed(response, etag)


def headed(response: Response, etag: str) -> Response:
    """Put on a part the headers by which it is asked for again."""
    response.set_etag(etag)
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Vary"] = "Accept-Encoding, Accept-Language, Cookie"
    return response


def etag_of(template: str, version: str, language: str = "") -> str:
    """Return the ETag of a part; the page it is born in carries it, and first asks with it.

    Without a language it is that of the page at hand.
    """
    whole = f"{template}|{version}|{language or get_locale()}"
    return hashlib.sha256(whole.encode()).hexdigest()[:20]
