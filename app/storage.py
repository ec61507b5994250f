"""When the disk or the database gives out: what to say to those who can mend it."""

import errno
from collections.abc import Iterator

from sqlalchemy.exc import DBAPIError

from app.databases import is_away, is_worth_repeating
from workshops.refusal import Refused
from workshops.words import mark

FULL = ("is full", "no space left")
BLOCKED = ("locked", "readonly", "disk i/o")
FULL_FOR_PHONES = mark("The laptop’s disk is full. Your answer is kept on this phone.")
BLOCKED_FOR_PHONES = mark("The laptop cannot write just now. Your answer is kept on this phone.")
FULL_FOR_THE_DESK = mark("The laptop’s disk is full. Make room, then do that once more.")
BLOCKED_FOR_THE_DESK = mark("The laptop cannot write just now. Do that once more in a moment.")
NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


class StorageFull(Refused):
    """The disk does not take more; what was asked for was not written."""


class NotNow(StorageFull):
    """The database does not write at this moment; a little later it may."""


class InTheWay(NotNow):
    """Another server was in the way; once more, and it will do."""


def sentence(fault: Exception) -> Exception:
    """Return a sentence for the phone, which keeps its answer; other faults as they are."""
    if _says(fault, FULL):
        return StorageFull(FULL_FOR_PHONES)
    if not _is_blocked(fault):
        return fault
    kind = InTheWay if any(map(is_worth_repeating, _faults(fault))) else NotNow
    return kind(BLOCKED_FOR_PHONES)


def sentence_at_the_desk(fault: Exception) -> Exception:
    """Return a sentence for who can make room; other faults as they are."""
    if _says(fault, FULL) or (isinstance(fault, OSError) and fault.errno in NO_ROOM):
        return StorageFull(FULL_FOR_THE_DESK)
    if _is_blocked(fault):
        return NotNow(BLOCKED_FOR_THE_DESK)
    return fault


def _is_blocked(fault: Exception) -> bool:
    """Whether the database may write again in a moment."""
    stuck = any(is_away(each) or is_worth_repeating(each) for each in _faults(fault))
    return stuck or _says(fault, BLOCKED)


def _says(fault: Exception, signs: tuple[str, ...]) -> bool:
    """Whether the database says one of these."""
    words = " ".join(str(each.orig).lower() for each in _faults(fault))
    return any(sign in words for sign in signs)


def _faults(fault: Exception) -> list[DBAPIError]:
    """Return what the database said.

    SQLite drops the transaction when the disk is full, so that the first fault may hide behind
    a savepoint that is gone.
    """
    return [each for each in _chain(fault) if isinstance(each, DBAPIError)]


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
