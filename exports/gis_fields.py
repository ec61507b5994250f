"""The fields of the layers for GIS, and what each means: from the columns of the tables."""

from dataclasses import dataclass
from typing import Literal

from exports.columns import IDEAS, REQUIREMENTS, VOTES
from workshops.activities.result import CHANNELS
from workshops.words import mark

Type = Literal["TEXT", "INTEGER", "REAL", "BOOLEAN"]

_IDEA, _VOTE, _NEED = dict(IDEAS), dict(VOTES), dict(REQUIREMENTS)


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
ASKED = (
    Field("ref", "TEXT", _NEED["ref"]),
    Field("sentence", "TEXT", _NEED["sentence"]),
    Field("weight", "TEXT", _NEED["weight"]),
    Field("zone", "TEXT", _NEED["zone"]),
    Field("cost_class", "INTEGER", _NEED["cost_class"]),
    Field("office", "TEXT", _NEED["owner"]),
    Field("status", "TEXT", _NEED["status"]),
    Field("is_right", "TEXT", _NEED["right"]),
    Field("strength", "TEXT", _NEED["strength"]),
    Field("why", "TEXT", _NEED["why"]),
    Field("people", "TEXT", _NEED["people"]),
    Field("workshops", "TEXT", _NEED["workshops"]),
    *(Field(f"n_{channel}", "TEXT", _NEED[channel]) for channel in CHANNELS),
    Field("said_for", "TEXT", _NEED["for"]),
    Field("said_contr", "TEXT", _NEED["against"]),
    Field("votes", "TEXT", _NEED["votes"]),
    Field("season", "TEXT", _NEED["season"]),
    Field("daytime", "TEXT", _NEED["time_of_day"]),
    Field("for_whom", "TEXT", _NEED["who"]),
    Field("drawn_as", "TEXT", _NEED["place"]),
    Field("lon", "REAL", _NEED["lon"]),
    Field("lat", "REAL", _NEED["lat"]),
    Field("answers", "TEXT", _NEED["answers"]),
    Field("rests_on", "TEXT", _NEED["rests_on"]),
)
TOLD = (
    Field("item", "TEXT", mark("What is told.")),
    Field("told", "TEXT", mark("What there is to tell.")),
)
