"""What the map knows, as plain JSON values: the same for the file and for the desk."""

from collections.abc import Mapping, Sequence
from typing import Any

from exports import map_layers
from exports.map_notes import Told, facet_json, facets, notes
from exports.map_times import times_of
from exports.plates import is_placed, place_of
from exports.words import Words
from workshops.findings import Findings
from workshops.methods.spatial import places_of
from workshops.words import mark, say

NEAR_ZOOM, NEAR_ZOOM_IN_A_CITY = 20, 15


def told_by(findings: Findings) -> Told:
    """Return what the notes are made from, out of frozen findings."""
    return Told(
        categories=findings.categories,
        square=findings.square,
        workshops={str(each.number): each.title for each in findings.workshops},
        questions={each.ref: each.question or each.title for each in findings.activities},
        said=findings.contributions,
        asked=map_layers.asked_in(findings.requirements),
    )


def gather(
    told: Told,
    counted: Mapping[str, Sequence[Mapping[str, Any]]],
    ground: Mapping[str, Any] | None,
    words: Words,
) -> dict[str, Any]:
    """Return the data of the map."""
    chosen = facets(told, words)
    times = times_of(each.said_at for each in told.said)
    spots = [place_of(each) for each in told.said if is_placed(each)]
    around = [] if told.square.outline else [
        place for each in told.said if is_placed(each) for place in places_of(each.geometry)
    ]  # fmt: skip
    return {
        "words": spoken(told, words),
        "facets": [facet_json(each, told.said) for each in chosen],
        "notes": notes(told, chosen, times),
        "times": times.to_json((each.said_at for each in told.said), words),
        "ground": ground,
        "layers": map_layers.layers_of(told.square, counted, words, told.asked),
        "bounds": map_layers.bounds_first(told.square, around),
        "placed": len(spots),
        "licence": words.credit(told.square.licence),
        "near": NEAR_ZOOM if told.square.outline else NEAR_ZOOM_IN_A_CITY,
    }


def counted_in(findings: Findings) -> dict[str, list[Mapping[str, Any]]]:
    """Return the features of results that are no notes, by the name of their activity."""
    numbers = {each.number for each in findings.contributions}
    found = {
        each.title: [one for one in each.features if not is_note(one, numbers)]
        for each in findings.activities
    }
    return {name: features for name, features in found.items() if features}


def is_note(feature: Mapping[str, Any], numbers: set[int]) -> bool:
    """Whether a feature of a result is one of the notes, which are drawn from what was said."""
    return feature["properties"].get("number") in numbers


def spoken(told: Told, words: Words) -> dict[str, Any]:
    """Return the words that the script says."""
    return {
        "language": words.language.replace("_", "-"),
        "plan": words.say(say("Plan of %(square)s", square=told.square.name)),
        **{key: words.gettext(text) for key, text in TEXTS.items()},
    }


#: `{n}` and the like are filled in by the script.
TEXTS = {
    "shown": mark("{n} of {all} shown"),
    "here": mark("{n} of {all} here"),
    "noWords": mark("No words"),
    "place": mark("Place"),
    "time": mark("When"),
    "hearts": mark("Hearts"),
    "agree": mark("Agree"),
    "disagree": mark("Disagree"),
    "photo": mark("The photo sent with {ref}"),
    "play": mark("Play"),
    "pause": mark("Pause"),
    "next": mark("Next step"),
    "allTimes": mark("The whole time"),
    "bandwidth": mark("Within {n} m round each spot"),
    "density": mark("from {n} notes per {m}"),
    "plain": mark("Plan"),
    "more": mark("Show {n} more"),
}
