"""What is asked at the same time is done at once: one set of look-ups for all who ask.

There is no timer. Whoever asks first has the work done as soon as the loop comes round, and by
then all have asked whose requests came in with the first: one in a quiet room, hundreds in the
second in which five thousand phones look again.
"""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

import gevent
from gevent.event import AsyncResult

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")
MOST_AT_ONCE = 200


class Together(Generic[Item, Outcome]):
    """Gathers items for a function that takes many and returns an outcome for each."""

    def __init__(self, do: Callable[[Sequence[Item]], Sequence[Outcome]]) -> None:
        self.do = do
        self.waiting: list[tuple[Item, AsyncResult[Outcome]]] = []

    def ask(self, item: Item) -> Outcome:
        """Return what becomes of an item; raises what the work raises."""
        result: AsyncResult[Outcome] = AsyncResult()
        self.waiting.append((item, result))
        if len(self.waiting) == 1:
            gevent.spawn(self._do_all)
        outcome: Any = result.get()
        return outcome

    def _do_all(self) -> None:
        batch, self.waiting = self.waiting, []
        for start in range(0, len(batch), MOST_AT_ONCE):
            self._do(batch[start : start + MOST_AT_ONCE])

    def _do(self, batch: Sequence[tuple[Item, "AsyncResult[Outcome]"]]) -> None:
        try:
            outcomes = self.do([item for item, _ in batch])
        except Exception as fault:  # noqa: BLE001 - raised again by those who asked
            for _, result in batch:
                result.set_exception(fault)
            return
        for (_, result), outcome in zip(batch, outcomes, strict=True):
            result.set(outcome)
