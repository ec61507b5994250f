"""Databases for tests: files of SQLite, or with `--scale` databases of one PostgreSQL.

Each data folder has one of its own, found again by the folder's path.
"""

import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
from psycopg.types.json import set_json_loads
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.orm import Session

from app.bench.cluster import Cluster
from workshops.models import Base


class Databases:
    """Makes, copies and removes databases."""

    def __init__(self, cluster: Cluster | None = None) -> None:
        self.cluster = cluster

    def url(self, folder: Path) -> str:
        """The address of this folder's database."""
        if self.cluster is None:
            return f"sqlite:///{folder / 'torg.db'}"
        return self.cluster.database_url.rpartition("/")[0] + f"/{name_of(folder)}"

    def make(self, folder: Path) -> str:
        """Make an empty database and return its address; SQLite makes its own."""
        self._do(f"CREATE DATABASE {name_of(folder)}")
        return self.url(folder)

    def copy(self, template: Path, folder: Path) -> None:
        """Copy a data folder with its database, which nobody may have open."""
        shutil.copytree(template, folder)
        self._do(f"CREATE DATABASE {name_of(folder)} TEMPLATE {name_of(template)}")

    def drop(self, folder: Path) -> None:
        """Remove a database, whoever has it open."""
        self._do(f"DROP DATABASE {name_of(folder)} WITH (FORCE)")

    def settings(self, folder: Path) -> dict[str, str]:
        """What a server on this folder finds in its environment."""
        found = {"TORG_INSTANCE": str(folder), "TORG_DATABASE_URL": self.url(folder)}
        return found | ({"TORG_REDIS_URL": self.cluster.redis_url} if self.cluster else {})

    def _do(self, statement: str) -> None:
        if self.cluster is not None:
            address = self.cluster.database_url.replace("+psycopg", "")
            with psycopg.connect(address, autocommit=True) as connection:
                connection.execute(statement)


def read(url: str, folder: Path, query: str) -> list[tuple]:
    """Read from a folder's database, as SQLite gives it: JSON as its text."""
    if not url.startswith("postgresql"):
        with closing(sqlite3.connect(folder / "torg.db")) as database:
            return database.execute(query).fetchall()
    with psycopg.connect(url.replace("+psycopg", "")) as database:
        set_json_loads(lambda words: bytes(words).decode(), database)
        return database.execute(query).fetchall()


def name_of(folder: Path) -> str:
    """The name of a folder's database."""
    return "torg_" + hashlib.sha256(str(folder).encode()).hexdigest()[:20]


def with_tables(url: str) -> Engine:
    """An engine on an empty database, and the tables in it."""
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA foreign_keys=ON"))
    Base.metadata.create_all(engine)
    return engine


@contextmanager
def nothing_kept(engine: Engine) -> Iterator[Session]:
    """A session of which nothing is left in the end, whatever it commits."""
    with engine.connect() as connection:
        begun = connection.begin()
        options = {"expire_on_commit": False, "join_transaction_mode": "create_savepoint"}
        with Session(connection, **options) as session:
            yield session
        begun.rollback()
