"""The fields of the layers for GIS, and what each means: from the columns of the tables."""

from dataclasses import dataclass
from typing import Literal

from exports.columns import IDEAS, REQUIREMENTS, VOTES
from workshops.activities.result import CHANNELS
from workshops.words import mark

Type = Literal["TEXT", "INTEGER", "REAL", "BOOLEAN"]

_IDEA, _VOTE = dict(IDEAS), dict(VOTES)


@dataclass(frozen=True)
class Field:
    """A field: ASCII, lower case, at most ten characters, no word that a database reserves."""

    name: str
    type: Type
    about: str


SAID = (
    Field("ref", "TEXT", _IDEA["ref"]),
    Field("num", "INTEGER", _IDEA["number"]),
    Field("workshop", "INTEGER", _IDEA["workshop"]),
    Field("activity", "TEXT", _IDEA["activity"]),
    Field("words", "TEXT", mark("What was said.")),
    Field("category", "TEXT", _IDEA["category"]),
    Field("cat_name", "TEXT", mark("The category in words.")),
    Field("channel", "TEXT", _IDEA["channel"]),
    Field("state", "TEXT", _IDEA["state"]),
    Field("merged_to", "TEXT", _IDEA["merged_into"]),
    Field("place", "TEXT", _IDEA["place"]),
    Field("inside", "BOOLEAN", _IDEA["inside"]),
    Field("set_aside", "TEXT", _IDEA["set_aside"]),
    Field("hearts", "INTEGER", _IDEA["hearts"]),
    Field("agree", "INTEGER", mark("How many people said that they agree.")),
    Field("disagree", "INTEGER", mark("How many people said that they disagree.")),
    Field("reported", "INTEGER", _IDEA["reported"]),
    Field("feeling", "TEXT", _IDEA["feeling"]),
    Field("length_m", "REAL", mark("How long a line is, in metres.")),
    Field("area_m2", "REAL", mark("How large an area is, in square metres.")),
    Field("reqs", "TEXT", _IDEA["requirements"]),
)
ZONE = (
    Field("letter", "TEXT", mark("The letter of the zone.")),
    Field("name", "TEXT", mark("Its name.")),
)
NAMED = (Field("name", "TEXT", mark("Its name.")),)
OWN = (*NAMED, Field("props", "TEXT", mark("All that its file said of it, as JSON.")))
RESULT = (
    Field("activity", "TEXT", _VOTE["activity"]),
    Field("label", "TEXT", mark("The words drawn beside it.")),
    Field("amount", "REAL", mark("What was counted there.")),
    Field("category", "TEXT", _IDEA["category"]),
    Field("feeling", "TEXT", _IDEA["feeling"]),
    Field("words", "TEXT", mark("What stands there in words.")),
)
VOTED = (
    Field("activity", "TEXT", _VOTE["activity"]),
    Field("kind", "TEXT", _VOTE["kind"]),
    Field("question", "TEXT", _VOTE["question"]),
    Field("people", "INTEGER", _VOTE["people"]),
    Field("opt_key", "TEXT", _VOTE["option"]),
    Field("label", "TEXT", _VOTE["label"]),
    Field("got", "REAL", _VOTE["value"]),
    Field("ranked", "INTEGER", _VOTE["rank"]),
    Field("tied", "BOOLEAN", _VOTE["tied"]),
    *(Field(f"n_{channel}", "INTEGER", _VOTE[channel]) for channel in CHANNELS),
)
#: Columns of the requirements whose names are too long, or kept by some database.
SHORT = {
    "owner": "office",
    "right": "is_right",
    "for": "said_for",
    "against": "said_contr",
    "time_of_day": "daytime",
    "who": "for_whom",
    "place": "drawn_as",
    **{channel: f"n_{channel}" for channel in CHANNELS},
}
TYPES: dict[str, Type] = {"cost_class": "INTEGER", "lon": "REAL", "lat": "REAL"}
ASKED = tuple(
    Field(SHORT.get(name, name), TYPES.get(name, "TEXT"), about) for name, about in REQUIREMENTS
)
TOLD = (
    Field("item", "TEXT", mark("What is told.")),
    Field("told", "TEXT", mark("What there is to tell.")),
)
