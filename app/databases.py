"""What each database needs to keep our promises: written down before "Sent", one writer at a time.

SQLite: one lock for all who write. PostgreSQL: the same in two strengths. Whoever looks and then
writes (desk, planner, commands) has it alone; the write queues of several workers share it, since
each answer guards its own rows.
"""

import sqlite3
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from app.wal_index import take_room

#: Of one worker: requests that read at the same time, and how many more for a moment.
POOL, OVERFLOW = 8, 8
#: A commit returns when the disk has it, whatever the server's own settings say; nobody waits
#: for ever for a lock or for a server that is gone.
SETTINGS = {
    "synchronous_commit": "on",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "5min",
}
CONNECTING = {
    "options": " ".join(f"-c {name}={value}" for name, value in SETTINGS.items()),
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
#: The name of our lock among the advisory locks of a PostgreSQL database.
LOCK = int.from_bytes(b"torg")
#: How strong: alone, or together with others who guard their own rows.
ALONE, TOGETHER = "alone", "together"
#: What PostgreSQL calls it: a serialization failure, a deadlock.
REPEAT = ("40001", "40P01")
NO_LINE = "08000"
#: Of the connection; of resources; of an operator; of the system; no lock in time; read-only.
AWAY = ("08", "53", "57", "58", "55P03", "25006")


def is_sqlite(database_url: str) -> bool:
    """Whether the address is that of a file on this machine."""
    return make_url(database_url).get_backend_name() == "sqlite"


def options_for(database_url: str) -> dict[str, Any]:
    """Return the options of an engine for requests: each sees one moment, as with SQLite."""
    # People's words do not belong into a trace.
    options: dict[str, Any] = {"hide_parameters": True}
    if is_sqlite(database_url):
        return options
    pool = {"pool_size": POOL, "max_overflow": OVERFLOW, "pool_pre_ping": True}
    return options | pool | {"connect_args": CONNECTING, "isolation_level": "REPEATABLE READ"}


def options_for_queue(database_url: str) -> dict[str, Any]:
    """Return the options of the write queue's engine: one connection, found again when lost."""
    if is_sqlite(database_url):
        return {"hide_parameters": True, "poolclass": StaticPool}
    pool = {"pool_size": 1, "max_overflow": 1, "pool_pre_ping": True}
    return {"hide_parameters": True} | pool | {"connect_args": CONNECTING}


def to_write(engine: Engine, strength: str = ALONE) -> Mapping[str, Any]:
    """Return the options of a connection that is going to write, and says so first.

    Once it has the lock it must see what others wrote until then, so not one moment only.
    """
    options = {"writing": strength}
    is_ours = engine.dialect.name == "sqlite"
    return options if is_ours else options | {"isolation_level": "READ COMMITTED"}


def prepare(engine: Engine) -> None:
    """Make the engine keep to the rules above."""
    if engine.dialect.name == "sqlite":
        prepare_sqlite(engine)
    else:
        event.listen(engine, "begin", _lock)


def _lock(connection: Connection) -> None:
    strength = connection.get_execution_options().get("writing")
    if strength:
        share = "_shared" if strength == TOGETHER else ""
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock{share}({LOCK})")


def is_worth_repeating(fault: DBAPIError) -> bool:
    """Whether two servers were in each other's way: the same transaction will do next time."""
    return getattr(fault.orig, "sqlstate", None) in REPEAT


def is_away(fault: DBAPIError) -> bool:
    """Whether the server cannot write just now: it is gone, starting, full or read-only."""
    if not type(fault.orig).__module__.startswith("psycopg"):
        return False
    code = getattr(fault.orig, "sqlstate", None) or NO_LINE
    return fault.connection_invalidated or code.startswith(AWAY)


def prepare_sqlite(engine: Engine) -> None:
    """Make SQLite keep its promises: write-ahead log, every commit synced, foreign keys on.

    The driver's own transactions are switched off: we begin them, and a connection that is
    going to write says so first (`writing`), so that it never loses a race half-way.
    """
    event.listen(engine, "connect", _connect)
    event.listen(engine, "begin", _begin)


def _connect(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=10000",
    ):
        connection.execute(f"PRAGMA {pragma}")
    take_room(connection)


def _begin(connection: Connection) -> None:
    _end_what_is_left(connection)
    options = connection.get_execution_options()
    if options.get("at_once"):
        _begin_at_once(connection)
    else:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writing") else "BEGIN")


def _end_what_is_left(connection: Connection) -> None:
    """Roll back what a commit that failed may have left open, since nobody else does."""
    driver = connection.connection.dbapi_connection
    if driver is not None and driver.in_transaction:
        driver.rollback()


def _begin_at_once(connection: Connection) -> None:
    """Take the write lock or fail: SQLite's own waiting would keep everybody waiting."""
    patience_ms = connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one()
    connection.exec_driver_sql("PRAGMA busy_timeout=0")
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={patience_ms}")
