"""What the map in one file knows: notes, categories, the plan as a picture, where to look."""

import base64
from collections import Counter
from typing import Any

from exports import plan
from exports.plates import NO_CATEGORY, is_placed, place_of
from exports.words import Words
from workshops.basemap import Frame
from workshops.findings import Category, ContributionFacts, Findings
from workshops.methods.geodesy import Point
from workshops.methods.spatial import bounds_of, places_of
from workshops.words import count, mark, say

NEAR_ZOOM, NEAR_ZOOM_IN_A_CITY = 20, 14
PLAN_PX = 2400
DECIMALS = 7


def gather(findings: Findings, words: Words) -> dict[str, Any]:
    """Return the data of the map as plain JSON values."""
    everything = [_said(each, findings, words) for each in findings.contributions]
    sums = Counter(each["category"] for each in everything)
    return {
        "words": _words(findings, words),
        "categories": [
            {"key": key, "name": category.name, "count": words.number(sums[key])}
            for key, category in categories(findings, words).items()
        ],
        "all": everything,
        "outline": findings.square.outline,
        "ground": _ground(findings, words),
        "bounds": _bounds(findings),
        "licence": findings.square.licence,
        "near": NEAR_ZOOM if findings.square.outline else NEAR_ZOOM_IN_A_CITY,
    }


def categories(findings: Findings, words: Words) -> dict[str, Category]:
    """Return the categories in use by a key of our own; those without one come last."""
    used = {each.category for each in findings.contributions}
    found = {
        f"c{place}": category
        for place, category in enumerate(findings.categories)
        if category.key in used
    }
    if used - {each.key for each in findings.categories}:
        name = words.gettext(NO_CATEGORY.name)
        found["none"] = Category("", name, NO_CATEGORY.shape, NO_CATEGORY.letter)
    return found


def _words(findings: Findings, words: Words) -> dict[str, Any]:
    return {
        "plan": words.say(say("Plan of %(square)s", square=findings.square.name)),
        "notes": words.gettext(mark("{n} notes here")),
        "ways": {
            "signs": words.gettext(mark("Every note")),
            "crowds": words.gettext(mark("Close ones counted together")),
            "heat": words.gettext(mark("Where much was said")),
        },
    }


def _said(said: ContributionFacts, findings: Findings, words: Words) -> dict[str, Any]:
    keys = [each.key for each in findings.categories]
    known = said.category in keys
    place = place_of(said) if is_placed(said) else None
    return {
        "ref": said.ref,
        "text": said.text,
        "category": f"c{keys.index(said.category)}" if known else "none",
        "categoryName": findings.categories[keys.index(said.category)].name if known else "",
        "place": said.place,
        "hearts": words.say(count("%(n)s heart", "%(n)s hearts", said.hearts))
        if said.hearts
        else "",
        "at": [round(place[1], DECIMALS), round(place[0], DECIMALS)] if place else None,
    }


def _ground(findings: Findings, words: Words) -> dict[str, Any] | None:
    """Return the plan as a picture with its corners: north-west, north-east, south-west."""
    square = findings.square
    if not square.basemap:
        return None
    frame = Frame.from_json(square.basemap["frame"])
    title = words.say(say("Plan of %(square)s", square=square.name))
    drawn = plan.draw(square.basemap, square.outline, square.zones, "light", title=title)
    high = round(PLAN_PX * frame.height_m / frame.width_m)
    sized = str(drawn).replace("<svg ", f'<svg width="{PLAN_PX}" height="{high}" ', 1)
    picture = base64.b64encode(sized.encode("utf-8", "replace")).decode()
    corners = ((0.0, 0.0), (frame.width_m, 0.0), (0.0, frame.height_m))
    return {
        "url": f"data:image/svg+xml;base64,{picture}",
        "corners": [_rounded(frame.to_lonlat(x, y)) for x, y in corners],
    }


def _bounds(findings: Findings) -> list[list[float]]:
    """Return the corners of what is shown first: the square, or all that was said."""
    if findings.square.outline:
        west, south, east, north = bounds_of(findings.square.outline)
        return [[west, south], [east, north]]
    spots = [p for each in findings.contributions if is_placed(each)
             for p in places_of(each.geometry)] or [(-170.0, -60.0), (170.0, 75.0)]  # fmt: skip
    lons, lats = [lon for lon, _ in spots], [lat for _, lat in spots]
    return [[min(lons), min(lats)], [max(lons), max(lats)]]


def _rounded(place: Point) -> list[float]:
    return [round(place[0], DECIMALS), round(place[1], DECIMALS)]
