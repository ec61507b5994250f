"""An answer as it comes in, for the write queue to read with all the others."""

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from workshops import clock, tokens
from workshops.arrivals import Arrival


def arrival(
    code: str,
    activity_id: int,
    device: str,
    fields: MultiDict[str, str],
    key: str,
    attendee_id: int = 0,
    photo: Mapping[str, Any] | None = None,
) -> Arrival:
    """Return what the phone with this secret sent, as of now."""
    code = tokens.as_typed(code)
    device = tokens.hashed(device, code)
    return Arrival(code, activity_id, device, fields, key, clock.now(), attendee_id, photo)


def key_in(fields: Mapping[str, str]) -> str:
    """Return the key that was made at the tap; "" when there is none."""
    return "".join(fields.get("key", "")[:64].split())
