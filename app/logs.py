"""Structured logs: one JSON object a line, without addresses, tokens, codes or people's words.

The same pair of hooks measures each request for `app/meter.py`.
"""

import json
import logging
import re
import sys
import time
from collections.abc import Iterator, Mapping

from flask import Flask, Response, g, request

from app.meter import meter
from config import VERSION, Config

#: From when on a request is slow, and how often that is said.
SLOW_S, PAUSE_S = 1.0, 1.0
log = logging.getLogger("app")
#: Ours, and those of the socket, which would else write lines of their own making.
LOGGED = ("app", "engineio.server", "socketio.server")
#: What follows these in an address opens something: a join code, a link, a picture.
_SECRETS = re.compile(r"/(enter|s|w|photos)/[^/\s]+")
_FRAME = re.compile(r'  (?:\|\s*)?File ".*", line \d+, in .*')
_FAULT = re.compile(r"[A-Za-z_][\w.]*(?=:|$)")


class JsonLines(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; `record.facts` holds what is worth counting."""
        facts = dict(getattr(record, "facts", {}))
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "what": without_secrets(record.getMessage()),
            **facts,
        }
        trace = self.formatException(record.exc_info) if record.exc_info else facts.get("trace")
        if trace:
            line["trace"] = without_words(str(trace))
        return json.dumps(line, ensure_ascii=False)


def init(app: Flask) -> None:
    """Send what is logged to standard error; measure every request."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    for name in LOGGED:
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(app.config["TORG"].log_level if name == "app" else logging.ERROR)
    # Flask's own is named after the factory, and hands on to "app" like every module here.
    app.logger.handlers, app.logger.propagate = [], True
    app.before_request(_start)
    app.after_request(_finish)


def started(config: Config, host: str, port: int) -> None:
    """Say what started, and with which settings; at a terminal the welcome says it better."""
    if not sys.stderr.isatty():
        facts = {
            "version": VERSION,
            "host": host,
            "port": port,
            "database": config.database_url.partition(":")[0],
            "https": config.https,
            "upload_mb": config.upload_mb,
            "log": config.log_level,
        }
        log.info("started", extra={"facts": facts})


def stopped() -> None:
    """Say that the server stopped, and what it had done."""
    if not sys.stderr.isatty():
        facts = {"acknowledged": meter.acknowledged, "refused": meter.refused}
        log.info("stopped", extra={"facts": facts})


def without_secrets(text: str) -> str:
    """Return the text with the secrets in our addresses left out."""
    return _SECRETS.sub(r"/\1/…", text)


def without_words(trace: str) -> str:
    """Return where a fault came from and its kind: what it says may quote what people wrote."""
    return "\n".join(_plain_lines(trace))


def _plain_lines(trace: str) -> Iterator[str]:
    for line in trace.splitlines():
        kind = _FAULT.match(line)
        if _FRAME.fullmatch(line):
            yield line
        elif kind:
            yield kind[0]


def _start() -> None:
    g.started = time.perf_counter()


def _finish(response: Response) -> Response:
    """Measure what was asked; an answer that only shows what answers look like was not."""
    if "started" in g:
        rule = request.url_rule.rule if request.url_rule else "(no such page)"
        seconds = time.perf_counter() - g.started
        measured(request.endpoint, request.method, rule, response.status_code, seconds)
    return response


def measured(endpoint: str | None, method: str, rule: str, status: int, seconds: float) -> None:
    """Count a request; write a line for a slow one, and one for each at DEBUG.

    It is told by the rule of its address: the address itself may hold a code.
    """
    meter.requested(endpoint, status, seconds)
    facts = {"method": method, "path": rule, "status": status, "ms": round(1000 * seconds, 1)}
    if seconds > SLOW_S:
        slow.note(time.perf_counter(), facts)
    elif log.isEnabledFor(logging.DEBUG):
        log.debug("request", extra={"facts": facts})


class Slow:
    """Slow requests, a line a second at the most: a full room is slow all at once."""

    def __init__(self) -> None:
        self.told_at = 0.0
        self.untold = 0

    def note(self, now: float, facts: Mapping[str, object]) -> None:
        """Write a line, or count it for the next one."""
        if now - self.told_at < PAUSE_S:
            self.untold += 1
            return
        log.warning("slow request", extra={"facts": {**facts, "others": self.untold}})
        self.told_at, self.untold = now, 0


slow = Slow()
