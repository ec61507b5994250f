"""The facilitator's desk and remote: prepare, run, moderate, read."""

from app.desk import (
    home,
    moderate,
    paper,
    prepare,
    printing,
    remote,
    results,
    run,
    slips,
    square,
    taking_in,
)
from app.desk.blueprint import bp

__all__ = [
    "bp",
    "home",
    "moderate",
    "paper",
    "prepare",
    "printing",
    "remote",
    "results",
    "run",
    "slips",
    "square",
    "taking_in",
]
