"""`torg run` with other settings of SQLite: for what takes too long, or must be shown to fail.

Run as `python altered.py run …`; the pragmas come from TORG_PRAGMAS, divided by spaces. The
desk has less patience here, too.
"""

import os
import sys
from importlib import import_module
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[2])

import_module("app.boot")
sqlalchemy = import_module("sqlalchemy")


def alter(connection) -> None:
    for pragma in os.environ["TORG_PRAGMAS"].split():
        connection.connection.dbapi_connection.execute(f"PRAGMA {pragma}")


sqlalchemy.event.listen(sqlalchemy.Engine, "engine_connect", alter)

import_module("app.extensions").PATIENCE_S = 0.3

if __name__ == "__main__":
    sys.exit(import_module("app.cli").main())
