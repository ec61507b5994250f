"""The fields of the layers for GIS: the columns of the tables by names that every program takes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from exports.tables import TABLES
from workshops.words import mark

Type = Literal["TEXT", "INTEGER", "REAL", "BOOLEAN"]


@dataclass(frozen=True)
class Field:
    """A field: ASCII, lower case, at most ten characters, no word that a database reserves."""

    name: str
    type: Type
    about: str


#: Columns whose names are too long, or kept by some database; the others are called as there.
SHORT = {
    "number": "num",
    "text": "words",
    "category_name": "cat_name",
    "merged_into": "merged_to",
    "requirements": "reqs",
    "option": "opt_key",
    "value": "got",
    "rank": "ranked",
    "owner": "office",
    "right": "is_right",
    "for": "said_for",
    "against": "said_contr",
    "people_for": "n_for",
    "people_against": "n_against",
    "time": "daytime",
    "time_of_day": "daytime",
    "who": "for_whom",
    "use": "use_of",
    **{channel: f"n_{channel}" for channel in ("phone", "table", "paper", "remote")},
}
#: By the name of the column; every other is text.
TYPES: Mapping[str, Type] = {
    **dict.fromkeys(("lon", "lat", "length_m", "area_m2", "radius_m", "off_m", "value"), "REAL"),
    **dict.fromkeys(("page_x", "page_y"), "REAL"),
    **dict.fromkeys(("inside", "answered", "tied"), "BOOLEAN"),
    **dict.fromkeys(("number", "workshop", "hearts", "agree", "disagree", "reported"), "INTEGER"),
    **dict.fromkeys(("people", "people_for", "people_against", "notes", "rank"), "INTEGER"),
    **dict.fromkeys(("phone", "table", "paper", "remote"), "INTEGER"),
    **dict.fromkeys(("cost_class", "photos", "drawing", "page"), "INTEGER"),
}
#: Few people are "under 5", which is no figure.
_WORDED = {("requirements.csv", "people")}
#: The tables that layers are made of.
MAPPED = (
    *("ideas.csv", "votes.csv", "requirements.csv", "trials.csv"),
    *("programme.csv", "hot-spots.csv", "conflicts.csv", "pins.csv"),
)


def name_of(column: str) -> str:
    """Return what a layer calls a column."""
    return SHORT.get(column, column)


def fields_of(file: str) -> tuple[Field, ...]:
    """Return the fields of a layer made of that table, in the order of its columns."""
    return tuple(
        Field(name_of(name), "TEXT" if (file, name) in _WORDED else TYPES.get(name, "TEXT"), about)
        for name, about in TABLES[file][0]
    )


def values_of(fields: Iterable[Field], row: Sequence[object]) -> tuple[object, ...]:
    """Return the cells of a row as a layer holds them: a figure that is not there is none."""
    pairs = zip(fields, row, strict=True)
    return tuple(None if cell == "" and each.type != "TEXT" else cell for each, cell in pairs)


_IDEA, _VOTE = dict(TABLES["ideas.csv"][0]), dict(TABLES["votes.csv"][0])
ZONE = (
    Field("letter", "TEXT", mark("The letter of the zone.")),
    Field("name", "TEXT", mark("Its name.")),
)
NAMED = (Field("name", "TEXT", mark("Its name.")),)
OWN = (*NAMED, Field("props", "TEXT", mark("All that its file said of it, as JSON.")))
PUT = (
    Field("activity", "TEXT", _VOTE["activity"]),
    Field("key_of", "TEXT", mark("What the activity calls it.")),
    Field("label", "TEXT", mark("The words drawn beside it.")),
)
RESULT = (
    Field("activity", "TEXT", _VOTE["activity"]),
    Field("label", "TEXT", mark("The words drawn beside it.")),
    Field("amount", "REAL", mark("What was counted there.")),
    Field("category", "TEXT", _IDEA["category"]),
    Field("feeling", "TEXT", _IDEA["feeling"]),
    Field("words", "TEXT", mark("What stands there in words.")),
)
TOLD = (
    Field("item", "TEXT", mark("What is told.")),
    Field("told", "TEXT", mark("What there is to tell.")),
)
#: The layers that have no table.
LAYERS: Mapping[str, tuple[Field, ...]] = {
    "outline": NAMED,
    "zones": ZONE,
    "routes": NAMED,
    "stops": NAMED,
    "own_…": OWN,
    "put_…": PUT,
    "counted_…": RESULT,
    "provenance": TOLD,
}
