"""Headers that let a page load from us and from nobody else; gzip for what is worth it."""

import gzip

from flask import Flask, Response, current_app, request

POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'self'"
)
WORTH_BYTES = 500
WORTH_ZIPPING = ("text/html", "image/svg+xml", "application/json", "text/csv")


def init(app: Flask) -> None:
    """Put the headers on every answer."""
    app.after_request(protect)
    app.after_request(compress)


def protect(response: Response) -> Response:
    """Allow nothing inline and no other host."""
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    if current_app.config["TORG"].https:
        # Over plain http browsers ignore it, and complain in every console.
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    return response


def compress(response: Response) -> Response:
    """Gzip pages; phones on plain http ask for nothing better."""
    wanted = "gzip" in request.headers.get("Accept-Encoding", "")
    fits = (
        response.calculate_content_length() or 0
    ) >= WORTH_BYTES and response.mimetype in WORTH_ZIPPING
    done = response.direct_passthrough or "Content-Encoding" in response.headers
    if not wanted or not fits or done:
        return response
    response.set_data(gzip.compress(response.get_data(), 5, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    return response
