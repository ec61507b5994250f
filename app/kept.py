"""What was made once and is asked for by many: kept by everything that it depends on."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

from flask import Flask, current_app

T = TypeVar("T")
MOST = 512


class Kept:
    """The latest things that were asked for; the one unused for longest goes first."""

    def __init__(self) -> None:
        self.things: OrderedDict[Hashable, Any] = OrderedDict()

    def peek(self, key: Hashable) -> Any:
        """Return what is kept under the key, or None."""
        if key in self.things:
            self.things.move_to_end(key)
        return self.things.get(key)

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what is kept under the key, made now if it is not there."""
        if key not in self.things:
            self.things[key] = make()
            while len(self.things) > MOST:
                self.things.popitem(last=False)
        else:
            self.things.move_to_end(key)
        return cast(T, self.things[key])


def shelf_of(app: Flask) -> Kept:
    """Return what this application keeps."""
    shelf: Kept = app.extensions.setdefault("torg_kept", Kept())
    return shelf


def kept(key: Hashable, make: Callable[[], T]) -> T:
    """Return what this application keeps under the key, made now if need be."""
    return shelf_of(current_app).get(key, make)


def kept_while(stamp: str, key: Hashable, make: Callable[[], T]) -> T:
    """Return what this application made under the key at this stamp; a new stamp replaces it."""
    shelf = shelf_of(current_app)
    found: tuple[str, T] | None = shelf.peek(("while", key))
    if found is None or found[0] != stamp:
        found = (stamp, make())
        shelf.things.pop(("while", key), None)
        shelf.get(("while", key), lambda: found)
    return found[1]


def kept_before(key: Hashable) -> tuple[str, Any] | None:
    """Return the newest that `kept_while` made under the key, with its stamp; None at first."""
    found: tuple[str, Any] | None = shelf_of(current_app).peek(("while", key))
    return found


def kept_a_while(seconds: float, key: Hashable, make: Callable[[], T]) -> T:
    """Return what this application made under the key in the last seconds, else make it now.

    For a number that a whole room asks for at once and that may lag; tests see none that does.
    """
    if current_app.testing:
        return make()
    made_at, thing = kept(("a while", key), lambda: (time.monotonic(), make()))
    if time.monotonic() - made_at > seconds:
        thing = make()
        shelf_of(current_app).things["a while", key] = (time.monotonic(), thing)
    return thing
