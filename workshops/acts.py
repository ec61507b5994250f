"""An act: one answer of one person, as it is handed in."""

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
