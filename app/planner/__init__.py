"""The planner's room: findings on the left, requirements on the right; the summary; the files."""

from app.planner import (
    downloads,
    drafts,
    drawings,
    ledger,
    map_live,
    places,
    requirements,
    summary,
    trials,
    vision,
    who,
)
from app.planner.blueprint import bp

__all__ = [
    "bp",
    "downloads",
    "drafts",
    "drawings",
    "ledger",
    "map_live",
    "places",
    "requirements",
    "summary",
    "trials",
    "vision",
    "who",
]
