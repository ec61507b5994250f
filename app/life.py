"""Which data answer: a name that changes when a backup takes their place, and at nothing else.

Phones keep what they sent. When they meet another name they send it once more with its keys, so
that what was said after the last backup is not lost with the laptop that heard it.
"""

import hashlib
import platform

from flask import Flask, Response, current_app

from app.kept import kept
from config import Config


def init(app: Flask) -> None:
    """Put the name on every answer."""
    app.after_request(_tell)


def _tell(response: Response) -> Response:
    # The file stays the same for as long as the process has it open.
    response.headers["Torg-Life"] = kept("life", lambda: life_of(current_app.config["TORG"]))
    return response


def life_of(config: Config) -> str:
    """Return the name of the data: their file on this machine, or their server."""
    file = config.database_file
    place = config.database_url
    if file is not None and file.exists():
        found = file.stat()
        place = f"{platform.node()} {found.st_dev} {found.st_ino}"
    return hashlib.sha256(place.encode()).hexdigest()[:12]
