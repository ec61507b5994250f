"""Seen from outside: whether the server answers, and whether it can take an answer."""

import gevent
from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from app import vitals
from app.edge import write_queue
from app.extensions import db
from workshops.refusal import Refused

bp = Blueprint("health", __name__)

PATIENCE_S = 5
#: With less the next answers would find no place.
LEAST_DISK = 20_000_000


@bp.get("/healthz")
def healthz() -> str:
    """Answer at once, without a session and without the database."""
    return "ok"


@bp.get("/readyz")
def readyz() -> ResponseReturnValue:
    """Answer 200 when an answer would be kept, else 503 and why.

    Whoever asks costs no more than a phone that votes, and learns no more than it would.
    """
    why = _hindrance()
    return jsonify(ready=not why, why=why), 503 if why else 200


def _hindrance() -> str:
    """Say why an answer would not be kept; nothing when it would."""
    if vitals.disk_left(current_app.config["TORG"]) < LEAST_DISK:
        return "The disk is full."
    db.session.remove()
    try:
        with gevent.Timeout(PATIENCE_S):
            write_queue().do(lambda session: session.execute(text("SELECT 1")).scalar())
    except Refused as fault:
        return str(fault.sentence)
    except gevent.Timeout:
        return "The write queue does not answer."
    return ""
