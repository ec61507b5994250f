"""The facilitator's desk and remote: prepare, run, moderate, read."""

from app.desk import (
    health,
    home,
    map_live,
    moderate,
    paper,
    prepare,
    printing,
    remote,
    results,
    run,
    slips,
    square,
    square_files,
    square_things,
    taking_in,
    venue,
)
from app.desk.blueprint import bp

__all__ = [
    "bp",
    "health",
    "home",
    "map_live",
    "moderate",
    "paper",
    "prepare",
    "printing",
    "remote",
    "results",
    "run",
    "slips",
    "square",
    "square_files",
    "square_things",
    "taking_in",
    "venue",
]
