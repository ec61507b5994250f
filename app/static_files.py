"""Static files under hashed names, kept for a year, gzipped once."""

import gzip
import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, abort, request

GZIPPED = {".css", ".js", ".svg", ".json", ".ttf", ".html"}
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
    ".ttf": "font/ttf",
    ".json": "application/json",
    ".html": "text/html; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/plain; charset=utf-8",
}
FOLDER = Path(__file__).resolve().parent.parent / "static"


def init(app: Flask) -> None:
    """Serve `static/` and give templates `static_url`."""
    app.add_url_rule("/static/<digest>/<path:name>", "static_file", serve)
    app.jinja_env.globals["static_url"] = static_url


def static_url(name: str) -> str:
    """Return the address of a static file, with the hash of its content in it."""
    return f"/static/{_digest(name, (FOLDER / name).stat().st_mtime_ns)}/{name}"


@lru_cache(maxsize=256)
def _digest(name: str, _changed: int) -> str:
    return hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()[:12]


@lru_cache(maxsize=128)
def _content(name: str, _changed: int, *, zipped: bool) -> bytes:
    content = (FOLDER / name).read_bytes()
    return gzip.compress(content, 9, mtime=0) if zipped else content


def serve(digest: str, name: str) -> Response:
    """Answer with the file; the hash in the address lets it be kept for ever."""
    path = FOLDER if "\0" in name else (FOLDER / name).resolve()
    if FOLDER not in path.parents or path.suffix not in TYPES or not path.is_file():
        abort(404)
    zipped = path.suffix in GZIPPED and "gzip" in request.headers.get("Accept-Encoding", "")
    changed = path.stat().st_mtime_ns
    response = Response(_content(name, changed, zipped=zipped), mimetype=None)
    response.headers["Content-Type"] = TYPES[path.suffix]
    if zipped:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    kept = digest == _digest(name, changed)
    response.headers["Cache-Control"] = (
        "public, max-age=31536000, immutable" if kept else "no-cache"
    )
    return response
