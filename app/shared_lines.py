"""The lines of several servers: what one tells a room, the others tell theirs, through Redis.

Redis keeps nothing. While it is away each server goes on with its own lines. What is said
elsewhere is missed then, so screens and desks are asked to look again now and then, and everybody
once it is back.
"""

import logging
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import gevent
from socketio import RedisManager

from app.lines import Lines
from workshops.refusal import Refused

log = logging.getLogger(__name__)
CHANNEL = "torg"
RETRY_S = 2.0
#: The line to Redis fails early rather than late: nobody may wait for it.
OPTIONS = {"socket_connect_timeout": 2, "socket_keepalive": True}


def must_answer(redis_url: str) -> None:
    """Refuse to start without the Redis that the settings name."""
    redis = import_module("redis")
    try:
        redis.Redis.from_url(redis_url, **OPTIONS).ping()
    except (redis.RedisError, ValueError, OSError) as fault:
        raise Refused("Redis does not answer (TORG_REDIS_URL): %(why)s", why=fault) from fault


class SharedLines(Lines, RedisManager):
    """Lines of which every server has some."""

    def __init__(self, redis_url: str, look_again: Callable[..., None]) -> None:
        super().__init__(redis_url, channel=CHANNEL, redis_options=dict(OPTIONS))
        self.look_again = look_again
        self.is_away = False

    def rooms_here(self) -> list[str]:
        """Return the rooms in which this server has lines."""
        return [str(room) for room in self.rooms.get("/", ()) if room is not None]

    def tell_here(self, room: str, event: str, words: dict[str, Any]) -> None:
        """Tell the lines of a room that this server has."""
        message = {"event": event, "data": [words], "namespace": "/", "room": room}
        self._handle_emit(message)

    def _publish(self, data: dict[str, Any]) -> None:
        """Tell the other servers, unless nobody would hear it."""
        if not self.is_away:
            super()._publish(data)

    def _listen(self) -> Iterator[bytes]:
        """Return what the other servers say, for ever."""
        while True:
            try:
                self._redis_connect()
                self.pubsub.subscribe(self.channel)
                self._is_back()
                for message in self.pubsub.listen():
                    if message["type"] == "message":
                        yield message["data"]
            except Exception as fault:  # noqa: BLE001 - of whichever kind, it is tried again
                self._is_gone(fault)
            gevent.sleep(RETRY_S)

    def _is_back(self) -> None:
        if self.is_away:
            log.warning("redis is back")
            self.is_away = False
            self.look_again(self, everybody=True)

    def _is_gone(self, fault: Exception) -> None:
        if not self.is_away:
            log.error("redis is away: each server tells its own", extra={"facts": _why(fault)})
        self.is_away = True
        self.look_again(self, everybody=False)


def _why(fault: Exception) -> dict[str, str]:
    return {"why": type(fault).__name__}
