"""Torg's settings, read once from the environment. A bad value stops the start with a sentence."""

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parent
VERSION = "0.1.0.dev0"
#: A token shorter than this could be guessed.
SHORTEST_TOKEN = 16
T = TypeVar("T")


class BadSetting(Exception):
    """A setting that cannot be used; the message says which, and what it may be."""


@dataclass(frozen=True)
class Config:
    """Everything that can be set.

    `address` is what people type, host and perhaps port; empty means: find it. `https` says
    that a proxy in front speaks TLS, so cookies may be marked secure. `backup` is the folder of
    the copies, best on a stick; None for none. `answers_s` is how many answers a second one phone
    may send, `newcomers_s` how many phones may come in; ten times as many at once.
    """

    instance: Path
    database_url: str
    secret_key: str
    host: str = "0.0.0.0"  # noqa: S104 - phones in the room must reach it
    port: int = 8000
    address: str = ""
    https: bool = False
    upload_mb: int = 40
    log_level: str = "INFO"
    redis_url: str = ""
    metrics_token: str = ""
    testing: bool = False
    backup: Path | None = None
    answers_s: int = 2
    newcomers_s: int = 200

    @property
    def database_file(self) -> Path | None:
        """The file of the database; None when a server keeps it."""
        kind, _, rest = self.database_url.partition(":///")
        name = rest.partition("?")[0]
        return Path(name) if kind.startswith("sqlite") and name else None

    @property
    def osm(self) -> Path:
        """Uploaded OpenStreetMap extracts."""
        return self.instance / "osm"

    @property
    def photos(self) -> Path:
        """Re-encoded pictures."""
        return self.instance / "photos"

    @property
    def files(self) -> Path:
        """Briefs and other files made by jobs."""
        return self.instance / "files"

    def for_children(self) -> dict[str, str]:
        """Return the environment in which a child process finds the same data."""
        return {
            **os.environ,
            "TORG_INSTANCE": str(self.instance),
            "TORG_DATABASE_URL": self.database_url,
            "TORG_REDIS_URL": self.redis_url,
        }


def load(environment: Mapping[str, str] | None = None) -> Config:
    """Read the settings; makes the instance folder and the secret key at the first start."""
    env = os.environ if environment is None else environment
    instance = Path(env.get("TORG_INSTANCE") or ROOT / "instance").expanduser().resolve()
    _make(instance)
    return Config(
        instance=instance,
        database_url=_database(env) or f"sqlite:///{instance / 'torg.db'}",
        redis_url=_redis(env),
        secret_key=env.get("TORG_SECRET_KEY") or _kept_secret(instance / "secret.key"),
        host=env.get("TORG_HOST") or "0.0.0.0",  # noqa: S104 - as above
        port=_read(env, "TORG_PORT", 8000, _port, "a number from 1 to 65535"),
        address=env.get("TORG_ADDRESS", "").strip(),
        https=_read(env, "TORG_HTTPS", False, _yes_no, "yes or no"),
        upload_mb=_read(env, "TORG_UPLOAD_MB", 40, _positive, "a whole number above 0"),
        log_level=_read(env, "TORG_LOG", "INFO", _level, "DEBUG, INFO, WARNING or ERROR"),
        metrics_token=_read_metrics_token(env),
        backup=_read(env, "TORG_BACKUP", None, _folder, "a folder"),
        answers_s=_read(env, "TORG_ANSWERS_S", 2, _positive, "a whole number above 0"),
        newcomers_s=_read(env, "TORG_NEWCOMERS_S", 200, _positive, "a whole number above 0"),
    )


def _read_metrics_token(env: Mapping[str, str]) -> str:
    """Return the token for /metrics; a bad one is not repeated in the sentence."""
    token = env.get("TORG_METRICS_TOKEN", "").strip()
    if token and (len(token) < SHORTEST_TOKEN or not token.isascii()):
        raise BadSetting(
            f"TORG_METRICS_TOKEN must be at least {SHORTEST_TOKEN} plain letters and digits."
        )
    return token


def _database(env: Mapping[str, str]) -> str:
    """Return the address of the database; a bad one is not repeated, since it holds a password."""
    url = env.get("TORG_DATABASE_URL", "").strip()
    kind, _, where = url.partition("://")
    if kind in ("postgres", "postgresql"):
        kind = "postgresql+psycopg"
    if url and (kind not in ("sqlite", "postgresql+psycopg") or not where):
        raise BadSetting("TORG_DATABASE_URL must be postgresql+psycopg://user:password@host/name.")
    if kind == "postgresql+psycopg":
        _need("psycopg", "TORG_DATABASE_URL")
    return f"{kind}://{where}" if url else ""


def _redis(env: Mapping[str, str]) -> str:
    """Return the address of Redis, "" for none."""
    url = env.get("TORG_REDIS_URL", "").strip()
    if url and not url.startswith(("redis://", "rediss://", "unix://")):
        raise BadSetting("TORG_REDIS_URL must be redis://host:6379/0.")
    if url:
        _need("redis", "TORG_REDIS_URL")
    return url


def _need(module: str, name: str) -> None:
    """Stop with a sentence where a driver was not installed."""
    if find_spec(module) is None:
        raise BadSetting(f"{name} asks for a server whose driver is missing. Type: ./torg setup")


def alone_with(folder: Path) -> dict[str, str]:
    """Return this environment with that folder and no other setting of yours."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("TORG_")}
    return others | {"TORG_INSTANCE": str(folder)}


def _make(folder: Path) -> None:
    """Create the instance folder, readable by its owner only."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        sentence = f"TORG_INSTANCE: cannot make the folder {folder}: {fault.strerror}"
        raise BadSetting(sentence) from fault


def _kept_secret(path: Path) -> str:
    """Return the secret key of this instance, made at the first start.

    It is on disk before anybody gets a cookie: a new one would make strangers of all phones.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        key = path.read_text().strip()
        if len(key) < 32:
            raise BadSetting(f"{path} is not a secret key. Remove it to get a new one.") from None
        return key
    with os.fdopen(descriptor, "w") as file:
        key = secrets.token_hex(32)
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    return key


def _read(
    env: Mapping[str, str], name: str, default: T, reader: Callable[[str], T], wanted: str
) -> T:
    text = env.get(name, "").strip()
    if not text:
        return default
    try:
        return reader(text)
    except ValueError as fault:
        raise BadSetting(f"{name} is “{text}”, but must be {wanted}.") from fault


def _port(text: str) -> int:
    port = int(text)
    if not 1 <= port <= 65535:
        raise ValueError(port)
    return port


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(number)
    return number


def _folder(text: str) -> Path | None:
    return Path(text).expanduser().resolve()


def _yes_no(text: str) -> bool:
    answers = {"yes": True, "1": True, "true": True, "no": False, "0": False, "false": False}
    if text.lower() not in answers:
        raise ValueError(text)
    return answers[text.lower()]


def _level(text: str) -> str:
    if text.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        raise ValueError(text)
    return text.upper()
