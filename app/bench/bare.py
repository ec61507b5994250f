"""The least that could take a vote: Flask-SocketIO on our listener, a count in memory, no disk.

`python -m app.bench.bare` serves it. It acknowledges each "vote" and sends the count to all, five
times a second at most: what Torg's own acknowledgement is compared with.
"""

from app import boot  # noqa: F401, I001 - patches the standard library before all else

import argparse
from collections import Counter
from typing import Any

import gevent
from flask import Flask
from flask_socketio import SocketIO

from app.serve import serve

PAUSE_S = 0.2

app = Flask(__name__)
sockets = SocketIO(app, async_mode="gevent")
counted: Counter[int] = Counter()
waiting: list[Any] = []


@sockets.on("vote")
def vote(said: dict[str, int]) -> dict[str, bool]:
    """Count it, acknowledge it, and let all know in a moment."""
    counted[said["option"]] += 1
    if not waiting:
        waiting.append(gevent.spawn_later(PAUSE_S, tell))
    return {"sent": True}


def tell() -> None:
    """Send the count to everybody."""
    waiting.clear()
    sockets.send(dict(counted), json=True)


@app.get("/healthz")
def healthz() -> str:
    """Answer at once."""
    return "ok"


def welcome(port: int) -> None:
    """Say where it is, as `torg run` does."""
    print(f"Bare is running at http://127.0.0.1:{port}", flush=True)  # noqa: T201 - read by the bench


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0)
    options = parser.parse_args()
    serve(app, options.host, options.port, welcome)
