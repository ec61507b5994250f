"""Seen from outside: whether the server answers."""

from flask import Blueprint

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def healthz() -> str:
    """Answer at once, without a session and without the database."""
    return "ok"
