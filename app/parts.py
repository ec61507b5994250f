"""Parts: the piece of a page that changes, with an ETag, born and refreshed from one partial."""

import hashlib
from typing import Any

from flask import Response, make_response, render_template, request
from flask_babel import get_locale


def part(template: str, version: str, **context: Any) -> Response:
    """Answer with the rendered partial, or with 304 when the asker has this version.

    `version` holds everything the partial depends on besides the language.
    """
    etag = etag_of(template, version)
    if etag in request.if_none_match:
        response = make_response("", 304)
    else:
        response = make_response(render_template(template, **context))
    response.set_etag(etag)
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Vary"] = "Accept-Language, Cookie"
    return response


def etag_of(template: str, version: str) -> str:
    """Return the ETag of a part; the page it is born in carries it, and first asks with it."""
    return hashlib.sha256(f"{template}|{version}|{get_locale()}".encode()).hexdigest()[:20]
