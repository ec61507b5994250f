"""Structured logs: one JSON object a line, without addresses, tokens or people's words."""

import json
import logging
import re
import sys
import time

from flask import Flask, Response, g, request

_SECRETS = re.compile(r"/(enter|s)/[^/\s]+")


class JsonLines(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; `record.facts` holds what is worth counting."""
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "what": without_secrets(record.getMessage()),
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def init(app: Flask) -> None:
    """Send the application's log to standard error, and a line a request at DEBUG."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    app.logger.handlers = [handler]
    app.logger.setLevel(app.config["TORG"].log_level)
    app.logger.propagate = False
    app.before_request(_start)
    app.after_request(_line)


def without_secrets(text: str) -> str:
    """Return the text with the secrets in our addresses left out."""
    return _SECRETS.sub(r"/\1/…", text)


def _start() -> None:
    g.started = time.perf_counter()


def _line(response: Response) -> Response:
    logger = logging.getLogger("app")
    if logger.isEnabledFor(logging.DEBUG):
        facts = {
            "method": request.method,
            "path": without_secrets(request.path),
            "status": response.status_code,
            "ms": round(1000 * (time.perf_counter() - g.get("started", time.perf_counter())), 1),
        }
        logger.debug("request", extra={"facts": facts})
    return response
