"""The map plates of the brief: what was said where, at a true scale on A4 or A3 landscape."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from exports import plan
from exports.features import Feature, Overlay, Sizes, overlay
from exports.sheet import PX_PER_MM, Sheet, plate_of, strip_of
from exports.sum_drawing import Numbered, numbered
from exports.words import Words
from workshops.findings import ActivityFacts, Category, ContributionFacts, Findings
from workshops.methods.drawings import spot_of
from workshops.methods.gathering import hot_spots
from workshops.methods.geodesy import Point, distance_m
from workshops.methods.spatial import is_on_earth, places_of
from workshops.sum_facts import Sums
from workshops.words import mark

STRIP_MM = (174.0, 40.0)
SYMBOL_MM = 2.0
SMALL_SYMBOL_MM = 1.25
MANY = 150
PLAN_PIXEL_MM = 0.2
SIZES = Sizes(unit=0.5, letters=12, disc=26, line=11)
BAR_MM = 84.0
STRIP_BAR_MM = 30.0
LEAST_GATHERED, MOST_GATHERINGS = 5, 3
NO_CATEGORY = Category("", mark("Without a category"), "other", "")


@dataclass(frozen=True)
class Spot:
    """A symbol on a plate, in pixels."""

    x: float
    y: float
    category: Category


@dataclass(frozen=True)
class Gathering(Numbered):
    """Where notes gather, in pixels."""

    n: int
    radius_m: float
    name: str


@dataclass(frozen=True)
class Plate:
    """One map page. Counts are of everything said in the activity, drawn or not."""

    number: int
    activity: ActivityFacts
    sheet: Sheet
    ground: Markup
    spots: tuple[Spot, ...]
    r: float
    letters: bool
    over: Overlay
    gatherings: tuple[Gathering, ...]
    counts: tuple[tuple[Category, int], ...]
    n: int
    no_place: int
    beyond: int
    aside: tuple[ContributionFacts, ...]
    bar: tuple[int, ...]

    @property
    def anchor(self) -> str:
        return f"plate-{self.number}"


@dataclass(frozen=True)
class Strip:
    """The small plan of the first page; with no plan at all, the places said."""

    sheet: Sheet
    ground: Markup
    spots: tuple[Spot, ...]
    r: float
    bar: tuple[int, ...]


def plates_of(findings: Findings, words: Words) -> tuple[Plate, ...]:
    """A plate for every activity in which something was said about a place."""
    found: list[Plate] = []
    for activity in findings.activities:
        said = [each for each in findings.contributions if each.activity == activity.ref]
        if any(is_placed(each) for each in said) or any(map(_has_place, activity.features)):
            plate = _plate(findings, activity, said, len(found) + 1, words)
            found += [plate] if plate else []
    return tuple(found)


def strip(findings: Findings, words: Words) -> Strip | None:
    """The plan for the first page; None when there is neither a plan nor a place."""
    placed = [each for each in findings.contributions if is_placed(each)]
    sheet = strip_of(findings, [place_of(each) for each in placed], *STRIP_MM)
    if sheet is None:
        return None
    spots = () if findings.square.outline else tuple(_spots(findings, placed, sheet))
    r = SMALL_SYMBOL_MM * PX_PER_MM
    return Strip(
        sheet, ground_on(findings, sheet, words, grid=False), spots, r, sheet.bar(STRIP_BAR_MM, 2)
    )


def is_placed(said: ContributionFacts) -> bool:
    """Whether it has a place that belongs on the maps."""
    return not said.set_aside and is_on_earth(said.geometry)


def _plate(
    findings: Findings,
    activity: ActivityFacts,
    said: Sequence[ContributionFacts],
    number: int,
    words: Words,
) -> Plate | None:
    placed = [each for each in said if is_placed(each)]
    features = shapes_of(activity, said)
    spots = [place_of(each) for each in placed]
    around = [place for each in features for place in places_of(each["geometry"])]
    sheet = plate_of(findings, spots + around)
    if sheet is None:
        return None
    drawn = [each for each in placed if sheet.holds(*place_of(each))]
    aside = tuple(each for each in said if each.set_aside)
    many = len(drawn) > MANY
    return Plate(
        number=number,
        activity=activity,
        sheet=sheet,
        ground=ground_on(findings, sheet, words, grid=True, busy=_busy(drawn, sheet)),
        spots=tuple(_spots(findings, drawn, sheet)),
        r=round((SMALL_SYMBOL_MM if many else SYMBOL_MM) * PX_PER_MM, 2),
        letters=not many,
        over=overlay(
            features, findings.categories, sheet.at, SIZES, (0, 0, sheet.width, sheet.height)
        ),
        gatherings=_frozen(activity.sums, sheet) or tuple(_gatherings(findings, drawn, sheet)),
        counts=_counts(findings, said),
        n=len(said),
        no_place=len(said) - len(placed) - len(aside),
        beyond=len(placed) - len(drawn),
        aside=aside,
        bar=sheet.bar(BAR_MM, 4),
    )


def ground_on(
    findings: Findings,
    sheet: Sheet,
    words: Words,
    *,
    grid: bool,
    busy: Sequence[tuple[Point, float]] = (),
) -> Markup:
    """The plan below; nothing where the square has neither base map nor outline."""
    square = findings.square
    if square.outline is None and not square.basemap:
        return Markup()
    title = words.say(mark("Plan of %(square)s"), square=square.name)
    basemap = square.basemap or {"frame": sheet.frame.to_json(), "features": []}
    extras = plan.Extras(
        busy=busy,
        pixel_m=sheet.scale * PLAN_PIXEL_MM / 1000,
        zone_marks="name" if grid else "letter",
        speak=words.say,
    )
    return plan.draw(
        basemap,
        square.outline,
        square.zones,
        "print",
        title=title,
        grid=grid,
        box=sheet.box,
        extras=extras,
    )


def _busy(drawn: Sequence[ContributionFacts], sheet: Sheet) -> list[tuple[Point, float]]:
    """Where symbols will stand, in plan metres, with their radius."""
    radius = SYMBOL_MM * sheet.scale / 1000
    return [(sheet.frame.to_xy(*place_of(each)), radius) for each in drawn]


def place_of(said: ContributionFacts) -> Point:
    """One spot: the point, the middle of a line, a point inside an area."""
    spot = spot_of(said.geometry)
    if spot is None:
        raise ValueError(f"{said.ref} has no place")
    return spot


def shapes_of(activity: ActivityFacts, said: Sequence[ContributionFacts]) -> list[Feature]:
    """The lines and areas that were said, and what the result has besides what was said."""
    numbers = {each.number for each in said}
    theirs = [
        {"geometry": each.geometry, "properties": {"number": each.number, **_shown(each)}}
        for each in said
        if is_placed(each)
    ]
    besides = [
        each
        for each in activity.features
        if _has_place(each) and each["properties"].get("number") not in numbers
    ]
    return [*theirs, *besides]


def _shown(said: ContributionFacts) -> dict[str, Any]:
    return {"category": said.category, "apart": said.inside is False}


def _has_place(feature: Feature) -> bool:
    return is_on_earth(feature.get("geometry"))


def _spots(findings: Findings, said: Sequence[ContributionFacts], sheet: Sheet) -> Iterator[Spot]:
    for each in said:
        x, y = sheet.at(*place_of(each))
        yield Spot(x, y, findings.category(each.category) or NO_CATEGORY)


def _counts(
    findings: Findings, said: Sequence[ContributionFacts]
) -> tuple[tuple[Category, int], ...]:
    """Categories with how often each was chosen, most first; equal ones in their own order."""
    sums = Counter(findings.category(each.category) or NO_CATEGORY for each in said)
    order = [*findings.categories, NO_CATEGORY]
    return tuple(sorted(sums.items(), key=lambda pair: (-pair[1], order.index(pair[0]))))


def _frozen(sums: Sums | None, sheet: Sheet) -> tuple[Gathering, ...]:
    """The hot spots that the findings hold, so that every reader has the same."""
    spots = sums.spots[:MOST_GATHERINGS] if sums else ()
    circles = numbered(spots, sheet.at, sheet.px(1000.0) / 1000)
    return tuple(
        Gathering(**vars(circle), n=spot.notes, radius_m=spot.radius_m, name=spot.near)
        for circle, spot in zip(circles, spots, strict=True)
    )


def _gatherings(
    findings: Findings, drawn: Sequence[ContributionFacts], sheet: Sheet
) -> Iterator[Gathering]:
    """The three fullest circles, as wide as a sixth of what the square is across."""
    spots = [sheet.frame.to_xy(*place_of(each)) for each in drawn]
    around = [sheet.frame.to_xy(*p) for p in places_of(findings.square.outline)] or spots
    if not around:
        return
    across = math.dist(
        (min(x for x, _ in around), min(y for _, y in around)),
        (max(x for x, _ in around), max(y for _, y in around)),
    )
    radius = _round_length(across / 12)
    for number, spot in enumerate(hot_spots(spots, radius, least=LEAST_GATHERED), 1):
        x, y, r = sheet.px(spot.x - sheet.x), sheet.px(spot.y - sheet.y), sheet.px(radius)
        turn = math.radians((60, 300, 160)[number - 1])
        yield Gathering(
            number,
            x,
            y,
            r,
            round(x + r * math.cos(turn), 2),
            round(y + r * math.sin(turn), 2),
            spot.n,
            radius,
            _nearest_name(findings, sheet.frame.to_lonlat(spot.x, spot.y), 2 * radius),
        )


def _round_length(metres: float) -> float:
    """The length with one figure that counts: 8, 40, 3000."""
    if metres <= 1:
        return 1.0
    step = 10 ** math.floor(math.log10(metres))
    return float(round(metres / step) * step)


def _nearest_name(findings: Findings, at: Point, within_m: float) -> str:
    """The name of the nearest landmark; "" when none is near."""
    near: list[tuple[float, Any]] = [
        (distance_m(at, (each["lon"], each["lat"])), each["name"])
        for each in findings.square.landmarks
    ]
    metres, name = min(near, default=(math.inf, ""))
    return name if metres <= within_m else ""
