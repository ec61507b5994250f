"""The public log in two: what was done to what people said, and what changed besides."""

from collections.abc import Mapping, Sequence
from typing import Any

#: Verbs of moderation and merging; every other verb changed the consultation or its design.
ABOUT_WORDS = frozenset({
    "handed on", "held", "hidden", "imported", "merged", "released", "returned", "sent again",
    "sorted", "taken apart", "taken back", "unmerged",
})  # fmt: skip
Entries = Sequence[Mapping[str, Any]]


def parted(log: Entries) -> tuple[Entries, Entries]:
    """Moderation and merging, then everything else; each in its order, nothing lost."""
    about = [each for each in log if each["verb"] in ABOUT_WORDS]
    return about, [each for each in log if each["verb"] not in ABOUT_WORDS]
