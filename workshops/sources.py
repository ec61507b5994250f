"""The one id that settings may hold: that of the activity whose words become the options."""

from collections.abc import Mapping
from typing import Any

from workshops.activities import KINDS

#: The setting that says which view of a result the screen shows.
VIEW = "view"


def with_source(
    kind: str, settings: Mapping[str, Any], names: Mapping[Any, str | int]
) -> dict[str, Any]:
    """Return settings that call that activity as `names` does: ids mean nothing elsewhere.

    Which view of the result is on the screen is no setting of the question, and left out.
    """
    kept = {name: value for name, value in settings.items() if name != VIEW}
    source = KINDS[kind].source(kept) if kind in KINDS else None
    return kept if source is None else {**kept, "source": names.get(source)}
