"""Databases for tests: files of SQLite, or with `--scale` databases of one PostgreSQL.

Each data folder has one of its own, found again by the folder's path.
"""

import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import psycopg
from psycopg.types.json import set_json_loads
from sqlalchemy import Engine, create_engine, event, select
from sqlalchemy.orm import Session

from app.bench.cluster import Cluster
from workshops.models import Base

OTHERS = "FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND"


class Databases:
    """Makes, copies and removes databases; copies are mended and used again, which is quicker."""

    def __init__(self, cluster: Cluster | None = None) -> None:
        self.cluster = cluster
        self.names: dict[Path, str] = {}
        self.templates: dict[str, Contents] = {}
        self.spare: dict[str, list[str]] = {}

    def url(self, folder: Path) -> str:
        """The address of this folder's database."""
        if self.cluster is None:
            return f"sqlite:///{folder / 'torg.db'}"
        return self.cluster.database_url.rpartition("/")[0] + f"/{self._name(folder)}"

    def make(self, folder: Path) -> str:
        """Make an empty database and return its address; SQLite makes its own."""
        if self.cluster:
            self._do(f"CREATE DATABASE {self._name(folder)}")
        return self.url(folder)

    def copy(self, template: Path, folder: Path) -> None:
        """Copy a data folder with its database, which nobody may have open."""
        shutil.copytree(template, folder)
        if self.cluster is None:
            return
        of = self._name(template)
        if self.spare.get(of):
            self.names[folder] = self.spare[of].pop()
            return
        with self._open(of) as connection:
            self.templates[self._name(folder)] = contents_of(connection, of)
        self._do(f"CREATE DATABASE {self._name(folder)} TEMPLATE {of}")

    def drop(self, folder: Path) -> None:
        """Remove a database, whoever has it open; a copy becomes what it was."""
        if self.cluster is None:
            return
        name = self._name(folder)
        self.names.pop(folder, None)
        if name not in self.templates:
            self._do(f"DROP DATABASE {name} WITH (FORCE)")
            return
        contents = self.templates[name]
        self._do(f"SELECT pg_terminate_backend(pid) {OTHERS} datname = '{name}'")
        with self._open(name) as connection:
            put_back(connection, contents)
        self.spare.setdefault(contents.template, []).append(name)

    def settings(self, folder: Path) -> dict[str, str]:
        """What a server on this folder finds in its environment."""
        found = {"TORG_INSTANCE": str(folder), "TORG_DATABASE_URL": self.url(folder)}
        return found | ({"TORG_REDIS_URL": self.cluster.redis_url} if self.cluster else {})

    def _name(self, folder: Path) -> str:
        return self.names.get(folder) or name_of(folder)

    def _do(self, statement: str) -> None:
        with self._open("postgres") as connection:
            connection.autocommit = True
            connection.execute(statement)

    def _open(self, name: str) -> psycopg.Connection:
        address = self.cluster.database_url.replace("+psycopg", "").rpartition("/")[0]
        return psycopg.connect(f"{address}/{name}")


@dataclass(frozen=True)
class Contents:
    """All that is in a database: rows by table as they are copied, sequences as they stand."""

    template: str
    rows: dict[str, bytes]
    sequences: list[tuple[str, int]]


def contents_of(connection: psycopg.Connection, template: str) -> Contents:
    """Return what is in the template."""
    found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    rows = {}
    for (table,) in found.fetchall():
        with connection.cursor().copy(f'COPY "{table}" TO STDOUT') as copied:
            rows[table] = b"".join(copied)
    at = "SELECT sequencename, coalesce(last_value, 0) FROM pg_sequences"
    return Contents(template, rows, connection.execute(at).fetchall())


def put_back(connection: psycopg.Connection, contents: Contents) -> None:
    """Make the database what its template is."""
    connection.execute("SET session_replication_role = replica")  # in whatever order
    for table, rows in contents.rows.items():
        connection.execute(f'DELETE FROM "{table}"')
        if rows:
            with connection.cursor().copy(f'COPY "{table}" FROM STDIN') as copied:
                copied.write(rows)
    for sequence, at in contents.sequences:
        connection.execute("SELECT setval(%s, greatest(%s, 1), %s > 0)", (sequence, at, at))


def read(url: str, folder: Path, query: str) -> list[tuple]:
    """Read from a folder's database, as SQLite gives it: JSON as its text."""
    if not url.startswith("postgresql"):
        with closing(sqlite3.connect(folder / "torg.db")) as database:
            return database.execute(query).fetchall()
    with psycopg.connect(url.replace("+psycopg", "")) as database:
        set_json_loads(lambda words: bytes(words).decode(), database)
        return database.execute(query).fetchall()


def stored(engine: Engine) -> list[str]:
    """All rows of a database, table by table."""
    with engine.connect() as connection:
        tables = Base.metadata.sorted_tables
        found = [connection.execute(select(each).order_by(each.c.id)).all() for each in tables]
    return [repr(row) for rows in found for row in rows]


def name_of(folder: Path) -> str:
    """The name of a folder's database."""
    return "torg_" + hashlib.sha256(str(folder).encode()).hexdigest()[:20]


def with_tables(url: str) -> Engine:
    """An engine on an empty database, and the tables in it."""
    engine = create_engine(url)
    Base.metadata.create_all(engine)
    return engine


def in_memory() -> Engine:
    """An engine on a fresh database in memory, with the tables in it, which were made once."""
    engine = create_engine("sqlite://")
    event.listen(engine, "connect", lambda raw, _: _be_empty(raw))
    return engine


def _be_empty(raw: sqlite3.Connection) -> None:
    raw.deserialize(_tables())
    raw.execute("PRAGMA foreign_keys=ON")


@cache
def _tables() -> bytes:
    engine = with_tables("sqlite://")
    with engine.connect() as connection:
        made = connection.connection.dbapi_connection.serialize()
    engine.dispose()
    return made


@contextmanager
def nothing_kept(engine: Engine) -> Iterator[Session]:
    """A session of which nothing is left in the end, whatever it commits."""
    with engine.connect() as connection:
        begun = connection.begin()
        options = {"expire_on_commit": False, "join_transaction_mode": "create_savepoint"}
        with Session(connection, **options) as session:
            yield session
        begun.rollback()
