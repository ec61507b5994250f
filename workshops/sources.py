"""The one id that settings may hold: that of the activity whose words become the options."""

from collections.abc import Mapping
from typing import Any

from workshops.activities import KINDS


def with_source(
    kind: str, settings: Mapping[str, Any], names: Mapping[Any, str | int]
) -> dict[str, Any]:
    """Return settings that call that activity as `names` does: ids mean nothing elsewhere."""
    source = KINDS[kind].source(settings) if kind in KINDS else None
    return dict(settings) if source is None else {**settings, "source": names.get(source)}
