"""The notes of the map as plain JSON values, and by what they can be picked: the facets."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from exports.map_times import Times
from exports.plates import NO_CATEGORY, is_placed, place_of
from exports.words import Words
from workshops.activities.map_notes import FEELINGS, NO_PLACE
from workshops.findings import Category, ContributionFacts, SquareFacts
from workshops.methods.spatial import bounds_of, inside
from workshops.words import mark, say

DECIMALS = 7  # a centimetre
CHANNELS = {
    "phone": mark("phone"),
    "table": mark("table"),
    "paper": mark("paper"),
    "remote": mark("remote"),
}
STATES = {
    "held": mark("Waiting for release"),
    "released": mark("Released"),
    "merged": mark("Merged into another"),
    "returned": mark("Returned to the writer"),
    "hidden": mark("Hidden"),
}


@dataclass(frozen=True)
class Told:
    """All that the notes of a map are made from, frozen or live."""

    categories: Sequence[Category]
    square: SquareFacts
    workshops: Mapping[str, str]  # number as text: title
    questions: Mapping[str, str]  # ref of the activity: what was asked
    said: Sequence[ContributionFacts]
    live: bool = False
    asked: Sequence[Mapping[str, Any]] = ()  # requirements that have a place, as features


@dataclass(frozen=True)
class Facet:
    """One way to pick notes: `of` gives a note's key among `names`, in the order of `names`."""

    key: str
    title: str
    names: Mapping[str, str]
    of: Callable[[ContributionFacts], str]


def facets(told: Told, words: Words) -> list[Facet]:
    """Return the ways to pick that tell at least two notes apart; categories always."""
    known = [
        Facet("category", words.gettext(mark("Category")), *_category(told, words)),
        Facet("feeling", words.gettext(mark("Feeling")), _feelings(words), lambda s: s.feeling),
        Facet("where", words.gettext(mark("Where")), *_where(told.square, words)),
        Facet("state", words.gettext(mark("State")), _each(STATES, words), lambda s: s.state),
        Facet("question", words.gettext(mark("Question")), told.questions, lambda s: s.activity),
        Facet(
            "workshop",
            words.gettext(mark("Workshop")),
            told.workshops,
            lambda s: str(s.workshop),
        ),
        Facet("channel", words.gettext(mark("Channel")), _each(CHANNELS, words), _channel),
    ]
    kept = [each for each in known if told.live or each.key != "state"]
    return [each for each in kept if each.key == "category" or _tells_apart(each, told.said)]


def facet_json(facet: Facet, said: Sequence[ContributionFacts]) -> dict[str, Any]:
    """Return the facet with the names that some note has."""
    sums = Counter(facet.of(each) for each in said)
    return {
        "key": facet.key,
        "title": facet.title,
        "values": [
            {"key": key, "name": name} for key, name in facet.names.items() if sums.get(key)
        ],
    }


def notes(told: Told, chosen: Sequence[Facet], times: Times) -> list[dict[str, Any]]:
    """Return every note; what it lacks is left out, to keep a file of thousands small."""
    return [note(each, chosen, times) for each in told.said]


def note(said: ContributionFacts, chosen: Sequence[Facet], times: Times) -> dict[str, Any]:
    """Return one note; `of` has its key in each facet, `at` is lon, lat."""
    place = place_of(said) if is_placed(said) else None
    geometry = said.geometry if place and said.geometry else {"type": "Point"}
    found = {
        "number": said.number,
        "ref": said.ref,
        "text": said.text,
        "of": [each.of(said) for each in chosen],
        "at": _rounded(place) if place else None,
        "shape": _rounded_all(geometry) if geometry["type"] != "Point" else None,
        "apart": said.inside is False,
        "place": said.place if said.place != NO_PLACE else "",
        "hearts": said.hearts,
        "agree": said.agree,
        "disagree": said.disagree,
        "time": times.place_of(said.said_at),
        "photo": said.photo,
        "state": said.state if said.state != "released" else "",
    }
    return {key: value for key, value in found.items() if value or key in ("number", "of")}


def _tells_apart(facet: Facet, said: Iterable[ContributionFacts]) -> bool:
    return len({facet.of(each) for each in said}) > 1


def _each(names: Mapping[str, str], words: Words) -> dict[str, str]:
    return {key: words.gettext(name) for key, name in names.items()}


def _category(
    told: Told, words: Words
) -> tuple[dict[str, str], Callable[[ContributionFacts], str]]:
    """Return the names by keys of our own, and which of them a note has."""
    keys = {each.key: key for key, each in categories(told.categories).items()}
    names = {key: words.word(each.name) for key, each in categories(told.categories).items()}
    return names, lambda said: keys.get(said.category, keys[""])


def categories(given: Sequence[Category]) -> dict[str, Category]:
    """Return the categories by a key that can name an element; the plain one comes last."""
    return {**{f"c{nth}": each for nth, each in enumerate(given)}, "none": NO_CATEGORY}


def _channel(said: ContributionFacts) -> str:
    return said.channel


def _feelings(words: Words) -> dict[str, str]:
    return _each(dict(FEELINGS), words) | {"": words.gettext(mark("No feeling told"))}


def _where(
    square: SquareFacts, words: Words
) -> tuple[dict[str, str], Callable[[ContributionFacts], str]]:
    """Return the zones and what else a place can be, and which of them a note's place is."""
    names = {
        f"zone-{zone['letter']}": words.say(
            say("Zone %(letter)s, %(name)s", letter=zone["letter"], name=zone["name"])
        )
        for zone in square.zones
    } | {
        "in": words.gettext(
            mark("Elsewhere on the square") if square.zones else mark("On the map")
        ),
        "out": words.gettext(mark("Outside the square, kept apart")),
        "far": words.gettext(mark("Far away, not drawn")),
        "words": words.gettext(mark("Told in words, not drawn")),
        "": words.gettext(mark("No place told")),
    }
    zones = [(f"zone-{each['letter']}", bounds_of(each["polygon"]), each["polygon"])
             for each in square.zones]  # fmt: skip

    known: dict[int, str] = {}  # it is asked for a note several times

    def where(said: ContributionFacts) -> str:
        if said.number not in known:
            known[said.number] = look(said)
        return known[said.number]

    def look(said: ContributionFacts) -> str:
        if said.set_aside:
            return "far"
        if not is_placed(said):
            return "words" if said.place not in ("", NO_PLACE) else ""
        lon, lat = place_of(said)
        for key, (west, south, east, north), polygon in zones:
            if west <= lon <= east and south <= lat <= north and inside(lon, lat, polygon):
                return key
        return "out" if said.inside is False else "in"

    return names, where


def _rounded(place: Sequence[float]) -> list[float]:
    return [round(place[0], DECIMALS), round(place[1], DECIMALS)]


def _rounded_all(geometry: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": geometry["type"], "coordinates": _nested(geometry["coordinates"])}


def _nested(coordinates: Any) -> Any:
    if coordinates and isinstance(coordinates[0], int | float):
        return _rounded(coordinates)
    return [_nested(each) for each in coordinates]
