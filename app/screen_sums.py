"""Sums on the wall: hot spots, two sides, what divides, ways, zones, changes, as the desk chose."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.contexts import Divided, PlanView, SumsView
from app.kept import kept
from exports import sum_words
from exports.features import Overlay, Sizes, overlay
from exports.sum_drawing import Numbered, numbered, shades, ways
from workshops.activities.result import Result
from workshops.basemap import Frame
from workshops.before_after import Compared, Told, comparisons
from workshops.methods.drawings import middle_of
from workshops.methods.spatial import centre_of
from workshops.models import Activity, Square
from workshops.sum_facts import Sums
from workshops.sums import sums_of
from workshops.viewing import CHANGE, others_of, view_of
from workshops.words import Sentence, say

#: How wide and high a plan is on a wall of 1920 by 1080, alone and as one of two.
ALONE, ONE_OF_TWO = (1256, 954), (830, 560)
PLAIN = "notes"
#: As many as are read from the back row beside a plan, and below two.
MOST_SPOTS, MOST_CLASHES, MOST_DIVIDED = 4, 2, 3
#: With how far and which way beside each name there is room for fewer.
MOST_TURNED = 3
#: A way is no wider than this part of the widest while few people drew any.
FEW_PEOPLE = 5
#: The radius of a mark that has no extent of its own, in pixels of the wall.
MARK = 12


def sums_view(
    session: Session, activity: Activity, plan: PlanView, result: Result | None
) -> SumsView | None:
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
    names = {each["key"]: each["name"] for each in activity.workshop.consultation.categories}
    change = _change(session, activity, sums) if view == CHANGE else None
    divided = _divided(sums, result) if view == "contested" else []
    spots = sums.spots[: MOST_TURNED if any(each.toward for each in sums.spots) else MOST_SPOTS]
    return SumsView(
        view=view,
        headline=_headline(view, sums, names, change),
        sums=sums,
        unit=unit,
        shades=shades(sums.density, at),
        liked=shades(sums.liked, at),
        disliked=shades(sums.disliked, at),
        spots=numbered(spots, at, 1.0),
        clashes=numbered(sums.clashes[:MOST_CLASHES], at, 1.0),
        over=_over(view, sums, square, plan, change),
        told=tuple(sum_words.spot(each) for each in spots),
        names=tuple(sum_words.title(each) for each in spots),
        quarrels=tuple(sum_words.clash(each, names) for each in sums.clashes[:MOST_CLASHES]),
        sides=sum_words.sides(sums, names),
        divided=divided,
        marks=_marks(divided, result, stored, unit),
        change=change,
    )


def unit_of(plan: PlanView, size: tuple[int, int]) -> float:
    """Return how many plan metres make a pixel of a wall 1080 px high."""
    x0, y0, x1, y1 = plan.box
    return max((x1 - x0) / size[0], (y1 - y0) / size[1])


def told_with(activity: Activity) -> list[int]:
    """Return the versions of the other activities that the chosen view depends on."""
    if not activity.shown or view_of(activity) != CHANGE:
        return []
    return [each.version for each in others_of(activity)]


def _headline(view: str, sums: Sums, names: Mapping[str, str], change: Compared | None) -> Sentence:
    if view == "sides":
        return sum_words.two_sides(sums, names)
    if view == "contested":
        return sum_words.divided(sums)
    if view == CHANGE:
        return sum_words.change(change) if change else say("Nothing to compare with yet")
    if view == "spots":
        return sum_words.gathering(sums)
    return sum_words.drawn_ways(sums) if view == "ways" else sum_words.by_zone(sums.zones)


def _kept(session: Session, activity: Activity, square: Square) -> Sums | None:
    """Return the sums, worked out once for each state of the answers and the square."""
    ground = json.dumps([square.outline, square.zones, square.landmarks], sort_keys=True)
    key = ("sums", activity.id, activity.version, ground)
    return kept(key, lambda: sums_of(session, activity))


def _change(session: Session, activity: Activity, sums: Sums) -> Compared | None:
    """Return this activity split by its day, else beside the one before it, else after it."""
    square = activity.workshop.consultation.square
    others = [(each, _kept(session, each, square)) for each in others_of(activity)]
    here = _told(activity, sums)
    told = [here, *(_told(each, found) for each, found in others if found)]
    mine = [each for each in comparisons(told) if here.ref in (each.before.ref, each.after.ref)]
    mine.sort(key=lambda each: (not each.day, each.after.ref != here.ref))
    return mine[0] if mine else None


def _told(activity: Activity, sums: Sums) -> Told:
    workshop = activity.workshop
    ref = f"{workshop.number}.{activity.position}"
    day = workshop.starts_at.date().isoformat()
    return Told(ref, workshop.title, day, activity.question or activity.title, sums)


def _divided(sums: Sums, result: Result | None) -> list[Divided]:
    """Return the notes that divide most, with their words."""
    texts = {row["number"]: row["text"] for row in (result.rows if result else ())}
    return [
        Divided(nth, each.number, texts.get(each.number, ""), sum_words.contested(each))
        for nth, each in enumerate(sums.contested[:MOST_DIVIDED], 1)
    ]


def _marks(
    divided: list[Divided], result: Result | None, stored: Mapping[str, Any], unit: float
) -> list[Numbered]:
    """Return where the divided notes lie; one without a place is in the list alone."""
    to_xy = Frame.from_json(stored["frame"]).to_xy
    places = {
        each["properties"].get("number"): to_xy(*middle_of(each["geometry"]))
        for each in (result.features if result else ())
    }
    return [
        Numbered(each.nth, x, y, MARK * unit, x, y)
        for each in divided
        for x, y in [places.get(each.number, (None, None))]
        if x is not None and y is not None
    ]


def _over(
    view: str, sums: Sums, square: Square, plan: PlanView, change: Compared | None
) -> Overlay | None:
    """Return the ways, how many notes each zone has, or how many more, over the plan."""
    if view == "ways":
        features = list(ways(sums))
    elif view == "zones":
        counted = {each.letter: each.notes for each in sums.zones}
        features = [
            _in_the_middle(zone, {"value": counted.get(zone["letter"], 0)}) for zone in square.zones
        ]
    elif change is not None:
        more = {each.letter: sum_words.signed(each.notes) for each in change.changes}
        features = [
            _in_the_middle(zone, {"label": f"{zone['letter']} {more.get(zone['letter'], '0')}"})
            for zone in square.zones
        ]
    else:
        return None
    stored: Any = square.basemap
    unit = unit_of(plan, ALONE)
    sizes = Sizes(unit, 40 * unit, 60 * unit, 34 * unit)
    at, most = Frame.from_json(stored["frame"]).to_xy, FEW_PEOPLE if view == "ways" else 0
    return overlay(features, (), at, sizes, plan.box, most)


def _in_the_middle(zone: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    point = {"type": "Point", "coordinates": list(centre_of(zone["polygon"]))}
    return {"type": "Feature", "geometry": point, "properties": dict(told)}
