"""Sums on the wall: hot spots, two sides, ways, zones, as the desk chose the view."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.contexts import PlanView, SumsView
from app.kept import kept
from exports import sum_words
from exports.features import Overlay, Sizes, overlay
from exports.sum_drawing import numbered, shades, ways
from workshops.activities import kind_of
from workshops.basemap import Frame
from workshops.methods.spatial import centre_of
from workshops.models import Activity, Square
from workshops.sources import VIEW
from workshops.sum_facts import Sums
from workshops.sums import sums_of
from workshops.words import Sentence

#: How wide and high a plan is on a wall of 1920 by 1080, alone and as one of two.
ALONE, ONE_OF_TWO = (1256, 954), (830, 560)
PLAIN = "notes"
#: As many as are read from the back row beside a plan, and below two.
MOST_SPOTS, MOST_CLASHES = 4, 2
#: A way is no wider than this part of the widest while few people drew any.
FEW_PEOPLE = 5
HEADLINES = {
    "spots": sum_words.gathering,
    "sides": sum_words.two_sides,
    "ways": sum_words.drawn_ways,
}


def view_of(activity: Activity) -> str:
    """Return the view that is on: the one chosen, else the kind's first; "" without any."""
    views = dict(kind_of(activity.kind).views(activity.settings))
    chosen = activity.settings.get(VIEW, "")
    return chosen if chosen in views else next(iter(views), "")


def sums_view(session: Session, activity: Activity, plan: PlanView) -> SumsView | None:
    """Return what the chosen view shows; None for plain notes and where nothing has a place."""
    view = view_of(activity)
    if not activity.shown or view in ("", PLAIN):
        return None
    square = activity.workshop.consultation.square
    sums = _kept(session, activity, square)
    stored: Mapping[str, Any] | None = square.basemap
    if sums is None or stored is None:
        return None
    at = Frame.from_json(stored["frame"]).to_xy
    unit = unit_of(plan, ONE_OF_TWO if view == "sides" else ALONE)
    return SumsView(
        view=view,
        headline=_headline(view, sums),
        sums=sums,
        unit=unit,
        shades=shades(sums.density, at),
        liked=shades(sums.liked, at),
        disliked=shades(sums.disliked, at),
        spots=numbered(sums.spots[:MOST_SPOTS], at, 1.0),
        clashes=numbered(sums.clashes[:MOST_CLASHES], at, 1.0),
        over=_over(view, sums, square, plan),
        told=tuple(sum_words.spot(each) for each in sums.spots[:MOST_SPOTS]),
        quarrels=tuple(sum_words.clash(each) for each in sums.clashes[:MOST_CLASHES]),
    )


def unit_of(plan: PlanView, size: tuple[int, int]) -> float:
    """Return how many plan metres make a pixel of a wall 1080 px high."""
    x0, y0, x1, y1 = plan.box
    return max((x1 - x0) / size[0], (y1 - y0) / size[1])


def _headline(view: str, sums: Sums) -> Sentence:
    return HEADLINES[view](sums) if view in HEADLINES else sum_words.by_zone(sums.zones)


def _kept(session: Session, activity: Activity, square: Square) -> Sums | None:
    """Return the sums, worked out once for each state of the answers and the square."""
    ground = json.dumps([square.outline, square.zones, square.landmarks], sort_keys=True)
    key = ("sums", activity.id, activity.version, ground)
    return kept(key, lambda: sums_of(session, activity))


def _over(view: str, sums: Sums, square: Square, plan: PlanView) -> Overlay | None:
    """Return the ways, or how many notes each zone has, over the plan."""
    if view == "ways":
        features = list(ways(sums))
    elif view == "zones":
        counted = {each.letter: each.notes for each in sums.zones}
        features = [_in_the_middle(zone, counted) for zone in square.zones]
    else:
        return None
    stored: Any = square.basemap
    unit = unit_of(plan, ALONE)
    sizes = Sizes(unit, 40 * unit, 60 * unit, 34 * unit)
    at, most = Frame.from_json(stored["frame"]).to_xy, FEW_PEOPLE if view == "ways" else 0
    return overlay(features, (), at, sizes, plan.box, most)


def _in_the_middle(zone: Mapping[str, Any], counted: Mapping[str, int]) -> dict[str, Any]:
    point = {"type": "Point", "coordinates": list(centre_of(zone["polygon"]))}
    return {
        "type": "Feature",
        "geometry": point,
        "properties": {"value": counted.get(zone["letter"], 0)},
    }
