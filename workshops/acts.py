"""An act: one answer of one person, as it is handed in, and what its sender is told."""

from dataclasses import dataclass
from datetime import datetime

from workshops.activities.kind import Payload


@dataclass(frozen=True, slots=True)
class Act:
    """An answer on its way in. `key` was made at the tap: the same key is the same act."""

    attendee_id: int
    channel: str
    payload: Payload
    key: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the phone is told: the public number of a contribution, 0 for a ballot."""

    number: int
    again: bool = False  # the same act arrived before; nothing new was written
    words: str = ""  # how its kind says so
    language: str = ""  # of the consultation
