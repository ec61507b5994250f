"""A place that was chosen, as a small plan with it on, and the way to change it."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from app.contexts import PlanView
from app.views import plan_view
from workshops.models import Square


def place_url(slug: str, ref: str) -> str:
    """Return where the place of "R3" or "T1" is chosen."""
    return url_for("planner.place", slug=slug, ref=ref)


def plan_of(square: Square, place: Mapping[str, Any]) -> PlanView | None:
    """Return the plan with a place `drawn` on it, whose key is the type of its geometry."""
    return plan_view(square, drawn=[{"geometry": place, "properties": {"key": place["type"]}}])
