"""A PostgreSQL and a Redis of our own: fresh, on loopback, on free ports, stopped by their ids."""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from workshops.refusal import Refused

Server = TypeVar("Server", "Postgres", "Redis")
HERE = "127.0.0.1"
START_S = 30.0
PAUSE_S = 0.05
#: Where Debian keeps the programs of the server, of whatever version.
DEBIAN = Path("/usr/lib/postgresql")
#: PostgreSQL refuses to run as root: then it runs as one of these.
MODEST = ("postgres", "nobody")


@dataclass(frozen=True)
class Cluster:
    """The addresses of both, as the settings want them."""

    database_url: str
    redis_url: str


def missing() -> str:
    """Name the packages without which there is no cluster; "" when all is there."""
    wanted = {"postgresql": _program("initdb"), "redis-server": shutil.which("redis-server")}
    return " ".join(package for package, found in wanted.items() if not found)


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Run a fresh PostgreSQL, which syncs every commit, and a Redis that keeps nothing."""
    if missing():
        raise Refused("Type: sudo apt install %(packages)s", packages=missing())
    with folder() as place, running(Postgres(place)) as database, running(Redis(place)) as lines:
        yield Cluster(database.url, lines.url)


@contextmanager
def running(server: Server) -> Iterator[Server]:
    """Run a server for the length of a `with`."""
    server.start()
    try:
        yield server
    finally:
        server.stop()


class Postgres:
    """A PostgreSQL in a folder: it can be stopped in the middle and started again."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "postgresql"
        self.port = free_port()
        self.log = folder / "postgresql.log"
        self.process: subprocess.Popen[bytes] | None = None
        password = secrets.token_hex(16)
        self.url = f"postgresql+psycopg://torg:{password}@{HERE}:{self.port}/postgres"
        self._make(folder / "password", password)

    def _make(self, file: Path, password: str) -> None:
        file.write_text(password, encoding="utf-8")
        _give_away(file)
        words = ["-D", str(self.data), "-U", "torg", "-A", "password", "--pwfile", str(file)]
        _run([_needed("initdb"), *words, "-E", "UTF8", "--no-locale", "--no-sync"])
        file.unlink()

    def start(self) -> None:
        """Start it and wait until it answers."""
        where = {"listen_addresses": HERE, "port": self.port, "unix_socket_directories": ""}
        settings = [word for name, value in where.items() for word in ("-c", f"{name}={value}")]
        line = [_needed("postgres"), "-D", str(self.data), *settings]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                line, cwd="/", stdout=log, stderr=log, user=_modest(), group=_group()
            )
        _wait(self._is_ready, self.log)

    def _is_ready(self) -> bool:
        """Whether it takes connections: its own file says so, unless a dead one left that."""
        file = self.data / "postmaster.pid"
        lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else [""]
        is_ours = self.process is not None and lines[0] == str(self.process.pid)
        return is_ours and lines[-1].strip() == "ready"

    def stop(self, how: int = 2) -> None:
        """Stop it by a signal: 2 breaks connections off, 9 is the power cable."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(START_S)


class Redis:
    """A Redis that keeps nothing: it can be stopped in the middle and started again."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"redis://{HERE}:{self.port}/0"
        self.log = folder / "redis.log"
        words = ["--bind", HERE, "--port", str(self.port), "--save", "", "--dir", str(folder)]
        self.line = [_needed("redis-server"), *words, "--logfile", str(self.log)]
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.process = subprocess.Popen(self.line, stdout=subprocess.DEVNULL)
        _wait(lambda: answers(self.port), self.log)

    def stop(self) -> None:
        """Stop it."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(START_S)


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as found:
        found.bind((HERE, 0))
        return int(found.getsockname()[1])


def answers(port: int) -> bool:
    """Whether somebody listens on this port of loopback."""
    with socket.socket() as asking:
        asking.settimeout(1)
        return asking.connect_ex((HERE, port)) == 0


@contextmanager
def folder() -> Iterator[Path]:
    """Make a folder that whoever the database runs as may write in; it is gone in the end."""
    with tempfile.TemporaryDirectory(prefix="torg-cluster-") as name:
        _give_away(Path(name))
        yield Path(name)


def _give_away(path: Path) -> None:
    """Let whoever the database runs as have the path."""
    modest = _modest()
    if modest is not None:
        shutil.chown(path, modest)


def _modest() -> str | None:
    """Name the user the database runs as; None stands for who we are."""
    if os.geteuid() != 0:
        return None
    known = {each.pw_name for each in pwd.getpwall()}
    return next(name for name in MODEST if name in known)


def _group() -> int | None:
    name = _modest()
    return pwd.getpwnam(name).pw_gid if name else None


def _run(line: list[str]) -> None:
    done = subprocess.run(
        line, cwd="/", check=False, capture_output=True, text=True, user=_modest(), group=_group()
    )
    if done.returncode:
        raise Refused("%(program)s did not work: %(why)s", program=line[0], why=done.stderr)


def _program(name: str) -> str | None:
    """Return where a program of PostgreSQL is, of the newest version there is."""
    versions = sorted(DEBIAN.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    return shutil.which(name) or (str(versions[-1]) if versions else None)


def _needed(name: str) -> str:
    found = _program(name)
    if found is None:
        raise Refused("There is no %(program)s on this machine.", program=name)
    return found


def _wait(is_there: Callable[[], bool], log: Path) -> None:
    until = time.monotonic() + START_S
    while not is_there():
        if time.monotonic() > until:
            said = log.read_text(encoding="utf-8", errors="replace") if log.is_file() else ""
            raise Refused("A server did not start. It said: %(words)s", words=said[-500:])
        time.sleep(PAUSE_S)
