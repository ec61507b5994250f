"""When the disk or the database gives out: what to say to those who can mend it."""

from collections.abc import Iterator

from sqlalchemy.exc import DBAPIError

from workshops.refusal import Refused

FULL = ("is full", "no space left")
BLOCKED = ("locked", "readonly", "disk i/o")


class StorageFull(Refused):
    """The disk does not take more; what was asked for was not written."""


def sentence(fault: Exception) -> Exception:
    """Return a sentence for the phone, which keeps its answer; other faults as they are."""
    if _says(fault, FULL):
        return StorageFull("The laptop’s disk is full. Your answer is kept on this phone.")
    if _says(fault, BLOCKED):
        return StorageFull("The laptop cannot write just now. Your answer is kept on this phone.")
    return fault


def sentence_at_the_desk(fault: Exception) -> Exception:
    """Return a sentence for who can make room; other faults as they are."""
    if _says(fault, FULL):
        return StorageFull("The laptop’s disk is full. Make room, then do that once more.")
    if _says(fault, BLOCKED):
        return StorageFull("The laptop cannot write just now. Do that once more in a moment.")
    return fault


def _says(fault: Exception, signs: tuple[str, ...]) -> bool:
    """Whether the database says one of these.

    SQLite drops the transaction when the disk is full, so that the first fault may hide behind
    a savepoint that is gone.
    """
    faults = [each for each in _chain(fault) if isinstance(each, DBAPIError)]
    words = " ".join(str(each.orig).lower() for each in faults)
    return any(sign in words for sign in signs)


def _chain(fault: BaseException | None) -> Iterator[BaseException]:
    """Return a fault and all that led to it."""
    seen: set[int] = set()
    waiting = [fault]
    while waiting:
        each = waiting.pop()
        if each is not None and id(each) not in seen:
            seen.add(id(each))
            waiting += [each.__cause__, each.__context__]
            yield each
